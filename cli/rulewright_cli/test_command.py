"""`rulewright test`: the examples of a pack, and what none of them reaches."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from rulewright.diagnostics import FileLines
from rulewright.packs import version_words

from rulewright_cli.exit_codes import EXIT_CLEAN, EXIT_PROBLEMS
from rulewright_cli.options import format_option, version_of
from rulewright_cli.packs import open_pack, shown_place
from rulewright_cli.progress import progress
from rulewright_cli.terminal import print_problems, say, say_json, show

BASE = "base"
"""The name of the version without amendments."""

if TYPE_CHECKING:
    from rulewright import Engine, Place
    from rulewright.check import Coverage, ExampleResult
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
@click.option(
    "--all-versions/--base",
    "all_versions",
    default=True,
    show_default=True,
    help="Run them in every version, or in the base alone.",
)
@click.option("--full", is_flag=True, help="List everything that no example reaches, figures included.")
@format_option("text", "json")
def command(
    pack: str,
    names: tuple[str, ...],
    *,
    has_coverage: bool,
    version: str | None,
    all_versions: bool,
    full: bool,
    format_: str,
) -> None:
    """Run the examples of a pack with both evaluators and compare what they print.

    Without names all examples are run; a rule stands for its examples, a subject for those of its rules. Of these
    rules it then reports what no example of the pack reaches: rules, branches of formulas, table rows and figures.
    Lines of statements are left out unless they are named. Of a pack with amendments each version runs
    its own examples (a name that only some versions have, those; one with dates, the version that these lead to), and
    JSON is a list with one report a version.

    Exits with 1 where an example fails. A gap is no failure.
    """
    from rulewright.check import problems_of_dates  # noqa: PLC0415 - `--help` does without the engine

    engine = version_of(open_pack(pack), version if version or all_versions else BASE)
    problems = tuple(problems_of_dates([each.pack for each in engine.versions])) if len(engine.versions) > 1 else ()
    if problems:
        print_problems(problems, FileLines(), tail="\n")
    reports: list[tuple[Engine, tuple[ExampleResult, ...], Coverage | None]] = []
    for each, names_of_version in _named_in(engine.versions, names, pack):
        has_gaps = has_coverage and not reports
        reports.append((each, *_results(each, names_of_version, has_coverage=has_gaps)))
    if format_ == "json":
        from rulewright.reports import examples_json  # noqa: PLC0415 - only where it is wanted

        found = [examples_json(each.pack, results, coverage) for each, results, coverage in reports]
        say_json(json.dumps(found if len(engine.versions) > 1 else found[0], ensure_ascii=False, indent=2))
    else:
        from rulewright.reports import examples_text  # noqa: PLC0415 - only where it is wanted

        for each, results, coverage in reports:
            if each.is_version:
                say(f"version {version_words(each.version)}")
            show(examples_text(each.pack, results, coverage, name=pack, full=full, place=_shown))
    has_passed = all(result.has_passed for _, results, _ in reports for result in results) and not problems
    sys.exit(EXIT_CLEAN if has_passed else EXIT_PROBLEMS)


def _named_in(engines: Sequence[Engine], names: Sequence[str], pack: str) -> tuple[tuple[Engine, tuple[str, ...]], ...]:
    """Return the versions with what of the names each has; without names all, and none that has none of them.

    Raises:
        click.UsageError: when no version has a name.
    """
    from rulewright.check import UnknownNameError, select  # noqa: PLC0415 - `--help` does without the engine

    found: dict[Engine, list[str]] = {}
    for name in names:
        unknown = None
        for each in engines:
            try:
                select(each.pack, [name])
                found.setdefault(each, []).append(name)
            except UnknownNameError as error:
                unknown = unknown or error
        if unknown is not None and not any(name in those for those in found.values()):
            hint = unknown.hint or f"`rulewright show {pack} --index` lists all rules"
            raise click.UsageError(f"there is no rule, example or subject `{name}`; {hint}") from unknown
    return tuple((each, tuple(found.get(each, ()))) for each in engines if each in found or not names)


def _results(
    engine: Engine, names: Sequence[str], *, has_coverage: bool
) -> tuple[tuple[ExampleResult, ...], Coverage | None]:
    """Return the results of the examples of one version, and what none of them reaches."""
    from rulewright.check import measure_coverage, select  # noqa: PLC0415 - `--help` does without the engine

    selection = select(engine.pack, names)
    results = _run(engine, selection.examples)
    return results, measure_coverage(engine.pack, rules=selection.rules) if has_coverage else None


def _shown(place: Place) -> str:
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
