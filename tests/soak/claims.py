"""Tests what the checker claims, over expressions made by chance.

- Alone (`rulewright feel`): what is refused has no value.
- `never-holds` and `always-holds`, where they are said of the whole expression: it does not come to the opposite.
- In a formula of a pack: what is refused because two kinds are compared has no value.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from random_formulas import Formulas
from rulewright.evaluate.feel import FeelSession, source_of
from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.language.checker import Environment, check_expression
from rulewright.language.checker.value_types import type_of
from rulewright.language.grammar.parser import parse_expression
from rulewright.language.values import Absence, Value
from rulewright.packs.kinds.definition import Definition
from rulewright.packs.model.rules import Citation
from rulewright.source import Place

STANDALONE = {
    "base_number": "3",
    "base_zero": "0",
    "base_flag": "true",
    "base_day": '@"2020-01-31"',
    "base_word": '"b c"',
    "base_rows": '[{score: 3, name: "p", tier: "low", due: null, ok: true}]',
    "nn": "null",
}
TYPES = ("number", "boolean", "string", "date", "list<number>", "list<row>", "row", "range<number>", "map<number>")
MISFIT = ("null", "[]", '"a"', "1", "true", "{x: 1}", '[1, "a"]', '@"P1D"', "[1..3]", "[null]", "not", "{a: null}")
SHAPES = (
    "{} in ({})",
    "{} in [{}, {}]",
    "{} = {}",
    "{} != {}",
    "{} < {}",
    "{} between {} and {}",
    "{} and {}",
    "{} or {}",
    "if {} then {} else {}",
    "{}[item = {}]",
    "{}[{}]",
    "{}.x",
    "[{}, {}]",
    "{} instance of number",
    "{} instance of context<a: string>",
    "{} instance of list<number>",
    "some v in {} satisfies v = {}",
    "every v in {} satisfies {}",
    "for v in {} return {}",
    "count({})",
    "upper case({})",
    "string({})",
    "not({})",
    "list contains({}, {})",
    "{} + {}",
    "max({})",
    "abs({})",
    "(function(p) {})({})",
    "[{{x: {}}}][y > {}]",
)


ALONE, WHOLE, PACK = "refused alone", "said of the whole", "refused in a pack"
OPPOSITE = {"never-holds": True, "always-holds": False}
SOME_RULE = Definition(
    id="some.rule",
    title="A rule",
    source=Citation("none"),
    place=Place("rules.yaml", 1, 1),
    subject="some",
    text="There is one.",
)
"""With rules, the reference evaluator evaluates as in a pack: an error is not false."""


@dataclass(frozen=True, slots=True)
class FalseClaim:
    """An expression of which the checker claims what is not true."""

    kind: str
    text: str
    code: str
    message: str
    value: Value

    @property
    def name(self) -> str:
        """The kind and the code."""
        return f"{self.kind}: {self.code}"


def facts() -> dict[str, Value]:
    """Return the facts that expressions see."""
    return {
        name: ReferenceEvaluator().evaluate(parse_expression(source_of(text)).tree) for name, text in STANDALONE.items()
    }


def expressions(seed: str) -> Iterator[str]:
    """Yield expressions without end: such as fit, and such as put together what hardly fits."""
    source = random.Random(f"{seed} claims")  # noqa: S311  (chance that can be repeated)
    formulas = Formulas(source, {}, {})

    def part(depth: int) -> str:
        chance = source.random()
        if chance < 0.4:
            return source.choice(MISFIT)
        if chance < 0.8 or depth <= 0:
            return f"({formulas.make(source.choice(TYPES), 1)})"
        return f"({shaped(depth - 1)})"

    def shaped(depth: int) -> str:
        shape = source.choice(SHAPES)
        return shape.format(*(part(depth) for _ in range(shape.count("{}"))))

    while True:
        yield shaped(2)


def false_claims(text: str, session: FeelSession) -> Iterator[FalseClaim]:
    """Yield what the checker claims of an expression and what is not true."""
    source = source_of(text)
    parsed = parse_expression(source, names=tuple(session.facts))
    if parsed.tree is None or any(each.is_error for each in parsed.diagnostics):
        return
    names = {name: type_of(value) for name, value in session.facts.items()}
    alone = check_expression(parsed.tree, source, Environment(names, fills_null=True))
    value = ReferenceEvaluator().evaluate(alone.tree, session.facts)
    result = session.evaluate(source)
    refused = [each for each in result.diagnostics if each.is_error]
    if refused and not isinstance(value, Absence):
        yield FalseClaim(ALONE, text, refused[0].code, refused[0].message, value)
    whole = source.place(parsed.tree.span)
    for each in alone.diagnostics:
        if each.place == whole and each.code in OPPOSITE and value is OPPOSITE[each.code]:
            yield FalseClaim(WHOLE, text, each.code, each.message, value)
    formula = check_expression(parsed.tree, source, Environment(names))
    incomparable = [each for each in formula.diagnostics if each.is_error and each.code == "incomparable"]
    if incomparable:
        value = ReferenceEvaluator({SOME_RULE.id: SOME_RULE}).evaluate(formula.tree, session.facts)
        if not has_absence(value):
            yield FalseClaim(PACK, text, incomparable[0].code, incomparable[0].message, value)


def has_absence(value: Value) -> bool:
    """Whether an error stands anywhere in a value."""
    if isinstance(value, Absence):
        return True
    entries = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(has_absence, entries))
