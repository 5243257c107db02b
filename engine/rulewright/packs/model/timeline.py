"""Says which amendments of a pack make up its text: about a date or period, as it was known on a date.

A version of a pack is its base text with some amendments applied, in an order. Time falls into segments inside of which
the same amendments are in force; these values say what holds where, without the text of any amendment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rulewright.records import dataclass

Selected = tuple[str, bool]
"""The id of an amendment, and whether it is in force: one that is not is there by the keys of its cells alone."""

VersionKey = tuple[Selected, ...]
"""The amendments of a version in the order in which they apply."""

BASE = "base"
"""The name of the version without amendments."""

AMENDMENT = "amendment"
CORRECTION = "correction of the encoding"
"""What a change of a text is: the program's own, or a mistake in writing it down that was mended."""

EVERY_RULE = "*"
"""Stands for all rules of a text, where it cannot be said which."""

ALWAYS = "always"
"""What is in force at all times."""

NOT_ADOPTED = "not adopted yet"
NOT_FOUND = "not found yet"
LATER_ONES = (NOT_ADOPTED, NOT_FOUND)
NOT_IN_FORCE = "not in force"
ANNULLED = "annulled"


@dataclass(frozen=True, slots=True)
class InForce:
    """A span of time, both ends included; an empty `first` or `last` is an open end.

    `by` says what the ends are; where it is `ALWAYS` there are none.
    """

    first: str
    last: str
    by: str

    def __str__(self) -> str:
        if self.by == ALWAYS:
            return ALWAYS
        if not self.first:
            return f"until {self.last}"
        if self.first == self.last:
            return self.first
        return f"{self.first} to {self.last}" if self.last else f"from {self.first} on"


@dataclass(frozen=True, slots=True)
class Dated:
    """An amendment as time sees it. Those of a timeline stand in the order in which they apply.

    `annuls` are the amendments that it takes back, from its own adoption on, `continued` the rules that it repeals,
    each with the rule of another pack by which it goes on. An erratum is adopted when the mistake is found; where it
    says no spans, it is always in force. `found_by` and `passage` say who found it, and what the document says.
    `authority` is in words, `path` that of the file. Where the document gives a `month` and no day, the amendment is
    adopted on its last day. `readings` say how unclear places of it are read: id, question and reading of each.
    """

    id: str
    title: str
    adopted: str
    spans: tuple[InForce, ...] = ()
    annuls: tuple[str, ...] = ()
    continued: tuple[tuple[str, str], ...] = ()
    is_erratum: bool = False
    found_by: str = ""
    passage: str = ""
    authority: str = ""
    path: str = ""
    month: str = ""
    readings: tuple[tuple[str, str, str], ...] = ()

    @property
    def known_from(self) -> str:
        """The day from which it is known, in words."""
        return day_words(self.adopted, self.month)

    @property
    def in_force(self) -> str:
        """When it is in force, in words."""
        if self.spans:
            return ", ".join(map(str, self.spans))
        if self.is_erratum:
            return ALWAYS
        return f"annuls {', '.join(self.annuls)}" if self.annuls else "by its cells"

    @property
    def change_class(self) -> str:
        """What its changes are: an amendment, or a correction of the encoding."""
        return CORRECTION if self.is_erratum else AMENDMENT


@dataclass(frozen=True, slots=True)
class Moment:
    """What an outcome is about: a period of the clock, by its number, and the days that this covers."""

    period: int = -1
    first: str = ""
    last: str = ""


class UnplacedError(ValueError):
    """Says why it is not clear what is in force about a date or period."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The periods that a pack counts in, in their order, other names of them, and the first and last day of each."""

    type: str = ""
    members: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    calendar: tuple[tuple[str, tuple[str, str]], ...] = ()

    @property
    def days(self) -> Mapping[str, tuple[str, str]]:
        """The first and the last day of each period that has any."""
        return dict(self.calendar)

    def member(self, name: str) -> str:
        """Return a period by its name or an alias; an empty text where it is none."""
        return name if name in self.members else dict(self.aliases).get(name, "")

    def moment(self, as_of: str) -> Moment:
        """Return the moment of a period or a date."""
        member = self.member(as_of)
        if member:
            return Moment(self.members.index(member), *self.days.get(member, ("", "")))
        around = (each for each, (first, last) in self.days.items() if first <= as_of <= last)
        return Moment(self.members.index(found) if (found := next(around, "")) else -1, as_of, as_of)

    def covers(self, span: InForce, moment: Moment) -> bool:
        """Return whether a span covers a moment.

        Raises:
            UnplacedError: when the one is counted in days and the other in periods that have none.
        """
        if span.by == ALWAYS:
            return True
        if span.by == "period" and moment.period >= 0:
            start = self.members.index(span.first) if span.first else 0
            end = self.members.index(span.last) if span.last else len(self.members)
            return start <= moment.period <= end
        first, last = self.days_of(span)
        if not moment.first or (span.first and not first) or (span.last and not last):
            named = self.members[moment.period] if moment.period >= 0 else moment.first
            raise UnplacedError(
                f"`{named}` cannot be compared with the dates of an amendment: the calendar has no days"
            )
        return first <= moment.first and (not last or moment.last <= last)

    def days_of(self, span: InForce) -> tuple[str, str]:
        """Return the first and the last day of a span; empty where the calendar has none or the end is open."""
        if span.by == "date":
            return span.first, span.last
        nothing = ("", "")
        return self.days.get(span.first, nothing)[0], self.days.get(span.last, nothing)[1]


@dataclass(frozen=True, slots=True)
class Selection:
    """The amendments that hold about a time, and those that do not, each with the reason; `key` are those of the text.

    An amendment may hold and change nothing: it annuls, or none of its cells is there by its key.
    """

    applied: VersionKey
    left_out: tuple[tuple[str, str], ...]
    key: VersionKey


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time in which one version holds: its days, an empty text where it is open, and its periods.

    A period without days is a segment of its own. `problem` says why it is not clear what holds; else it is empty.
    """

    first: str
    last: str
    periods: tuple[str, ...]
    selection: Selection
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The amendments of a pack in the order in which they apply; `texts` are the keys of texts by what was selected.

    `reached` are the rules of the base that may say something else in other texts, each with the set of these: bit `n`
    stands for the text of number `n` among the `keys`. The rule `EVERY_RULE` stands for all.
    """

    amendments: tuple[Dated, ...] = ()
    clock: Clock = Clock()
    texts: tuple[tuple[VersionKey, VersionKey], ...] = ()
    reached: tuple[tuple[str, int], ...] = ()

    def packed(self) -> tuple[Any, ...]:
        """Return the timeline as plain tuples."""
        clock = self.clock
        amendments = tuple(
            (
                each.id,
                each.title,
                each.adopted,
                tuple((s.first, s.last, s.by) for s in each.spans),
                each.annuls,
                each.continued,
                each.is_erratum,
                each.found_by,
                each.passage,
                each.authority,
                each.path,
                each.month,
                each.readings,
            )
            for each in self.amendments
        )
        return amendments, (clock.type, clock.members, clock.aliases, clock.calendar), self.texts, self.reached

    @classmethod
    def unpacked(cls, packed: tuple[Any, ...]) -> Timeline:
        """Return the timeline of plain tuples; empty where there are none."""
        if not packed:
            return cls()
        amendments, clock, texts, reached = packed
        dated = tuple(
            Dated(id_, title, adopted, tuple(InForce(*span) for span in spans), *rest)
            for id_, title, adopted, spans, *rest in amendments
        )
        return cls(dated, Clock(*clock), texts, reached)

    @property
    def latest(self) -> str:
        """The date of the latest adoption."""
        return max((each.adopted for each in self.amendments), default="")

    @property
    def keys(self) -> tuple[VersionKey, ...]:
        """The keys of all texts, that of the base first."""
        return tuple(dict.fromkeys([(), *(key for _, key in self.texts)]))

    def select(self, as_of: str, known_on: str) -> Selection:
        """Return the version about a date or period as it was known on a date.

        Raises:
            UnplacedError: when it is not clear what is in force then.
        """
        known: list[Dated] = []
        later: list[Dated] = []
        for each in self.amendments:
            (known if each.adopted <= known_on else later).append(each)
        annulled = self.annulled(known_on)
        moment = self.clock.moment(as_of)
        applied: list[Selected] = []
        left_out = [
            (each.id, f"{NOT_FOUND if each.is_erratum else NOT_ADOPTED}: it is of {each.known_from}") for each in later
        ]
        for each in known:
            if each.id in annulled:
                left_out.append((each.id, ANNULLED))
                continue
            is_always = each.is_erratum and not each.spans
            is_in_force = is_always or any(self.clock.covers(span, moment) for span in each.spans)
            applied.append((each.id, is_in_force))
            if not is_in_force:
                why = each.in_force if each.annuls else NOT_IN_FORCE
                left_out.append((each.id, f"{NOT_IN_FORCE} then: {each.in_force}" if each.spans else why))
        key = tuple(applied)
        return Selection(key, tuple(left_out), next((text for selected, text in self.texts if selected == key), key))

    def annulled(self, known_on: str) -> dict[str, str]:
        """Return the amendments that were taken back by a date, each with the one that did so."""
        found: dict[str, str] = {}
        for each in reversed(self.amendments):  # what was annulled annuls nothing any more
            if each.adopted <= known_on and each.id not in found:
                found |= dict.fromkeys(each.annuls, each.id)
        return found

    def state(self, amendment: Dated, known_on: str) -> str:
        """Return why an amendment does not count on a date, in words; empty where it does."""
        annulled = self.annulled(known_on).get(amendment.id, "")
        if amendment.adopted > known_on:
            return NOT_FOUND if amendment.is_erratum else NOT_ADOPTED
        return f"{ANNULLED} by {annulled}" if annulled else ""

    def continuation(self, rule: str, applied: Iterable[str]) -> str:
        """Return the rule of another pack by which a repealed one goes on; empty where no amendment applied says."""
        names = frozenset(applied)
        found = dict(pair for each in self.amendments if each.id in names for pair in each.continued)
        return found.get(rule, "")

    def moments(self) -> tuple[str, ...]:
        """Return dates and periods such that each segment of time holds one of them."""
        bounds = [self.clock.days_of(span) for each in self.amendments for span in each.spans]
        dates = {
            moved for first, last in bounds for moved in (first, day_after(first, -1), last, day_after(last)) if moved
        }
        return (*self.clock.members, *sorted(dates)) or self.adoptions()

    def segments(self, known_on: str) -> tuple[Segment, ...]:
        """Return the stretches of time between which something changes, as it was known on a date, in their order."""
        days = self.clock.days
        apart = [self._segment("", "", (each,), each, known_on) for each in self.clock.members if each not in days]
        spans = [self.clock.days_of(span) for each in self.amendments for span in each.spans]
        starts = sorted({day for first, last in spans for day in (first, day_after(last)) if day})
        found: list[Segment] = []
        for first, after in zip(["", *starts], [*starts, ""], strict=True):
            last = day_after(after, -1)
            inside = tuple(
                each for each, (begins, ends) in days.items() if begins >= first and (not last or ends <= last)
            )
            found.append(self._segment(first, last, inside, first or last, known_on))
        return _joined([*apart, *(found if days or not apart else ())])

    def _segment(self, first: str, last: str, periods: tuple[str, ...], about: str, known_on: str) -> Segment:
        try:
            return Segment(first, last, periods, self.select(about, known_on))
        except UnplacedError as error:
            return Segment(first, last, periods, Selection((), (), ()), str(error))

    def adoptions(self) -> tuple[str, ...]:
        """Return the dates on which something was adopted, in order."""
        return tuple(sorted({each.adopted for each in self.amendments}))

    def selections(self, known_on: str) -> tuple[tuple[str, Selection], ...]:
        """Return the version of each moment as it was known on a date; moments that have no place are left out."""
        found: list[tuple[str, Selection]] = []
        for moment in self.moments():
            try:
                found.append((moment, self.select(moment, known_on)))
            except UnplacedError:
                continue
        return tuple(found)


def _are_one(one: Segment, other: Segment) -> bool:
    """Whether nothing changes between two segments, which both have days, or both none."""
    have_days = {bool(each.first or each.last) for each in (one, other)}
    return len(have_days) == 1 and (one.selection, one.problem) == (other.selection, other.problem)


def _joined(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """Return segments in which neighbors with the same amendments are one."""
    found: list[Segment] = []
    for each in segments:
        before = found.pop() if found and _are_one(found[-1], each) else None
        first, periods = (before.first, before.periods + each.periods) if before else (each.first, each.periods)
        found.append(Segment(first, each.last, periods, each.selection, each.problem))
    return tuple(found)


def day_after(day: str, days: int = 1) -> str:
    """Return the day so many days after another; an empty text where there is none."""
    from datetime import date, timedelta  # noqa: PLC0415  (a warm start without amendments does without)

    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()
    except (ValueError, OverflowError):
        return ""


def day_words(day: str, month: str) -> str:
    """Return a day in words; `month` is that which a document gives in its place."""
    return f"{day} (month only)" if month else day
