"""Reads packs: YAML with places, schemas, linking of names, and the frozen model of a protocol."""
