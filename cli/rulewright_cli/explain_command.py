"""`rulewright explain`: why an outcome is what it is, the decisive steps first."""

from __future__ import annotations

import json
import sys

import click
from rulewright import Engine, Outcome, Status
from rulewright.diagnostics.render import FileLines
from rulewright.evaluate.caselines import answer_of
from rulewright.packs.model.rules import Rule
from rulewright.reports.explanation import Explained, explain
from rulewright.reports.explanation_text import explanation_text
from rulewright.reports.needs_text import explain_needs, needs_text
from rulewright.reports.outcome_text import problem_text

from rulewright_cli.exit_codes import EXIT_CLEAN, EXIT_PROBLEMS
from rulewright_cli.options import CaseOptions, case_options, format_option
from rulewright_cli.outcomes import complain_of_warnings, print_outcomes
from rulewright_cli.packs import find_rule, open_pack
from rulewright_cli.terminal import say, show

SCHEMA = "rulewright/explanation/1"


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
@click.option("--full", is_flag=True, help="Show every rule that was asked in full, not the decisive steps only.")
@format_option("text", "json", "markdown")
def command(pack: str, rule: str, options: CaseOptions, full: bool, format_: str) -> None:
    """Evaluate a rule and say why: facts and figures read, with their sources, and every step.

    Where something is missing, the explanation says what was known so far, and what the outcome waits for. JSON has
    the explanation in words and the trace with exact values. Exits with 1 where the outcome is an error.
    """
    engine = open_pack(pack)
    asked = find_rule(engine, rule)
    case = options.read(engine, (asked.id,))
    outcome = case.ask(engine, asked.id, trace=True)
    trace = outcome.trace
    explanation = None if trace is None else explain(trace, engine.pack)
    if format_ == "json":
        from rulewright.reports.explanation_json import explanation_json  # noqa: PLC0415 - only where it is asked for
        from rulewright.reports.receipt import trace_json  # noqa: PLC0415 - the same

        content = {
            "schema": SCHEMA,
            "rule": asked.id,
            **answer_of(outcome),
            "explanation": None if explanation is None else explanation_json(explanation),
            "trace": None if trace is None else trace_json(trace, engine.pack.rules),
        }
        say(json.dumps(content, indent=2, ensure_ascii=False))
    elif explanation is None:
        print_outcomes(engine, (outcome,), format_)
    else:
        _print(explanation, outcome, asked, engine, full=full, format_=format_)
    sys.exit(EXIT_PROBLEMS if outcome.status is Status.ERROR else EXIT_CLEAN)


def _print(explanation: Explained, outcome: Outcome, rule: Rule, engine: Engine, *, full: bool, format_: str) -> None:
    status = "" if outcome.status is Status.KNOWN else outcome.status.value
    problems = [problem_text(outcome.problem, FileLines(), asked=rule.id)] if outcome.problem else []
    more = (*problems, *needs_text(explain_needs(outcome.needs, rule, engine.pack)))
    show([explanation_text(explanation, full=full, status=status, more=more)], format_)
    complain_of_warnings((outcome,))
