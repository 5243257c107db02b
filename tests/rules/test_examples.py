"""The bundled packs are in order: no diagnostic, every check holds, every example passes, and every rule has one.

That is so of every version, whose examples are its own.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from rulewright import Engine, Status, load_pack
from rulewright.check.coverage import measure_coverage
from rulewright.check.examples import run_example
from rulewright.check.fallbacks import find_fallbacks
from rulewright.check.figures import run_checks
from rulewright.check.points import PointKind
from rulewright.evaluate.caselines import answer_of
from rulewright.evaluate.plain_json import to_json
from rulewright.language.reading.json_text import parse_json
from rulewright.language.relations import without_null
from rulewright.language.types import ContextType, ListType
from rulewright.packs.files import bundled_packs
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.loading import read_pack
from rulewright.packs.model.timeline import BASE

HERE = Path(__file__).parent
RULES = HERE.parent.parent / "rules"
PACKS = bundled_packs()


def read_lines(name: str) -> list[str]:
    return [line for line in (HERE / name).read_text().splitlines() if not line.startswith("#")]


WORKED = [line.split() for line in read_lines("worked_examples.txt")]
LEFT = read_lines("left_to_the_reference.txt")
UNREACHABLE = read_lines("unreachable.txt")


@cache
def engine(name: str) -> Engine:
    return load_pack(name)


VERSIONS = [pytest.param(each, id=f"{name}-{each.version}") for name in PACKS for each in engine(name).versions]


@pytest.mark.parametrize("name", PACKS)
def test_a_bundled_pack_has_no_diagnostic(name):
    assert read_pack(RULES / name).diagnostics == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_the_checks_of_a_bundled_pack_hold(version):
    assert run_checks(version.pack) == ()


@pytest.mark.parametrize(
    ("version", "example"),
    [
        pytest.param(version, each, id=f"{version.version}-{each.id}")
        for name in PACKS
        for version in engine(name).versions
        for each in version.pack.examples
    ],
)
def test_an_example_of_a_bundled_pack_passes(version, example):
    assert run_example(version, example).mismatches == ()


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_left_to_the_reference_evaluator_only_gets_shorter(version):
    """No rule is left, and of the examples that give all facts and have a value those that are listed alone.

    What is open, fails or lacks a fact is explained by the reference evaluator, whatever is compiled. No refresh of
    goldens writes the list.
    """
    pack = version.pack
    found = tuple(find_fallbacks(pack))
    assert [each.id for each in found if each.kind == "rule"] == []
    left = {each.id for each in found if each.kind == "example"}
    whole = [each for each in pack.examples if each.id in left and is_whole(pack.rules[each.rule], each)]
    known = [each for each in whole if run_example(version, each).outcome.status is Status.KNOWN]
    listed = [line.partition(" ")[2] for line in LEFT if line.split()[0] == pack.id]
    own = {each.id for each in pack.examples}
    assert [each.id for each in known] == [each for each in listed if each in own]
    if version.version == BASE:
        assert own.issuperset(listed)


def is_whole(rule, example):
    """Whether an example gives every fact that a decision takes, records with all their entries."""
    given = isinstance(rule, Decision) and all(
        each.name in example.facts for each in rule.inputs if each.otherwise is None
    )
    return given and all(
        is_whole_value(example.facts[each.name], each.type) for each in rule.inputs if each.name in example.facts
    )


def is_whole_value(value, type_):
    match without_null(type_), value:
        case ListType(item=item), list():
            return all(is_whole_value(each, item) for each in value)
        case ContextType(entries=entries), dict():
            return all(name in value and is_whole_value(value[name], each) for name, each in entries)
        case _:
            return True


@pytest.mark.parametrize("version", VERSIONS)
def test_the_examples_of_a_bundled_pack_run_from_json_as_well(version):
    for example in version.pack.examples:
        facts = parse_json(json.dumps(to_json(example.facts)))
        of_pack = version.run(example.rule, example.facts, recorded=example.recorded)
        of_json = version.run(example.rule, facts, recorded=example.recorded)

        assert answer_of(of_json) == answer_of(of_pack), example.id


@pytest.mark.parametrize(("id_", "rule"), WORKED)
def test_a_worked_example_of_the_protocol_is_there(id_, rule):
    examples = engine("masshealth-dsrip").pack.examples
    split = re.compile(re.escape(id_) + r"([a-z]|\.\w+)?")
    assert [each.id for each in examples if split.fullmatch(each.id) and each.rule == rule]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_rule_branch_and_table_row_is_reached_but_for_what_no_case_can_reach(version):
    missed = [
        f"{each.rule}: {each.what}"
        for each in measure_coverage(version.pack).missed
        if each.kind is not PointKind.FIGURE
    ]
    assert missed == UNREACHABLE
