"""Reads the files of amendments: what each changes, when it was adopted, and the spans in which it is in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.packs.amendments.spans import StatedDay, WrittenSpan, read_span, stated_by_month, stated_day
from rulewright.packs.format.decode import decode
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.written import WrittenForm, WrittenReading
from rulewright.packs.model.rules import Citation
from rulewright.packs.model.timeline import ALWAYS, BASE, Clock, InForce
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, SequenceNode, TreeNode
from rulewright.source import Place

MOST = 1000
"""So many changes an amendment has at most."""

VERBS = ("set", "replace", "add", "repeal", "rename", "ends", "annul")


class WrittenAuthority(WrittenForm):
    """The document that amends, and who approved it when."""

    document: ScalarNode | None = None
    section: str = ""
    exhibit: str = ""
    page: str = ""
    approved_by: str = ""
    approved_on: ScalarNode | None = None

    @property
    def words(self) -> str:
        """The authority in words."""
        named = self.document.text if self.document is not None else ""
        parts = [str(Citation(named, self.section, self.exhibit, self.page))] if named else []
        parts += [f"approved by {self.approved_by}"] if self.approved_by else []
        if self.approved_on is not None:
            said = self.approved_on.text
            parts.append(f"in {said}" if stated_by_month(said) else f"on {said}")
        return ", ".join(parts)


class WrittenWas(WrittenSpan):
    """What was there in a span; without `from` since ever."""

    was: TreeNode | None = None


class WrittenPassage(WrittenAuthority):
    """What a document says that was written down wrongly."""

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
    was_in: tuple[WrittenWas, ...] = ()
    now: TreeNode | None = None
    before: ScalarNode | None = None
    after: ScalarNode | None = None
    to: ScalarNode | None = None
    continued_by: ScalarNode | None = None
    extends: str = ""
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
    readings: tuple[WrittenReading, ...] = ()
    after: tuple[ScalarNode, ...] = ()
    changes: SequenceNode | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One change: a verb, the address that it is about as it is written, and what it says.

    `was_in` has what was there by spans, where it was not the same in all.
    """

    verb: str
    target: ScalarNode
    written: WrittenChange
    step: str
    was_in: tuple[tuple[InForce, TreeNode], ...] = ()

    @property
    def place(self) -> Place:
        """Where the address stands."""
        return self.target.place


@dataclass(frozen=True, slots=True)
class Amendment:
    """A file of amendments as it was read; `adopted` is the date from which it is known.

    Where its document gives a `month` and no day, that is its last day. An erratum is known from the day
    on which the mistake was found, says by whom, and has in the place of an authority the passage of the document that
    was written down.
    """

    id: ScalarNode
    title: str
    adopted: str
    approved_by: str
    approved_on: StatedDay
    spans: tuple[InForce, ...]
    authority: str
    reason: str
    document: ScalarNode | None
    after: tuple[ScalarNode, ...]
    changes: tuple[Change, ...]
    is_erratum: bool = False
    found_by: str = ""
    passage: str = ""
    passage_words: str = ""
    month: str = ""
    readings: tuple[tuple[str, str, str], ...] = ()

    @property
    def is_by_span(self) -> bool:
        """Whether it says by spans what it found."""
        return any(each.was_in for each in self.changes)

    def says_by_span(self, place: Place) -> bool:
        """Whether the change in which a place lies says by spans what it found."""
        return any(each.was_in for each in [each for each in self.changes if each.place <= place][-1:])

    @property
    def annuls(self) -> tuple[ScalarNode, ...]:
        """The ids of the amendments that it takes back."""
        return tuple(each.target for each in self.changes if each.verb == "annul")


def read_amendment(root: MappingNode, pack: str, clock: Clock) -> Found[Amendment | None]:
    """Return an amendment, or an erratum; None where nothing can be said of it."""
    findings = Findings()
    written = decode(root, WrittenAmendment)
    id_ = written.amendment or written.erratum
    adopted, month = findings.take(stated_day(written.adopted or written.found_on))
    if written.pack is not None and written.pack.text != pack:
        message = f"this amends the pack `{written.pack.text}`, and the folder is that of `{pack}`"
        findings.report("wrong-pack", message, written.pack.place, f"write `{pack}`, or move the file to its pack")
    if id_ is None or not adopted:
        return findings.found(None)
    authority = written.authority or WrittenAuthority()
    passage = written.passage or WrittenPassage()
    spans = tuple(
        span
        for each in written.in_force
        if (span := findings.take(read_span(each.from_, each.to, written.periods, clock))) is not None
    )
    if len(spans) < len(written.in_force):
        return findings.found(None)
    dated = root.get("in_force")
    if isinstance(dated, ScalarNode):
        spans = (InForce("", "", ALWAYS),)
    changes = findings.take(_changes(written.changes, written.periods, clock))
    if dated is not None and changes and all(each.verb == "annul" for each in changes):
        message = "`in_force` dates nothing here: what is annulled is taken back at all times, from the adoption on"
        place = (written.in_force[0].from_ or id_).place if written.in_force else dated.place
        hint = "take `in_force` away; to undo something at some times only, amend it back for these"
        findings.report("wrong-item", message, place, hint)
    if len(changes) > MOST:
        message = f"the amendment has {len(changes)} changes; {MOST} are the most"
        findings.report("amendment-size", message, id_.place, "make several of it, each `after` the other")
        return findings.found(None)
    amendment = Amendment(
        id_,
        written.title,
        adopted,
        authority.approved_by,
        findings.take(stated_day(authority.approved_on)),
        spans,
        authority.words,
        written.reason,
        authority.document or passage.document,
        written.after,
        changes,
        written.erratum is not None,
        written.found_by,
        ": ".join(filter(None, (passage.words, " ".join(passage.text.split())))),
        passage.words,
        month,
        tuple((each.id, each.question, each.reading) for each in written.readings),
    )
    return findings.found(amendment)


def _changes(items: SequenceNode | None, periods: str, clock: Clock, step: str = "") -> Found[tuple[Change, ...]]:
    """Return the changes of a list, those of its steps among them."""
    findings = Findings()
    found: list[Change] = []
    for item in items or ():
        written = decode(item, WrittenChange)
        if written.changes is not None:
            found += findings.take(_changes(written.changes, periods, clock, written.step))
        for verb in VERBS:
            target = getattr(written, verb)
            if target is None:
                continue
            spans = (
                (findings.take(read_span(each.from_, each.to, periods, clock)), each.was) for each in written.was_in
            )
            was_in = tuple((span, was) for span, was in spans if span is not None and was is not None)
            found.append(Change(verb, target, written, step, was_in))
    return findings.found(tuple(found))


# ── Order ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def in_order(amendments: Sequence[Amendment]) -> Found[tuple[Amendment, ...]]:
    """Return amendments in the order in which they apply: by adoption, on one day by `after`."""
    findings = Findings()
    known: dict[str, Amendment] = {}
    for each in amendments:
        if each.id.text == BASE:
            message = f"`{BASE}` is the name of the version without amendments"
            findings.report("duplicate-amendment", message, each.id.place, "give the amendment another id")
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
            elif other is each and named in each.annuls:
                findings.report("amendment-cycle", f"`{named.text}` annuls itself", named.place, "name another one")
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
        elif each.id.text in predecessors(each.id.text, known, is_annulling=True) - {name.text for name in each.annuls}:
            message = f"`{each.id.text}` is annulled by what it annuls"
            hint = "let one of the circle stand: the others cannot all be taken back"
            findings.report("amendment-cycle", message, each.annuls[0].place, hint)
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


def predecessors(id_: str, known: Mapping[str, Amendment], *, is_annulling: bool = False) -> set[str]:
    """Return the ids of all amendments that one says it follows (or that it annuls), directly or through others."""
    found: set[str] = set()
    pending = [id_]
    while pending:
        each = known[pending.pop()]
        names = {name.text for name in (each.annuls if is_annulling else each.after)} & known.keys() - found
        found |= names
        pending += names
    return found
