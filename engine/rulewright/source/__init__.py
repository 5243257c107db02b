"""Knows where text stands in a file: places, spans, and the texts cut out of larger files."""

from rulewright.source.place import Place, Span
from rulewright.source.text import Mark, SourceText

__all__ = ["Mark", "Place", "SourceText", "Span"]
