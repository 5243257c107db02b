"""Witnesses: what a search finds really differs, is small, can be pasted; and what is identical never has one.

The versions are those of the exercises, and packs edited by chance.
"""

import random
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from rulewright import Engine
from rulewright.check.examples import run_example
from rulewright.compare import Verdict, compare_versions
from rulewright.compare.comparison import Side, compare_sides
from rulewright.compare.digests import OutcomeDigests
from rulewright.compare.examples import says
from rulewright.compare.witness.choices import Choices
from rulewright.compare.witness.parts import NOTHING, differing_facts, part_at, with_fact
from rulewright.compare.witness.pasting import pasted
from rulewright.compare.witness.search import WitnessSearch
from rulewright.compare.witness.strength import Strength, strength
from rulewright.compare.witness.thresholds import Thresholds
from rulewright.evaluate.facts import read_facts
from rulewright.language.reading.giving import as_fact
from rulewright.language.types import PLAIN, NumberType
from rulewright.packs.files import PackFiles
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.loading import build_pack
from test_compare import EXERCISES, FOLDERS, lay

sys.path.append(str(Path(__file__).parents[1] / "packs"))

from random_edits import edited_by_chance

SECONDS, FEWER = 5, 30
"""So much time that searches end by the number of their cases, which is smaller where many end in vain."""
EDITS, AT_MOST = 3, 40
NEAR = frozenset({(PLAIN, Decimal("0.4")), (PLAIN, Decimal("0.55"))})
FILES = {
    str(path.relative_to(EXERCISES / "pack")): path.read_text(encoding="utf-8")
    for path in sorted((EXERCISES / "pack").rglob("*.yaml"))
}


@pytest.fixture(autouse=True)
def cases(monkeypatch):
    monkeypatch.setattr("rulewright.compare.witness.search.CASES_A_SECOND", 200 / SECONDS)


def decisions(comparison):
    return [each for each in comparison.rules if isinstance(each.rule, Decision)]


def engines_of(comparison):
    return tuple(Engine(side.pack) for side in (comparison.before, comparison.after))


def answers(engines, rule, facts, recorded):
    """Return what both evaluators of both versions say of a case."""
    return [
        engine.run(rule, facts, recorded=recorded, reference=is_reference)
        for engine in engines
        for is_reference in (False, True)
    ]


def check_witness(verdict, comparison):
    """Whatever was found differs by both evaluators, and differs no more once one fact is as its example has it."""
    engines, move = engines_of(comparison), verdict.witness
    rule, recorded = move.rule, move.example.recorded
    one, one_again, other, other_again = answers(engines, rule, move.example.facts, recorded)
    assert says(one) == says(one_again) == says(move.before)
    assert says(other) == says(other_again) == says(move.after)
    shown = strength(one, other)
    assert shown > Strength.NOTHING
    example = next((each for engine in engines for each in engine.pack.examples if each.id == move.near), None)
    if example is None:
        return
    inputs = {each.name: each for each in engines[1].pack.rules[rule].inputs}
    wanted, _ = read_facts({name: each for name, each in example.facts.items() if name in inputs}, [*inputs.values()])
    given, _ = read_facts(move.example.facts, [*inputs.values()])
    for path in differing_facts(wanted, given):
        if part_at(given, path) is NOTHING:  # neither version looks at it
            continue
        back = with_fact(given, path, part_at(wanted, path))
        facts = {name: as_fact(each, inputs[name].type) for name, each in back.items()}
        assert strength(*(engine.run(rule, facts, recorded=recorded) for engine in engines)) < shown, path


def test_numbers_lie_at_thresholds_and_have_no_more_places():
    of = Thresholds(((PLAIN, Decimal("0.4")), (PLAIN, Decimal("0.55")), (None, Decimal(7))), NEAR)
    found = Choices(of, {"rate": [Decimal("0.125")]}, {}).of("rate", NumberType(name="percent", low="0", high="1"))
    assert found[:7] == tuple(map(Decimal, ("0.4", "0.55", "0.48", "0.39", "0.41", "0.54", "0.56")))
    assert Decimal("0.125") in found
    assert Decimal(7) not in found
    assert all(each == round(each, 2) for each in found if each != Decimal("0.125"))


@pytest.mark.parametrize("exercise", FOLDERS, ids=lambda path: path.name)
def test_what_is_found_differs_and_is_small(exercise, tmp_path):
    lay(exercise.name, tmp_path / "pack")
    found = compare_versions(tmp_path / "pack", "base", "amended", seconds=0)
    sides = found.before, found.after
    first, second = (compare_sides(*sides, seconds=SECONDS) for _ in range(2))
    for each, again in zip(decisions(first), decisions(second), strict=True):
        witnesses = [verdict.witness and (verdict.witness.example, verdict.witness.near) for verdict in (each, again)]
        assert witnesses[0] == witnesses[1]
        assert each.searched == again.searched
        if each.witness is not None and each.witness.is_found:
            assert each.verdict is Verdict.MOVED
            check_witness(each, first)


def pack_files(files):
    """Return the files of a pack by path."""
    found = {path: (path, text.encode()) for path, text in sorted(files.items())}
    folders = [
        tuple(each for path, each in found.items() if path.startswith(folder))
        for folder in ("base/", "examples/", "statements/")
    ]
    return PackFiles(found["pack.yaml"], *folders)


def check_pasted(move, files, outcome):
    """Pasted into a pack, a witness checks and passes; whether it could be written for this pack."""
    rule = build_pack(pack_files(files)).rules[move.rule]
    text = pasted(move, rule, outcome)
    if not text:
        return False
    examples = {**files, "examples/reading.yaml": files["examples/reading.yaml"] + "\n" + text + "\n"}
    pack = build_pack(pack_files(examples))
    assert [each.message for each in pack.diagnostics if each.is_error] == [], text
    example = next(each for each in pack.examples if each.id == move.example.id)
    assert run_example(Engine(pack), example).has_passed, text
    return True


@pytest.mark.parametrize("seed", range(4))
def test_what_moves_by_an_edit_can_be_pasted_and_what_is_identical_never_moves(seed, monkeypatch):
    monkeypatch.setattr("rulewright.compare.witness.search.CASES_A_SECOND", FEWER / SECONDS)
    source, tried, number = random.Random(seed), 0, 0  # noqa: S311  (cases, not secrets)
    before = build_pack(pack_files(FILES))
    while tried < EDITS or (not number and tried < AT_MOST):
        rules = {path: text for path, text in FILES.items() if path.startswith(("base/", "pack"))}
        edited, done = edited_by_chance(rules, source)
        files = {**FILES, **edited}
        pack = build_pack(pack_files(files))
        if any(each.is_error for each in pack.diagnostics) or pack.digest == before.digest:
            continue
        tried += 1
        sides = Side("a", "", "base", before), Side("b", "", "base", pack)
        found = compare_sides(*sides, seconds=SECONDS)
        search = WitnessSearch(engines_of(found), tuple(OutcomeDigests(each.pack) for each in sides), SECONDS)
        for each in decisions(found):
            if each.verdict is Verdict.IDENTICAL:
                assert search.of(each.rule.id).witness is None, done
            elif each.witness is not None and each.witness.is_found:
                number += 1
                check_witness(each, found)
                texts = (FILES, files)
                outcomes = (each.witness.before, each.witness.after)
                written = [check_pasted(each.witness, *pair) for pair in zip(texts, outcomes, strict=True)]
                assert any(written), done
    assert number, "no edit moved a decision"
