"""Records are frozen dataclasses with slots, to whoever uses them the same as those of the standard decorator."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from typing import ClassVar

import pytest
from rulewright import records


def classes(decorator):
    @decorator(frozen=True, slots=True, kw_only=True)
    class Base:
        span: int = dataclasses.field(default=0, compare=False)

    @decorator(frozen=True, slots=True)
    class Pair(Base):
        """A pair."""

        is_two: ClassVar[bool] = True
        left: int
        right: str = "right"
        hidden: int = dataclasses.field(default=7, repr=False)

    @decorator(frozen=True, slots=True)
    class Empty:
        pass

    @decorator(frozen=True, slots=True, eq=False)
    class Single:
        value: int

    @decorator(frozen=True, slots=True, order=True)
    class Ordered:
        first: int
        second: int

    @decorator(frozen=True, slots=True)
    class Filled:
        first: int
        items: list = dataclasses.field(default_factory=list)

    return Base, Pair, Empty, Single, Ordered, Filled


@records.dataclass(frozen=True, slots=True, order=True)
class Kept:
    """A class that can be pickled: it stands in a module."""

    first: object
    second: object = None


TRIALS = {
    "constructed": lambda _, pair, *__: (pair(1), pair(1, "x", span=3), pair(left=2)),
    "compared": lambda _, pair, *__: (pair(1) == pair(1, span=5), pair(1) == pair(2), pair(1) != 1),
    "hashed": lambda _, pair, *__: len({pair(1), pair(1, span=2), pair(2)}),
    "of another class": lambda base, pair, empty, *_: (base() == empty(), pair(1) == base()),
    "empty": lambda _, __, empty, *___: (empty() == empty(), repr(empty()), len({empty(), empty()})),
    "by identity": lambda _, __, ___, single, *____: (single(1) == single(1), len({single(1), single(1)})),
    "in order": lambda *found: (
        sorted([found[4](2, 1), found[4](1, 2), found[4](1, 1)]),
        found[4](1, 2) > found[4](1, 1),
        found[4](1, 1) >= found[4](1, 1),
    ),
    "filled": lambda *found: (found[5](1), found[5](1, [2]), found[5](1).items is found[5](1).items),
    "signature with a factory": lambda *found: str(inspect.signature(found[5])),
    "replaced": lambda _, pair, *__: dataclasses.replace(pair(1, span=4), right="y"),
    "replaced by copy": lambda _, pair, *__: (
        copy.replace(pair(1, span=4), right="y") if hasattr(copy, "replace") else "not before Python 3.13"
    ),
    "fields of fields": lambda *found: [str(each) for class_ in found for each in dataclasses.fields(class_)],
    "as a dict": lambda _, pair, *__: (dataclasses.asdict(pair(1, span=2)), dataclasses.is_dataclass(pair)),
    "of the class": lambda _, pair, *__: (pair.is_two, pair(1).is_two, "is_two" in pair.__slots__),
    "slots": lambda *found: [(class_.__slots__, hasattr(class_, "__dict__")) for class_ in found],
    "fields": lambda _, pair, *__: [(each.name, each.type) for each in dataclasses.fields(pair)],
    "signature": lambda _, pair, *__: str(inspect.signature(pair)),
    "matched by place": lambda _, pair, *__: pair.__match_args__,
    "copied": lambda _, pair, *__: (copy.copy(pair(1, span=9)).span, copy.deepcopy(pair(1)) == pair(1)),
    "documented": lambda _, pair, *__: (pair.__doc__, pair.__qualname__, pair.__module__),
}
REFUSALS = {
    "too few": lambda pair: pair(),
    "too many": lambda pair: pair(1, "x", 2, 3),
    "unknown": lambda pair: pair(1, wrong=2),
    "twice": lambda pair: pair(1, left=2),
    "set": lambda pair: setattr(pair(1), "left", 2),
    "removed": lambda pair: delattr(pair(1), "left"),
}


def shown(value):
    return repr(value).replace("dataclass_", "")


@pytest.mark.parametrize("trial", TRIALS.values(), ids=TRIALS)
@pytest.mark.parametrize("few", [0, 1, 100])
def test_a_record_is_what_the_standard_decorator_makes(trial, few, monkeypatch):
    monkeypatch.setattr(records, "FEW", few)
    assert shown(trial(*classes(records.dataclass))) == shown(trial(*classes(dataclasses.dataclass)))


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
@pytest.mark.parametrize("made", [0, 1, records.FEW + 1])
def test_a_record_refuses_what_the_standard_decorator_refuses(refusal, made):
    caught = []
    for decorator in (records.dataclass, dataclasses.dataclass):
        pair = classes(decorator)[1]
        for _ in range(made):
            pair(1)
        with pytest.raises((TypeError, AttributeError)) as error:
            refusal(pair)
        caught.append((error.type, hasattr(pair(1), "__dict__")))
    assert caught[0] == caught[1]


@pytest.mark.parametrize("value", [Kept(1), Kept((1, Kept("x")), {"a": Kept(2)})], ids=["flat", "nested"])
def test_a_record_comes_back_from_bytes(value):
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(value, protocol)) == value  # noqa: S301  (written a moment ago)


def test_a_record_says_what_it_cannot_be():
    with pytest.raises(TypeError, match="frozen"):
        records.dataclass(frozen=False, slots=True)


def test_a_record_with_code_that_would_never_run_is_refused():
    with pytest.raises(TypeError, match="`__post_init__` of `Checked` would never run"):

        @records.dataclass(frozen=True, slots=True)
        class Checked:
            value: int

            def __post_init__(self):
                raise ValueError
