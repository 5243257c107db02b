"""Reads the cases of `values/*.feel`: an expression, and behind `###` what it comes to.

    floor(1.5)    ### 1                  the value, as an expression
    floor(null)   ### error: wrong-argument

A line that begins with `//` is a comment.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.language.builtins import BUILTINS
from rulewright.language.equality import is_identical
from rulewright.language.grammar.parser import parse_expression
from rulewright.language.temporal.values import DateTime
from rulewright.language.values import Failure, Value
from rulewright.source import SourceText

FOLDER = Path(__file__).parent / "values"


@dataclass(frozen=True)
class ValueCase:
    """One line of a file."""

    place: str
    text: str
    expected: str

    @property
    def is_error(self) -> bool:
        return self.expected.startswith("error: ")

    def holds(self) -> bool:
        """Whether the expression comes to exactly what is expected."""
        value = evaluated(self.text)
        if self.is_error:
            return isinstance(value, Failure) and f"error: {value.code}" == self.expected
        return not isinstance(value, Failure) and is_identical(value, evaluated(self.expected)) is True


def evaluated(text: str, moment: DateTime | None = None) -> Value:
    """Return the value of an expression that is in order, with the clock stopped at a moment where there is one."""
    parsed = parse_expression(SourceText.of(text))
    assert parsed.tree is not None, text
    assert not parsed.diagnostics, parsed.diagnostics
    built_ins = {name: each if moment is None else each.at(moment) for name, each in BUILTINS.items()}
    return ReferenceEvaluator(built_ins=built_ins).evaluate_with_warnings(parsed.tree, {}).value


def read_value_cases() -> list[ValueCase]:
    """Return the cases of all files."""
    cases = []
    for path in sorted(FOLDER.glob("*.feel")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            text, mark, expected = line.partition("###")
            if mark and not line.startswith("//"):
                cases.append(ValueCase(f"{path.stem}:{number}", text.strip(), expected.strip()))
    return cases
