"""Examines packs beyond their types: examples, coverage, and the geometry of decision tables."""
