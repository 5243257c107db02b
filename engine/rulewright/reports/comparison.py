"""Says how two versions of a pack differ: what they say, by subject, and what follows for outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, localcontext
from itertools import groupby

from rulewright.blocks import Block, Grid, Labeled, Prose, Stack, Tree, Verbatim, Words
from rulewright.compare.comparison import RuleVerdict, Side, Verdict, VersionComparison
from rulewright.compare.examples import ExampleMove
from rulewright.diagnostics.terminal_text import Role
from rulewright.diagnostics.wording import counted
from rulewright.language.numbers import DECIMAL128, number_text
from rulewright.language.types import Nullable, NumberType
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.model.comparing import ChangeClass, ChangedBy, FigureMove, VersionChange
from rulewright.packs.model.notation import Notation
from rulewright.packs.model.version_names import version_words
from rulewright.reports.redline import redline
from rulewright.reports.values import format_value
from rulewright.reports.witnesses import outcome_words, search_words, witness_blocks

MOST = 8
"""So many times are named."""
FEW = 3
"""So many of the rules by which one moves are named."""
LONG = 12
"""So many lines of a text are shown."""
PACK_WORDS = "the pack and its statements"
ROLES: dict[Verdict, Role] = {Verdict.MOVED: "error", Verdict.MAY_MOVE: "warning"}


def comparison_text(comparison: VersionComparison) -> Iterator[Block]:
    """Yield the two versions, the changes by subject with the errata apart, what follows, and last the numbers."""
    yield from _versions(comparison)
    yield from _said(comparison)
    yield from _following(comparison)
    yield from open_words(comparison)
    yield from _summary(comparison)


def comparison_review(comparison: VersionComparison) -> Iterator[Block]:
    """Yield the same for those who begin above: the numbers and what is open before the changes."""
    yield from _versions(comparison)
    yield from _summary(comparison)
    yield from open_words(comparison)
    yield from _said(comparison)
    yield from _following(comparison)


def _versions(comparison: VersionComparison) -> Iterator[Block]:
    rows = (
        (Words("before", "label"), side_words(comparison.before)),
        (Words("after", "label"), side_words(comparison.after)),
    )
    pack = comparison.after.pack
    yield Stack(
        (
            Words(pack.title or pack.id, "title"),
            Stack((Labeled(rows),), indent=2),
        )
    )
    if not comparison.changes:
        yield "they say the same"


def _said(comparison: VersionComparison) -> Iterator[Block]:
    """Yield the amendments, and the changes by subject."""
    by = amendments_of(comparison)
    if by:
        yield Tree(Words("amendments", "title"), (Labeled(tuple(map(amendment_words, by))),))
    for _, title, changes in sections_of(comparison):
        yield Tree(Words(title, "title"), tuple(_shown(changes, comparison)))


def amendments_of(comparison: VersionComparison) -> tuple[ChangedBy, ...]:
    """Return the amendments by which the versions differ, each once."""
    return tuple(dict.fromkeys(each for change in comparison.changes for each in change.by))


def sections_of(comparison: VersionComparison) -> Iterator[tuple[str, str, list[VersionChange]]]:
    """Yield the changes of each subject with its id and title, in the order of the pack; last the errata."""
    titles = subject_titles(comparison)
    order = {id_: number for number, id_ in enumerate(titles)}
    errata = [each for each in comparison.changes if each.change_class is ChangeClass.ERRATUM]
    others = [each for each in comparison.changes if each.change_class is not ChangeClass.ERRATUM]
    others.sort(key=lambda each: (order.get(each.subject, len(order)), each.subject))
    for subject, found in groupby(others, key=lambda each: each.subject):
        yield subject, titles.get(subject) or PACK_WORDS, list(found)
    if errata:
        yield ChangeClass.ERRATUM.value, "corrections of the encoding", errata


def subject_titles(comparison: VersionComparison) -> dict[str, str]:
    """Return the titles of the subjects of both versions by their ids."""
    return {
        subject.id: subject.title for side in (comparison.before, comparison.after) for subject in side.pack.subjects
    }


def open_words(comparison: VersionComparison) -> Iterator[Block]:
    """Yield what is not decided: pieces that may be one, and other times."""
    for old, new in comparison.questions:
        yield Prose(f"`{old}` is gone, and `{new}` is like it: `--rename '{old}={new}'` says that it is the same")
    if comparison.elsewhere:
        times = times_of(comparison)
        named = ", ".join(times[:MOST]) + (f", {len(times) - MOST} more" if len(times) > MOST else "")
        yield Prose((Words("they differ at other times as well", "warning"), f": {named}; `--as-of` compares these"))


def times_of(comparison: VersionComparison) -> list[str]:
    """Return the other times about which packs differ as well."""
    return [time for each in comparison.elsewhere for time in each.times]


def side_words(side: Side) -> Block:
    """Return a version in words: its name, what that means, what it leaves out."""
    left_out = "; ".join(f"without {id_}: {why}" for id_, why in side.left_out)
    errors = "it does not load, and is compared as far as it can be read" if side.has_errors else ""
    notes = filter(None, (version_words(side.version) if side.version != side.name else "", left_out, errors))
    return Prose((Words(side.name, "value"), f" · {' · '.join((side.words, *notes))}"))


# ── What is said differently ──────────────────────────────────────────────────────────────────────────────────────


def _shown(changes: Sequence[VersionChange], comparison: VersionComparison) -> Iterator[Block]:
    yield from (_change(each, comparison) for each in changes if not is_listed(each))
    yield from listed(each for each in changes if is_listed(each))


def is_listed(change: VersionChange) -> bool:
    """Whether a change is named in a list: an example that is new, or gone."""
    return change.kind is ChangeClass.EXAMPLE and change.verb in {"add", "ends", "repeal"}


def listed(changes: Iterable[VersionChange]) -> Iterator[Block]:
    """Yield the examples that are new, and those that are gone."""
    words = {"add": "new examples", "ends": "ended examples", "repeal": "ended examples"}
    found: dict[str, list[str]] = {}
    for each in changes:
        found.setdefault(words[each.verb], []).append(each.id)
    rows = tuple((Words(label, "label"), Prose(", ".join(ids))) for label, ids in found.items())
    if rows:
        yield Labeled(rows)


def _change(change: VersionChange, comparison: VersionComparison) -> Block:
    """Return a change: its class and address, what was and what is, who made it."""
    said = " · ".join(filter(None, (by_words(change), str(change.place))))
    head = (Words(change.change_class.value, "label"), f"  {change.address}")
    return Tree(Prose(head), (*contents(change, comparison), Prose(Words(said, "dim"), 2)))


def contents(change: VersionChange, comparison: VersionComparison) -> Iterator[Block]:
    """Yield what was and what is."""
    notation = comparison.after.pack.notation
    if change.verb == "rename":
        yield f"has another name: {change.was} → {change.now}"
    elif change.figure is not None and is_sentence(change.figure):
        yield redline(change.was, change.now)
    elif change.figure is not None:
        yield Prose(
            (f"{change.was or 'none'} → {change.now or 'none'}", Words(moved_by(change.figure, notation), "dim"))
        )
    elif change.cells:
        yield Grid(("", "was", "is"), change.cells)
    elif change.verb in {"add", "repeal", "ends"} and "#" not in change.address:
        titles = (side.pack.rules.get(change.id) for side in (comparison.after, comparison.before))
        title = next((rule.title for rule in titles if rule is not None), "")
        yield Prose(f"{'is new' if change.verb == 'add' else 'is gone'}{f': {title}' if title else ''}")
    elif change.was and change.now and (change.is_formula or "\n" not in change.was + change.now):
        yield redline(change.was, change.now)
    else:
        for label, text in (("was", change.was), ("is", change.now)):
            if text:
                yield Labeled(((Words(label, "label"), _verbatim(text)),))


def _verbatim(text: str) -> Block:
    lines = text.split("\n")
    more = [f"… {len(lines) - LONG} more lines"] if len(lines) > LONG else []
    return Verbatim((*lines[:LONG], *more))


def is_sentence(move: FigureMove) -> bool:
    """Whether a figure is a text before and after, of several words."""
    return all(isinstance(each, str) and " " in each for each in (move.was, move.now))


def moved_by(move: FigureMove, notation: Notation) -> str:
    """Return by how much a figure moves, and by which part of what it was; empty where it is no number."""
    type_ = move.type.type if isinstance(move.type, Nullable) else move.type
    was, now = move.was, move.now
    if not isinstance(was, Decimal) or not isinstance(now, Decimal) or not isinstance(type_, NumberType):
        return ""
    with localcontext(DECIMAL128):
        by = now - was
        sign = "−" if by < 0 else "+"
        if type_.name == "percent":
            size = f"{number_text(abs(by).scaleb(2))} points"
        else:
            size = format_value(abs(by), type_, notation)
        share = f", {_share(by, was)}" if was else ""
    return f"  ({sign}{size}{share})" if by else ""


def _share(by: Decimal, was: Decimal) -> str:
    """Return a difference as a part of what was, in percent to two places."""
    exact = by / abs(was) * 100
    shown = round(exact, 2)
    return f"{'' if shown == exact else '≈'}{'−' if by < 0 else '+'}{number_text(abs(shown))}%"


def amendment_words(by: ChangedBy) -> tuple[Words, Block]:
    """Return what an amendment says of itself."""
    dated = f"{'found' if by.is_erratum else 'adopted'} {by.known_from}, in force {by.in_force}"
    state = "only the earlier version has it" if by.is_undone else ""
    words = " · ".join(filter(None, (state, dated, by.authority)))
    return Words(by.id, "value"), Prose((f"{by.title} · ", Words(words, "dim")))


def by_words(change: VersionChange) -> str:
    """Return by whom a change was made; where no amendment did it, what the rule cites."""
    forth, back = ([each.id for each in change.by if each.is_undone is state] for state in (False, True))
    words = (f"by {', '.join(forth)}" if forth else "", f"without {', '.join(back)}" if back else "")
    return ", ".join(filter(None, words)) or change.source


# ── What follows ──────────────────────────────────────────────────────────────────────────────────────────────────


def _following(comparison: VersionComparison) -> Iterator[Block]:
    """Yield the decisions that are not identical, each with its witness, the examples and the lines that move."""
    decisions = [each for each in comparison.rules if isinstance(each.rule, Decision)]
    moved = [each for each in decisions if each.verdict is not Verdict.IDENTICAL]
    if moved:
        yield Tree(Words("decisions", "title"), tuple(_verdict(each, comparison) for each in moved))
    if comparison.examples:
        rows = tuple(example_words(each, comparison) for each in comparison.examples)
        yield Tree(Words("examples that move", "title"), (Grid(("example", "rule", "before", "after"), rows),))
    lines = [each for each in comparison.lines if each.verdict is not Verdict.IDENTICAL]
    for statement, group in groupby(lines, key=lambda each: each.statement):
        rows = tuple((each.verdict.value, each.rule.title or each.rule.id, _because(each)) for each in group)
        yield Tree(Words(f"lines of the statement {statement}", "title"), (Grid(("verdict", "line", "by"), rows),))


def _verdict(found: RuleVerdict, comparison: VersionComparison) -> Block:
    because = _because(found)
    head = (
        Words(found.verdict.value, ROLES.get(found.verdict, "label")),
        f"  {found.rule.id}",
        Words(f"  {f'by {because}' if because else ''}", "dim"),
    )
    return Tree(Prose(head, 2), tuple(witness_blocks(found, comparison)))


def _because(found: RuleVerdict) -> str:
    others = [each for each in found.because if each != found.rule.id]
    itself = ["itself"] if len(others) < len(found.because) else []
    more = [f"{len(others) - FEW} more"] if len(others) > FEW else []
    named = [*itself, *others[:FEW], *more]
    return ", ".join(named) if named or found.verdict is Verdict.IDENTICAL else "what it reads"


def example_words(move: ExampleMove, comparison: VersionComparison) -> tuple[str, ...]:
    """Return an example with its rule and both outcomes."""
    note = " (the evaluators disagree)" if move.is_disputed else ""
    before = outcome_words(move.before, comparison.before.pack)
    after = outcome_words(move.after, comparison.after.pack)
    return move.example.id, move.rule, before, after + note


def counts_of(comparison: VersionComparison) -> Iterator[tuple[str, str]]:
    """Yield how many decisions and lines there are, and how many have each verdict."""
    decisions = [each for each in comparison.rules if isinstance(each.rule, Decision)]
    for noun, found in (("decision", decisions), ("line", list(comparison.lines))):
        counts = [(verdict, sum(each.verdict is verdict for each in found)) for verdict in Verdict]
        if found:
            yield counted(len(found), noun), ", ".join(f"{number} {each.value}" for each, number in counts if number)


def _summary(comparison: VersionComparison) -> Iterator[Block]:
    yield Stack(tuple(Prose((Words(number, "value"), f": {words}")) for number, words in counts_of(comparison)))
    yield from search_words(comparison.rules)
