"""What was published never changes: other outcomes fail, other words are reported, nothing is known before its day."""

import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from rulewright import Case, load_pack, receipt_of
from rulewright.check import NotPublishableError, check_pack, publish

PACK = Path(__file__).parent.parent / "packs/amendments/pack"
ONE = """\
amendment: one
pack: small
title: A higher fee
adopted: 2020-02-01
authority: {document: letter}
reason: costs rose
in_force: [{from: BP3}]
changes:
  - {set: small.fee, was: 3, now: 4}
  - {ends: "example:WE-1"}
"""
TWO = """\
amendment: two
pack: small
title: A higher share
adopted: 2020-06-01
authority: {document: letter}
reason: simpler
changes:
  - {set: "small.share[discretionary, BP2]", was: 20%, now: 25%}
"""
ERRATUM = """\
erratum: slip
pack: small
title: The cap is 50
found_on: 2020-07-01
found_by: audit
passage: {document: letter, section: "2", text: the cap is 50}
changes:
  - {set: small.cap, was: 500, now: 50}
"""
FACTOR = '{set: "small.factor[discretionary]", was: 100%, now: 90%}'


def text(path):
    return path.read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    """Return a pack with two amendments, published as known on the day of the second."""
    folder = tmp_path / "pack"
    shutil.copytree(PACK, folder)
    (folder / "amendments").mkdir()
    (folder / "amendments/one.yaml").write_text(ONE, encoding="utf-8")
    (folder / "amendments/two.yaml").write_text(TWO, encoding="utf-8")
    (folder / "published.yaml").write_text(publish(folder).content, encoding="utf-8")
    return folder


def found(folder):
    checked = check_pack(folder)
    return sorted((each.code, Path(each.place.path).name, each.place.line) for each in checked.diagnostics)


WORDS, OUTCOME = "published-words", "published-outcome"
EDITS = {
    # file, what is replaced, by what, what is found
    "nothing": ("base/rules.yaml", "", "", {}),
    "a comment": ("base/rules.yaml", "subject: rules", "subject: rules # of fees", {}),
    "a formula in other spaces": ("base/rules.yaml", "formula: doubled + fee", "formula: (doubled+fee)", {}),
    "an example": ("examples/all.yaml", "id: WE-2", "id: WE-20", {}),
    "the title of an amendment": ("amendments/one.yaml", "title: A higher fee", "title: Higher", {}),
    "a title": ("base/rules.yaml", "title: Fee,", "title: The fee,", {WORDS: 4}),
    "a message of a check": ("base/rules.yaml", "the fee is high", "the fee is too high", {WORDS: 4}),
    "a note of a cell": ("base/rules.yaml", "note: fixed", "note: set", {WORDS: 4}),
    "a source": ("base/rules.yaml", 'section: "2"', 'section: "3"', {WORDS: 4}),
    "a figure": ("base/rules.yaml", "primary_care: {value: 50%", "primary_care: {value: 51%", {OUTCOME: 4}),
    "a formula": ("base/rules.yaml", "formula: doubled + fee", "formula: doubled - fee", {OUTCOME: 4}),
    "a row": ("base/rules.yaml", 'when: ["-"], then: ["0.2"]', 'when: ["-"], then: ["0.3"]', {OUTCOME: 4}),
    "an input": (
        "base/rules.yaml",
        "inputs: {amount: money}",
        "inputs: {amount: {type: money, otherwise: 1}}",
        {OUTCOME: 4},
    ),
    "a type": ("pack.yaml", "money: {number: USD}", "money: {number: USD, low: 0}", {OUTCOME: 4}),
    "a figure of an amendment": ("amendments/one.yaml", "now: 4", "now: 5", {OUTCOME: 2}),
    "a span": ("amendments/one.yaml", "from: BP3", "from: BP4", {OUTCOME: 2}),
    "an earlier day": ("amendments/two.yaml", "2020-06-01", "2020-05-01", {"published-gone": 1}),
    "a later day": ("amendments/two.yaml", "2020-06-01", "2020-07-01", {"published-gone": 1}),
    "another id": (
        "amendments/two.yaml",
        "amendment: two",
        "amendment: twice",
        {"published-gone": 1, "adopted-before-published": 1},
    ),
    "another pack": ("published.yaml", "pack: small", "pack: large", {"wrong-pack": 1}),
    "another form": ("published.yaml", "digests: 2", "digests: 1", {"unknown-word": 1}),
    "lines of two branches": ("published.yaml", "texts:\n", "<<<<<<< ours\ntexts:\n", {"yaml-syntax": 1}),
    "a time that is none": ("published.yaml", 'at: "BP4"', 'at: "BP9"', {OUTCOME: 1}),
}


@pytest.mark.parametrize("what", EDITS)
def test_an_edit_of_a_published_pack(folder, what):
    path, old, new, expected = EDITS[what]
    before = text(folder / path)
    assert old in before
    (folder / path).write_text(before.replace(old, new, 1), encoding="utf-8")
    assert Counter(code for code, *_ in found(folder)) == expected


def write(folder, known_on=None, **options):
    publication = publish(folder, known_on, **options)
    publication.file.write_text(publication.content, encoding="utf-8")
    return publication


def amend(folder, id_, adopted, change):
    head = ONE.split("in_force", maxsplit=1)[0].replace("one", id_).replace("2020-02-01", adopted)
    content = f"{head}in_force: [{{from: BP4}}]\nchanges:\n  - {change}\n"
    (folder / f"amendments/{id_}.yaml").write_text(content, encoding="utf-8")


def test_a_published_date_sees_no_new_amendment_and_the_versions_that_it_would_change_are_named(folder):
    amend(folder, "late", "2020-06-01", FACTOR)
    (problem,) = check_pack(folder).diagnostics
    assert (problem.code, Path(problem.place.path).name, problem.place.line) == (
        "adopted-before-published",
        "late.yaml",
        1,
    )
    assert problem.message.startswith(
        "`late` is known from 2020-06-01 on, and 2020-06-01 is published without it; "
        "it would change what is known about `BP4`"
    )
    with pytest.raises(NotPublishableError, match="errors"):
        publish(folder)


def test_what_is_adopted_later_adds_lines_and_changes_none(folder):
    before = text(folder / "published.yaml").splitlines()
    amend(folder, "later", "2020-06-02", FACTOR)
    assert check_pack(folder).diagnostics == ()
    publication = write(folder)
    after = publication.content.splitlines()
    assert [line for line in after if line in before] == before
    assert {each.known_on for each in publication.added} == {"2020-06-02"}
    assert after[4 : after.index("texts:")] == sorted(after[4 : after.index("texts:")])
    assert check_pack(folder).diagnostics == ()
    assert write(folder) == replace(publication, added=())


def test_a_later_day_without_an_amendment_settles_what_is_not_known_until_then(folder):
    assert {each.known_on for each in write(folder, "2020-12-31").added} == {"2020-12-31"}
    amend(folder, "late", "2020-09-01", FACTOR)
    assert [code for code, *_ in found(folder)] == ["adopted-before-published"]


def test_other_words_are_published_on_request_alone(folder):
    rules = folder / "base/rules.yaml"
    rules.write_text(text(rules).replace("title: Fee,", "title: The fee,"), encoding="utf-8")
    with pytest.raises(NotPublishableError, match="other words") as refused:
        publish(folder)
    assert {each.code for each in refused.value.diagnostics} == {WORDS}
    lines = text(folder / "published.yaml").count("outcome:")
    publication = write(folder, is_editorial=True)
    assert (publication.added, len(publication.reworded)) == ((), lines)
    assert check_pack(folder).diagnostics == ()


def test_a_pack_without_amendments_says_up_to_when_it_is_known(tmp_path):
    shutil.copytree(PACK, tmp_path / "pack")
    with pytest.raises(NotPublishableError, match="no amendments"):
        publish(tmp_path / "pack")
    with pytest.raises(NotPublishableError, match="`lately`"):
        publish(tmp_path / "pack", "lately")
    write(tmp_path / "pack", "2020-01-31")
    (tmp_path / "pack/amendments").mkdir()
    amend(tmp_path / "pack", "early", "2020-01-31", "{set: small.fee, was: 3, now: 4}")
    assert [code for code, *_ in found(tmp_path / "pack")] == ["adopted-before-published"]
    amend(tmp_path / "pack", "early", "2020-02-01", "{set: small.fee, was: 3, now: 4}")
    assert found(tmp_path / "pack") == []


def test_a_published_file_that_cannot_be_read_is_reported(folder):
    (folder / "published.yaml").unlink()
    (folder / "published.yaml").symlink_to("nowhere.yaml")
    assert found(folder) == [("unread-file", "published.yaml", 1)]
    assert load_pack(folder).run("small.fee", {}, as_of="BP3").value == 4


def test_an_erratum_corrects_what_was_published_and_leaves_it_computable(folder):
    content = ERRATUM.replace("2020-07-01", "2020-01-31")
    (folder / "amendments/slip.yaml").write_text(content, encoding="utf-8")
    assert Counter(code for code, *_ in found(folder)) == {"adopted-before-published": 1, "unpublished-erratum": 1}
    (folder / "amendments/slip.yaml").write_text(ERRATUM, encoding="utf-8")
    assert found(folder) == []
    engine = load_pack(folder)
    answers = [engine.run("small.cap", {}, as_of="BP2", known_on=each).value for each in ("2020-06-30", "2020-07-01")]
    assert answers == [500, 50]
    case = Case("small.cap", {}, as_of="BP2")
    receipt = receipt_of(engine.run_case(case), engine, case)["amendments"]
    assert (receipt["applied"], receipt["by_key"], receipt["corrections"]) == (["slip"], ["two"], ["slip"])
    before = replace(case, known_on="2020-06-30")
    receipt = receipt_of(engine.run_case(before), engine, before)["amendments"]
    assert receipt["corrections"] == []
    assert {"id": "slip", "why": "not found yet: it is of 2020-07-01"} in receipt["left_out"]
    assert {each.id: each.change_class for each in engine.pack.timeline.amendments} == {
        "one": "amendment",
        "two": "amendment",
        "slip": "correction of the encoding",
    }


def test_an_erratum_of_what_was_never_published_is_warned_of(folder):
    (folder / "published.yaml").unlink()
    (folder / "amendments/slip.yaml").write_text(ERRATUM, encoding="utf-8")
    assert found(folder) == [("unpublished-erratum", "slip.yaml", 1)]


def test_an_erratum_of_what_was_never_published_is_settled_in_two_turns(folder):
    (folder / "published.yaml").unlink()
    (folder / "amendments/slip.yaml").write_text(ERRATUM, encoding="utf-8")
    with pytest.raises(NotPublishableError, match="nothing was published before") as refused:
        publish(folder)
    assert "`--known-on 2020-06-30`" in refused.value.hint
    assert not refused.value.is_of_date
    write(folder, "2020-06-30")
    write(folder)
    assert found(folder) == []


def test_a_pack_whose_examples_fail_in_a_version_is_not_published(folder):
    (folder / "published.yaml").unlink()
    amendment = folder / "amendments/one.yaml"
    amendment.write_text(text(amendment).replace('  - {ends: "example:WE-1"}\n', ""), encoding="utf-8")
    assert check_pack(folder).diagnostics == ()
    with pytest.raises(NotPublishableError, match=r"examples fail: `WE-1` \(.*\) in the version `one`"):
        publish(folder)
    examples = folder / "examples/all.yaml"
    examples.write_text(text(examples).replace("expect: 10}", "expect: 11}"), encoding="utf-8")
    with pytest.raises(NotPublishableError, match=r"examples fail: `WE-2` .* in the version `base`, `WE-1`"):
        publish(folder)


def test_a_pack_without_amendments_whose_examples_fail_is_not_published(tmp_path):
    shutil.copytree(PACK, tmp_path / "pack")
    examples = tmp_path / "pack/examples/all.yaml"
    examples.write_text(text(examples).replace("expect: 10}", "expect: 11}"), encoding="utf-8")
    with pytest.raises(NotPublishableError, match=r"examples fail: `WE-2` \([^)]*all.yaml:3:10\)$"):
        publish(tmp_path / "pack", "2020-01-31")
