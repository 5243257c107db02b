"""Reads the files of a pack, one module for each kind of file, from trees that fit their schema."""
