"""Makes the text of a version: applies amendments to the base text, one after the other.

The trees of the base stay what they are; those of a version share every node that no amendment has touched, and each
node keeps the place of the file that says it. So all that judges a text after this judges it as if it had been written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.packs.amendments.address import AddressError
from rulewright.packs.amendments.changes import Application, Touched
from rulewright.packs.amendments.spans import StatedDay
from rulewright.packs.amendments.text import PackText
from rulewright.packs.amendments.written import Amendment, order_of, read_amendment
from rulewright.packs.amendments.written import in_order as ordered
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.model.timeline import Clock, Dated, Moment, Timeline, VersionKey
from rulewright.packs.trees import Trees
from rulewright.packs.yaml.reader import TextFile
from rulewright.packs.yaml.text import Sources
from rulewright.packs.yaml.tree import MappingNode
from rulewright.source import Place

DIFFERS = "was-differs"


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The text of a version: its trees, what its amendments touch, and which of them do so."""

    trees: Trees
    touched: tuple[Touched, ...]
    key: VersionKey


@dataclass(frozen=True, slots=True)
class _Applied:
    """A text with some amendments, what was found on the way, and whether it matters for which times it is made."""

    text: PackText
    touched: tuple[Touched, ...] = ()
    key: VersionKey = ()
    problems: tuple[Diagnostic, ...] = ()
    is_by_span: bool = False


@dataclass(frozen=True)
class Amendments:
    """The amendments of a pack, ready to be applied to its base text."""

    trees: Trees
    text: PackText
    known: Mapping[str, Amendment]
    before: Mapping[str, set[str]]
    timeline: Timeline
    _states: dict[tuple[Moment, ...], dict[VersionKey, _Applied]] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, files: Sequence[TextFile], trees: Trees, pack: str, clock: Clock) -> Found[Amendments]:
        """Return the amendments of these files, which fit their schema."""
        findings = Findings()
        read = [
            amendment
            for file in files
            if isinstance(file.root, MappingNode)
            and (amendment := findings.take(read_amendment(file.root, pack, clock))) is not None
        ]
        text = PackText.of(trees)
        read = [each if each.is_erratum else findings.take(_with_approval(each, text)) for each in read]
        in_order = findings.take(ordered(read))
        dated = tuple(
            Dated(
                each.id.text,
                each.title,
                each.adopted,
                each.spans,
                tuple(name.text for name in each.annuls),
                tuple(
                    (change.target.text, goes_on.text)
                    for change in each.changes
                    if (goes_on := change.written.continued_by) is not None
                ),
                each.is_erratum,
                each.found_by,
                each.passage,
                each.authority or each.passage_words,
                each.id.place.path,
                each.month,
                each.readings,
            )
            for each in in_order
        )
        known = {each.id.text: each for each in in_order}
        return findings.found(cls(trees, text, known, order_of(known), Timeline(dated, clock)))

    def consolidated(self, key: VersionKey) -> Found[Consolidated]:
        """Return the text of a version; an amendment with which anything is wrong is left out of it."""
        state = self._applied(key)
        return Found(Consolidated(state.text.trees(self.trees), state.touched, state.key), state.problems)

    def _applied(self, key: VersionKey) -> _Applied:
        """Return the text with some amendments: what others begin with as well is made once."""
        is_by_span = any(self.known[id_].is_by_span for id_, _ in key)
        moments = self.moments.get(key, ()) if is_by_span else ()
        state = _Applied(self.text)
        for count, (id_, is_in_force) in enumerate(key, start=1):
            amendment = self.known[id_]
            # What a change found is said by span where versions differ, so that it matters which version is made.
            state_of = self._states.setdefault(moments if state.is_by_span or amendment.is_by_span else (), {})
            known = state_of.get(key[:count])
            if known is None:
                known = state_of[key[:count]] = self._with(
                    state, amendment, moments if is_in_force else (), is_in_force=is_in_force
                )
            state = known
        return state

    def _with(self, state: _Applied, amendment: Amendment, moments: Sequence[Moment], *, is_in_force: bool) -> _Applied:
        """Return a text with one more amendment."""
        findings = Findings()
        others = [each for each in state.touched if self.are_unordered(each.amendment, amendment)]
        application = Application(
            amendment, state.text, self.timeline.clock, self.trees.sources, is_in_force, others, moments
        )
        text, pieces = findings.take(application.run())
        if is_in_force or not amendment.spans:
            findings.take(_document(amendment, text))
        return _Applied(
            text,
            (*state.touched, *pieces),
            (*state.key, (amendment.id.text, is_in_force)) if pieces else state.key,
            (*state.problems, *findings.problems),
            state.is_by_span or amendment.is_by_span,
        )

    @cached_property
    def moments(self) -> Mapping[VersionKey, tuple[Moment, ...]]:
        """The moments about which each selection of amendments holds, whenever it was known."""
        found: dict[VersionKey, dict[Moment, None]] = {}
        for known_on in self.timeline.adoptions():
            for about, selection in self.timeline.selections(known_on):
                found.setdefault(selection.applied, {})[self.timeline.clock.moment(about)] = None
        return {key: tuple(moments) for key, moments in found.items()}

    def are_unordered(self, one: Amendment, other: Amendment) -> bool:
        """Whether nothing says which of two amendments applies first."""
        first, second = one.id.text, other.id.text
        is_said = first in self.before[second] or second in self.before[first]
        return one.adopted == other.adopted and not is_said

    def versions(self) -> Found[tuple[Mapping[VersionKey, VersionKey], tuple[Consolidated, ...]]]:
        """Return the key of the text of every selection that there is at any time, and these texts, the base aside."""
        made: dict[VersionKey, Found[Consolidated]] = {}
        for known_on in self.timeline.adoptions():
            for _, selection in self.timeline.selections(known_on):
                if selection.applied not in made:
                    made[selection.applied] = self.consolidated(selection.applied)
        keys: dict[VersionKey, VersionKey] = {(): ()} | {key: version.value.key for key, version in made.items()}
        found = {version.value.key: version.value for version in made.values()}
        found.pop((), None)
        problems = dict.fromkeys(problem for version in made.values() for problem in version.problems)
        hints = self.span_hints(made) if any(each.code == DIFFERS for each in problems) else {}
        hinted = (replace(each, hint=hints.get(each.place, each.hint)) for each in problems)
        return Found((keys, tuple(found.values())), tuple(dict.fromkeys(hinted)))

    def span_hints(self, made: Mapping[VersionKey, Found[Consolidated]]) -> dict[Place, str]:
        """Return hints for what amendments found at some of the times at which they are in force, and not at others."""
        differing = {key: {each.place for each in of.problems if each.code == DIFFERS} for key, of in made.items()}
        writers = {each.id.place.path: each for each in self.known.values()}
        hints: dict[Place, str] = {}
        for known_on, place in product(self.timeline.adoptions(), set().union(*differing.values())):
            amendment = writers[place.path]
            about: dict[bool, str] = {}
            for moment, selection in self.timeline.selections(known_on):
                if (amendment.id.text, True) in selection.applied:
                    about.setdefault(place in differing[selection.applied], moment)
            if len(about) > 1 and not amendment.says_by_span(place):
                is_so = f"this was there about `{about[False]}`, and not about `{about[True]}`"
                hints[place] = f"{is_so}: say what was there by span, `was_in: [{{from: …, to: …, was: …}}, …]`"
        return hints


def _document(amendment: Amendment, text: PackText) -> Found[None]:
    """Report an amendment by a document that the pack does not name, not even with the amendment."""
    findings = Findings()
    named = amendment.document
    header = text.files[text.header][1] if text.header else None
    declared = header.get("documents") if isinstance(header, MappingNode) else None
    known = [each.name for each in declared] if isinstance(declared, MappingNode) else []
    if named is not None and named.text not in known:
        hint = did_you_mean(named.text, known) or f"add it: `add: document:{named.text}`"
        findings.report("unknown-document", f"unknown document `{named.text}`", named.place, hint)
    return findings.found(None)


def _with_approval(amendment: Amendment, text: PackText) -> Found[Amendment]:
    """Return an amendment that counts from its approval, where it touches a figure that takes one."""
    findings = Findings()
    by, on = amendment.approved_by, amendment.approved_on
    adopted = StatedDay(amendment.adopted, amendment.month)
    for change in amendment.changes:
        try:
            piece = text.pieces.piece(change.target.text, is_new=True)
            rule = text.pieces.owners.of(piece.address).node
        except AddressError:
            continue  # it is looked at when the amendment is applied
        approval = rule.text("approval") if isinstance(rule, MappingNode) and "changed_by" in rule else ""
        if not approval:
            continue
        adopted = max(adopted, on)
        if not on.day or by != approval:
            what = f"the amendment was approved by {by}"
            if not by or by == approval:
                what = f"the amendment does not say {'by whom' if not by else 'when'} it was approved"
            message = f"`{piece.address}` takes approval by {approval}, and {what}"
            hint = f"write `approved_by: {approval}` and `approved_on` under `authority`"
            findings.problems.append(Diagnostic("unapproved-change", message, change.place, hint, Severity.WARNING))
    return findings.found(replace(amendment, adopted=adopted.day, month=adopted.month))


def sources_with(trees: Trees, files: Sequence[TextFile]) -> Trees:
    """Return trees that know the lines of the files of amendments as well."""
    return replace(trees, sources=Sources({**trees.sources.files, **{file.path: file.lines for file in files}}))
