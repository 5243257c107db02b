"""`rulewright format`: the files of packs laid out as all are; what they say stays, byte by byte."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rulewright import Diagnostic
from rulewright.diagnostics import FileLines, counted
from rulewright.packs import FormattedFile, format_pack

from rulewright_cli.exit_codes import EXIT_CLEAN, EXIT_PROBLEMS
from rulewright_cli.files import replacing
from rulewright_cli.packs import find_folder, shown_path, unreadable, with_short_paths
from rulewright_cli.terminal import print_problems, say


@click.command(
    "format",
    short_help="lay out the files of a pack as all are, without a change of what they say",
    epilog="""\b
    Examples:
      rulewright format masshealth-dsrip
      rulewright format --check masshealth-dsrip
      rulewright format --diff masshealth-dsrip
    """,
)
@click.argument("packs", nargs=-1, required=True, metavar="PACK...")
@click.option("--check", "is_checked", is_flag=True, help="Write nothing; exit with 1 where a file would change.")
@click.option("--diff", "is_shown", is_flag=True, help="Write nothing; print what would change.")
def command(packs: tuple[str, ...], *, is_checked: bool, is_shown: bool) -> None:
    """Lay out the YAML files of packs: indentation, blank lines, ends of lines.

    All else stays: comments, quotes, numbers, the order of keys, the blanks inside of a line. A file that cannot be
    read stays as it is, and is reported. Exits with 1 where there is such a file, and with --check where a file would
    change.
    """
    files: list[FormattedFile] = []
    problems: list[Diagnostic] = []
    for name in packs:
        try:
            formatted, found = format_pack(find_folder(name))
        except OSError as error:
            raise unreadable(error, name) from error
        files += formatted
        problems += [*found, *(problem for each in formatted for problem in each.problems)]
    if problems:
        print_problems(map(with_short_paths, problems), FileLines(), tail="\n")
    changed = [each for each in files if each.is_changed]
    for each in changed:
        if is_shown:
            say(_difference(each))
        elif not is_checked:
            with replacing(Path(each.path).resolve()) as stream:
                stream.write(each.after)
    _report(files, changed, is_written=not is_shown and not is_checked)
    is_refused = any(each.is_error for each in problems)
    sys.exit(EXIT_PROBLEMS if is_refused or (is_checked and changed) else EXIT_CLEAN)


def _report(files: Sequence[FormattedFile], changed: Sequence[FormattedFile], *, is_written: bool) -> None:
    """Say which files were formatted, or would be, and how many are as they should be."""
    done = "formatted" if is_written else "would format"
    for each in changed:
        say(f"{done} {shown_path(each.path)}")
    left = len(files) - len(changed) - sum(bool(each.problems) for each in files)
    say(f"{counted(len(changed), 'file')} {'formatted' if is_written else 'to format'}, {left} as they should be")


def _difference(file: FormattedFile) -> str:
    """Return what changes in a file, as a unified diff; an end of a line of Windows is shown."""
    before, after = (each.decode().replace("\r", "\\r").split("\n") for each in (file.before, file.after))
    path = shown_path(file.path)
    return "\n".join(difflib.unified_diff(before, after, path, path, lineterm=""))
