"""Reads the text of YAML files into trees: the only room that knows YAML."""
