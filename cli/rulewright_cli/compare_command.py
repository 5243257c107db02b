"""`rulewright compare`: what two versions of a pack say differently, and what follows from it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from rulewright.compare import (
    SECONDS,
    AcceptedError,
    VersionComparison,
    VersionError,
    accepted_json,
    compare_versions,
    not_accepted,
)
from rulewright.diagnostics import counted
from rulewright.reports import compared_json, comparison_text

from rulewright_cli.exit_codes import EXIT_PROBLEMS
from rulewright_cli.files import write_whole
from rulewright_cli.options import format_option
from rulewright_cli.packs import complain_of, find_folder, pack_around, unreadable
from rulewright_cli.terminal import complain, say_json, show


@click.command(
    "compare",
    short_help="say how two versions of a pack differ, and what follows",
    epilog="""\b
    Examples:
      rulewright compare masshealth-dsrip base amended
      rulewright compare masshealth-dsrip 2018-03 BP4@2020-12-31
    """,
)
@click.argument("names", nargs=-1, required=True, metavar="[PACK] A B")
@click.option("--as-of", metavar="DATE|PERIOD", help="What `amended`, folders and revisions are about: else the last.")
@click.option("--rename", "renames", multiple=True, metavar="ADDRESS=NAME", help="What has another name in B.")
@click.option("--accept", metavar="FILE", help="Exit with 0 where nothing moves but what this list has.")
@click.option("--write-accept", metavar="FILE", help="Write such a list of all that moves, to be reviewed.")
@click.option(
    "--search",
    "seconds",
    type=click.FloatRange(min=0),
    default=SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="How long a case that moves is searched for each decision; 0: not.",
)
@format_option("text", "json", "markdown")
def command(
    *,
    names: tuple[str, ...],
    as_of: str | None,
    renames: tuple[str, ...],
    accept: str | None,
    write_accept: str | None,
    seconds: float,
    format_: str,
) -> None:
    """Print what version B says otherwise than version A, and which decisions, examples and lines move.

    A version is `base`; `amended`, all amendments; the id of an amendment, for the text after it; `as_of@known_on`,
    either of which may be left out; `git:REVISION`, the pack's files as they were then; or a folder with a slash. A
    revision and a folder stand for all of their amendments. Without PACK the pack is the one that the working folder
    lies in; for two folders none is needed.

    Exits with 0 only where every decision and line is identical.
    """
    if len(names) not in {2, 3}:
        raise click.UsageError("name two versions, and the pack before them: `rulewright compare PACK A B`")
    *packs, before, after = names
    folder = find_folder(packs[0]) if packs else pack_around(Path.cwd())
    pairs = [_rename(each) for each in renames]
    try:
        found = compare_versions(folder, before, after, as_of=as_of, renames=pairs, seconds=seconds)
    except VersionError as error:
        raise click.UsageError(f"{error}; {error.hint}" if error.hint else str(error)) from error
    except OSError as error:
        raise unreadable(error, before) from error
    for side in (found.before, found.after):
        if side.has_errors:
            complain(f"`{side.name}` does not load:")
            complain_of(side.problems)
    if format_ == "json":
        say_json(json.dumps(compared_json(found), indent=2, ensure_ascii=False))
    else:
        show(comparison_text(found), format_)
    if write_accept is not None:
        write_whole(Path(write_accept), json.dumps(accepted_json(found), indent=2, ensure_ascii=False) + "\n")
        complain(f"wrote {write_accept}: {counted(len(found.movements), 'movement')}, to be reviewed")
    if not (found.is_identical if accept is None else _is_accepted(found, accept)):
        sys.exit(EXIT_PROBLEMS)


def _is_accepted(found: VersionComparison, path: str) -> bool:
    """Whether nothing moves but what a list has; what else does, and what does not, is said."""
    try:
        missing, stale = not_accepted(found, Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(error, path) from error
    except AcceptedError as error:
        raise click.UsageError(f"`{path}`: {error}") from error
    for each in missing:
        complain(f"not accepted: {each.rule.id}: {each.verdict.value}")
    for rule in stale:
        complain(f"accepted, and did not move so: {rule}")
    return not missing and not found.before.has_errors and not found.after.has_errors


def _rename(written: str) -> tuple[str, str]:
    address, mark, new = written.rpartition("=")
    if not mark or not address.strip() or not new.strip():
        raise click.BadParameter(f"`{written}` is no ADDRESS=NAME", param_hint="--rename")
    return address.strip(), new.strip()
