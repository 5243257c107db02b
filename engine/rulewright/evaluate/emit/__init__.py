"""Generates Python for the decisions of a pack and for expressions that stand alone."""
