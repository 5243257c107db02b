"""Checks that every choice of an actor has an effect: a formula reads it, or the pack says why none does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.language.descent import nodes_in
from rulewright.language.syntax import RuleReference
from rulewright.packs.kinds.discretion import Discretion
from rulewright.packs.model.rules import Expression, Rule


def check_discretions(
    rules: Mapping[str, Rule], conditions: Iterable[Expression], *, is_whole: bool
) -> Iterator[Diagnostic]:
    """Yield the discretions that no formula reads and that do not say why, and those that say so and are read.

    `conditions` are the formulas of the pack that stand in no rule. Where the pack is not whole, what reads one may be
    missing, and only the latter are reported.
    """
    readers: dict[str, str] = dict.fromkeys((id_ for each in conditions for id_ in _read(each)), "a check")
    for rule in rules.values():
        readers |= dict.fromkeys((id_ for each in rule.expressions() for id_ in _read(each)), f"`{rule.id}`")
    for rule in rules.values():
        if not isinstance(rule, Discretion) or (rule.id in readers) is not bool(rule.informs_nothing):
            continue
        if rule.id in readers:
            message = f"`{rule.id}` says that it informs nothing, and {readers[rule.id]} reads it"
            hint = "drop `informs`"
        elif not is_whole:
            continue
        else:
            message = f"no formula reads `{rule.id}`: a recorded decision changes nothing"
            hint = "read it where it matters, or write `informs: {nothing: why}`"
        yield Diagnostic("idle-discretion", message, rule.place, hint, severity=Severity.WARNING)


def _read(expression: Expression) -> Iterator[str]:
    yield from (node.id for node in nodes_in(expression.tree) if isinstance(node, RuleReference))
