"""Every problem of a small pack is found, at its place, once."""

from pathlib import Path

import pytest
from pack_cases import found_in, pack_of, read_case, split_cases
from rulewright.diagnostics.rendering import FileLines, render_all

FOLDER = Path(__file__).parent
FILES = sorted((FOLDER / "bad").glob("*.txt"))
CASES = [
    pytest.param(body, id=f"{file.stem}: {title}")
    for file in FILES
    for title, body in split_cases(file.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("body", CASES)
def test_a_bad_pack_gives_the_problems_that_stand_beside_its_lines(body):
    files, expected = read_case(body)
    assert found_in(pack_of(files)) == expected


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_problems_are_reported_as_before(file, golden):
    parts = []
    for title, body in split_cases(file.read_text(encoding="utf-8")):
        files, _ = read_case(body)
        lines = FileLines({path: text.split("\n") for path, text in files.items()})
        parts.append(f"#### {title}\n\n{render_all(pack_of(files).diagnostics, lines)}")
    golden("\n".join(parts), FOLDER / "bad" / "rendered" / f"{file.stem}.golden")
