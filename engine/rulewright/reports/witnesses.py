"""Shows the witness of a verdict: the example or case with both outcomes, or how it was searched for in vain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rulewright.blocks import Block, Prose, Verbatim, Words
from rulewright.compare.comparison import RuleVerdict, VersionComparison
from rulewright.compare.witness.pasting import pasted
from rulewright.diagnostics.wording import counted
from rulewright.evaluate.outcome import Outcome, Status
from rulewright.packs.model.pack import Pack
from rulewright.reports.values import format_value


def witness_blocks(found: RuleVerdict, comparison: VersionComparison) -> Iterator[Block]:
    """Yield what shows a verdict; a case that was found comes as an example, of the later version if it takes it."""
    move, searched = found.witness, found.searched
    if move is None:
        if searched is not None:
            yield Prose(
                Words(f"no case was found that moves, of {searched_words(searched.cases, searched.is_cut)}", "dim")
            )
        return
    sides = comparison.before, comparison.after
    outcomes = move.before, move.after
    words = " → ".join(outcome_words(outcome, side.pack) for outcome, side in zip(outcomes, sides, strict=True))
    if not move.is_found:
        yield Prose((f"example {move.example.id}: ", Words(words, "value")), 2)
        return
    near = f"example {move.near} with other facts: " if move.near else "a case: "
    yield Prose((near, Words(words, "value")), 2)
    yield Verbatim(tuple(witness_text(found, comparison).split("\n")))


def witness_text(found: RuleVerdict, comparison: VersionComparison) -> str:
    """Return a case that was found as an example: of the later version, or of the earlier where only that takes it."""
    move = found.witness
    if move is None or not move.is_found:
        return ""
    texts = (
        pasted(move, side.pack.rules[move.rule], outcome)
        for side, outcome in ((comparison.after, move.after), (comparison.before, move.before))
    )
    return next(filter(None, texts), "")


def search_words(rules: Sequence[RuleVerdict]) -> Iterator[Block]:
    """Yield how many of the decisions that may move have no witness, and how one was searched."""
    vain = [each for each in rules if each.searched is not None and each.witness is None]
    if vain:
        number = f"{counted(len(vain), 'decision')} without a witness"
        how = "searched: examples, with one fact changed, thresholds and their neighbors, cases made by chance"
        yield Prose(Words(f"{number}; {how}", "dim"))


def searched_words(cases: int, is_cut: bool) -> str:
    """Return in words how many cases were run; one whose time ended says so, as its number is another each time."""
    return "those that the time allowed" if is_cut else counted(cases, "case")


def outcome_words(outcome: Outcome | None, pack: Pack) -> str:
    """Return an outcome in a few words."""
    if outcome is None:
        return "there is no such rule"
    if outcome.status is Status.KNOWN:
        return format_value(outcome.shown, pack.rules[outcome.rule].outcome, pack.notation)
    if outcome.status is Status.ERROR:
        return f"error: {outcome.message}"
    return f"{outcome.status.value}: needs {', '.join(outcome.needs)}"
