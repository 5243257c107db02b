"""`rulewright test`: the examples of a pack, and what none of them reaches."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from rulewright_cli.exit_codes import EXIT_CLEAN, EXIT_PROBLEMS
from rulewright_cli.options import format_option
from rulewright_cli.packs import open_pack, shown_place
from rulewright_cli.progress import progress
from rulewright_cli.terminal import say_json, show

if TYPE_CHECKING:
    from rulewright import Engine, Place
    from rulewright.check import ExampleResult
    from rulewright.packs import Example


@click.command(
    "test",
    short_help="run the worked examples and say what no example reaches",
    epilog="""\b
    Examples:
      rulewright test masshealth-dsrip
      rulewright test masshealth-dsrip remediation WE-29c --full
    """,
)
@click.argument("pack")
@click.argument("names", nargs=-1, metavar="[RULE|EXAMPLE|SUBJECT]...")
@click.option(
    "--coverage/--no-coverage",
    "has_coverage",
    default=True,
    show_default=True,
    help="Say what no example reaches.",
)
@click.option("--full", is_flag=True, help="List everything that no example reaches, figures included.")
@format_option("text", "json")
def command(pack: str, names: tuple[str, ...], *, has_coverage: bool, full: bool, format_: str) -> None:
    """Run the examples of a pack with both evaluators and compare what they print.

    Without names all examples are run; a rule stands for its examples, a subject for those of its rules. Of these
    rules it then reports what no example of the pack reaches: rules, branches of formulas, table rows and figures.
    Lines of statements are left out unless they are named.

    Exits with 1 where an example fails. A gap is no failure.
    """
    from rulewright.check import UnknownNameError, measure_coverage, select  # noqa: PLC0415 - `--help` does without the engine

    engine = open_pack(pack)
    try:
        selection = select(engine.pack, names)
    except UnknownNameError as error:
        hint = error.hint or f"`rulewright show {pack} --index` lists all rules"
        raise click.UsageError(f"there is no rule, example or subject `{error.name}`; {hint}") from error
    results = _run(engine, selection.examples)
    coverage = measure_coverage(engine.pack, rules=selection.rules) if has_coverage else None
    if format_ == "json":
        from rulewright.reports import examples_json  # noqa: PLC0415 - only where it is wanted

        say_json(json.dumps(examples_json(engine.pack, results, coverage), ensure_ascii=False, indent=2))
    else:
        from rulewright.reports import examples_text  # noqa: PLC0415 - only where it is wanted

        show(examples_text(engine.pack, results, coverage, name=pack, full=full, place=_named))
    sys.exit(EXIT_CLEAN if all(result.has_passed for result in results) else EXIT_PROBLEMS)


def _named(place: Place) -> str:
    return str(shown_place(place))


def _run(engine: Engine, examples: Sequence[Example]) -> tuple[ExampleResult, ...]:
    """Return the results, saying on a terminal how far the run is."""
    from rulewright.check import run_examples  # noqa: PLC0415 - `--help` does without the engine

    results = []
    with progress("examples") as advance:
        for result in run_examples(engine, examples):
            results.append(result)
            advance(len(results), len(examples))
    return tuple(results)
