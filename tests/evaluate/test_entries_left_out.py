"""What a record lacks is unknown: every entry of every fact is left out, alone, and both evaluators say what is needed.

A known outcome does not hang on an entry that was left out: the whole facts answer the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from agreement import RULE, assert_agreement, engine_of
from expression_cases import parse
from rulewright import Engine
from rulewright.evaluate.caselines import answer_of
from rulewright.evaluate.outcome import Outcome, Status
from rulewright.language.absences import absences_within
from rulewright.language.descent import names_in
from rulewright.language.relations import without_null
from rulewright.language.types import (
    ANY,
    BOOLEAN,
    DATE,
    NUMBER,
    STRING,
    ContextType,
    EnumType,
    ListType,
    MapType,
    Nullable,
    Type,
)
from rulewright.packs.files import find_pack
from rulewright.packs.loading import read_pack

HERE = Path(__file__).parent
PACKS = {"masshealth-dsrip": "masshealth-dsrip", "dues": HERE.parent / "cli" / "pack"}
FORMULAS = [
    line for line in (HERE / "entries.feel").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"
]

RECORD = ContextType(
    (
        ("a", NUMBER),
        ("b", Nullable(NUMBER)),
        ("c", BOOLEAN),
        ("d", DATE),
        ("s", STRING),
        ("t", EnumType("tier", ("low", "high"))),
        ("l", ListType(NUMBER)),
    ),
    "record",
)
TYPES: dict[str, Type] = {
    "r": RECORD,
    "lr": ListType(RECORD),
    "m": MapType(RECORD),
    "q": ContextType((("p", RECORD), ("l", ListType(RECORD))), "outer"),
}
FIRST = {"a": 2, "b": 5, "c": True, "d": "2019-05-01", "s": "x", "t": "low", "l": [1, 2]}
SECOND = {**FIRST, "a": "0.5", "b": None, "c": False, "t": "high"}
FACTS = {"r": FIRST, "lr": [FIRST, SECOND], "m": {"one": FIRST, "two": SECOND}, "q": {"p": SECOND, "l": [FIRST, FIRST]}}


def without_one(value: object, type_: Type) -> Iterator[tuple[object, bool]]:
    """Yield a value once for each entry that it holds, however deep, without that entry.

    With it, whether the entry is one of those that a type declares; the keys of a map may be any.
    """
    type_ = without_null(type_)
    if isinstance(value, Mapping):
        own = dict(type_.entries) if isinstance(type_, ContextType) else {}
        for name, each in value.items():
            yield {other: entry for other, entry in value.items() if other != name}, name in own
            inner = own.get(name) or (type_.value if isinstance(type_, MapType) else ANY)
            yield from (({**value, name: less}, is_declared) for less, is_declared in without_one(each, inner))
    elif isinstance(value, list):
        inner = type_.item if isinstance(type_, ListType) else ANY
        for place, each in enumerate(value):
            for less, is_declared in without_one(each, inner):
                yield [*value[:place], less, *value[place + 1 :]], is_declared


def facts_without_one(
    facts: Mapping[str, object], types: Mapping[str, Type]
) -> Iterator[tuple[dict[str, object], bool]]:
    """Yield the facts once for each entry inside one of them, without that entry."""
    for name, fact in facts.items():
        for less, is_declared in without_one(fact, types[name]):
            yield {**facts, name: less}, is_declared


def assert_not_guessed(
    engine: Engine, rule: str, facts: dict[str, object], whole: Outcome | None, **options: object
) -> None:
    """Assert that both evaluators agree, in every form of an answer, and that a known value hangs on nothing absent.

    `whole` is what the whole facts answer, where nothing else may be known of the others.
    """
    assert_agreement(engine, rule, facts, **options)
    outcome = engine.run(rule, facts, **options)
    if not options.get("recorded"):
        (value,) = engine.values(rule, [facts])
        is_plain = outcome.status is Status.KNOWN and not outcome.message
        assert value == (outcome.value if is_plain else outcome)
    if outcome.status is Status.KNOWN:
        assert not absences_within(outcome.value)
        if whole is not None:
            assert (outcome.value, outcome.message) == (whole.value, whole.message)
    elif outcome.status is Status.UNKNOWN:
        assert outcome.needs
        assert answer_of(outcome)["needs"] == list(outcome.needs)


@cache
def engine_of_pack(name: str) -> Engine:
    return Engine(read_pack(find_pack(PACKS[name])))


def types_of(engine: Engine, rule: str) -> dict[str, Type]:
    return {each.name: each.type for each in engine.pack.rules[rule].inputs}


def rules_with_records() -> list[tuple[str, str]]:
    return [
        (name, rule)
        for name in PACKS
        for rule, example_facts in {each.rule: each.facts for each in engine_of_pack(name).pack.examples}.items()
        if any(facts_without_one(example_facts, types_of(engine_of_pack(name), rule)))
    ]


@pytest.mark.parametrize(("pack", "rule"), rules_with_records())
def test_an_entry_left_out_of_the_facts_of_an_example_is_needed_or_does_not_matter(pack, rule):
    engine = engine_of_pack(pack)
    types = types_of(engine, rule)
    for example in engine.pack.examples:
        if example.rule == rule:
            recorded = dict(example.recorded)
            whole = engine.run(rule, dict(example.facts), recorded=recorded)
            is_refused = whole.problem is not None and whole.problem.code == "requirement-not-met"
            for facts, is_declared in facts_without_one(example.facts, types):
                wanted = (
                    whole if is_declared and not is_refused else None
                )  # without what is wrong with it it may be right
                assert_not_guessed(engine, rule, facts, wanted, recorded=recorded)


@pytest.mark.parametrize("formula", FORMULAS)
def test_an_entry_left_out_is_needed_or_does_not_matter(formula):
    tree = parse(formula)
    names = {name: type_ for name, type_ in TYPES.items() if name in names_in(tree)}
    engine = engine_of(tree, names)
    facts = {name: FACTS[name] for name in names}
    whole = engine.run(RULE, facts)
    assert whole.status is Status.KNOWN
    for less, is_declared in facts_without_one(facts, names):
        assert_not_guessed(engine, RULE, less, whole if is_declared else None)
