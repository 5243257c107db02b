"""Defines definitions: rules in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from rulewright.blocks import HANGING, INDENT, Block, Fitting, Grid, Prose, Stack
from rulewright.language.types import STRING, Type
from rulewright.language.values import Value
from rulewright.packs.format.found import Found
from rulewright.packs.format.kind import Declaration, RuleKind, RuleSignature
from rulewright.packs.format.written import WrittenRule
from rulewright.packs.model.rules import Evaluation, Rule
from rulewright.packs.model.text import paragraphs
from rulewright.records import dataclass

if TYPE_CHECKING:
    from rulewright.packs.format.declaration import DeclarationReader
    from rulewright.packs.format.rule_reader import RuleReader


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition(Rule):
    """A rule in words: what the document says that no formula can, kept so that it can be cited, shown and audited."""

    is_prose: ClassVar[bool] = True

    text: str
    table: tuple[tuple[str, ...], ...] = ()

    @property
    def results(self) -> tuple[tuple[str, Type], ...]:
        """The text."""
        return (("text", STRING),)

    def body(self) -> Iterator[Block]:
        """Yield the text, and the rows of words."""
        yield Stack(paragraphs(self.text), INDENT)
        if self.table:
            head, *rows = self.table
            items = (Prose("; ".join(filter(None, row)), HANGING) for row in rows)
            yield Fitting((Grid(head, tuple(rows)), Stack(tuple(items))))

    def evaluate(self, _names: Mapping[str, Value], _evaluation: Evaluation) -> Value:
        """Return the text."""
        return self.text


class WrittenDefinition(WrittenRule):
    """A definition as it is written."""

    text: str = ""
    table: tuple[tuple[str, ...], ...] = ()


def declare(_written: WrittenDefinition, _reader: DeclarationReader) -> Found[RuleSignature]:
    """Return the signature of a text."""
    return Found(RuleSignature(STRING, (("text", STRING),)))


def read(written: WrittenDefinition, known: Declaration, _signature: RuleSignature, _reader: RuleReader) -> Found[Rule]:
    """Return a rule in words."""
    return Found(Definition(**known.common, text=written.text, table=written.table))


KIND = RuleKind("definitions", Definition, WrittenDefinition, declare, read, order=4)
