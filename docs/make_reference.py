"""Makes the pages of the reference that follow from the code: commands, built-in functions, codes of diagnostics.

python docs/make_reference.py        write them
"""

from __future__ import annotations

import re
from pathlib import Path

import click
import public_names
from rulewright.diagnostics.codes import known_codes, read_page
from rulewright.language.kinds import KINDS
from rulewright.language.reading.profiles import LAXITIES, PROFILES
from rulewright.reports.builtin_help import builtins_page
from rulewright_cli.main import COMMANDS, main

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs/reference"
MADE = "<!-- Made by docs/make_reference.py; change the code, not this page. -->\n\n"
COLUMNS = 80
COMMANDS_HEAD = """\
# Commands

What `rulewright --help` and `rulewright COMMAND --help` say. Exit codes: 0 clean, 1 problems found, 2 wrong usage
(that includes files that cannot be read). Results go to standard output, complaints to standard error. Colors are
shown on terminals only; `NO_COLOR` turns them off.

"""
VALUES_HEAD = """\
# Values

The kinds of values that expressions and facts have. A type is written by the name of its kind or by one of the older
spellings; packs also name `any`, `integer` (a whole number) and `percent` (a ratio), and declare types of their own
(see [the format of packs](pack-format.md)).

"""
READING_HEAD = """\

## How values are given

A figure of a pack has one spelling: numbers as `12`, `-0.5`, `1250000`; percents with their sign; `true` and `false`;
dates, times and durations as above; ranges as `[1..5]` or `(0..10]`; lists, records with all their entries, and maps.
Everywhere else the same is read, and besides what the table says. What is given in Python may also be an integer,
`Decimal`, boolean, date, time or `timedelta` of Python, or what numpy and pandas have for one; a binary float is not
exact and is refused.

"""
CODES_HEAD = """\
# Codes of diagnostics

Every problem that is reported has a code, and every code has a manual page: what it says, why it is reported, what to
avoid and what to write instead. `rulewright check --explain CODE` prints it.

"""


def pages() -> dict[Path, str]:
    """Return the pages with their content."""
    return {
        REFERENCE / "commands.md": commands_page(),
        REFERENCE / "feel-functions.md": MADE + builtins_page(),
        REFERENCE / "diagnostics.md": codes_page(),
        REFERENCE / "values.md": values_page(),
        REFERENCE / "library.md": MADE + public_names.page(),
    }


def commands_page() -> str:
    """Return the help of all commands."""
    context = _context("rulewright")
    parts = [f"{MADE}{COMMANDS_HEAD}## rulewright\n\n```\n{main.get_help(context)}\n```\n"]
    for name in COMMANDS:
        command = main.get_command(context, name)
        if command is None:
            raise LookupError(f"there is no command `{name}`")
        inner = _context(f"rulewright {name}")
        parts.append(f"## rulewright {name}\n\n```\n{command.get_help(inner)}\n```\n")
    return "\n".join(parts)


def codes_page() -> str:
    """Return all codes, each with the first sentence of its manual page and a link to it."""
    rows = []
    for code in known_codes():
        words = " ".join(read_page(code).what.split("\n\n")[0].split())
        first = re.split(r"(?<=[.!?]) (?=[A-Z`])", words)[0].replace("|", "\\|")
        rows.append(f"| [{code}](../../engine/rulewright/diagnostics/pages/{code}.md) | {first} |")
    return MADE + CODES_HEAD + "| code | what it says |\n|---|---|\n" + "\n".join(rows) + "\n"


def values_page() -> str:
    """Return the kinds of values, and how values are given at each place."""
    kinds = ["| kind | example | older spellings | parts |", "|---|---|---|---|"]
    for kind in KINDS:
        also, parts = (", ".join(f"`{each}`" for each in names) for names in (kind.also, kind.properties))
        kinds.append(f"| {kind.name} | `{kind.example}` | {also} | {parts} |")
    names = [profile.name for profile in PROFILES]
    rows = [f"| what may be given | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    for field, words in LAXITIES.items():
        rows.append(f"| {words} | {' | '.join(_allowed(getattr(each, field)) for each in PROFILES)} |")
    return MADE + VALUES_HEAD + "\n".join(kinds) + "\n" + READING_HEAD + "\n".join(rows) + "\n"


def _allowed(value: object) -> str:
    """Return what a profile allows in one column of the table."""
    if isinstance(value, frozenset):
        return ", ".join(f"`{each}`" if each else "nothing" for each in sorted(value, reverse=True))
    return {True: "yes", False: "–", "": "–", "collections": "lists, records and maps", "all": "yes"}.get(
        value, str(value)
    )


def _context(name: str) -> click.Context:
    settings = {"help_option_names": ["-h", "--help"], "terminal_width": COLUMNS, "max_content_width": COLUMNS}
    return click.Context(main, info_name=name, **settings)  # type: ignore[arg-type]  # click types each key by itself


def stale() -> list[str]:
    """Return what is wrong with the pages on disk."""
    found = []
    for path, content in pages().items():
        if not path.is_file() or path.read_text(encoding="utf-8") != content:
            found.append(f"{path.relative_to(ROOT)}: not as the code has it; run `python docs/make_reference.py`")
    return found


if __name__ == "__main__":
    for page_path, page in pages().items():
        page_path.write_text(page, encoding="utf-8")
