"""Reads the files of amendments: what each changes, when it was adopted, and the spans in which it is in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.types import DATE
from rulewright.packs.format.decode import decode
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.values import read_value
from rulewright.packs.format.written import NOWHERE, WrittenForm
from rulewright.packs.model.timeline import Clock, InForce, day_after
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, SequenceNode, TreeNode
from rulewright.source import Place

VERBS = ("set", "replace", "add", "repeal", "rename", "ends", "annul")


class WrittenSpan(WrittenForm):
    """A span: its first and its last date or period."""

    from_: ScalarNode | None = None
    to: ScalarNode | None = None


class WrittenAuthority(WrittenForm):
    """The document that amends, and who approved it when."""

    document: ScalarNode | None = None
    section: str = ""
    approved_by: str = ""
    approved_on: ScalarNode | None = None


class WrittenPassage(WrittenForm):
    """What a document says that was written down wrongly."""

    document: ScalarNode | None = None
    section: str = ""
    exhibit: str = ""
    page: str = ""
    text: str = ""


class WrittenChange(WrittenForm):
    """One change, or a step of several."""

    set: ScalarNode | None = None
    replace: ScalarNode | None = None
    add: ScalarNode | None = None
    repeal: ScalarNode | None = None
    rename: ScalarNode | None = None
    ends: ScalarNode | None = None
    annul: ScalarNode | None = None
    was: TreeNode | None = None
    now: TreeNode | None = None
    before: ScalarNode | None = None
    after: ScalarNode | None = None
    to: ScalarNode | None = None
    continued_by: ScalarNode | None = None
    step: str = ""
    changes: SequenceNode | None = None


class WrittenAmendment(WrittenForm):
    """A file of `amendments`: an amendment, or an erratum."""

    amendment: ScalarNode | None = None
    erratum: ScalarNode | None = None
    pack: ScalarNode | None = None
    title: str = ""
    adopted: ScalarNode | None = None
    found_on: ScalarNode | None = None
    found_by: str = ""
    passage: WrittenPassage | None = None
    in_force: tuple[WrittenSpan, ...] = ()
    periods: str = ""
    authority: WrittenAuthority | None = None
    reason: str = ""
    after: tuple[ScalarNode, ...] = ()
    changes: SequenceNode | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One change: a verb, the address that it is about as it is written, and what it says."""

    verb: str
    target: ScalarNode
    written: WrittenChange
    step: str

    @property
    def place(self) -> Place:
        """Where the address stands."""
        return self.target.place


@dataclass(frozen=True, slots=True)
class Amendment:
    """A file of amendments as it was read; `adopted` is the date from which it is known.

    An erratum is known from the day on which the mistake was found; its document is the one that was written down.
    """

    id: ScalarNode
    title: str
    adopted: str
    approved_on: str
    spans: tuple[InForce, ...]
    document: ScalarNode | None
    after: tuple[ScalarNode, ...]
    changes: tuple[Change, ...]
    is_erratum: bool = False

    @property
    def annuls(self) -> tuple[ScalarNode, ...]:
        """The ids of the amendments that it takes back."""
        return tuple(each.target for each in self.changes if each.verb == "annul")


def read_amendment(root: MappingNode, pack: str, clock: Clock) -> Found[Amendment | None]:
    """Return an amendment, or an erratum; None where nothing can be said of it."""
    findings = Findings()
    written = decode(root, WrittenAmendment)
    id_ = written.amendment or written.erratum
    adopted = findings.take(_date(written.adopted or written.found_on))
    if written.pack is not None and written.pack.text != pack:
        message = f"this amends the pack `{written.pack.text}`, and the folder is that of `{pack}`"
        findings.report("wrong-pack", message, written.pack.place, f"write `{pack}`, or move the file to its pack")
    if id_ is None or not adopted:
        return findings.found(None)
    authority = written.authority or WrittenAuthority()
    passage = written.passage or WrittenPassage()
    spans = tuple(
        span for each in written.in_force if (span := findings.take(_span(each, written.periods, clock))) is not None
    )
    if len(spans) < len(written.in_force):
        return findings.found(None)
    amendment = Amendment(
        id_,
        written.title,
        adopted,
        findings.take(_date(authority.approved_on)),
        spans,
        authority.document or passage.document,
        written.after,
        tuple(_changes(written.changes)),
        written.erratum is not None,
    )
    return findings.found(amendment)


def _changes(items: SequenceNode | None, step: str = "") -> Iterator[Change]:
    for item in items or ():
        written = decode(item, WrittenChange)
        if written.changes is not None:
            yield from _changes(written.changes, written.step)
        for verb in VERBS:
            target = getattr(written, verb)
            if target is not None:
                yield Change(verb, target, written, step)


def _date(node: ScalarNode | None) -> Found[str]:
    """Return a date as text; empty where there is none."""
    if node is None:
        return Found("")
    value, problems, _ = read_value(node, DATE)
    return Found("" if problems or value is None else node.text, problems)


# ── Spans ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _span(written: WrittenSpan, periods: str, clock: Clock) -> Found[InForce | None]:
    """Return a span of periods or of dates; a date may cut a period only where the amendment says what that means."""
    findings = Findings()
    first, last = written.from_, written.to
    if first is None:
        return findings.found(None)
    names = [clock.member(each.text) if each is not None else "" for each in (first, last)]
    if names[0] and (last is None or names[1]):
        span = InForce(names[0], names[1], "period")
        if last is not None and clock.members.index(names[1]) < clock.members.index(names[0]):
            return findings.found(findings.take(_backwards(first, last)))
        return findings.found(span)
    for each in (first, last):
        if each is not None and not each.text[:1].isdecimal() and not clock.member(each.text):
            hint = did_you_mean(each.text, clock.members, dict(clock.aliases))
            hint = hint or "give a date or a period of the pack's clock"
            what = f"no period of `{clock.type}`" if clock.type else "no date, and the pack has no clock"
            findings.report("span-bound", f"`{each.text}` is {what}", each.place, hint)
            return findings.found(None)
    days = [_day(each, name, clock, is_last=each is last) for each, name in zip((first, last), names, strict=True)]
    texts = [findings.take(each) for each in days]
    if not texts[0] or (last is not None and not texts[1]):
        return findings.found(None)
    if last is not None and texts[1] < texts[0]:
        return findings.found(findings.take(_backwards(first, last)))
    begins = min((start for _, (start, _) in clock.calendar), default="")
    if begins and last is not None and texts[1] < begins:
        message = f"the span ends on {texts[1]}, and the first period begins on {begins}"
        findings.report("span-bound", message, last.place, "give a span in which the pack is in force")
        return findings.found(None)
    return findings.found(findings.take(_in_periods(InForce(texts[0], texts[1], "date"), written, periods, clock)))


def _backwards(first: ScalarNode, last: ScalarNode) -> Found[InForce | None]:
    findings = Findings()
    findings.report("span-order", f"`{last.text}` is before `{first.text}`", last.place, "swap the ends")
    return findings.found(None)


def _day(node: ScalarNode | None, name: str, clock: Clock, *, is_last: bool) -> Found[str]:
    """Return a bound as a day; that of a period is its first or its last day."""
    if node is None or not name:
        return _date(node)
    days = clock.days.get(name)
    if days is None:
        findings = Findings()
        message = f"`{name}` has no days in the calendar, so that it cannot stand beside a date"
        findings.report("span-bound", message, node.place, "give a date, or two periods")
        return findings.found("")
    return Found(days[is_last])


def _in_periods(span: InForce, written: WrittenSpan, periods: str, clock: Clock) -> Found[InForce | None]:
    """Return a span of dates whose ends are ends of periods."""
    findings = Findings()
    for name, (first, last) in clock.calendar:
        if first < span.first <= last:
            if not periods:
                return findings.found(findings.take(_cut(written.from_, name, first, last)))
            span = replace(span, first=first if periods == "containing" else day_after(last))
        if span.last and first <= span.last < last:
            if not periods:
                return findings.found(findings.take(_cut(written.to, name, first, last)))
            span = replace(span, last=last)
    return findings.found(span)


def _cut(node: ScalarNode | None, name: str, first: str, last: str) -> Found[InForce | None]:
    findings = Findings()
    message = f"`{node.text if node else ''}` cuts `{name}`, which is {first} to {last}"
    hint = "say `periods: containing` or `periods: following`, or give the first or last day of a period"
    findings.report("span-cuts-period", message, node.place if node else NOWHERE, hint)
    return findings.found(None)


# ── Order ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def in_order(amendments: Sequence[Amendment]) -> Found[tuple[Amendment, ...]]:
    """Return amendments in the order in which they apply: by adoption, on one day by `after`."""
    findings = Findings()
    known: dict[str, Amendment] = {}
    for each in amendments:
        first = known.setdefault(each.id.text, each)
        if first is not each:
            message = f"there are two amendments `{each.id.text}`"
            related = ((first.id.place, "the first one"),)
            findings.report("duplicate-amendment", message, each.id.place, "rename one", related=related)
    for each in known.values():
        for named in (*each.after, *each.annuls):
            other = known.get(named.text)
            if other is None:
                hint = did_you_mean(named.text, known) or "name an amendment of this pack"
                findings.report("unknown-amendment", f"there is no amendment `{named.text}`", named.place, hint)
            elif other.adopted > each.adopted:
                message = f"`{named.text}` is adopted on {other.adopted}, after this one ({each.adopted})"
                hint = "an amendment follows what was adopted before it: correct one of the dates"
                related = ((other.id.place, f"`{named.text}`"),)
                findings.report("adopted-later", message, named.place, hint, related=related)
    ordered: list[Amendment] = []
    waiting = sorted(known.values(), key=lambda each: (each.adopted, each.id.text))
    before = order_of(known)
    for each in waiting:
        if each.id.text in before[each.id.text]:
            message = f"`{each.id.text}` follows itself"
            place = each.after[0].place if each.after else each.id.place
            findings.report("amendment-cycle", message, place, "take one `after` of the circle out")
    while waiting:
        done = {each.id.text for each in ordered}
        ready = next((each for each in waiting if before[each.id.text] - {each.id.text} <= done), waiting[0])
        waiting.remove(ready)
        ordered.append(ready)
    return findings.found(tuple(ordered))


def order_of(known: Mapping[str, Amendment]) -> Mapping[str, set[str]]:
    """Return, by its id, the amendments that each one follows.

    One that names several of the same day in `after` says in which order they apply, if they do not say it themselves.
    """
    before = {id_: predecessors(id_, known) for id_ in known}
    for each in known.values():
        for first, second in pairwise(name.text for name in each.after if name.text in known):
            is_open = first not in before[second] and second not in before[first]
            if is_open and known[first].adopted == known[second].adopted:
                before[second] |= {first, *before[first]}
    return before


def predecessors(id_: str, known: Mapping[str, Amendment]) -> set[str]:
    """Return the ids of all amendments that one says it follows, directly or through others."""
    found: set[str] = set()
    pending = [each.text for each in known[id_].after]
    while pending:
        name = pending.pop()
        if name in known and name not in found:
            found.add(name)
            pending += [each.text for each in known[name].after]
    return found
