"""An edited copy of a pack becomes an amendment that, applied to the base, gives the text of the copy."""

import re
from dataclasses import replace

import pytest
from authoring_cases import BASE, HEAD, HERE, PACK, draft, edited, edits, said, version, write
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rulewright.packs import begin_amendment, draft_amendment
from rulewright.packs.amendments.text import PackText
from rulewright.packs.files import read_files
from rulewright.packs.loading import PackReading

EDITS = edits()


@pytest.mark.parametrize("title", EDITS)
def test_an_edit_becomes_an_amendment_that_gives_it(title, tmp_path, golden):
    renames, hunks = EDITS[title]
    files = edited(BASE, hunks)
    assert files is not None
    made = draft(tmp_path / "copy", files, renames)
    assert [(each.code, each.message) for each in made.diagnostics if each.is_error] == []
    name = re.sub(r"[^a-z]+", "-", title.lower()).strip("-")
    golden(made.text.partition("changes:\n")[2], HERE / "drafts" / f"{name}.golden")
    text, digest = version(made.text)
    copy = PackReading(read_files(tmp_path / "copy"), "pack")
    assert digest == copy.base.digest
    if not renames:  # keys of tables may have the old name
        assert said(text) == said(PackText.of(copy.trees))


DRAWN = [title for title, (renames, _) in EDITS.items() if not renames]  # one piece may not be renamed and changed
TOGETHER = st.lists(st.sampled_from(DRAWN), min_size=2, max_size=6, unique=True)


@settings(max_examples=5)
@given(titles=TOGETHER)
def test_any_edits_together_become_an_amendment_that_gives_them(titles, tmp_path_factory):
    """Edits are drawn; one that is about what another has changed is left out.

    A new member that figures under a `"*"` reach is refused until its author says that they are to: that is no failure.
    """
    folder = tmp_path_factory.mktemp("copy") / "copy"
    files, renames = BASE, {}
    for title in titles:
        more = edited(files, EDITS[title][1])
        if more is not None:
            files, renames = more, renames | EDITS[title][0]
    made = draft(folder, files, renames)
    copy = PackReading(read_files(folder), "pack").base
    assume(not any(each.is_error for each in copy.diagnostics))
    errors = [(each.code, each.message) for each in made.diagnostics if each.is_error]
    assume({code for code, _ in errors} != {"star-reaches"})
    assert errors == []
    assert version(made.text)[1] == copy.digest


def test_what_is_renamed_keeps_its_old_name_though_the_copy_does_not_say_so(tmp_path):
    title = "renames of a rule"
    renames, hunks = EDITS[title]
    files = edited(BASE, hunks)
    said_so = draft(tmp_path / "copy", files, renames)
    files["base/dues.yaml"] = files["base/dues.yaml"].replace(", dues.per_person]", "]")
    assert draft(tmp_path / "copy", files, renames).text == said_so.text != ""


REFUSED = {
    "nothing is edited": ([], {}, ["unsaid-change"]),
    "a rename that nobody confirmed": (
        [("base/other.yaml", "  twice:\n", "  double:\n"), ("examples/dues.yaml", "other.twice", "other.double")],
        {},
        ["unconfirmed-rename"],
    ),
    "a rename of nothing": (
        [("base/dues.yaml", "value: 20}", "value: 21}")],
        {"dues.lond_from": "dues.x"},
        ["unknown-address"],
    ),
    "a rename to what the copy does not have": (
        [("base/other.yaml", "  twice:\n", "  double:\n"), ("examples/dues.yaml", "other.twice", "other.double")],
        {"other.twice": "dubble"},
        ["unknown-address", "unconfirmed-rename"],
    ),
    "a file that cannot be read, and what is missed then": (
        [("base/dues.yaml", "value: 20}", "value: 20")],
        {},
        ["yaml-syntax", "unknown-rule", "unknown-rule"],
    ),
    "a step under another name": (
        [("base/other.yaml", "    outputs: {twice:", "    outputs: {double:")],
        {},
        ["unconfirmed-rename"],
    ),
    "a member under another name": (
        [
            ("pack.yaml", "[small, large]", "[small, big]"),
            ("base/dues.yaml", "large: {", "big: {"),
            ("base/dues.yaml", "'\"large\"'", "'\"big\"'"),
            ("base/dues.yaml", '("large"', '("big"'),
        ],
        {},
        ["unconfirmed-rename"],
    ),
    "another namespace": (
        [
            ("base/other.yaml", "namespace: other", "namespace: others"),
            ("examples/dues.yaml", "other.twice", "others.twice"),
        ],
        {"other.twice": "others.twice"},
        ["unsaid-change"],
    ),
    "another pack": ([("pack.yaml", "pack: quay", "pack: key")], {}, ["unsaid-change", "unsaid-change"]),
    "a copy with errors": ([("base/other.yaml", "count * 2", "count * tow")], {}, ["unknown-name"]),
    "an empty file": ([("base/other.yaml", BASE["base/other.yaml"], "")], {}, ["yaml-empty", "unknown-rule"]),
}


@pytest.mark.parametrize("title", REFUSED)
def test_what_cannot_be_amended_is_refused_at_its_place(title, tmp_path):
    changes, renames, codes = REFUSED[title]
    files = dict(BASE)
    for file, old, new in changes:
        assert old in files[file]
        files[file] = files[file].replace(old, new)
    made = draft(tmp_path / "copy", files, renames)
    errors = [each for each in made.diagnostics if each.is_error]
    assert [each.code for each in errors] == codes
    assert all(each.hint for each in errors)
    assert made.is_refused


def test_an_earlier_amendment_of_the_same_piece_is_not_overlooked(tmp_path):
    pack, copy = (write(BASE, tmp_path / name) for name in ("pack", "copy"))
    first = draft_amendment(pack, write(edited(BASE, EDITS["a figure"][1]), copy), HEAD, {}, path="one.yaml")
    write({"amendments/one.yaml": first.text}, pack)
    write({"base/dues.yaml": BASE["base/dues.yaml"].replace("length, value: 20}", "length, value: 30}")}, copy)
    later = replace(HEAD, id="two", adopted="2022-01-01")
    second = draft_amendment(pack, copy, later, {}, path=str(pack / "amendments/two.yaml"))
    assert [each.code for each in second.diagnostics] == ["was-differs"]
    begun = begin_amendment(pack, later, ["dues.long_from"], path=str(pack / "amendments/two.yaml"))
    assert (begun.diagnostics, begun.text.splitlines()[-1]) == ((), "  - {set: dues.long_from, was: 20.50, now: 20.50}")


def test_an_amendment_is_begun_with_what_stands_there():
    begun = begin_amendment(
        PACK, HEAD, ["dues.rate[small, winter]", "dues.due#where.full", "check:rates"], path="one.yaml"
    )
    assert begun.diagnostics == ()
    assert [line for line in begun.text.splitlines() if line.startswith("  - ")] == [
        '  - {set: "dues.rate[small, winter]", was: 2.25, now: 2.25}',
        '  - set: "dues.due#where.full"',
        '  - replace: "check:rates"',
    ]
    assert version(begun.text)[1] == PackReading(read_files(PACK), "pack").base.digest


def test_an_amendment_of_nothing_is_not_begun():
    begun = begin_amendment(PACK, HEAD, ["dues.rats", "dues.due#where.fool", "dues.due#"], path="one.yaml")
    assert [each.code for each in begun.diagnostics] == ["unknown-address", "unknown-address", "address-syntax"]
