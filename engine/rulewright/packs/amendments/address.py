"""Defines addresses: a name for every piece that a pack's files can hold, and the text in which it is written.

    payments.earned                                   a rule
    payments.at_risk[plan.discretionary, Y4]          a cell of its table, by the keys
    payments.earned#outputs.earned.formula            a part of it, `#formula` where there is one output
    payments.track#rows[low, "> 4"]                   a row of its decision table, by its id or its tests
    type:domain#enum[outpatient]                      a member of a type
    statement:plan#lines.earned.formula               a part of a statement

Dots belong to the ids of rules, so a part stands behind `#`. What is no name stands in brackets. Positions are never
an address: they mean another piece as soon as something is written before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from rulewright.source import Span

OWNERS = ("rule", "type", "unit", "document", "check", "example", "statement", "subject", "pack")
"""What an address begins with; `rule:` is left out."""

NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
BARE = re.compile(r"[^\s\"\[\](){},#][^\"\[\](){},#]*")
"""What stands in brackets without quotes."""

Steps = tuple[str, ...]
"""A name, or what identifies an item of a list: one text, or the tests of a row."""


class AddressError(ValueError):
    """Says why a text is no address, or names nothing or two things; `span` is what is wrong in it.

    A hint that takes a search is made when somebody reads it.
    """

    def __init__(self, code: str, message: str, hint: str | Callable[[], str], span: Span) -> None:
        super().__init__(message)
        self.code = code
        self.span = span
        self._hint = hint

    @property
    def hint(self) -> str:
        """What to do."""
        return self._hint if isinstance(self._hint, str) else self._hint()


@dataclass(frozen=True, slots=True)
class Address:
    """The name of a piece: what owns it, the keys of a cell, and the steps to a part of that."""

    owner: str
    id: str
    keys: tuple[str, ...] = ()
    part: tuple[Steps, ...] = ()

    def __str__(self) -> str:
        """Return the address as it is written."""
        head = (
            _written(self.id, is_id=True) if self.owner == "rule" else f"{self.owner}:{_written(self.id, is_id=True)}"
        )
        keys = _bracketed(self.keys) if self.keys else ""
        part = ""
        for step in self.part:
            is_name = len(step) == 1 and NAME.fullmatch(step[0]) is not None
            part += f"{'.' if part else ''}{step[0]}" if is_name else _bracketed(step)
        return f"{head}{keys}{'#' if part else ''}{part}"


def read_address(text: str) -> Address:
    """Return the address that a text denotes.

    Raises:
        AddressError: when it denotes none.
    """
    return _AddressReader(text).address()


def _written(text: str, *, is_id: bool = False) -> str:
    pattern = re.compile(r"[^\s\"\[\]#:][^\"\[\]#:]*") if is_id else BARE
    is_bare = pattern.fullmatch(text) is not None and text == text.strip()
    return text if is_bare else '"' + text.replace('"', '""') + '"'


def _bracketed(texts: Steps) -> str:
    return f"[{', '.join(map(_written, texts))}]"


class _AddressReader:
    """Reads one address from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def address(self) -> Address:
        owner, id_ = self.head()
        keys: tuple[str, ...] = ()
        if self.sees("["):
            keys = self.bracketed()
        part: list[Steps] = []
        if self.sees("#"):
            self.position += 1
            part = self.part()
        if self.position < len(self.text):
            rest = self.text[self.position :]
            raise self.error(f"`{rest}` behind the end of the address", "a part begins with `#`", len(self.text))
        return Address(owner, id_, keys, tuple(part))

    def head(self) -> tuple[str, str]:
        """Return the owner and its id."""
        found = re.match(r"\s*([a-z]+):(?!$)", self.text)
        owner = "rule"
        if found:
            owner = found[1]
            if owner not in OWNERS:
                hint = "an address begins with the id of a rule, or with one of " + ", ".join(
                    f"`{each}:`" for each in OWNERS[1:]
                )
                raise self.error(f"`{owner}:` is no beginning of an address", hint, found.end())
            self.position = found.end()
        self.blanks()
        id_ = self.quoted() if self.sees('"') else self.until("[#")
        if not id_:
            raise self.error("the address names nothing", "write the id of a rule, such as `payments.earned`")
        return owner, id_

    def part(self) -> list[Steps]:
        """Return the steps behind `#`."""
        steps: list[Steps] = []
        while True:
            if self.sees("[") and steps:
                steps.append(self.bracketed())
            elif found := NAME.match(self.text, self.position):
                steps.append((found[0],))
                self.position = found.end()
            else:
                raise self.error("a part is a name", "write `#outputs.earned.formula`, `#rows[the id]`")
            if self.sees("["):
                continue
            if not self.sees("."):
                return steps
            self.position += 1

    def bracketed(self) -> Steps:
        """Return what stands in brackets, separated by commas; brackets inside belong to the texts."""
        opened = self.position
        self.position += 1
        texts: list[str] = []
        while True:
            self.blanks()
            texts.append(self.quoted() if self.sees('"') else self.until(",]"))
            self.blanks()
            if not texts[-1]:
                raise self.error("nothing stands between the brackets", "name the keys, or take the brackets away")
            if self.sees(","):
                self.position += 1
            elif self.sees("]"):
                self.position += 1
                return tuple(texts)
            else:
                self.position = opened
                raise self.error("a `[` that is never closed", "close it; a text with `,` or `]` stands in quotes")

    def until(self, ends: str) -> str:
        """Return the text up to one of some characters that stands in no brackets of its own."""
        start, depth = self.position, 0
        while self.position < len(self.text):
            letter = self.text[self.position]
            if depth == 0 and letter in ends:
                break
            depth += (letter in "[({" and "]" in ends) - (letter in "])}" and depth > 0)
            self.position += 1
        return " ".join(self.text[start : self.position].split())

    def quoted(self) -> str:
        """Return a text in quotes; two quotes inside stand for one."""
        found = re.compile(r'"((?:[^"]|"")*)"').match(self.text, self.position)
        if not found:
            raise self.error("a quote that is never closed", "close it where its text ends", len(self.text))
        self.position = found.end()
        return found[1].replace('""', '"')

    def blanks(self) -> None:
        while self.sees(" "):
            self.position += 1

    def sees(self, letter: str) -> bool:
        return self.text.startswith(letter, self.position)

    def error(self, message: str, hint: str, end: int = 0) -> AddressError:
        start = min(self.position, max(len(self.text) - 1, 0))
        return AddressError("address-syntax", message, hint, Span(start, max(end, start + 1)))
