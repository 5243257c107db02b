"""Compares what the compiled rules of a pack answer with what the reference evaluator says, in every way there is.

The ways of the compiled rules: `run`, whose trace is found by evaluating again; `run` with the trace noted on the way;
`values`. Whatever is raised is an answer too, and no right one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal

from rulewright import Engine
from rulewright.evaluate.outcome import Outcome, Status
from sample_packs import Example
from timing import TooLongError, limited

MADE = tuple(name for name, each in vars(Outcome).items() if isinstance(each, property))
"""What an outcome makes when it is wanted, as the trace."""
FIELDS = (*(each.name for each in fields(Outcome) if each.repr), *MADE)
ADDRESS = re.compile(r" at 0x[0-9a-f]+")
NUMBER = re.compile(r"Decimal\('([^']*)'\)")
MOST_SECONDS = 20
ALL_WAYS_EVERY = 4
"""All ways are tried only every so many cases; the first has the value and the trace."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of an outcome in which the evaluators differ, by which way, and what both say."""

    way: str
    field: str
    compiled: str
    reference: str

    def text(self) -> str:
        """Return the difference for people."""
        return f"{self.way}: {self.field}\n    compiled:  {self.compiled}\n    reference: {self.reference}"


@dataclass(frozen=True, slots=True)
class Raised:
    """What an evaluator raised in place of an answer."""

    error: str


def compare(engine: Engine, example: Example, number: int = 0) -> tuple[Difference, ...]:
    """Return in what the evaluators differ for a case; the first way that differs is enough."""
    return compared(engine, example, number)[1]


def compared(engine: Engine, example: Example, number: int = 0) -> tuple[str, tuple[Difference, ...]]:
    """Return what the reference evaluator answers (its status), and in what the evaluators differ."""
    try:
        with limited(MOST_SECONDS):
            return _answered(engine, example, number)
    except TooLongError:
        return "too long", (Difference("any", "time", "", f"takes more than {MOST_SECONDS} s of a processor"),)


def _answered(engine: Engine, example: Example, number: int) -> tuple[str, tuple[Difference, ...]]:
    options = {name: value for name, value in example.options.items() if value is not None}
    reference = _attempted(lambda: engine.run(example.rule, example.facts, reference=True, **options))
    status = reference.status.value if isinstance(reference, Outcome) else "raised"
    return status, tuple(_compared(engine, example, number, options, reference))


def _compared(
    engine: Engine, example: Example, number: int, options: dict[str, object], reference: object
) -> Iterator[Difference]:
    if isinstance(reference, Raised):
        yield Difference("reference", "raised", "", reference.error)
        return
    wanted = _shown(reference)
    for way, call in _ways(engine, example, options):
        answer = _attempted(call)
        given = _shown(answer)
        if given != wanted and _plain(given) != _plain(wanted):
            yield from _differences(way, answer, reference)
            return
        if number % ALL_WAYS_EVERY:
            return
    if not options:
        value = _attempted(lambda: next(iter(engine.values(example.rule, [example.facts]))))
        yield from _of_value(value, reference)


def _ways(engine: Engine, example: Example, options: dict[str, object]) -> Iterator[tuple[str, Callable[[], Outcome]]]:
    yield "run", lambda: engine.run(example.rule, example.facts, **options)
    yield "run with trace", lambda: engine.run(example.rule, example.facts, trace=True, **options)


def _attempted(call: Callable[[], object]) -> object:
    try:
        answer = call()
        if isinstance(answer, Outcome):
            answer.trace  # noqa: B018  (it is found now, and may raise)
    except Exception as error:  # noqa: BLE001  (whatever is raised is what it answers)
        return Raised(f"{type(error).__name__}: {error}")
    return answer


def _shown(answer: object) -> str:
    made = [getattr(answer, name) for name in MADE] if isinstance(answer, Outcome) else []
    return shown([answer, *made])


def shown(value: object) -> str:
    """Return a value as text with its types; of functions, which equal nothing else, without their place in memory."""
    text = repr(value)
    return ADDRESS.sub("", text) if " at 0x" in text else text


def _plain(text: str) -> str:
    """Return a text with its numbers in one form: no rule and no report distinguishes `1.50` from `1.5`."""
    return NUMBER.sub(lambda number: f"Decimal('{Decimal(number[1]).normalize() + 0}')", text)


def _differences(way: str, answer: object, reference: object) -> Iterator[Difference]:
    if isinstance(answer, Raised):
        yield Difference(way, "raised", shown(answer), shown(reference))
        return
    for field in FIELDS:
        mine, other = (_plain(shown(getattr(each, field))) for each in (answer, reference))
        if mine != other:
            yield Difference(way, field, mine, other)


def _of_value(value: object, reference: object) -> Iterator[Difference]:
    """Compare what `values` gives: the value alone where there is one, else the outcome."""
    is_known = isinstance(reference, Outcome) and reference.status is Status.KNOWN and not reference.message
    wanted = reference.value if is_known else reference
    if _plain(shown(value)) != _plain(shown(wanted)):
        yield Difference("values", "value", shown(value), shown(wanted))
