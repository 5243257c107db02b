"""Renders what other layers found: text, JSON and HTML."""
