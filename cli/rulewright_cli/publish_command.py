"""`rulewright publish`: settle what a pack says, so that it never changes."""

from __future__ import annotations

import json
import os
import secrets
import sys
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rulewright.diagnostics import counted
from rulewright.packs import version_words

from rulewright_cli.exit_codes import EXIT_CLEAN, EXIT_PROBLEMS
from rulewright_cli.options import format_option
from rulewright_cli.packs import complain_of, find_folder, shown_path, unreadable
from rulewright_cli.terminal import say, say_json

if TYPE_CHECKING:
    from rulewright.check import Publication

SCHEMA = "rulewright/publication/1"


@click.command(
    "publish",
    short_help="settle the versions of a pack, so that they never change",
    epilog="""\b
    Examples:
      rulewright publish masshealth-dsrip --known-on 2026-06-30 --dry-run
      rulewright publish masshealth-dsrip --known-on 2026-06-30 --dry-run \\
        --format json
    """,
)
@click.argument("pack")
@click.option("--known-on", metavar="DATE", help="Settle what was adopted by then; else everything that is adopted.")
@click.option("--editorial", is_flag=True, help="Settle new words where no outcome moves.")
@click.option("--dry-run", is_flag=True, help="Say what would be published, and write nothing.")
@format_option("text", "json")
def command(pack: str, known_on: str | None, format_: str, *, editorial: bool, dry_run: bool) -> None:
    """Lock what a pack says at each time, as it was known on a date and on the dates of all amendments before it.

    The digests of each text, of all its words and of what can move an outcome, are added to `published.yaml` in the
    folder of the pack, which belongs to its files. From then on `check` fails where a published text can give another
    outcome, reports other words, and refuses an amendment that would have been known on a published date.

    Exits with 1 where the pack has errors or is not what was published, where an example fails, and where an erratum is
    of what was never published.
    """
    folder = find_folder(pack)
    publication = _published(folder, pack, known_on, is_editorial=editorial)
    if not dry_run:
        try:
            _write(publication.file, publication.content)
        except OSError as error:
            raise unreadable(error, pack) from error
    if format_ == "json":
        say_json(json.dumps(_json(publication, is_written=not dry_run), ensure_ascii=False, indent=2))
    else:
        say("\n".join(_lines(publication, is_written=not dry_run)))
    sys.exit(EXIT_CLEAN)


def _published(folder: Path, name: str, known_on: str | None, *, is_editorial: bool) -> Publication:
    """Return what is published; where nothing can be, say why and exit with 1.

    Raises:
        click.UsageError: when the date is none, when it has to be given, or when the folder cannot be read.
    """
    from rulewright.check import NotPublishableError, publish  # noqa: PLC0415 - `--help` does without the engine

    try:
        return publish(folder, known_on, is_editorial=is_editorial)
    except NotPublishableError as error:
        if error.is_of_date:
            raise click.UsageError(f"{error}; {error.hint}") from error
        complain_of(error.diagnostics)
        click.echo(f"{error}; {error.hint}", err=True)
        sys.exit(EXIT_PROBLEMS)
    except OSError as error:
        raise unreadable(error, name) from error


def _write(file: Path, content: str) -> None:
    """Write a file whole or not at all."""
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(file)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()


def _lines(publication: Publication, *, is_written: bool) -> list[str]:
    """Return what was published: a line for each text."""
    added = counted(len(publication.added), "new text")
    reworded = f", {counted(len(publication.reworded), 'text')} in other words" if publication.reworded else ""
    file = shown_path(str(publication.file))
    where = f"written to {file}" if is_written else f"nothing is written to {file}"
    texts = (*publication.added, *publication.reworded)
    lines = [f"{each.known_on}  {each.at or '-'}  {version_words(each.version)}" for each in texts]
    head = f"{publication.pack} as known on {publication.known_on}: {added}{reworded}; {where}"
    return [head, *(f"  {line}" for line in lines)]


def _json(publication: Publication, *, is_written: bool) -> dict[str, Any]:
    def plain(text: Any) -> dict[str, str]:
        return {each.name: getattr(text, each.name) for each in fields(text) if each.name != "place"}

    return {
        "schema": SCHEMA,
        "pack": publication.pack,
        "known_on": publication.known_on,
        "file": shown_path(str(publication.file)),
        "is_written": is_written,
        "added": [plain(each) for each in publication.added],
        "reworded": [plain(each) for each in publication.reworded],
    }
