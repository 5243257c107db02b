"""Defines a diagnostic: one problem with its place, its message and its hint."""

from __future__ import annotations

from enum import Enum

from rulewright.records import dataclass
from rulewright.source import Place


class Severity(Enum):
    """How much a diagnostic weighs: an error refuses the pack, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem in a file.

    `code` is stable and has a manual page; `message` states the fact in lower case with user text in backticks;
    `hint` says what to do; `related` points at other places that take part (the other row, the first definition).
    """

    code: str
    message: str
    place: Place
    hint: str = ""
    severity: Severity = Severity.ERROR
    related: tuple[tuple[Place, str], ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether the problem refuses the pack."""
        return self.severity is Severity.ERROR
