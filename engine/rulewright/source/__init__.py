"""Knows where text stands in a file: places, spans, and the texts cut out of larger files."""

from rulewright.source.files import open_file, read_file, real_path, refuse_special
from rulewright.source.place import Place, Span
from rulewright.source.text import Mark, SourceText

__all__ = ["Mark", "Place", "SourceText", "Span", "open_file", "read_file", "real_path", "refuse_special"]
