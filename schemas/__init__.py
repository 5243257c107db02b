"""The JSON Schemas of pack files: data, found here by `rulewright.packs`."""
