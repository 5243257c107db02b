"""Each file in `cases` has two versions of a pack, and what comparing them must find, without any code.

The pack is that of the exercises (or of the exercise named in `exercise`), with the amendments listed under
`amendments`; `edits` of the other folder replace one passage of a file each. `compare` lists comparisons: the names of
two versions (`other` is the edited folder), their `changes` (class, verb, address, what was, what is, by whom), the
verdicts of rules and lines that are not identical (`moves`), and the examples that are `witnesses`.
"""

import shutil
from pathlib import Path

import pytest
from rulewright import load_pack
from rulewright.compare import Verdict, VersionError, compare_versions
from rulewright.packs import find_pack, read_yaml_object
from rulewright.reports import comparison_text, draw, draw_markdown

HERE = Path(__file__).parent
EXERCISES = HERE.parent / "exercises"
CASES = sorted((HERE / "cases").glob("*.yaml"))
FOLDERS = sorted(path.parent for path in EXERCISES.glob("*/cases.yaml"))


def lay(exercise, target):
    """Make the pack of an exercise in a folder; without a name the one that all share."""
    own = EXERCISES / exercise / "pack"
    parts = [own] if (own / "pack.yaml").is_file() else [EXERCISES / "pack", own]
    for each in parts if exercise else parts[:1]:
        shutil.copytree(each, target, dirs_exist_ok=True)


def edit(folder, edits):
    for each in edits:
        file = folder / each["file"]
        text = file.read_text(encoding="utf-8")
        assert text.count(each["instead_of"]) == 1, each
        file.write_text(text.replace(each["instead_of"], each["put"]), encoding="utf-8")


def laid(case, scratch):
    """Return the folders of the pack of a case and of its edited copy."""
    pack, other = scratch / "pack", scratch / "other"
    lay(case.get("exercise", ""), pack)
    (pack / "amendments").mkdir(exist_ok=True)
    for name, text in case.get("amendments", {}).items():
        (pack / "amendments" / f"{name}.yaml").write_text(f"pack: reading-grants\n{text}", encoding="utf-8")
    shutil.copytree(pack, other)
    edit(other, case.get("edits", ()))
    return pack, other


def said(change):
    by = [f"{'without ' if each.is_undone else ''}{each.id}" for each in change.by]
    return [
        change.change_class.value,
        change.verb,
        change.address,
        *(" ".join(text.split()) for text in (change.was, change.now)),
        *by,
    ]


@pytest.mark.parametrize("file", CASES, ids=lambda path: path.stem)
def test_a_comparison_finds_what_differs_and_what_follows(file, tmp_path):
    case = read_yaml_object(file.read_bytes(), file.name, is_typed=True)
    pack, other = laid(case, tmp_path)
    for wanted in case["compare"]:
        names = [
            f"{other}/" if name == "other" else f"{pack}/" if name == "pack" else name for name in wanted["versions"]
        ]
        renames = [tuple(each.split("=")) for each in wanted.get("renames", ())]
        found = compare_versions(pack, *names, as_of=wanted.get("as_of"), renames=renames, seconds=0)
        assert [said(each) for each in found.changes] == wanted.get("changes", [])
        moves = {each.rule.id: each.verdict.value for each in found.movements}
        assert moves == wanted.get("moves", {})
        assert found.is_identical == (not moves and not wanted.get("elsewhere") and not wanted.get("problems"))
        assert [time for each in found.elsewhere for time in each.times] == wanted.get("elsewhere", [])
        witnesses = {each.rule.id: each.witness.example.id for each in found.rules if each.witness}
        assert witnesses == wanted.get("witnesses", {})
        assert [list(each) for each in found.questions] == wanted.get("questions", [])
        errors = [each.code for side in (found.before, found.after) for each in side.problems if each.is_error]
        assert errors == wanted.get("problems", [])
        cells = [list(map(list, each.cells)) for each in found.changes if each.cells]
        assert cells == wanted.get("cells", [])
        text = " ".join(draw(comparison_text(found)).split())
        for words in wanted.get("shown", ()):
            assert words in text
        assert draw_markdown(comparison_text(found))


@pytest.mark.parametrize("exercise", FOLDERS, ids=lambda path: path.name)
def test_a_version_is_what_it_is_and_what_is_identical_answers_alike(exercise, tmp_path):
    lay(exercise.name, tmp_path / "pack")
    engine = load_pack(tmp_path / "pack")
    names = ["base", "amended", *(each.id for each in engine.pack.timeline.amendments)]
    for name in names:
        found = compare_versions(tmp_path / "pack", name, name, seconds=0)
        assert (found.changes, found.is_identical) == ((), True)
        for one, other in (("base", name), (name, "base")):
            found = compare_versions(tmp_path / "pack", one, other, seconds=0)
            same = {each.rule.id for each in found.rules if each.verdict is Verdict.IDENTICAL}
            sides = [type(engine)(side.pack) for side in (found.before, found.after)]
            for example in (*found.before.pack.examples, *found.after.pack.examples):
                if example.rule in same:
                    first, second = (answer(each, example) for each in sides)
                    assert first == second
            assert found.is_identical == (not found.movements)
            assert all(
                each.witness for each in found.rules if each.verdict is Verdict.MOVED and not each.rule.is_figure
            )


def answer(engine, example):
    """Return what an outcome says, its words aside."""
    outcome = engine.run(example.rule, example.facts, recorded=example.recorded)
    return outcome.status, outcome.value, outcome.needs, outcome.problem and outcome.problem.code


def test_the_bundled_pack_is_what_it_is():
    found = compare_versions(find_pack("masshealth-dsrip"), "base", "base")
    assert (found.changes, found.movements, found.is_identical) == ((), (), True)
    assert {each.verdict for each in (*found.rules, *found.lines)} == {Verdict.IDENTICAL}


@pytest.mark.parametrize(
    ("renames", "words"),
    [
        ({"reading.enuf": "reading.less"}, "`--rename`: in `base`: there is no rule `reading.enuf`"),
        ({"reading.enough": "reading.less"}, "`--rename`: in `amended`: there is no rule `reading.less`"),
        ({"reading.score#inputs.terms": "term"}, "`--rename`: `base` has no `reading.score#inputs.terms`"),
        ({"reading.score#inputs.term": "terms"}, "`--rename`: `amended` has no `reading.score#inputs.terms`"),
        ({"reading.score#": "term"}, "`--rename`: in `base`: "),
    ],
)
def test_a_rename_of_what_there_is_not_is_refused(tmp_path, renames, words):
    lay("", tmp_path / "pack")
    with pytest.raises(VersionError) as refused:
        compare_versions(tmp_path / "pack", "base", "amended", renames=list(renames.items()))
    assert str(refused.value).startswith(words)
