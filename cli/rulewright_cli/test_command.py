"""`rulewright test`: the examples of a pack, and what none of them reaches."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from rulewright_cli.exit_codes import EXIT_CLEAN, EXIT_PROBLEMS
from rulewright_cli.options import format_option, version_of
from rulewright_cli.packs import open_pack, shown_place
from rulewright_cli.progress import progress
from rulewright_cli.terminal import say, say_json, show

if TYPE_CHECKING:
    from rulewright import Engine, Place
    from rulewright.check import Coverage, ExampleResult, Selection
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
@click.option("--version", metavar="VERSION", help="Run them in this version of the pack alone.")
@click.option("--full", is_flag=True, help="List everything that no example reaches, figures included.")
@format_option("text", "json")
def command(
    pack: str, names: tuple[str, ...], *, has_coverage: bool, version: str | None, full: bool, format_: str
) -> None:
    """Run the examples of a pack with both evaluators and compare what they print.

    Without names all examples are run; a rule stands for its examples, a subject for those of its rules. Of these
    rules it then reports what no example of the pack reaches: rules, branches of formulas, table rows and figures.
    Lines of statements are left out unless they are named. Of a pack with amendments each version runs
    its own examples, and JSON is a list with one report a version.

    Exits with 1 where an example fails. A gap is no failure.
    """
    engines = (version_of(open_pack(pack), version),) if version else open_pack(pack).versions
    reports = []
    for engine in engines:
        results, coverage = _results(engine, names, pack, has_coverage=has_coverage and engine is engines[0])
        reports.append((engine, results, coverage))
    if format_ == "json":
        from rulewright.reports import examples_json  # noqa: PLC0415 - only where it is wanted

        found = [examples_json(engine.pack, results, coverage) for engine, results, coverage in reports]
        say_json(json.dumps(found if len(engines) > 1 else found[0], ensure_ascii=False, indent=2))
    else:
        from rulewright.reports import examples_text  # noqa: PLC0415 - only where it is wanted

        for engine, results, coverage in reports:
            if len(engines) > 1:
                say(f"version {engine.version}")
            show(examples_text(engine.pack, results, coverage, name=pack, full=full, place=_named))
    has_passed = all(result.has_passed for _, results, _ in reports for result in results)
    sys.exit(EXIT_CLEAN if has_passed else EXIT_PROBLEMS)


def _results(
    engine: Engine, names: Sequence[str], pack: str, *, has_coverage: bool
) -> tuple[tuple[ExampleResult, ...], Coverage | None]:
    """Return the results of the examples of one version, and what none of them reaches."""
    from rulewright.check import measure_coverage  # noqa: PLC0415 - `--help` does without the engine

    selection = _select(engine, names, pack)
    results = _run(engine, selection.examples)
    return results, measure_coverage(engine.pack, rules=selection.rules) if has_coverage else None


def _select(engine: Engine, names: Sequence[str], pack: str) -> Selection:
    from rulewright.check import UnknownNameError, select  # noqa: PLC0415 - `--help` does without the engine

    try:
        return select(engine.pack, names)
    except UnknownNameError as error:
        hint = error.hint or f"`rulewright show {pack} --index` lists all rules"
        raise click.UsageError(f"there is no rule, example or subject `{error.name}`; {hint}") from error


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
