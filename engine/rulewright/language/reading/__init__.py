"""Reads given values as values of declared types: one reader, with a profile for each place where values are given."""
