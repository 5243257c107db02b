"""The documentation is true: made pages are fresh, links lead somewhere, what is shown is what is printed."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path

import pytest
from rulewright_cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs"))

import check_codes  # noqa: E402 - the scripts of the docs are no package
import check_links  # noqa: E402  (the scripts of docs are found first)
import check_records  # noqa: E402  (the scripts of docs are found first)
import make_reference  # noqa: E402  (the scripts of docs are found first)
import run_blocks  # noqa: E402  (the scripts of docs are found first)


def test_made_pages_are_fresh():
    assert make_reference.stale() == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command):
    assert f"\n## rulewright {command}\n" in (ROOT / "docs/reference/commands.md").read_text()


def test_a_stale_page_is_noticed(monkeypatch):
    fresh = make_reference.pages()
    path = ROOT / "docs/reference/commands.md"
    monkeypatch.setattr(make_reference, "pages", lambda: fresh | {path: fresh[path] + "more"})
    assert len(make_reference.stale()) == 1


def test_links_lead_somewhere():
    assert check_links.problems() == []


def test_records_of_decisions_are_complete():
    assert check_records.problems() == []


def test_every_code_has_a_page_and_every_page_a_code():
    assert check_codes.problems() == []


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda page: page.name
)
def test_what_pages_show_is_what_is_printed(page):
    assert run_blocks.problems(page) == []


def test_every_json_output_is_listed_with_what_makes_it():
    listed = (ROOT / "docs/reference/json-outputs.md").read_text("utf-8")
    schemas = [each.name for each in (ROOT / "schemas/outputs").glob("*.json")]
    assert [each for each in schemas if f"(../../schemas/outputs/{each})" not in listed] == []


def test_names_of_the_library_that_pages_give_are_there():
    found = {
        (page.name, name)
        for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))
        for name in re.findall(r"`(rulewright(?:_cli)?(?:\.\w+)+)`", page.read_text(encoding="utf-8"))
    }
    assert found
    assert [each for each in sorted(found) if not is_there(each[1])] == []


def is_there(name):
    """Return whether a dotted name is that of a module, or of what stands in one."""
    module, _, last = name.rpartition(".")
    try:
        return bool(import_module(name))
    except ModuleNotFoundError:
        return hasattr(import_module(module), last)


def test_what_examples_in_python_import_is_there_also_for_type_checkers_alone():
    pages = (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))
    assert [problem for page in pages for problem in run_blocks.import_problems(page)] == []


def test_an_import_that_finds_nothing_is_found(tmp_path):
    imports = ["from rulewright import Engine, Enigne", "if TYPE_CHECKING:", "    from rulewright.nowhere import Place"]
    page = tmp_path / "page.md"
    page.write_text("\n".join(["Text.", "", "```python", *imports, "```", ""]))
    assert run_blocks.import_problems(page) == [
        "page.md:4: there is no `rulewright.Enigne`",
        "page.md:6: there is no `rulewright.nowhere.Place`",
    ]


@pytest.mark.parametrize("page", ["README.md", "docs/library.md"])
def test_examples_in_python_run(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert run_blocks.python_problems(ROOT / page) == []


# ── The checks themselves ─────────────────────────────────────────────────────────────────────────────────────────

PAGE = """\
# A page

## A heading: with `code`, and signs!

[fine](other.md) [fine](other.md#its-heading) [fine](#a-heading-with-code-and-signs) [fine](https://example.org/x)
[bad](missing.md) [bad](other.md#no-heading)
`[code](nowhere.md)`

```
[code](nowhere.md)
```

[bad](#no-heading)
"""


def test_links_that_lead_nowhere_are_found(tmp_path):
    (tmp_path / "page.md").write_text(PAGE)
    (tmp_path / "other.md").write_text("# Other\n\n## Its heading\n")
    assert check_links.problems(tmp_path) == [
        "page.md:6: there is no `missing.md`",
        "page.md:6: `other.md` has no heading `#no-heading`",
        "page.md:13: `page.md` has no heading `#no-heading`",
    ]


RECORD = "# 1. A title\n\n## Context\n\nx\n\n## Decision\n\nx\n\n## Consequences\n\nx\n"
RECORDS = [
    ({"0001-a.md": RECORD}, []),
    ({"0002-a.md": RECORD}, ["adr/0002-a.md: number 0001 is missing or stands twice"]),
    ({"0001-a.md": RECORD, "0001-b.md": RECORD}, ["adr/0001-b.md: number 0002 is missing or stands twice"]),
    ({"0001 a.md": RECORD}, ["adr/0001 a.md: a record is called `NNNN-title.md`"]),
    ({"0001-a.md": RECORD.replace("# 1.", "# 2.")}, ["adr/0001-a.md: the first line is no title `# 1. …`"]),
    (
        {"0001-a.md": RECORD.replace("## Decision", "## Choice")},
        ["adr/0001-a.md: the sections are not Context, Decision, Consequences"],
    ),
    ({"0001-a.md": RECORD + "\n" * 60}, ["adr/0001-a.md: longer than a page (60 lines)"]),
]


@pytest.mark.parametrize(("files", "problems"), RECORDS)
def test_what_is_wrong_with_records_is_found(tmp_path, files, problems):
    folder = tmp_path / "adr"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    assert check_records.problems(folder) == problems


MODULE = """
CODES = {"a": "from-a-table", "b": "from-the-table"}

@dataclass
class Problem:
    message: str
    code: str = "by-default"

class Reader:
    def report(self, code: str, place: int) -> None: ...

    def refuse(self, kind: str) -> None:
        self.report(kind, 1)

    def read(self, node):
        self.report("written-out", 1)
        self.report("one-branch" if node else "other-branch", 2)
        code = "by-a-variable"
        self.report(code, 3)
        for name, text in (("of-a-loop", "x"), ("of-the-loop", "y")):
            self.report(name, 4)
        self.refuse("handed-on")
        self.report(CODES[node], 5)
        self.report(chosen(node), 6)
        self.report(node.code, 7)
        Problem("no code", code="by-name")
        print("error[shown-in-text] x")

def chosen(node):
    return "returned" if node else "also-returned"
"""
FOUND = {
    *("from-a-table", "from-the-table", "by-default", "written-out", "one-branch", "other-branch", "by-a-variable"),
    *("of-a-loop", "of-the-loop", "handed-on", "returned", "also-returned", "by-name", "shown-in-text"),
}


def test_codes_are_followed_to_where_they_are_written(tmp_path, monkeypatch):
    monkeypatch.setattr(check_codes, "ROOT", tmp_path)
    (tmp_path / "module.py").write_text(MODULE)
    codes, lost = check_codes.raised_codes(tmp_path)
    assert set(codes) == FOUND
    assert lost == []


def test_codes_that_cannot_be_found_are_reported(tmp_path, monkeypatch):
    monkeypatch.setattr(check_codes, "ROOT", tmp_path)
    (tmp_path / "module.py").write_text(MODULE.replace("self.report(code, 3)", 'self.report(f"{node}-x", 3)'))
    assert check_codes.raised_codes(tmp_path)[1] == ["module.py:19"]


def test_blocks_show_what_commands_print_in_a_folder_of_their_own():
    page = (
        "<!-- file: a.txt -->\n```\none\n```\n<!-- add to: a.txt -->\n```\ntwo\n```\n"
        "<!-- change: a.txt: one => three -->\n<!-- run: cat a.txt -->\n```\nold\n```\n"
        "<!-- shell: ls -->\n```\n```\n"
    )
    fresh = run_blocks.refreshed(page)
    assert fresh.endswith("<!-- run: cat a.txt -->\n```\nthree\ntwo\n```\n<!-- shell: ls -->\n```\n$ ls\na.txt\n```\n")
    assert run_blocks.refreshed(fresh) == fresh


def test_a_block_that_is_not_what_is_printed_is_found_and_can_be_written(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("text\n\n<!-- run: echo yes -->\n```\nno\n```\n")
    (problem,) = run_blocks.problems(page)
    assert problem.startswith("page.md:5: not what the command prints")
    assert run_blocks.problems(page, writes=True) == []
    assert run_blocks.problems(page) == []


def test_a_change_that_finds_nothing_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("<!-- file: a -->\n```\none\n```\n<!-- change: a: two => three -->\n")
    assert run_blocks.problems(page) == ["page.md: `a` has `two` 0 times, not once"]


def test_an_example_in_python_that_fails_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("text\n\n```python\nassert 1 == 1\n```\n\n```python\n1 / 0\n```\n")
    assert run_blocks.python_problems(page) == ["page.md:8: the example fails: ZeroDivisionError: division by zero"]
