"""Whatever is wrong with an amendment is reported at its place in the amendment's file; the base stays usable."""

import pytest
from amended import HERE, cases, read, reading
from rulewright.diagnostics.rendering import FileLines, render_all

CASES = [pytest.param(body, id=title) for title, body in cases("bad.txt")]


@pytest.mark.parametrize("body", CASES)
def test_a_bad_amendment_gives_the_problems_that_stand_beside_its_lines(body):
    files, expected = read(body)
    pack = reading(files).base
    found = sorted((each.place.path, each.place.line, each.place.column, each.code) for each in pack.diagnostics)
    assert found == expected
    assert pack.rules["small.fee"].figures[()].written == "3"


def test_problems_are_reported_as_before(golden):
    parts = []
    for title, body in cases("bad.txt"):
        files, _ = read(body)
        lines = FileLines({path: text.split("\n") for path, text in files.items()})
        parts.append(f"#### {title}\n\n{render_all(reading(files).base.diagnostics, lines)}")
    golden("\n".join(parts), HERE / "bad.golden")
