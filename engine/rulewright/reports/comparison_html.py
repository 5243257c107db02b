"""Draws the comparison of two versions as one HTML page: what follows as a picture, what is said differently, filters.

The page is whole without its script, which filters and lights up the ways through the picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from rulewright.blocks import Block
from rulewright.compare.comparison import RuleVerdict, Side, Verdict, VersionComparison
from rulewright.diagnostics.wording import counted
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.model.comparing import NEUTRAL, ChangeClass, VersionChange
from rulewright.reports import comparison as words
from rulewright.reports.dependency_picture import NamedNode, Picture, pictures_of
from rulewright.reports.pages import anchor_of, block_kind, page_environment, parts_of_line
from rulewright.reports.witnesses import search_words, witness_blocks

FEW = 4
"""So many links stand in a line; more can be unfolded."""
MARKS = {Verdict.MOVED: "≠", Verdict.MAY_MOVE: "?", Verdict.NEW: "+", Verdict.GONE: "−", Verdict.IDENTICAL: "="}
"""A sign for each verdict, so that none is known by its color alone."""


@dataclass(frozen=True, slots=True)
class Link:
    """A name that leads to a place on the page; to none where the page has none."""

    name: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Filtered:
    """What a filter shows or hides: its place, and which classes, verdicts and subject it has to do with."""

    anchor: str
    classes: tuple[str, ...]
    verdicts: tuple[str, ...]
    subject: str


@dataclass(frozen=True, slots=True)
class ChangeItem:
    """A change, with what it is about in words, what was and is, and what rests on it."""

    item: Filtered
    change: VersionChange
    title: str
    parts: tuple[Block, ...]
    by: str
    reached: tuple[Link, ...]
    reached_words: str


@dataclass(frozen=True, slots=True)
class SubjectChanges:
    """The changes of a subject, and its examples that are new or gone."""

    anchor: str
    title: str
    changes: tuple[ChangeItem, ...]
    listed: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class VerdictItem:
    """What is not identical, with its evidence and the changes on which it rests; `rests_on` is what lies nearest."""

    item: Filtered
    found: RuleVerdict
    mark: str
    parts: tuple[Block, ...]
    because: tuple[Link, ...]
    rests_on: tuple[Link, ...]


def comparison_page(comparison: VersionComparison, engine_version: str) -> str:
    """Return the page. It needs no network, follows the reader's light or dark setting, and prints."""
    environment = page_environment()
    environment.globals |= {"kind": block_kind, "parts_of_line": parts_of_line, "slug": _slug}
    page = _ComparisonPage(comparison)
    verdicts = {each.found.rule.id: each for each in (*page.decisions, *page.figures, *page.lines)}
    return environment.get_template("comparison.html.j2").render(
        page=page,
        comparison=comparison,
        pack=comparison.after.pack,
        sides=[(name, side, words.side_words(side)) for name, side in page.sides],
        counts=list(words.counts_of(comparison)),
        amendments=[words.amendment_words(each) for each in words.amendments_of(comparison)],
        open=(*words.open_words(comparison), *search_words(comparison.rules)),
        examples=[words.example_words(each, comparison) for each in comparison.examples],
        pictures=page.pictures(),
        verdicts=verdicts,
        filters=page.filters(),
        few=FEW,
        marks=[(each.value, MARKS[each]) for each in Verdict if each is not Verdict.IDENTICAL],
        engine_version=engine_version,
    )


def _slug(text: str) -> str:
    return text.replace(" ", "-")


@dataclass(slots=True)
class _ComparisonPage:
    """What the page of one comparison shows, each part made once."""

    comparison: VersionComparison
    sections: list[SubjectChanges] = field(init=False)
    decisions: list[VerdictItem] = field(init=False)
    figures: list[VerdictItem] = field(init=False)
    lines: list[VerdictItem] = field(init=False)
    _anchors: Counter[str] = field(default_factory=Counter)
    _changed: dict[str, str] = field(default_factory=dict)
    _classes: dict[str, dict[str, None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        found = self.comparison
        self.sections = [
            SubjectChanges(
                f"subject.{anchor_of(subject)}",
                title,
                tuple(self._change(each) for each in changes if not words.is_listed(each)),
                tuple(words.listed(each for each in changes if words.is_listed(each))),
            )
            for subject, title, changes in words.sections_of(found)
        ]
        self.decisions, self.figures, self.lines = [], [], []
        for each in found.movements:
            kept = self.lines if each.statement else self.decisions if _is_decision(each) else self.figures
            kept.append(self._verdict(each))

    @property
    def sides(self) -> tuple[tuple[str, Side], ...]:
        """The versions with their words."""
        return ("before", self.comparison.before), ("after", self.comparison.after)

    def _change(self, change: VersionChange) -> ChangeItem:
        anchor = self._anchor(f"change.{anchor_of(change.address)}")
        reached = [each for each in self.comparison.movements if change.owner == "rule" and change.id in each.because]
        if change.owner == "rule":
            self._changed.setdefault(change.id, anchor)
            self._classes.setdefault(change.id, {})[change.change_class.value] = None
        sides = (self.comparison.after, self.comparison.before)
        rule = next((side.pack.rules[change.id] for side in sides if change.id in side.pack.rules), None)
        is_whole = change.verb in {"add", "repeal", "ends"} and "#" not in change.address  # its contents name it
        verdicts = dict.fromkeys(each.verdict.value for each in reached) or {Verdict.IDENTICAL.value: None}
        is_alone = change.owner == "rule" or change.change_class in NEUTRAL
        item = Filtered(anchor, (change.change_class.value,), tuple(verdicts) if is_alone else (), change.subject)
        others = tuple(_link(each.rule.id) for each in reached if each.rule.id != change.id)
        return ChangeItem(
            item,
            change,
            rule.title if rule is not None and not is_whole else "",
            tuple(words.contents(change, self.comparison)),
            words.by_words(change),
            others,
            _reached_words([each for each in reached if each.rule.id != change.id]),
        )

    def _verdict(self, found: RuleVerdict) -> VerdictItem:
        classes = dict.fromkeys(name for each in found.because for name in self._classes.get(each, ()))
        subject = "" if found.statement else found.rule.subject
        item = Filtered(f"rule.{anchor_of(found.rule.id)}", tuple(classes), (found.verdict.value,), subject)
        because = tuple(Link(each, self._changed.get(each, "")) for each in found.because)
        rests_on = tuple(_link(each) for each in self.comparison.rests_on.get(found.rule.id, ()))
        parts = tuple(witness_blocks(found, self.comparison))
        return VerdictItem(item, found, MARKS[found.verdict], parts, because, rests_on)

    def _anchor(self, wanted: str) -> str:
        """Return an anchor that no other has."""
        self._anchors[wanted] += 1
        number = self._anchors[wanted]
        return wanted if number == 1 else f"{wanted}.{number}"

    def pictures(self) -> list[Picture]:
        """Return the pictures of what rests on what, by subject and statement."""
        titles = words.subject_titles(self.comparison)
        order = {subject: number for number, subject in enumerate(titles)}
        named = {}
        for each in sorted(self.comparison.movements, key=lambda each: order.get(each.rule.subject, len(order))):
            id_, statement = each.rule.id, each.statement
            if statement:
                named[id_] = NamedNode(id_.removeprefix(f"statements.{statement}."), f"statement {statement}")
            else:
                named[id_] = NamedNode(id_, titles.get(each.rule.subject) or words.PACK_WORDS)
        return list(pictures_of(self.comparison.rests_on, named))

    def filters(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Return by what one may filter: its name, title and choices, those alone that the page has."""
        changes = [each.item for section in self.sections for each in section.changes]
        items = [*changes, *(each.item for each in chain(self.decisions, self.figures, self.lines))]
        titles = words.subject_titles(self.comparison) | {"": words.PACK_WORDS}
        subjects = {each.subject for each in items}
        classes = {name for each in items for name in each.classes}
        verdicts = {name for each in items for name in each.verdicts}
        return [
            ("class", "Class", [(each.value, each.value) for each in ChangeClass if each.value in classes]),
            ("verdict", "Verdict", [(each.value, each.value) for each in Verdict if each.value in verdicts]),
            ("subject", "Subject", [(id_, title) for id_, title in titles.items() if id_ in subjects]),
        ]


def _is_decision(found: RuleVerdict) -> bool:
    return isinstance(found.rule, Decision)


def _link(id_: str) -> Link:
    return Link(id_, f"rule.{anchor_of(id_)}")


def _reached_words(reached: list[RuleVerdict]) -> str:
    """Return how many decisions, figures and lines rest on a change; empty where none do."""

    def many() -> Iterator[str]:
        for noun, found in (
            ("decision", [each for each in reached if not each.statement and _is_decision(each)]),
            ("figure", [each for each in reached if not each.statement and not _is_decision(each)]),
            ("line", [each for each in reached if each.statement]),
        ):
            if found:
                yield counted(len(found), noun)

    return ", ".join(many())
