"""Defines what a reader of a tree returns: what it has read, what is wrong with it, and the rules it refers to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeVar

from rulewright.diagnostics import Diagnostic
from rulewright.source import Place, SourceText, Span

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Related = tuple[tuple[Place, str], ...]


class SourceSpan(NamedTuple):
    """A span in its text."""

    source: SourceText
    span: Span

    @property
    def place(self) -> Place:
        """Where the span stands in its file."""
        return self.source.place(self.span)


References = Mapping[str, SourceSpan]
"""The ids that formulas refer to, each with where it is first referred to."""

NO_REFERENCES: References = MappingProxyType({})


class Found(NamedTuple, Generic[T_co]):
    """A value that was read, with what is wrong with it and the rules that its formulas refer to."""

    value: T_co
    problems: tuple[Diagnostic, ...] = ()
    references: References = NO_REFERENCES


class Findings:
    """Gathers, inside one reader, what it finds by itself and by the readers that it calls."""

    __slots__ = ("problems", "references")

    def __init__(self) -> None:
        self.problems: list[Diagnostic] = []
        self.references: dict[str, SourceSpan] = {}

    def take(self, found: Found[T]) -> T:
        """Return the value of what another reader has found, and keep the rest."""
        self.problems.extend(found.problems)
        for name, span in found.references.items():
            self.references.setdefault(name, span)
        return found.value

    def report(self, code: str, message: str, place: Place, hint: str = "", *, related: Related = ()) -> None:
        """Note a problem."""
        self.problems.append(Diagnostic(code, message, place, hint, related=related))

    def found(self, value: T) -> Found[T]:
        """Return a value with all that was found."""
        return Found(value, tuple(self.problems), self.references)
