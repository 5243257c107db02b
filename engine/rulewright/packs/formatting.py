"""Formats the files of a pack: each is laid out as all are, and says what it said."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rulewright.diagnostics import Diagnostic
from rulewright.packs.files import FileBytes, read_files
from rulewright.packs.yaml.layout import LayoutError, lay_out
from rulewright.packs.yaml.reader import read_yaml
from rulewright.source import Place


@dataclass(frozen=True, slots=True)
class FormattedFile:
    """A file of a pack before and after; one with problems is not formatted, and stays as it is."""

    path: str
    before: bytes
    after: bytes
    problems: tuple[Diagnostic, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether the file is to be written anew."""
        return self.before != self.after


def format_pack(folder: Path) -> tuple[tuple[FormattedFile, ...], tuple[Diagnostic, ...]]:
    """Return the files of a pack as they are formatted, and what is wrong with its folder. Nothing is written.

    Raises:
        OSError: when the folder cannot be read.
    """
    files = read_files(folder)
    header = (files.header,) if files.header else ()
    groups = (header, files.base, files.examples, files.statements, files.amendments)
    return tuple(_formatted(each) for group in groups for each in group), files.problems


def _formatted(file: FileBytes) -> FormattedFile:
    path, content = file
    problems = read_yaml(content, path).diagnostics
    if any(each.is_error for each in problems):
        return FormattedFile(path, content, content, problems)
    try:
        return FormattedFile(path, content, lay_out(content.decode()).encode())
    except LayoutError as error:
        hint = "report it with the file; the file stays as it is"
        return FormattedFile(
            path, content, content, (Diagnostic("internal-error", str(error), Place(path, 1, 1), hint),)
        )
