"""`rulewright explain`: why an outcome is what it is, the decisive steps first."""

from __future__ import annotations

import json
import sys

import click
from rulewright import Engine, Explanation, Outcome, Rule, Status, diagnostics, explain, reports

from rulewright_cli.exit_codes import EXIT_CLEAN, EXIT_PROBLEMS
from rulewright_cli.options import CaseOptions, case_options, format_option, version_of
from rulewright_cli.packs import find_id, open_pack
from rulewright_cli.personal import Personal, personal_options
from rulewright_cli.terminal import say_json, show


@click.command(
    "explain",
    short_help="say why an outcome is what it is, the decisive steps first",
    epilog="""\b
    Example:
      rulewright explain masshealth-dsrip aco_accountability.tcoc_component \\
        --fact benchmark=500 --fact performance=520
    """,
)
@click.argument("pack")
@click.argument("rule")
@case_options
@click.option("--full", is_flag=True, help="Show every rule that was called in full, not the decisive steps only.")
@personal_options
@format_option("text", "json", "markdown")
def command(pack: str, rule: str, options: CaseOptions, personal: Personal, *, full: bool, format_: str) -> None:
    """Evaluate a rule and say why: facts and figures read, with their sources, and every step.

    Where something is missing, the explanation says what was known so far, and what the outcome waits for. JSON has
    the explanation in words and the trace with exact values. Exits with 1 where the outcome is an error.
    """
    engine = personal.engine(version_of(open_pack(pack), options.version))
    case = options.read(engine, (find_id(engine, rule),))
    outcome = engine.run_case(case, trace=True)
    engine = engine.of_case(case)
    if format_ == "json":
        say_json(json.dumps(reports.explained_json(outcome, engine.pack), indent=2, ensure_ascii=False))
    elif outcome.trace is None:
        show([reports.outcome_text(outcome, engine.pack, diagnostics.FileLines())], format_)
    else:
        _print(explain(outcome.trace, engine.pack), outcome, engine.rule(case.rule), engine, full=full, format_=format_)
    sys.exit(EXIT_PROBLEMS if outcome.status is Status.ERROR else EXIT_CLEAN)


def _print(explanation: Explanation, outcome: Outcome, rule: Rule, engine: Engine, *, full: bool, format_: str) -> None:
    status = "" if outcome.status is Status.KNOWN else outcome.status.value
    more = [reports.problem_text(outcome.problem, diagnostics.FileLines(), rule=rule.id)] if outcome.problem else []
    if outcome.needs:
        more += reports.needs_text(reports.explain_needs(outcome.needs, rule, engine.pack))
    more += () if full else reports.basis_of_called_text(outcome, engine.pack)
    more += reports.warnings_text(outcome)
    show([reports.explanation_text(explanation, full=full, status=status, more=more)], format_)
