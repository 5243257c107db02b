"""Each folder here that has `cases.yaml` is an exercise: an amendment, and what it must come to, without any code.

The files of its folder `pack` are laid over those of the pack that all share, those of `tables` over its tables; a
folder below `tables` that is named after a period holds what a statement of that period finds. An exercise whose pack
has a `pack.yaml` of its own is of another field, and stands by itself.

`cases.yaml` lists cases with what they must give (`expect`, or a `status` with its `needs`, or the code of a
`problem`, or the `message`), and statements with their dates, whose lines stand beside it. Every version must be
sound, run its own examples, and the base its own too. What is `refused` is the pack with one passage of one file
(`instead_of`) put in another way: there is a diagnostic of this code at this line of that file (of the file under
`at`, where it is another one), and the words under `hint` stand in its hint. A pack that was loaded before answers as
it did.
"""

import shutil
from pathlib import Path

import pytest
from rulewright import Case, load_pack, receipt_of
from rulewright.check import check_pack, run_examples
from rulewright.packs import read_yaml_object
from rulewright.reports import statement_files
from rulewright.statements import compute_statement, line_problems, read_tables

HERE = Path(__file__).parent
EXERCISES = sorted(path.parent for path in HERE.glob("*/cases.yaml"))


def lay(source, target):
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)


def parts(exercise):
    """Return the folders of which the pack and the tables of an exercise are made, later ones over earlier ones."""
    return (exercise,) if (exercise / "pack" / "pack.yaml").is_file() else (HERE, exercise)


def expected_of(exercise):
    return read_yaml_object((exercise / "cases.yaml").read_bytes(), "cases.yaml", is_typed=True)


@pytest.fixture(params=EXERCISES, ids=lambda path: path.name)
def exercise(request):
    return request.param


@pytest.fixture
def folder(exercise, tmp_path):
    """Return the folder of the pack of an exercise."""
    for part in parts(exercise):
        lay(part / "pack", tmp_path / "pack")
    return tmp_path / "pack"


@pytest.fixture
def base(exercise, tmp_path):
    """Return the folder of the pack that an exercise amends, without what amends it."""
    shutil.copytree(parts(exercise)[0] / "pack", tmp_path / "base", ignore=shutil.ignore_patterns("amendments"))
    return tmp_path / "base"


def given(case):
    dates = {name: case[name] for name in ("as_of", "known_on") if name in case}
    return Case(case["rule"], case.get("inputs", {}), recorded=case.get("recorded"), **dates)


def shown(outcome, names):
    """Return what an outcome says, of what a case names."""
    plain = outcome.to_json()
    value = plain["value"]
    found = {
        "expect": str(value).lower() if isinstance(value, bool) else value,
        "status": plain["status"],
        "needs": list(outcome.needs),
        "message": plain["message"],
        "problem": outcome.problem.code if outcome.problem else None,
    }
    return {name: found[name] for name in names if name in found}


def test_every_version_is_sound_and_runs_its_own_examples(folder, base):
    assert [f"{each.place}: {each.message}" for each in check_pack(folder).diagnostics] == []
    engine = load_pack(folder)
    for version in engine.versions:
        failed = [each for each in run_examples(version, version.pack.examples) if not each.has_passed]
        assert (version.version, [each.example.id for each in failed]) == (version.version, [])
    examples = {each.id for each in load_pack(base).pack.examples}
    assert {each.id for each in engine.named("base").pack.examples} == examples


def test_cases_come_to_what_is_expected(exercise, folder):
    engine = load_pack(folder)
    for wanted in expected_of(exercise)["cases"]:
        case = given(wanted)
        outcomes = [
            engine.run_case(case),
            engine.run(
                case.rule,
                case.facts,
                as_of=case.as_of,
                known_on=case.known_on,
                recorded=case.recorded,
                reference=True,
            ),
        ]
        expected = {
            name: wanted[name] for name in ("expect", "status", "needs", "problem", "message") if name in wanted
        }
        assert expected
        assert [shown(each, expected) for each in outcomes] == [expected] * 2, wanted
        if "corrections" in wanted:
            receipt = receipt_of(outcomes[0], engine, case)
            assert receipt["amendments"]["corrections"] == wanted["corrections"]


def test_statements_are_what_they_were(exercise, folder, tmp_path, golden):
    engine = load_pack(folder)
    for wanted in expected_of(exercise)["statements"]:
        period, known_on = wanted["period"], wanted.get("known_on")
        tables = tmp_path / "-".join(filter(None, ("tables", period, known_on)))
        for part in (each / "tables" for each in parts(exercise)):
            if part.is_dir():
                tables.mkdir(exist_ok=True)
                for file in (*part.glob("*.csv"), *part.glob(f"{period}/*.csv")):
                    shutil.copy(file, tables)
        version = engine.at(period, known_on)
        (plan,) = version.pack.statements.values()
        data = read_tables(plan, tables)
        assert [each.message for each in data.diagnostics] == []
        result = compute_statement(version, plan, data, period, known_on=known_on)
        assert ([*line_problems(result, data)], result.failures) == ([], ())
        lines = statement_files(result, version)["lines.csv"]
        name = "-".join(filter(None, ("statement", period, known_on)))
        golden(lines, exercise / f"{name}.csv")


@pytest.mark.parametrize(
    ("exercise", "wanted"),
    [
        pytest.param(each, wanted, id=f"{each.name}-{number}")
        for each in EXERCISES
        for number, wanted in enumerate(expected_of(each).get("refused", ()), 1)
    ],
    indirect=["exercise"],
)
def test_what_is_wrong_is_refused_at_its_place(exercise, folder, wanted):
    engine = load_pack(folder)
    first = given(expected_of(exercise)["cases"][0])
    before = engine.run_case(first).to_json()
    file = folder / wanted["file"]
    right = file.read_text(encoding="utf-8")
    assert right.count(wanted["instead_of"]) == 1
    file.write_text(right.replace(wanted["instead_of"], wanted["put"]), encoding="utf-8")
    found = check_pack(folder).diagnostics
    place = str(folder / wanted.get("at", wanted["file"])), int(wanted["line"])
    hints = [each.hint for each in found if (each.code, each.place.path, each.place.line) == (wanted["code"], *place)]
    assert hints, "\n".join(f"{each.place}: [{each.code}] {each.message}" for each in found)
    assert wanted.get("hint", "") in hints[0]
    assert engine.run_case(first).to_json() == before
