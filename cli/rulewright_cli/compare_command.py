"""`rulewright compare`: what two versions of a pack say differently, and what follows from it."""

from __future__ import annotations

import json
import sys
from importlib.metadata import version as installed
from pathlib import Path

import click
from rulewright.compare import (
    SECONDS,
    Acceptance,
    AcceptedError,
    VersionComparison,
    VersionError,
    acceptance_of,
    accepted_text,
    compare_versions,
)
from rulewright.diagnostics import counted
from rulewright.reports import (
    SMALLEST_REVIEW,
    compared_json,
    comparison_page,
    comparison_review,
    comparison_text,
    draw_review,
)

from rulewright_cli.exit_codes import EXIT_PROBLEMS
from rulewright_cli.files import write_whole
from rulewright_cli.options import format_option
from rulewright_cli.packs import complain_of, find_folder, pack_around, unreadable
from rulewright_cli.terminal import complain, say, say_json, show


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
@click.option("--output", metavar="FILE", help="Write an HTML page there, with a picture and filters.")
@click.option(
    "--at-most",
    type=click.IntRange(SMALLEST_REVIEW),
    metavar="BYTES",
    help="Cut Markdown to this size; what is cut is counted.",
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
    output: str | None,
    at_most: int | None,
    format_: str,
) -> None:
    """Print what version B says otherwise than version A, and which decisions, examples and lines move.

    A version is `base`; `amended`, all amendments; the id of an amendment, for the text after it; `as_of@known_on`,
    either of which may be left out; `git:REVISION`, the pack's files as they were then; or a folder with a slash. A
    revision and a folder stand for all of their amendments. Without PACK the pack is the one that the working folder
    lies in; for two folders none is needed.

    Exits with 0 only where every decision and line is identical, or where the list of --accept has all that moves.
    What that list has and does not move is named. The page of --output is one HTML file that needs no network.
    """
    if at_most is not None and format_ != "markdown":
        raise click.UsageError("--at-most cuts Markdown: add `--format markdown`")
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
    acceptance = None if accept is None else _acceptance(found, accept)
    for side in (found.before, found.after):
        if side.has_errors:
            complain(f"`{side.name}` does not load:")
            complain_of(side.problems)
    if format_ == "json":
        say_json(json.dumps(compared_json(found), indent=2, ensure_ascii=False))
    elif format_ == "markdown":
        say(draw_review(comparison_review(found), at_most))
    else:
        show(comparison_text(found), format_)
    if output is not None:
        write_whole(Path(output), comparison_page(found, installed("rulewright")))
        complain(f"wrote {output}")
    if write_accept is not None:
        _write_accepted(found, write_accept)
    if not (found.is_identical if acceptance is None else _is_accepted(found, acceptance)):
        sys.exit(EXIT_PROBLEMS)


def _write_accepted(found: VersionComparison, path: str) -> None:
    """Write all that moves as a list to be reviewed; what does not load has none that could be."""
    if found.has_errors:
        complain(f"did not write {path}: a version that does not load cannot be reviewed")
        return
    text, number = accepted_text(found)
    write_whole(Path(path), text)
    complain(f"wrote {path}: {counted(number, 'movement')}, to be reviewed")


def _acceptance(found: VersionComparison, path: str) -> Acceptance:
    """Return what a list says, before anything is written that might be it."""
    try:
        return acceptance_of(found, Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(error, path) from error
    except AcceptedError as error:
        raise click.UsageError(f"`{path}`: {error}") from error


def _is_accepted(found: VersionComparison, acceptance: Acceptance) -> bool:
    """Whether nothing moves but what a list has; what else does, and what does not, is said."""
    for each, about in acceptance.missing:
        times = f", about {', '.join(about)}" if about else ""
        complain(f"not accepted: {each.rule.id}: {each.verdict.value}{times}")
    for rule in acceptance.stale:
        complain(f"accepted, and did not move so: {rule}")
    return not acceptance.missing and not found.has_errors


def _rename(written: str) -> tuple[str, str]:
    address, mark, new = written.rpartition("=")
    if not mark or not address.strip() or not new.strip():
        raise click.BadParameter(f"`{written}` is no ADDRESS=NAME", param_hint="--rename")
    return address.strip(), new.strip()
