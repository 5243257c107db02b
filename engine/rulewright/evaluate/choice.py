"""Defines which version of a pack answers a case, and what chooses it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from rulewright.language.reading.case_words import Misread

if TYPE_CHECKING:
    from rulewright.evaluate.case import Case
    from rulewright.evaluate.outcome import Outcome
    from rulewright.evaluate.tokens import Tokens
    from rulewright.language.values import Value
    from rulewright.packs.model.pack import Pack
    from rulewright.packs.model.rules import Rule
    from rulewright.packs.model.timeline import Timeline


class VersionEngine(Protocol):
    """What answers a case in one version."""

    @property
    def pack(self) -> Pack:
        """The version."""


class Choice(NamedTuple):
    """A version of a pack, with the dates by which it was chosen.

    Where there are `problems` nothing was chosen. `applied` are the amendments in force, `by_key` those that are not
    but are there in the cells of other periods, `left_out` those that do not hold, each with the reason. `corrections`
    are those among the first two that are errata: they correct the encoding. `versions` are all that there are to
    choose from; None where there is one.
    """

    engine: VersionEngine
    problems: tuple[Misread, ...] = ()
    as_of: str = ""
    known_on: str = ""
    applied: tuple[str, ...] = ()
    by_key: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    corrections: tuple[str, ...] = ()
    versions: Chooser | None = None

    def marked(self, outcome: Outcome) -> Outcome:
        """Return an outcome of this version, with a warning of each rule that was called for the period of another."""
        return outcome if self.versions is None else self.versions.marked(outcome, self)


def only_choice(
    engine: VersionEngine, problems: tuple[Misread, ...], as_of: str, known_on: str, packed: tuple[Any, ...]
) -> Choice:
    """Return the choice of an engine that knows one version alone, with the amendments by which that has its name."""
    if not packed:
        return Choice(engine, problems, as_of, known_on)
    from rulewright.packs.model.timeline import Timeline  # noqa: PLC0415  (few packs have amendments)
    from rulewright.packs.model.version_names import version_name  # noqa: PLC0415  (few packs have amendments)

    timeline = Timeline.unpacked(packed)
    key = next((each for each in timeline.keys if version_name(each) == engine.pack.version), ())
    applied = tuple(id_ for id_, is_in_force in key if is_in_force)
    by_key = tuple(id_ for id_, is_in_force in key if not is_in_force)
    return Choice(engine, problems, as_of, known_on, applied, by_key, (), errata_among((*applied, *by_key), timeline))


def errata_among(amendments: Iterable[str], timeline: Timeline) -> tuple[str, ...]:
    """Return those of some amendments that are errata, each once."""
    errata = {each.id for each in timeline.amendments if each.is_erratum}
    return tuple(id_ for id_ in dict.fromkeys(amendments) if id_ in errata)


class Chooser(Protocol):
    """The versions of a pack."""

    @property
    def timeline(self) -> Timeline:
        """What is in force when."""

    @property
    def has_personal(self) -> bool:
        """Whether an amendment may mark anything as personal."""

    def with_tokens(self, tokens: Tokens) -> Chooser:
        """Return the same versions, which show personal values by these tokens."""

    def choose(self, case: Case) -> Choice:
        """Return the version that answers a case."""

    def run(self, case: Case, *, trace: bool, reference: bool) -> Outcome:
        """Return the outcome of a case in the version that answers it."""

    def values(self, rule: str, cases: Iterable[Mapping[str, object]]) -> Iterator[Value | Outcome]:
        """Yield the value of a rule for each of many cases, each in the version that answers it."""

    def marked(self, outcome: Outcome, choice: Choice) -> Outcome:
        """Return an outcome with a warning of each rule that was called for the period of another version."""

    def at(self, as_of: str | None, known_on: str | None) -> Choice:
        """Return the version about a date or period, as it was known on a date."""

    def id_of(self, name: str) -> str:
        """Return the id of a rule by its id or an alias."""

    def rule(self, id_: str) -> Rule:
        """Return a rule of the first version that has it."""

    def named(self, version: str) -> VersionEngine | None:
        """Return the engine of the version of a name; None where there is none."""

    def all(self) -> tuple[VersionEngine, ...]:
        """Return the engines of all versions, the base first."""


def without_rule(rule: str, version: str, choice: Choice, timeline: Timeline) -> tuple[Misread, ...]:
    """Return the problem of a version that does not have a rule, which another version has."""
    from rulewright.packs.model.version_names import version_words  # noqa: PLC0415  (few packs have amendments)

    about = f" for {choice.as_of}" if choice.as_of else ""
    message = f"`{rule}` is not in the version `{version_words(version)}`, which holds{about}"
    goes_on = timeline.continuation(rule, choice.applied)
    hint = f"it goes on as `{goes_on}`" if goes_on else "give another `as_of` or `known_on`: another version has it"
    return (Misread("rule-not-in-version", "rule", message, hint),)
