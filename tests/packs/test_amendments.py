"""A version has the text that the base would have if its amendments had been written into it."""

import re

import pytest
from amended import PACK, cases, read, reading
from rulewright.packs.amendments.address import AddressError
from rulewright.packs.amendments.text import PackText
from rulewright.packs.yaml.writing import tree_in_one_line

CASES = [pytest.param(body, id=title) for title, body in cases("applied.txt")]


def split(body):
    files, _ = read(body)
    lines = files.pop("expected").splitlines()
    return reading(files), [line.split(" -> ", 1) for line in lines if line]


def text_at(version, as_of, known_on):
    selection = version.timeline.select(as_of, known_on)
    texts = {(): version.trees} | {text.key: text.trees for text in version.versions}
    return PackText.of(texts[selection.key]).pieces


@pytest.mark.parametrize("body", CASES)
def test_a_version_says_what_its_amendments_make_of_the_base(body):
    version, expected = split(body)
    assert [each.message for each in version.base.diagnostics] == []
    for question, answer in expected:
        address, as_of, known_on = question.split("; ")
        pieces = text_at(version, as_of, known_on)
        if answer == "nothing":
            with pytest.raises(AddressError):
                pieces.piece(address)
            continue
        piece = pieces.piece(address)
        star = ' by "*"' if piece.star >= 0 else ""
        assert f"{question} -> {tree_in_one_line(piece.node)}{star}" == f"{question} -> {answer}"


@pytest.mark.parametrize("body", CASES)
def test_every_version_is_in_order(body):
    version, _ = split(body)
    for text in version.versions:
        assert [each.message for each in version.of_text(text).diagnostics] == []


BY_HAND = {
    "a figure from a period on": [
        ("fee: {title: Fee, type: money, value: 3}", "fee: {title: Fee, type: money, value: 4}")
    ],
    "a cell under a star gets a row of its own; what stands under the star stays": [
        ("{PREP: 0%, PY1: 10%", "{BP4: 45%, PREP: 0%, PY1: 10%"),
        ('primary_care: {"*"', 'primary_care: {BP1: {value: 5%, note: free}, "*"'),
    ],
    "an amendment of an amendment": [("type: money, value: 3}", "type: money, value: 5}")],
    "repeals and renames": [
        ("  alone:\n", "  single:\n    aliases: [small.alone]\n"),
        ("formula: amount}", "formula: amount * 2}"),
        ("  later:\n", "  CUT"),
        ('        - {id: few, when: [< 5], then: ["0.1"]}\n', ""),
        ("PY1: 10%, BP2: 20%", "PY1: 11%"),
        ("discretionary", "free"),
        ("expect: 10}", "expect: 20}"),
        ("checks:\n  - {id: low, that: fee < 10, message: the fee is high}\n", ""),
        (
            "stream: {enum: [primary_care, free]}",
            "stream: {enum: [primary_care, free], aliases: {discretionary: free}}",
        ),
    ],
}


@pytest.mark.parametrize("title", BY_HAND)
def test_a_version_has_the_digest_of_the_text_written_by_hand(title):
    version, _ = split(dict(cases("applied.txt"))[title])
    last = max(version.versions, key=lambda text: (sum(whole for _, whole in text.key), len(text.key)))
    files = {str(path.relative_to(PACK)): path.read_text(encoding="utf-8") for path in PACK.rglob("*.yaml")}
    for old, new in BY_HAND[title]:
        assert any(old in text for text in files.values())
        files = {path: text.replace(old, new) for path, text in files.items()}
    files = {
        path: re.sub(r"  CUT.*?(?=^  \w)", "", text, flags=re.DOTALL | re.MULTILINE) for path, text in files.items()
    }
    by_hand = reading(files).base
    assert by_hand.diagnostics == ()
    assert version.of_text(last).digest == by_hand.digest != version.base.digest


def test_a_rule_that_rests_on_a_renamed_one_calls_it_by_its_old_name():
    version = reading(read("in_force: [{from: BP3}]\nchanges:\n  - {rename: small.late, to: small.tardy}\n")[0])
    (text,) = version.versions
    amended = version.of_text(text)
    assert amended.diagnostics == ()
    assert amended.find_rule("small.late").id == "small.tardy"
    assert amended.rules["small.later"].outputs[0].expression.text == "late(amount) + fee"


def test_a_repeal_that_leaves_a_reference_is_reported_where_it_is_made():
    body = "in_force: [{from: BP3}]\nchanges:\n  - {repeal: small.fee, was: {title: Fee, type: money, value: 3}}\n"
    version = reading(read(body)[0])
    assert version.base.diagnostics == ()
    (text,) = version.versions
    found = {(each.code, each.place.path) for each in version.of_text(text).diagnostics}
    assert found == {("unknown-name", "base/rules.yaml")}


def test_what_an_amendment_says_is_judged_at_its_place():
    body = """\
in_force: [{from: BP3}]
changes:
  - {set: small.fee, was: 3, now: "1,5"}
  - {replace: "small.late#formula", was: doubled + fee, now: doubled + fees}
  - {replace: "small.alone#title", was: Rests on nothing that changes, now: 2020-01-01}
  - {add: "small.due#inputs.amount.titel", now: The amount}
"""
    version = reading(read(body)[0])
    assert version.base.diagnostics == ()
    found = [
        (each.code, each.place.path, each.place.line, each.place.column)
        for each in version.of_text(version.versions[0]).diagnostics
    ]
    path = "amendments/one.yaml"
    assert found == [
        ("number-text", path, 9, 35),
        ("unknown-name", path, 10, 72),
        ("ambiguous-text", path, 11, 77),
        ("unknown-key", path, 12, 11),
    ]
