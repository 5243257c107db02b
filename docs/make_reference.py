"""Makes the pages of the reference that follow from the code: commands, built-in functions, codes of diagnostics.

python docs/make_reference.py        write them
"""

from __future__ import annotations

import re
from pathlib import Path

import click
from rulewright.diagnostics.codes import known_codes, read_page
from rulewright.reports.builtin_text import builtins_page
from rulewright_cli.main import COMMANDS, main

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs/reference"
MADE = "<!-- Made by docs/make_reference.py; change the code, not this page. -->\n\n"
COLUMNS = 80
COMMANDS_HEAD = """\
# Commands

What `rulewright --help` and `rulewright COMMAND --help` say. Exit codes: 0 clean, 1 problems found, 2 wrong usage
(that includes files that cannot be read). Results go to standard output, complaints to standard error. Colours are
shown on terminals only; `NO_COLOR` turns them off.

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
