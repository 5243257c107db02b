"""Reads addresses: the names by which an amendment says which piece of a pack it changes."""
