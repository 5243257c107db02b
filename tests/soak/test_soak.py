"""A few seconds of the soak: the evaluators agree, the checker claims nothing wrong, and nothing breaks what reads."""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import replace
from itertools import islice
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "same"))

import claims
import pytest
import rulewright
import soak
from branches import PACKAGES, Branch, Branches, Loader
from bundled import mutated_examples
from claims import expressions, facts, false_claims
from comparison import compare
from differing import Finder, is_compiled
from fuzz import made, outcome_of, targets
from making import accepted, engine_of
from random_packs import RandomPack
from report import branch_lines, fits, report_of, unreachable
from results import Results, counted_sides, read_results
from rulewright import Engine
from rulewright.diagnostics import Diagnostic, Severity
from rulewright.evaluate.feel import FeelResult, FeelSession, source_of
from rulewright.language.checker import Checked
from rulewright.language.types import BOOLEAN
from rulewright.packs.files import find_pack
from rulewright.packs.loading import read_pack
from rulewright.source import Span
from saved import Saved, read_saved, write_saved
from shrinking import Specimen, shrunk
from timing import TooLongError

SAVED = tuple(read_saved())
PACKS = 10
CASES = 8
EXAMPLES_EVERY = 40
"""So many cases of the bundled pack with changed facts are passed over for each that is compared."""


@pytest.mark.parametrize("saved", SAVED, ids=lambda saved: saved.name)
def test_the_evaluators_agree_where_they_once_did_not_unless_that_is_named_as_open(saved):
    engine = engine_of(saved.specimen.files)
    differences = compare(engine, saved.specimen.example)

    assert is_compiled(engine, saved.specimen.example.rule)
    assert bool(differences) == bool(saved.open), "\n".join(each.text() for each in differences) or "mended: not open"
    assert not saved.open or saved.names(differences)


def test_the_evaluators_agree_on_packs_and_cases_made_by_chance(tmp_path):
    finder = Finder(tmp_path)
    for number in range(PACKS):
        pack = RandomPack(f"suite {number}")
        engine, without, files = accepted(pack)
        if engine is not None:
            for place, example in enumerate(pack.cases(CASES, without=without, decisions_only=True)):
                finder.look(engine, files, example, place, f"suite {number}")

    assert finder.found() == {}
    assert finder.counts["cases compared"] > 15 * PACKS


def test_the_evaluators_agree_on_the_examples_of_the_bundled_pack_with_an_entry_changed(tmp_path):
    finder = Finder(tmp_path)
    engine = Engine(read_pack(find_pack("masshealth-dsrip")))
    for place, example in enumerate(islice(mutated_examples(engine, "suite"), 0, None, EXAMPLES_EVERY)):
        finder.look(engine, {}, example, place, "bundled")

    assert finder.found() == {}


def test_a_soak_counts_the_packs_that_it_made(tmp_path, monkeypatch):
    monkeypatch.setattr("rulewright.bundled_packs", dict)
    monkeypatch.setattr("soak.count", lambda: range(2))
    counts, found, wrong = [*soak.soak_evaluators("suite", time.monotonic() + 600, tmp_path)][-1]

    assert counts["packs"] == 2
    assert counts["cases compared"] > 0
    assert (found, wrong) == ({}, 0)


def specimen() -> tuple[Engine, Specimen]:
    """Return the first case made by chance that is known and has facts."""
    for number in range(PACKS):
        pack = RandomPack(f"specimen {number}")
        engine, without, files = accepted(pack)
        for example in pack.cases(CASES, without=without, decisions_only=True) if engine else ():
            is_known = engine.run(example.rule, example.facts).status.value == "known"
            if is_known and example.facts and is_compiled(engine, example.rule):
                return engine, Specimen(files, replace(example, options={}))
    raise LookupError("no case of these seeds is known")


@pytest.mark.parametrize("field", ["value", "needs", "message"])
def test_another_answer_of_the_reference_evaluator_is_found(field, monkeypatch):
    engine, each = specimen()
    other = {"value": "another", "needs": ("another",), "message": "another"}[field]
    run = Engine.run

    def wrong(self, *arguments, reference=False, **named):
        outcome = run(self, *arguments, reference=reference, **named)
        return replace(outcome, **{field: other}) if reference else outcome

    assert compare(engine, each.example) == ()
    monkeypatch.setattr(Engine, "run", wrong)
    seen = [field, "shown"] if field == "value" else [field]  # what outputs show of a value differs with it
    assert [difference.field for difference in compare(engine, each.example)] == seen


def test_a_specimen_is_made_small_and_keeps_what_is_wanted_of_it(tmp_path):
    _, each = specimen()
    name = min(each.example.facts)

    small = shrunk(each, lambda smaller: name in smaller.example.facts and "title" in smaller.files["base/rules.yaml"])
    write_saved(Saved("small", small), tmp_path)
    (read,) = read_saved(tmp_path)

    assert set(small.example.facts) == {name}
    assert small.size < 200
    assert (read.specimen.files, read.specimen.example.facts) == (small.files, small.example.facts)


def test_the_checker_claims_nothing_that_is_not_true_but_what_is_named_as_open():
    session = FeelSession(facts())
    texts = tuple(islice(expressions("suite"), 400))
    found = {each.name for text in texts for each in false_claims(text, session)}

    assert found == set()
    assert sum(not session.evaluate(source_of(text)).is_clean for text in texts) > 50


@pytest.mark.parametrize(
    ("text", "code", "kind"),
    [
        ("1 + 2", "wrong-operand", claims.ALONE),
        ("1 = 1", "never-holds", claims.WHOLE),
        ("1 = 2", "always-holds", claims.WHOLE),
        ('base_word = "b c"', "incomparable", claims.PACK),
    ],
)
def test_a_claim_that_is_not_true_is_found(text, code, kind, monkeypatch):
    session = FeelSession(facts())
    assert list(false_claims(text, session)) == []

    def claimed(tree, source, _environment):
        severity = Severity.ERROR if kind == claims.PACK else Severity.WARNING
        claim = Diagnostic(code, "not so", source.place(tree.span), "", severity)
        return Checked(tree, BOOLEAN, (claim,), ())

    if kind == claims.ALONE:
        refused = FeelResult(source_of(text), None, (Diagnostic(code, "not so", source_of(text).place(Span(0, 1))),))
        monkeypatch.setattr(FeelSession, "evaluate", lambda *_: refused)
    else:
        monkeypatch.setattr(claims, "check_expression", claimed)
    assert [(each.kind, each.code) for each in false_claims(text, session)] == [(kind, code)]


def test_nonsense_is_refused_or_read_and_breaks_nothing(tmp_path):
    makers = {name: maker for name, maker in targets(tmp_path).items() if not name.startswith("hostile")}
    wrong = []
    for number in range(120):
        target, text, call = made("suite", number, makers)
        what = outcome_of(call)
        if what:
            wrong.append((target, what, text))

    assert wrong == []


def test_what_raises_or_takes_too_long_is_a_fault():
    def endless():
        while True:
            pass

    assert outcome_of(lambda: 1 / 0) == "ZeroDivisionError: division by zero"
    assert outcome_of(lambda: None) == ""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fuzz.MOST_SECONDS", 0.05)
        assert outcome_of(endless).startswith("takes more than")
    assert not issubclass(TooLongError, Exception)


def test_a_case_without_an_end_is_a_difference(monkeypatch):
    engine, each = specimen()

    def endless(*_, **__):
        while True:
            pass

    monkeypatch.setattr("comparison.MOST_SECONDS", 0.05)
    monkeypatch.setattr(Engine, "run", endless)
    assert [difference.field for difference in compare(engine, each.example)] == ["time"]


def test_every_kind_of_branch_is_counted(tmp_path):
    module = tmp_path / "branching.py"
    module.write_text(
        "def f(x):\n"
        "    if x:\n"
        "        return [y for y in x if y > 1]\n"
        "    while x is None:\n"
        "        x = 1 if x is None else 2\n"
        "    match x:\n"
        "        case 0:\n"
        "            return 'none'\n"
        "        case _:\n"
        "            return 'other'\n",
        encoding="utf-8",
    )
    branches = Branches()
    space = {**branches.counters()}
    exec(Loader("branching", str(module), branches).get_code("branching"), space)  # noqa: S102
    answers = [space["f"](x) for x in ([1, 2], 0, None)]

    assert answers == [[2], "none", "other"]
    counted = [(branch.line, side, number) for branch, side, number in branches.by_side()]
    assert counted == [
        (1, "called", 3),
        (2, "true", 1),
        (2, "false", 2),
        (3, "kept", 1),
        (3, "left out", 1),
        (4, "true", 1),
        (4, "false", 2),
        (5, "true", 1),
        (5, "false", 0),
        (8, "taken", 1),
        (10, "taken", 1),
    ]


def test_results_of_several_runs_add_up(tmp_path):
    for seed, count in (("1", 3), ("2", 999)):
        sides = Counter({"f: x > 1: true": count, "f: x > 1: false": 1})
        counts = {"evaluators": Counter({"cases compared": count})}
        found = {"evaluators": {"run: value": f"seed {seed}"}}
        Results([seed], counts, found, 1, sides, Counter({"If true": count})).write(tmp_path / f"results-{seed}.json")

    together = read_results(sorted(tmp_path.glob("*.json")))
    text = report_of(together)

    assert (together.seeds, together.wrong) == (["1", "2"], 2)
    assert "1,002  cases compared" in text
    assert "NEW run: value\nseed 1" in text
    assert "1,002  x > 1: true" not in text
    assert "2  x > 1: false" in text


def test_what_no_case_reaches_is_named_with_its_reason_and_reported_where_it_is_reached_all_the_same():
    sides = Counter({"f: x: true": 0, "f: x: false": 5000, "f: y: true": 7, "g: case 1: taken": 0})
    lines = [*branch_lines(sides, {"f: x: true": "x is never true", "f: y*": "y neither"})]

    assert lines[0] == "2 sides, 1 of them taken less than 1,000 times"
    assert [line.split() for line in lines if line.endswith("taken")] == [["0", "case", "1:", "taken"]]
    assert [line.split()[-4:] for line in lines if "f: y" in line] == [["REACHED", "ALL", "THE", "SAME"]]
    assert "  x is never true" in lines


def test_each_side_of_which_it_is_said_that_no_case_reaches_it_is_one_of_the_evaluators():
    branches = Branches()
    root = Path(rulewright.__file__).parents[1]
    for package in PACKAGES:
        place = root.joinpath(*package.split("."))
        for path in sorted(place.glob("*.py")) if place.is_dir() else [place.with_suffix(".py")]:
            name = ".".join(path.relative_to(root).with_suffix("").parts)
            Loader(name, str(path), branches).get_code(name)
    sides = counted_sides(branches)

    assert len(sides) > 1000
    assert [pattern for pattern in unreachable() if not any(fits(side, pattern) for side in sides)] == []


def test_a_condition_that_stands_twice_in_a_function_is_counted_apart():
    branches = Branches()
    for line in (2, 3):
        number = branches.add(Branch("m", "f", line, ("true", "false"), "x"))
        branches.counters()["_side"](2 * number, line == 2)

    assert counted_sides(branches) == {
        "m.f: x: true": 1,
        "m.f: x: false": 0,
        "m.f: x (2): true": 0,
        "m.f: x (2): false": 1,
    }
