"""The bundled packs: data, found here by `rulewright.packs`."""
