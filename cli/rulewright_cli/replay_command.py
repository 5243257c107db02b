"""`rulewright replay`: see that receipts hold when their cases are evaluated again."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import click
from rulewright import CaseError, Diagnostic, Engine, Place, bundled_packs, replay
from rulewright.diagnostics import FileLines
from rulewright.reports import ReplayedReceipt, replays_json, replays_text
from rulewright.source import read_file

from rulewright_cli.exit_codes import EXIT_CLEAN, EXIT_PROBLEMS
from rulewright_cli.options import format_option
from rulewright_cli.packs import open_pack, unreadable
from rulewright_cli.terminal import print_problems, say_json, show


@click.command(
    "replay",
    short_help="see that receipts hold when their cases are evaluated again",
    epilog="""\b
    Examples:
      rulewright replay out/statement
      rulewright replay receipt.json --format json
    """,
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--pack", "name", help="The pack that was evaluated; by default the bundled one that a receipt names.")
@click.option("--personal", metavar="FILE", help="What --personal wrote of the tokens that stand for personal values.")
@format_option("text", "json")
def command(*, paths: tuple[Path, ...], name: str | None, personal: str | None, format_: str) -> None:
    """Evaluate the cases of receipts again, and compare what comes out with what they say.

    Each PATH is a file with a receipt or a list of receipts, or the folder of a statement. Receipts that this version
    of the engine wrote are compared whole: outcomes, reasons, warnings, digests. Those of another version are compared
    value by value, and the output says so. What cannot be compared is named.
    """
    known = None if personal is None else _json_in(Path(personal))
    engines = cache(open_pack)
    replayed, problems = [], []
    for label, receipt in _receipts(paths):
        try:
            replayed.append(ReplayedReceipt(label, replay(receipt, _engine(receipt, name, engines), known)))
        except CaseError as error:
            problems.append(Diagnostic(error.code, str(error), Place(label, 1, 1)))
    if problems:
        print_problems(problems, FileLines({}), tail="\n")
    if format_ == "json":
        say_json(replays_json(replayed))
    else:
        show(replays_text(replayed))
    sys.exit(EXIT_PROBLEMS if problems or any(each.differences for each in replayed) else EXIT_CLEAN)


def _receipts(paths: tuple[Path, ...]) -> Iterator[tuple[str, object]]:
    """Yield what is given as receipts, each with a name."""
    for path in paths:
        files = [path]
        if path.is_dir():
            files = [*path.glob("shared.json"), *sorted(path.glob("receipts/*.json"))]
            if not files:
                raise click.UsageError(f"there are no receipts in `{path}`, which is no statement's folder")
        for file in files:
            content = _json_in(file)
            if isinstance(content, list):
                yield from ((f"{file}[{number}]", each) for number, each in enumerate(content, 1))
            else:
                yield str(file), content


def _json_in(path: Path) -> object:
    """Return what a file of JSON holds.

    Raises:
        click.UsageError: when it cannot be read, or is no JSON.
    """
    try:
        return json.loads(read_file(path))
    except (RecursionError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise click.UsageError(f"`{path}` is no JSON: {error}") from error
    except (OSError, ValueError) as error:
        raise unreadable(error, str(path)) from error


def _engine(receipt: object, name: str | None, engines: Callable[[str], Engine]) -> Engine:
    """Return the engine of the pack that a receipt names, or of the one that was given.

    Raises:
        CaseError: when it names none.
        click.UsageError: when it names one that has to be given.
    """
    if name is not None:
        return engines(name)
    pack = receipt.get("pack") if isinstance(receipt, dict) else None
    id_ = pack.get("id") if isinstance(pack, dict) else None
    if not isinstance(id_, str):
        raise CaseError("this is no receipt that can be replayed: it names no pack", "not-a-receipt")
    if id_ not in bundled_packs():
        raise click.UsageError(f"the pack `{id_}` is none of the bundled ones; say where it lies with --pack")
    return engines(id_)
