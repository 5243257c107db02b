"""The page of a comparison stands alone, says all that the text says, and needs neither script nor network."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest
from html_pages import Page
from rulewright.compare import compare_versions
from rulewright.packs import find_pack, read_yaml_object
from rulewright.reports import comparison_page

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS / "compare"))

from test_compare import CASES, laid  # noqa: E402  (the cases of another folder)

EVIL = "<img src=x onerror=alert(1)> & \\e[31m {{ 7 * 7 }} \\u202E"


@pytest.fixture(scope="module")
def amended():
    return compare_versions(find_pack("masshealth-dsrip"), "base", "amended")


def whole(html):
    """Return a page that is well-formed, whose ids are unique and whose links lead somewhere on it."""
    page = Page(html)
    assert (page.problems, page.tags) == ([], [])
    assert len(set(page.ids)) == len(page.ids)
    assert {link[1:] for link in page.links} <= set(page.ids)
    assert not re.search(r"https?://|@import|url\(", html)
    return page


@pytest.mark.parametrize("file", CASES, ids=lambda path: path.stem)
def test_every_change_and_movement_is_on_the_page(file, tmp_path):
    case = read_yaml_object(file.read_bytes(), file.name, is_typed=True)
    pack, other = laid(case, tmp_path)
    for wanted in case["compare"]:
        folders = {"other": f"{other}/", "pack": f"{pack}/"}
        found = compare_versions(pack, *(folders.get(name, name) for name in wanted["versions"]))
        page = whole(comparison_page(found, "1.2.3"))
        for change in found.changes:
            assert (change.id if change.kind.value == "example" else change.address) in page.text
        for each in found.movements:
            assert each.verdict.value in page.text
            assert (each.rule.title or each.rule.id) in page.text


def test_the_page_of_a_pack_has_pictures_filters_and_a_redline(amended):
    html = comparison_page(amended, "1.2.3")
    page = whole(html)
    assert html.count("<svg") == 1
    assert 'data-end="entity.aco.operational"' in html
    assert "<del>anticipated</del><ins>reported</ins>" in html
    assert '<input type="checkbox" name="verdict" value="may-move" checked>' in html
    assert "entity.aco.operational (moved) rests on entity.aco.operational_start" in page.text


def test_without_its_script_nothing_but_the_filters_is_hidden(amended):
    assert whole(comparison_page(amended, "1.2.3")).hidden == ["form"]


def test_a_version_beside_itself_is_an_empty_page():
    html = comparison_page(compare_versions(TESTS / "exercises/pack", "base", "base"), "1.2.3")
    assert "No outcome moves. They say the same." in whole(html).text
    assert not {"form", "svg"} & set(re.findall(r"<(\w+)", html))


def test_what_a_pack_says_is_text_and_shows_what_controls(tmp_path):
    pack, other = tmp_path / "pack", tmp_path / '"><b>&'
    for folder in (pack, other):
        shutil.copytree(TESTS / "exercises/pack", folder)
    file = other / "base/reading.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count("title: What is earned of a grant at risk") == 1
    file.write_text(text.replace("title: What is earned of a grant at risk", f'title: "{EVIL}"'), encoding="utf-8")
    html = comparison_page(compare_versions(None, f"{pack}/", f"{other}/"), "1.2.3")
    page = whole(html)
    assert "<img" not in html
    assert '"><b>' not in html
    assert not re.search("[\x00-\x09\x0b-\x1f\u202e]", html)
    assert "<img src=x onerror=alert(1)>" in page.text
    assert "␛[31m" in page.text
    assert "{{ 7 * 7 }}" in page.text
