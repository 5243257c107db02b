"""Says whether the equations of a statement hold, and how far apart their sides are where they do not.

Amounts of a unit with a symbol are equal where they differ by less than half of their last place: an amount in dollars
to the cent. Other numbers are equal where they are the same, unless the statement declares `within`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from rulewright.evaluate.engine import Engine
from rulewright.evaluate.masking import masked
from rulewright.evaluate.outcome import Outcome, Status
from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.language.flow import Flow
from rulewright.language.numbers import DECIMAL128
from rulewright.language.personal import marked
from rulewright.language.syntax import Comparison
from rulewright.language.types import PLAIN, NumberType, Type, Unit
from rulewright.language.values import Absence, Failure, Value
from rulewright.packs.model.flows import signatures_of
from rulewright.packs.model.notation import Notation
from rulewright.packs.model.rules import Expression
from rulewright.packs.model.statements import Reconciliation


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far apart two sides may be: by at most `limit`, or by less than it where `is_open`."""

    limit: Decimal = Decimal(0)
    unit: Unit = PLAIN
    is_open: bool = False

    def admits(self, difference: Decimal) -> bool:
        """Whether two sides that differ by so much are equal."""
        return abs(difference) < self.limit if self.is_open else abs(difference) <= self.limit


@dataclass(frozen=True, slots=True)
class Sides:
    """What the two sides of a comparison came to, with the type of the left one."""

    left: Value
    right: Value
    type: Type

    @property
    def difference(self) -> Decimal | None:
        """The left side less the right one; None where they are no numbers."""
        if not isinstance(self.left, Decimal) or not isinstance(self.right, Decimal):
            return None
        with localcontext(DECIMAL128):
            return self.left - self.right


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Whether an equation held: `holds` is None where that is not known. `party` is empty for totals.

    `sides` are there where the sides are not the same.
    """

    reconciliation: Reconciliation
    party: str
    holds: bool | None
    outcome: Outcome
    sides: Sides | None = None

    @property
    def is_error(self) -> bool:
        """Whether the equation itself cannot be evaluated."""
        return self.holds is None and self.outcome.status is Status.ERROR


def reconciled(
    reconciliation: Reconciliation,
    party: str,
    outcome: Outcome,
    lines: Mapping[str, Value],
    *,
    types: Mapping[str, Type],
    engine: Engine,
) -> Reconciled:
    """Return whether an equation holds over lines or totals; over one that has no value it is not known.

    `types` are those of the lines or totals, with their marks.
    """
    if outcome.status is Status.ERROR and any(
        isinstance(lines.get(each.name), Failure) for each in reconciliation.rule.inputs
    ):
        problem_of_a_line = Outcome(outcome.rule, Status.UNKNOWN, message=outcome.message)
        return Reconciled(reconciliation, party, None, problem_of_a_line)
    if outcome.status is not Status.KNOWN or outcome.value is None:
        return Reconciled(reconciliation, party, None, outcome)
    if outcome.value is True:
        return Reconciled(reconciliation, party, True, outcome)
    sides = _sides(reconciliation, lines, engine)
    difference = sides.difference if sides is not None else None
    is_equation = _operator(reconciliation) == "="
    tolerance = tolerance_of(reconciliation, engine.pack.notation)
    holds = is_equation and difference is not None and tolerance.admits(difference)
    if sides is not None and engine.has_personal:
        sides = _shown(sides, reconciliation, types, engine)
    return Reconciled(reconciliation, party, holds, outcome, sides)


def tolerance_of(reconciliation: Reconciliation, notation: Notation) -> Tolerance:
    """Return how far apart the sides of an equation may be."""
    expression = _formula(reconciliation)
    type_ = expression.types[1] if expression is not None and _operator(reconciliation) == "=" else None
    unit = type_.unit if isinstance(type_, NumberType) else PLAIN
    if reconciliation.within is not None:
        return Tolerance(reconciliation.within, unit)
    symbols = [notation.unit(name) for name, _ in unit.factors if notation.unit(name).symbol]
    if len(symbols) == 1 and len(unit.factors) == 1:
        return Tolerance(Decimal(5).scaleb(-symbols[0].places - 1 - unit.scale), unit, is_open=True)
    return Tolerance()


def _sides(reconciliation: Reconciliation, lines: Mapping[str, Value], engine: Engine) -> Sides | None:
    """Return the values of the two sides; None for a condition that compares nothing."""
    expression = _formula(reconciliation)
    if expression is None or not isinstance(expression.tree, Comparison):
        return None
    reference = ReferenceEvaluator(engine.pack.rules, engine.pack.types)
    left = reference.evaluate(expression.tree.left, lines)
    right = reference.evaluate(expression.tree.right, lines)
    return None if isinstance(left, Absence) or isinstance(right, Absence) else Sides(left, right, expression.types[1])


def _shown(sides: Sides, reconciliation: Reconciliation, types: Mapping[str, Type], engine: Engine) -> Sides:
    """Return the two sides as outputs have them; a side that rests on something personal has a token."""
    expression = _formula(reconciliation)
    if expression is None or not isinstance(expression.tree, Comparison):
        return sides
    flow = Flow(signatures_of(engine.pack.rules.values()))
    shapes = [flow.of(each, types) for each in (expression.tree.left, expression.tree.right)]
    where = reconciliation.rule.id
    left, right = (
        masked(side, type_, engine.tokens, where) for side, type_ in zip((sides.left, sides.right), shapes, strict=True)
    )
    return Sides(left, right, marked(sides.type, is_personal=False))


def _formula(reconciliation: Reconciliation) -> Expression | None:
    return next((expression for _, expression in reconciliation.rule.formulas()), None)


def _operator(reconciliation: Reconciliation) -> str:
    expression = _formula(reconciliation)
    tree = expression.tree if expression is not None else None
    return tree.operator if isinstance(tree, Comparison) else ""
