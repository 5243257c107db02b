"""Defines what reading answers: a value, and what is wrong with what was given."""

from __future__ import annotations

from typing import Literal, NamedTuple

from rulewright.language.types import Type
from rulewright.language.values import Value
from rulewright.records import dataclass

PartPath = tuple[str | int, ...]
"""Leads to a part of what was given: names of entries, and places in lists, which count from 1."""

What = Literal[
    "ambiguous",
    "depth",
    "digits",
    "entry",
    "float",
    "high",
    "impossible",
    "json",
    "kind",
    "low",
    "member",
    "missing",
    "null",
    "order",
    "percent",
    "sign",
    "twice",
    "whole",
]
"""The slips there are.

===========  =======================================================================================================
ambiguous    a text without quotes that other YAML programs do not read as one
depth        lists and records further inside one another than expressions may be
digits       more digits than a number can hold
entry        an entry that the record does not have; `given` is its name
float        a binary float
high, low    a number beyond the bounds of its type
json         text that begins like JSON and is none; `value` says why
impossible   a date, time or duration of parts that make none
kind         no value of the type
member       no member of the enumeration
missing      entries that a record lacks; `value` has their names
null         null where it may not stand
order        a range that ends before it starts
percent      a percent without its sign that might be meant in two ways
sign         a percent without its sign where it needs one
twice        a key that has a value already under another spelling; `value` is that key
whole        a number with decimals where a whole one is wanted
===========  =======================================================================================================
"""


@dataclass(frozen=True, slots=True)
class Written:
    """A scalar as it is written in YAML: its text, and whether that stands in quotes."""

    text: str
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with one part of what was given, for those who say it in the words of a pack or of a case.

    `given` is that part, `path` leads to it; `at_key` says that its key is meant, not its value. `value` is the number
    that was read, or says more. `span` are the characters of a text that are meant, where not all are.
    """

    what: What
    given: object
    type: Type
    path: PartPath
    value: Value = None
    at_key: bool = False
    span: tuple[int, int] | None = None


class ReadValue(NamedTuple):
    """What reading answers: a value, null where there is none, and the slips."""

    value: Value
    slips: tuple[Slip, ...] = ()


def path_text(path: PartPath) -> str:
    """Return a path as messages show it: `measures[3].rate`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
