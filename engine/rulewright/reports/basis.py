"""Says in blocks what an outcome rests on that its value does not show: defaults, recorded decisions, roundings.

And its warnings: errors that the rules met and did not need, dates that change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rulewright.blocks import INDENT, Block, Labeled, Prose, Stack, Words
from rulewright.evaluate.basis import AppliedRounding, Basis, TakenDefault
from rulewright.evaluate.outcome import Outcome, Problem
from rulewright.evaluate.trace import UsedDecision
from rulewright.packs.model.pack import Pack
from rulewright.reports.values import as_rounded, format_value

MOST = 8
"""So many of each kind are listed; JSON has all."""


def basis_text(outcome: Outcome, pack: Pack) -> Iterator[Block]:
    """Yield what an outcome rests on, and its warnings; nothing where there is neither."""
    yield from basis_blocks(outcome.basis, pack, outcome.rule)
    yield from warnings_text(outcome)


def basis_of_called_text(outcome: Outcome, pack: Pack) -> Iterator[Block]:
    """Yield what the rules that an outcome's own rule called rest on: a short explanation shows the own alone."""
    basis, rule = outcome.basis, outcome.rule
    called = Basis(
        tuple(each for each in basis.defaults if each.rule != rule),
        tuple(each for each in basis.decisions if each.rule != rule),
        tuple(each for each in basis.roundings if each.rule != rule),
    )
    yield from basis_blocks(called, pack, rule)


def basis_blocks(basis: Basis, pack: Pack, rule: str) -> Iterator[Block]:
    """Yield the parts of a basis beside their labels; what another rule than `rule` took says which."""
    rows = (
        ("assumed", [default_words(each, pack, rule) for each in basis.defaults]),
        ("decided", [decision_words(each, pack) for each in basis.decisions]),
        ("rounded", [rounding_words(each, pack, rule) for each in basis.roundings]),
    )
    found = tuple((Words(label, "label"), _listed(words)) for label, words in rows if words)
    if found:
        yield Labeled(found, column=8)


def default_words(taken: TakenDefault, pack: Pack, rule: str = "") -> str:
    """Return which fact was not given, and what was taken in its place."""
    types = {each.name: each.type for each in pack.rules[taken.rule].inputs}
    value = format_value(taken.value, types.get(taken.input), pack.notation)
    where = "" if taken.rule == rule else f" of `{taken.rule}`"
    return f"{taken.input}{where} = {value} (not given; its `otherwise`)"


def decision_words(used: UsedDecision, pack: Pack) -> str:
    """Return a recorded decision: what was decided for what, by whom, when, and where it is to be read."""
    rule, record = pack.rules[used.rule], used.record
    types = {each.name: each.type for each in rule.inputs}
    made_for = ", ".join(format_value(value, types.get(name), pack.notation) for name, value in used.made_for)
    key = f"[{made_for}]" if made_for else ""
    value = format_value(record.value, rule.outcome, pack.notation)
    approval = f"approved by {record.approved_by}" if record.approved_by else ""
    details = ", ".join(filter(None, (record.actor, record.date, record.reference, approval)))
    return f"{used.rule}{key} = {value} ({details or 'recorded without actor, date and reference'})"


def rounding_words(applied: AppliedRounding, pack: Pack, rule: str = "") -> str:
    """Return what a declared rounding did, how it is declared, and in which rule."""
    where = "" if applied.rule == rule else f" in `{applied.rule}`"
    own = pack.rules[applied.rule]
    return as_rounded(applied.output, applied.before, applied.after, own, pack.notation) + where


def warnings_text(outcome: Outcome) -> Iterator[Block]:
    """Yield the warnings of an outcome."""
    yield from (_warning(each, outcome.rule) for each in outcome.warnings[:MOST])
    if len(outcome.warnings) > MOST:
        yield more_words(len(outcome.warnings))


def _warning(problem: Problem, rule: str) -> Block:
    """Return a warning with its hint and its place."""
    where = f" (in `{problem.rule}`)" if problem.rule not in {"", rule} else ""
    parts: list[Block] = [Prose((Words(f"warning[{problem.code}]", "warning"), f" {problem.reason}{where}"), INDENT)]
    parts += [Prose(f"hint: {problem.hint}", INDENT)] if problem.hint else []
    parts += [Words(str(problem.place), "dim")] if problem.place is not None else []
    return Stack(tuple(parts))


def _listed(words: Sequence[str]) -> Block:
    more = [more_words(len(words))] if len(words) > MOST else []
    return Stack((*(Prose(each, INDENT) for each in words[:MOST]), *more))


def more_words(count: int) -> str:
    """Return how many of so many are not listed."""
    return f"and {count - MOST} more (`--format json` has all)"
