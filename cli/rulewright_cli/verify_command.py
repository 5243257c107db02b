"""`rulewright verify`: see that the folder of a statement is as it was written, and who signed it."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rulewright.diagnostics import FileLines
from rulewright.reports import verification_json, verification_text
from rulewright.statements import KeyFileError, VerifyingKey, verify_statement

from rulewright_cli.exit_codes import EXIT_CLEAN, EXIT_PROBLEMS
from rulewright_cli.options import format_option
from rulewright_cli.terminal import print_problems, say_json, show


@click.command(
    "verify",
    short_help="see that a statement's folder is as it was written, and by whom",
    epilog="""\b
    Examples:
      rulewright verify out/statement
      rulewright verify out/statement --key state.pem --format json
    """,
)
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--key",
    "keys",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A public key in PEM of who may sign. Can be given several times; then the statement must be signed by one.",
)
@format_option("text", "json")
def command(*, folder: Path, keys: tuple[Path, ...], format_: str) -> None:
    """Compare every file of a statement's FOLDER with its manifest, follow the chain of them, and read the signature.

    Needs neither the pack nor the tables nor a network. The manifest lists each file with a digest of what it says, and
    chains these digests: what was changed, taken away or added is reported. Who can write into the folder can write
    another chain. So compare its head, which is printed, with one that was noted elsewhere, or have the statement
    signed (`rulewright statement --sign KEY`) and name the keys that count with --key.

    Whether the amounts follow from the facts is another question, which a replay of the receipts answers.
    """
    try:
        found = verify_statement(folder, [VerifyingKey.read(path) for path in keys])
    except KeyFileError as error:
        raise click.UsageError(f"{error.reason}; {error.hint}") from error
    if format_ == "json":
        say_json(verification_json(found))
    else:
        if found.problems:
            print_problems(found.problems, FileLines({}), tail="\n" if found.head else "")
        if found.head:
            show(verification_text(found, str(folder)))
    sys.exit(EXIT_CLEAN if found.holds else EXIT_PROBLEMS)
