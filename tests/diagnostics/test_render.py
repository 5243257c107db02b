import json
from pathlib import Path

import pytest
from rulewright.diagnostics import Diagnostic, Severity
from rulewright.diagnostics.codes import known_codes, read_page
from rulewright.diagnostics.rendering import FileLines, count_of, render, render_all
from rulewright.diagnostics.sarif import diagnostics_json, to_sarif
from rulewright.source import Place

PATH = "rules/demo/base/payments.yaml"
TEXT = "\n" * 11 + "    formula: rate * weigt\n"
PROBLEM = Diagnostic("unknown-name", "unknown name `weigt`", Place(PATH, 12, 21, 26), "did you mean `weight`?")


def lines(text, path=PATH):
    return FileLines({path: text.split("\n")})


def at(line, column, end=0, path="f.yaml"):
    return Diagnostic("unknown-name", "unknown name", Place(path, line, column, end))


def test_a_problem_is_shown_with_its_line_a_caret_and_a_hint():
    assert render(PROBLEM, lines(TEXT)) == (
        "rules/demo/base/payments.yaml:12:21: error[unknown-name] unknown name `weigt`\n"
        "   12 |     formula: rate * weigt\n"
        "      |                     ^^^^^\n"
        "  hint: did you mean `weight`?"
    )


def test_other_places_that_take_part_are_shown_below():
    problem = Diagnostic(
        "duplicate-rule",
        "there are two rules `fee`",
        Place("f.yaml", 2, 1, 4),
        related=((Place("f.yaml", 1, 1, 4), "the first one"),),
    )
    assert render(problem, lines("fee: 1\nfee: 2", "f.yaml")).split("\n")[3:] == [
        "  f.yaml:1:1: the first one",
        "    1 | fee: 1",
        "      | ^^^",
    ]


def test_a_file_that_cannot_be_read_and_a_line_beyond_its_end_have_no_excerpt(tmp_path):
    assert render(at(1, 1, path=str(tmp_path / "none.yaml")), FileLines()).count("\n") == 0
    assert render(at(9, 1), lines("a: 1", "f.yaml")).count("\n") == 0


@pytest.mark.parametrize(
    ("text", "column", "end", "shown", "caret"),
    [
        ("漢字: x", 5, 6, "漢字: x", "      ^"),
        ("a\tb: x", 3, 4, "a b: x", "  ^"),
        ("e\u0301a: x", 3, 4, "e\u0301a: x", " ^"),
        ("a: \x1b[31mred", 4, 5, "a: ␛[31mred", "   ^"),
        ("ab", 3, 0, "ab", "  ^"),
        ("ab", 9, 12, "ab", "  ^"),
    ],
)
def test_carets_stand_below_the_piece_whatever_the_letters(text, column, end, shown, caret):
    _, excerpt, below = render(at(1, column, end), lines(text, "f.yaml")).split("\n")
    assert excerpt == f"    1 | {shown}"
    assert below == f"      | {caret}"


def test_a_long_line_is_cut_around_the_place():
    text = "x" * 500 + "weigt" + "y" * 500
    _, excerpt, below = render(at(1, 501, 506), lines(text, "f.yaml")).split("\n")
    assert len(excerpt) < 140
    start = below.index("^")
    assert excerpt[start : start + 5] == "weigt"


def test_style_is_up_to_the_caller():
    text = render(PROBLEM, lines(TEXT), lambda piece, role: f"<{role}>{piece}</{role}>")
    assert "<error>error[unknown-name]</error>" in text
    assert "<error>^^^^^</error>" in text
    assert "<hint>hint:</hint>" in text


def test_problems_are_counted():
    warning = Diagnostic("unread-file", "x", Place("f", 1, 1), severity=Severity.WARNING)
    assert count_of([]) == "no problems"
    assert count_of([PROBLEM]) == "1 error"
    assert count_of([PROBLEM, PROBLEM, warning]) == "2 errors, 1 warning"
    assert render_all([PROBLEM], lines(TEXT)).endswith("\n\n1 error\n")


def test_sarif_names_the_rule_the_level_and_the_region():
    related = Diagnostic(
        "cycle", "a cycle", Place("/a b/x.yaml", 3, 4), "", Severity.WARNING, ((Place("y z.yaml", 1, 2, 3), "here"),)
    )
    log = json.loads(to_sarif([PROBLEM, related], "1.2.3"))
    run = log["runs"][0]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["cycle", "unknown-name"]
    assert run["tool"]["driver"]["rules"][1]["help"]["markdown"].startswith("# unknown-name")
    first, second = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("unknown-name", 1, "error")
    assert first["message"]["text"] == "unknown name `weigt` (did you mean `weight`?)"
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": PATH},
        "region": {"startLine": 12, "startColumn": 21, "endColumn": 26},
    }
    assert second["level"] == "warning"
    assert second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "file:///a%20b/x.yaml"
    assert second["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "y%20z.yaml"


def test_json_has_every_part():
    written = json.loads(diagnostics_json([PROBLEM]))
    assert written["schema"] == "rulewright/diagnostics/1"
    assert written["diagnostics"] == [
        {
            "code": "unknown-name",
            "severity": "error",
            "message": "unknown name `weigt`",
            "hint": "did you mean `weight`?",
            "path": PATH,
            "line": 12,
            "column": 21,
            "end_column": 26,
            "related": [],
        }
    ]


def test_pages_are_read_by_code():
    page = read_page("unknown-name")
    assert "nothing declares" in page.what
    assert all((page.why, page.avoid, page.prefer))
    with pytest.raises(KeyError):
        read_page("../unknown-name")
    assert "unknown-name" in known_codes()


@pytest.mark.parametrize("code", known_codes())
def test_every_page_has_its_code_as_title_and_four_parts(code):
    page = read_page(code)
    assert page.text.startswith(f"# {code}\n")
    assert all((page.what, page.why, page.avoid, page.prefer))


def test_a_file_is_read_once_for_all_excerpts(tmp_path):
    path = tmp_path / "f.yaml"
    path.write_text("a: 1\r\nb: 2\r\n", encoding="utf-8")
    known = FileLines()
    assert list(known(str(path)))[:2] == ["a: 1", "b: 2"]
    Path(path).unlink()
    assert known(str(path))[1] == "b: 2"
