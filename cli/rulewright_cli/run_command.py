"""`rulewright run`: the outcome of rules for one case, or of a file of cases line by line."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import click
from click.core import ParameterSource
from rulewright import Engine, Outcome, Status, evaluate

from rulewright_cli.exit_codes import EXIT_CLEAN, EXIT_PROBLEMS
from rulewright_cli.facts import STANDARD_STREAM
from rulewright_cli.options import CaseOptions, case_for, case_options, format_option, version_of
from rulewright_cli.packs import find_id, open_pack
from rulewright_cli.personal import Personal, personal_options
from rulewright_cli.terminal import say_json, show

SCHEMA = "rulewright/answer/1"


@click.command(
    "run",
    short_help="evaluate rules for one case or for a file of cases",
    epilog="""\b
    Examples:
      rulewright run masshealth-dsrip aco_accountability.earned \\
        --fact withheld=250000 --fact score=76.25%
      echo '{"id": 1, "rule": "remediation.score_max"}' | \\
        rulewright run masshealth-dsrip --cases -
    """,
)
@click.argument("pack")
@click.argument("rules", nargs=-1, metavar="[RULE]...")
@case_options
@click.option("--cases", metavar="FILE", help="Answer every line of a file of cases; `-` is standard input.")
@click.option("--output", metavar="FILE", help="Write the answers to the cases there; `-` is standard output.")
@click.option("--receipt", metavar="FILE", help="Write a receipt there: outcome, reasons, facts, digests.")
@personal_options
@format_option("text", "json")
def command(
    *,
    pack: str,
    rules: tuple[str, ...],
    options: CaseOptions,
    cases: str | None,
    output: str | None,
    receipt: str | None,
    personal: Personal,
    format_: str,
) -> None:
    """Evaluate rules for the facts of a case.

    With --cases, each line of FILE is a JSON object {"id", "rule", "inputs", "as_of"?, "known_on"?, "recorded"?}, and
    gives a line {"id", "status", "value", "type", "needs", "message", "problem", "warnings", "basis"}, of a pack with
    amendments with the "version" that answered. Numbers are decimal text.

    Exits with 1 where an outcome is an error; what is unknown or open is no error.
    """
    if cases is not None:
        from rulewright_cli.batch import run_cases  # noqa: PLC0415 - one case does without

        _refuse_beside_cases(rules, options, receipt)
        source = click.get_current_context().get_parameter_source("format_")
        if format_ == "text" and source is ParameterSource.COMMANDLINE:
            raise click.UsageError("with --cases the answers are lines of JSON; leave out --format")
        engine = personal.engine(version_of(open_pack(pack), options.version))
        sys.exit(EXIT_PROBLEMS if run_cases(engine, cases, output) else EXIT_CLEAN)
    if output is not None:
        raise click.UsageError("--output goes with --cases; use --receipt to write one outcome to a file")
    if not rules:
        raise click.UsageError("name a rule, or give a file of cases with --cases")
    engine = personal.engine(version_of(open_pack(pack), options.version))
    ids = tuple(find_id(engine, name) for name in rules)
    case = options.read(engine, ids)
    several = [case_for(rule, case, ids, engine) for rule in ids]
    outcomes = [engine.run_case(each) for each in several]
    if receipt is not None:
        from rulewright_cli.receipts import write_receipts  # noqa: PLC0415 - most do without the reports

        write_receipts(receipt, engine, outcomes, several)
    if receipt != STANDARD_STREAM:
        _print(engine.of_case(several[0]), outcomes, case.id, format_)
    sys.exit(EXIT_PROBLEMS if any(outcome.status is Status.ERROR for outcome in outcomes) else EXIT_CLEAN)


def _print(engine: Engine, outcomes: Sequence[Outcome], id_: str, format_: str) -> None:
    if format_ == "json":
        for outcome in outcomes:
            content = {"schema": SCHEMA, "id": id_ or outcome.rule, **evaluate.answer_in_version(outcome, engine)}
            say_json(json.dumps(content, ensure_ascii=False))
        return
    from rulewright import diagnostics, reports  # noqa: PLC0415 - JSON does without the reports

    show(reports.outcome_text(outcome, engine.pack, diagnostics.FileLines()) for outcome in outcomes)


def _refuse_beside_cases(rules: Sequence[str], options: CaseOptions, receipt: str | None) -> None:
    if rules:
        raise click.UsageError("with --cases every line names its own rule; leave out the rules")
    if options.is_given or options.as_of is not None or options.known_on is not None:
        raise click.UsageError("with --cases every line has its own facts and dates; leave out the options for them")
    if receipt is not None:
        raise click.UsageError("--receipt writes the receipt of one case; leave out --cases")
