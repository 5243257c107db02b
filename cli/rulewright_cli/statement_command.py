"""`rulewright statement`: one period of a whole program, from a folder of tables to explained money."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rulewright import bundled_packs
from rulewright.diagnostics import FileLines, did_you_mean
from rulewright.reports import statement_text
from rulewright.source import real_path
from rulewright.statements import (
    KeyFileError,
    SigningKey,
    compute_statement,
    line_problems,
    read_period,
    read_tables,
)

from rulewright_cli.exit_codes import EXIT_CLEAN, EXIT_PROBLEMS
from rulewright_cli.options import chosen, note_dates
from rulewright_cli.packs import open_pack, pack_around, shown_path
from rulewright_cli.personal import Personal, personal_options
from rulewright_cli.progress import progress
from rulewright_cli.publishing import NotPublishedError, shown_names, write_folder
from rulewright_cli.terminal import complain, print_problems, say, show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rulewright import Engine
    from rulewright.packs import StatementPlan
    from rulewright.statements import StatementResult


@click.command(
    "statement",
    short_help="compute the statement of one period from a folder of tables",
    epilog="""\b
    Example:
      rulewright statement rules/masshealth-dsrip/sample --budget-period BP4
    """,
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--period", "--budget-period", "period", required=True, help="The period, in the words of the pack.")
@click.option("--pack", default=None, help="The pack whose statement it is; by default the bundled one.")
@click.option("--statement", "name", default=None, help="Which statement, where the pack has several.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Write statement.csv, lines.csv, statement.html, receipts/*.json and manifest.json into this folder.",
)
@click.option("--as-of", metavar="DATE", help="The version about this date or period, not the one about the period.")
@click.option("--known-on", metavar="DATE", help="Count the amendments and decisions that were known by then.")
@click.option(
    "--sign",
    "key_file",
    type=click.Path(path_type=Path),
    help="Sign the manifest with the Ed25519 key in this file, for `rulewright verify`.",
)
@click.option("--force", is_flag=True, help="Replace files of the folder that were changed since they were written.")
@personal_options
def command(
    *,
    folder: Path,
    period: str,
    pack: str | None,
    name: str | None,
    output: Path | None,
    as_of: str | None,
    known_on: str | None,
    key_file: Path | None,
    force: bool,
    personal: Personal,
) -> None:
    """Compute every line of every party for one period, with totals and reconciliations.

    FOLDER holds the CSV files that the statement declares (`rulewright show PACK` names the statements). Every problem
    of the tables is reported with its line; then nothing is computed and no file is written. Lines that are not known
    say what they wait for. A statement with an error in a line, or that does not reconcile, is shown, and written as a
    draft only: into a folder beside that of --output, whose name ends in `.draft`.

    Of a pack with amendments the version of the period answers, as it was known on --known-on. Recorded decisions that
    were taken later are left out.

    The folder of --output is replaced as a whole: it holds the files of one run, never of two. Other files that lie in
    it stay and are named; a file that was changed since it was written is replaced with --force only. Its manifest.json
    chains the files by their digests, for `rulewright verify`.
    """
    if output is not None and personal.is_in(output):
        raise click.UsageError("the file of --personal stays out of the folder of --output, which others may see")
    key = None if key_file is None else _signing_key(key_file, output)
    engine = personal.engine(open_pack(pack or _bundled_pack(folder)))
    plan = _plan(_having(engine, name), name)
    value = _period(plan, period)
    choice = engine.choose_at(as_of or (value if engine.is_version else None), known_on)
    note_dates(engine, as_of, None if plan.recorded else known_on)
    versions = _in_versions(engine, plan.id)
    engine = chosen(choice)
    plan = _plan(engine, plan.id)
    data = read_tables(plan, folder, value, versions)
    if data.diagnostics:
        print_problems(data.diagnostics, lambda path: data.lines.get(path, ()), tail="\n")
    if data.has_errors:
        sys.exit(EXIT_PROBLEMS)
    version = choice if engine.is_version else None
    with progress(plan.title) as advance:
        result = compute_statement(engine, plan, data, value, advance, known_on=known_on, choice=version)
    with suppress(BrokenPipeError):  # who reads no further than the first lines gets all the files
        show(statement_text(result, engine.pack))
    problems = line_problems(result, data)
    if problems:
        print_problems(problems, FileLines(data.lines))
    if result.failures:
        complain("error[not-reconciled] the statement does not reconcile")
    is_draft = any(each.is_error for each in problems) or bool(result.failures)
    if output is not None:
        target = output.with_name(f"{real_path(output).name}.draft") if is_draft else output
        _write(target, result, engine, key, is_forced=force, is_draft=is_draft)
    elif is_draft:
        complain("no file was written")
    sys.exit(EXIT_PROBLEMS if is_draft else EXIT_CLEAN)


def _in_versions(engine: Engine, name: str) -> Iterator[StatementPlan]:
    """Yield a statement as each version has it; versions are read only when the statement is looked at."""
    for version in engine.versions:
        if name in version.pack.statements:
            yield version.pack.statements[name]


def _bundled_pack(tables: Path) -> str:
    """Return the one bundled pack, for tables that do not lie in another."""
    packs = bundled_packs()
    around = pack_around(tables)
    if around is not None and around not in [each.resolve() for each in packs.values()]:
        shown = shown_path(str(around))
        raise click.UsageError(
            f"the tables lie in the pack `{shown}`; say which pack with --pack, such as --pack {shown}"
        )
    if len(packs) != 1:
        raise click.UsageError(f"say which pack with --pack; bundled are {', '.join(f'`{each}`' for each in packs)}")
    return next(iter(packs))


def _having(engine: Engine, name: str | None) -> Engine:
    """Return the engine of the first version that has a statement; the pack's where none has, or no name was given."""
    if name is None or name in engine.pack.statements:
        return engine
    return next((each for each in engine.versions if name in each.pack.statements), engine)


def _plan(engine: Engine, name: str | None) -> StatementPlan:
    """Return the statement that was named."""
    plans = engine.pack.statements
    if name is None and len(plans) == 1:
        return next(iter(plans.values()))
    known = ", ".join(f"`{each}`" for each in plans) or "none"
    if name is None:
        raise click.UsageError(f"say which statement with --statement; the pack has {known}")
    if name not in plans:
        raise click.UsageError(f"there is no statement `{name}`; " + (did_you_mean(name, plans) or f"there is {known}"))
    return plans[name]


def _period(plan: StatementPlan, text: str) -> str:
    """Return the period, checked against its type."""
    value, problems = read_period(plan, text)
    if problems:
        raise click.UsageError(f"{problems[0].message}; {problems[0].hint}")
    return value


def _signing_key(path: Path, output: Path | None) -> SigningKey:
    """Return the key with which a manifest is signed."""
    if output is None:
        raise click.UsageError("--sign signs what --output writes: say into which folder")
    try:
        return SigningKey.read(path)
    except KeyFileError as error:
        raise click.UsageError(f"{error.reason}; {error.hint}") from error


def _write(
    output: Path, result: StatementResult, engine: Engine, key: SigningKey | None, *, is_forced: bool, is_draft: bool
) -> None:
    """Write all files, or none, and say which."""
    from rulewright.reports import MANIFEST, statement_files  # noqa: PLC0415  (Jinja is only needed for files)

    contents = statement_files(result, engine, is_draft=is_draft, key=key)
    try:
        published = write_folder(output, contents, MANIFEST, is_forced=is_forced)
    except NotPublishedError as error:
        complain(f"error: nothing was written: {error.reason}\n  hint: {error.hint}")
        sys.exit(EXIT_PROBLEMS)
    except OSError as error:
        complain(f"error: nothing was written to {output}: {error.strerror or error}")
        sys.exit(EXIT_PROBLEMS)
    if is_draft:
        complain(f"a draft to look at was written to {output}; the statement itself was not written")
    else:
        say()
        receipts = sum(name.startswith("receipts/") for name in contents)
        names = ", ".join(name for name in contents if not name.startswith("receipts/"))
        say(f"wrote {output}: {names}, {receipts} receipts")
    if published.strangers:
        complain(f"what is no part of the statement stays in {output}: {shown_names(published.strangers)}")
    if not published.is_lasting:
        complain(f"the disk has not confirmed the name {output}: what was there before may be back after a breakdown")
    if published.left is not None:
        complain(f"{published.left} holds what was left of an earlier folder and could not be removed; look at it")
