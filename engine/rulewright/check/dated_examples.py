"""Says which versions of a pack run an example: without dates all that have it, with dates those that answer for them.

`as_of` is the date or period that the example is about; without it that is the period which its facts name. `known_on`
says up to when amendments and decisions count; without it all do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rulewright.diagnostics import Diagnostic
from rulewright.packs.model.pack import Example, Pack
from rulewright.packs.model.timeline import UnplacedError
from rulewright.packs.model.version_names import version_name


def examples_of(pack: Pack, examples: Iterable[Example] | None = None) -> tuple[Example, ...]:
    """Return those examples of a pack, or of those given, that its version runs, in their order."""
    chosen = pack.examples if examples is None else examples
    return tuple(each for each in chosen if not each.is_dated or pack.version in _versions_of(each, pack))


def problems_of_dates(versions: Sequence[Pack]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the dates of examples: that they contradict the facts, or that no version runs them."""
    found: dict[str, list[tuple[Example, Pack]]] = {}
    for pack in versions:
        for each in pack.examples:
            if each.is_dated:
                found.setdefault(each.id, []).append((each, pack))
    for those in found.values():
        example, pack = those[0]
        period, clock = _period_of(example, pack), pack.timeline.clock
        if example.as_of and period and clock.moment(example.as_of).period not in {-1, clock.moment(period).period}:
            message = f"the example is about `{period}`, and `as_of` says `{example.as_of}`"
            yield Diagnostic("dates-differ", message, example.place, "leave one of them out")
            continue
        try:
            is_run = any(pack.version in _versions_at(each, pack) for each, pack in those)
        except UnplacedError as error:
            yield Diagnostic("unplaced-period", str(error), example.place, "give `as_of` as a date")
            continue
        if not is_run:
            message = f"no version runs `{example.id}`: none that has it answers for its dates"
            hint = "give dates at which it holds, or leave them out"
            yield Diagnostic("example-never-run", message, example.place, hint)


def _versions_of(example: Example, pack: Pack) -> frozenset[str]:
    try:
        return _versions_at(example, pack)
    except UnplacedError:
        return frozenset()


def _versions_at(example: Example, pack: Pack) -> frozenset[str]:
    """Return the names of the versions that answer for the dates of an example.

    Raises:
        UnplacedError: when it is not clear what is in force then.
    """
    timeline = pack.timeline
    known = example.known_on or timeline.latest
    about = example.as_of or _period_of(example, pack)
    selections = [] if about else [selection for _, selection in timeline.selections(known)]
    return frozenset(version_name(each.key) for each in selections or [timeline.select(about, known)])


def _period_of(example: Example, pack: Pack) -> str:
    """Return the one period of the clock that the facts name; empty where there are none, or several."""
    type_ = pack.types.get(pack.clock)
    given = (example.facts.get(each.name) for each in pack.rules[example.rule].inputs if each.type == type_)
    periods = {pack.timeline.clock.member(each) for each in given if isinstance(each, str)} - {""}
    return periods.pop() if len(periods) == 1 else ""
