"""Reads definitions: what a document says that no formula can."""

from __future__ import annotations

from dataclasses import dataclass

from rulewright.language.types import STRING
from rulewright.packs.format.found import Found
from rulewright.packs.format.kind import Declaration, Kind, RuleReader, Signature, WrittenRule
from rulewright.packs.model.rules import Definition, Rule
from rulewright.packs.types import TypeReader


@dataclass(frozen=True, slots=True)
class WrittenDefinition(WrittenRule):
    """A definition, with rows of words."""

    text: str = ""
    table: tuple[tuple[str, ...], ...] = ()


def declare(_written: WrittenDefinition, _types: TypeReader) -> Found[Signature]:
    """Return the signature of a text."""
    return Found(Signature(STRING, (("text", STRING),)))


def read(written: WrittenDefinition, known: Declaration, _signature: Signature, _reader: RuleReader) -> Found[Rule]:
    """Return a rule in words."""
    return Found(Definition(**known.common, text=written.text, table=written.table))


DEFINITION = Kind("definitions", WrittenDefinition, declare, read)
