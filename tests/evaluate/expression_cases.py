"""Reads the cases of `expressions/*.feel`: an expression, then what it comes to.

    %given x = 3                     a fact for the cases below
    %unknown y / %open some.choice   a fact that is missing, a decision that is not made
    1 + x          ### 4             the value, as FEEL text
    1 / 0          ### error: division-by-zero
    y + 1          ### unknown: y
    1 / 0 = null   ### true warning: division-by-zero

Under `%pack` the expression is the formula of a rule, which reports errors where the standard would go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rulewright.evaluate.answers import absence_in
from rulewright.evaluate.reference.evaluator import Evaluated, ReferenceEvaluator
from rulewright.language.checker import Environment, check_expression
from rulewright.language.display import display
from rulewright.language.grammar.parser import parse_expression
from rulewright.language.types import ANY
from rulewright.language.values import Absence, Failure, NotApplicable, Open, Unknown, Value
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.model.rules import Citation, Expression, Input, Output
from rulewright.source import Place, SourceText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rulewright.language.syntax import Node

FOLDER = Path(__file__).parent / "expressions"
PLACE = Place("base/test.yaml", 1, 1)


@dataclass(frozen=True)
class Case:
    """One line of a file."""

    place: str
    text: str
    expected: str
    facts: dict[str, Value]
    is_pack: bool

    def outcome(self) -> str:
        """Return what the expression comes to, as the files write it."""
        environment = Environment(dict.fromkeys(self.facts, ANY))
        tree = check_expression(parse(self.text), SourceText.of(self.text), environment).tree
        evaluated = (
            self._in_pack(tree) if self.is_pack else ReferenceEvaluator().evaluate_with_warnings(tree, self.facts)
        )
        warnings = "".join(f" warning: {warning.code}" for warning in evaluated.warnings)
        return describe(evaluated.value) + warnings

    def _in_pack(self, tree: Node) -> Evaluated:
        rule = Decision(
            id="test.rule",
            title="A rule",
            source=Citation("test"),
            place=PLACE,
            subject="test",
            inputs=tuple(Input(name, ANY) for name in self.facts),
            outputs=(Output("value", ANY, expression=Expression(SourceText.of(self.text), tree, ANY, ())),),
        )
        value, _, warnings = ReferenceEvaluator({rule.id: rule}).evaluate_rule(rule.id, self.facts)
        return Evaluated(absence_in(value) or value, warnings)


def parse(text: str) -> Node:
    """Return the tree of an expression that is in order."""
    parsed = parse_expression(SourceText.of(text))
    assert parsed.tree is not None
    assert not parsed.diagnostics, parsed.diagnostics
    return parsed.tree


def describe(value: Value) -> str:
    """Return a value or absence as the files write it."""
    match value:
        case Failure(code=code):
            return f"error: {code}"
        case Unknown(needs=needs):
            return f"unknown: {', '.join(sorted(needs))}"
        case Open(decisions=decisions, needs=needs):
            return f"open: {', '.join(sorted(decisions | needs))}"
        case NotApplicable(reason=reason):
            return f"not applicable: {reason}"
        case _:
            return display([value])[1:-1]


def read_cases() -> Iterator[Case]:
    """Yield the cases of all files."""
    for path in sorted(FOLDER.glob("*.feel")):
        facts: dict[str, Value] = {}
        is_pack = False
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("%pack"):
                is_pack = True
            elif line.startswith("%"):
                facts |= _fact(line, facts)
            elif line and not line.startswith("//"):
                text, _, expected = line.rpartition("###")
                yield Case(f"{path.stem}:{number}", text.strip(), expected.strip(), dict(facts), is_pack)


def _fact(line: str, facts: dict[str, Value]) -> dict[str, Value]:
    directive, _, rest = line.partition(" ")
    name, _, text = (part.strip() for part in rest.partition("="))
    absences: dict[str, Absence] = {
        "%unknown": Unknown(frozenset({name})),
        "%open": Open(frozenset({name})),
        "%not_applicable": NotApplicable(f"{name} does not apply"),
    }
    if directive == "%given":
        return {name: ReferenceEvaluator().evaluate(parse(text), facts)}
    return {name.rpartition(".")[2]: absences[directive]}
