"""Defines what a rule is evaluated with: what an evaluator does for the rules of every kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from rulewright.language.types import Type
from rulewright.language.values import Absence, Failure, Value
from rulewright.packs.model.rules import DecisionTable, Expression, Rounding


class Evaluation(Protocol):
    """What a rule is evaluated with: expressions get values, and the trace gets what tells how an outcome came about.

    `names` are what an expression sees: the inputs, and what was computed before.
    """

    def evaluate(self, expression: Expression, names: Mapping[str, Value], /) -> Value:
        """Return the value of an expression."""

    def test(self, tests: Expression, value: Value, names: Mapping[str, Value], /) -> Value:
        """Return whether a value passes unary tests."""

    def decide(self, table: DecisionTable, outputs: int, names: Mapping[str, Value], /) -> tuple[Value, ...] | Absence:
        """Return a value for each output of a decision table, or why there is none; note the rows that it takes."""

    def is_of_type(self, value: Value, type_: Type, /) -> bool:
        """Return whether a value is of a type."""

    def recorded(self, rule: str, /) -> Mapping[tuple[str, ...], Value]:
        """Return the recorded decisions of a case on a rule by the texts of its inputs' values."""

    def round(self, output: str, value: Value, rounding: Rounding, /) -> Value:
        """Return a value rounded; note it."""

    def note_step(self, name: str, value: Value, /) -> None:
        """Note the value of a step."""

    def note_output(self, name: str, value: Value, /) -> None:
        """Note the value of an output."""

    def note_figure(self, rule: str, key: tuple[str, ...], value: Value, /) -> None:
        """Note a figure that was read."""

    def absorb(self, failure: Failure, /) -> None:
        """Note an error that does not matter to the outcome: a warning."""
