"""`rulewright check`: every problem of a pack at once, each with its place, its code and a hint."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version
from typing import TYPE_CHECKING

import click
from rulewright import Diagnostic
from rulewright.diagnostics import (
    FileLines,
    count_of,
    counted,
    diagnostics_json,
    did_you_mean,
    known_codes,
    read_page,
    to_sarif,
)

from rulewright_cli.exit_codes import EXIT_CLEAN, EXIT_PROBLEMS
from rulewright_cli.options import format_option
from rulewright_cli.packs import find_folder, open_pack, unreadable, with_short_paths
from rulewright_cli.terminal import print_problems, say, say_json

if TYPE_CHECKING:
    from rulewright import CheckedPack


@click.command(
    "check",
    short_help="report every problem of a pack, with its place and a hint",
    epilog="""\b
    Examples:
      rulewright check masshealth-dsrip
      rulewright check masshealth-dsrip --format sarif
      rulewright check masshealth-dsrip --compiled
      rulewright check --explain unknown-name
    """,
)
@click.argument("packs", nargs=-1, metavar="PACK...")
@click.option("--explain", metavar="CODE", help="Print the manual page of a code instead.")
@click.option(
    "--compiled",
    is_flag=True,
    help="List instead what the compiled evaluator leaves to the reference evaluator, by reason.",
)
@format_option("text", "json", "sarif")
def command(packs: tuple[str, ...], explain: str | None, format_: str, *, compiled: bool) -> None:
    """Report everything that is wrong in the files of packs: form, names, types, units, tables, examples, figures.

    Exits with 1 where there are errors; warnings do not refuse a pack.
    """
    if explain is not None:
        if packs:
            raise click.UsageError("--explain prints a manual page; leave out the pack")
        say(_page(explain))
        return
    if not packs:
        raise click.UsageError("name a pack, or a code with --explain")
    if compiled:
        _list_fallbacks(packs, format_)
        return
    found: list[Diagnostic] = []
    for name in packs:
        checked = _check(name)
        found += checked.diagnostics
        if format_ == "text":
            _print(checked)
    if format_ == "json":
        say_json(diagnostics_json(found).rstrip())
    elif format_ == "sarif":
        say_json(to_sarif(found, version("rulewright")).rstrip())
    sys.exit(EXIT_PROBLEMS if any(each.is_error for each in found) else EXIT_CLEAN)


def _check(name: str) -> CheckedPack:
    """Return a pack with all its problems, with paths as short as they can be written from here."""
    from rulewright import check_pack  # noqa: PLC0415 - the manual pages do without a pack

    folder = find_folder(name)
    try:
        checked = check_pack(folder)
    except OSError as error:
        raise unreadable(error, name) from error
    return replace(checked, diagnostics=tuple(map(with_short_paths, checked.diagnostics)))


def _list_fallbacks(packs: Sequence[str], format_: str) -> None:
    """Print what the compiled evaluator leaves to the reference one, by version; packs with errors are refused."""
    from rulewright.check import find_fallbacks  # noqa: PLC0415 - the problems of a pack do without
    from rulewright.reports import fallbacks_json, fallbacks_text  # noqa: PLC0415 - the same

    if format_ == "sarif":
        raise click.UsageError("--compiled lists no problems; it prints text or json")
    versions = (version.pack for name in packs for version in open_pack(name).versions)
    left = [(pack, tuple(find_fallbacks(pack))) for pack in versions]
    if format_ == "json":
        say_json(fallbacks_json(left))
    else:
        say(fallbacks_text(left))


def _print(checked: CheckedPack) -> None:
    pack, diagnostics = checked.pack, checked.diagnostics
    counts = (
        (len(pack.rules), "rule"),
        (len(pack.subjects), "subject"),
        (len(pack.examples), "example"),
        (len(pack.checks), "check"),
        *([(checked.versions, "version")] if checked.versions > 1 else []),
    )
    held = ", ".join(counted(number, word) for number, word in counts)
    if diagnostics:
        print_problems(diagnostics, FileLines(), is_counted=False, stream=sys.stdout, tail="\n")
    say(f"{pack.id or 'the pack'}: {count_of(diagnostics)}" + ("" if checked.has_errors else f" ({held})"))


def _page(code: str) -> str:
    try:
        return read_page(code).text.rstrip()
    except KeyError:
        hint = did_you_mean(code, known_codes()) or "the codes are those that messages show in brackets"
        raise click.UsageError(f"there is no code `{code}`; {hint}") from None
