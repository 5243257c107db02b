"""`rulewright needs`: which facts, figures and decisions a rule waits for."""

from __future__ import annotations

import json
import sys

import click
from rulewright import Engine, Status, reports
from rulewright.diagnostics import FileLines

from rulewright_cli.exit_codes import EXIT_CLEAN, EXIT_PROBLEMS
from rulewright_cli.options import CaseOptions, case_options, chosen, format_option, note_dates, version_of
from rulewright_cli.packs import find_id, open_pack
from rulewright_cli.personal import Personal, personal_options
from rulewright_cli.terminal import say, say_json, show


@click.command(
    "needs",
    short_help="say which facts, figures and decisions a rule waits for",
    epilog="""\b
    Examples:
      rulewright needs masshealth-dsrip aco_accountability.earned
      rulewright needs masshealth-dsrip aco_accountability.earned \\
        --fact withheld=250000
    """,
)
@click.argument("pack")
@click.argument("rule")
@case_options
@personal_options
@format_option("text", "json")
def command(pack: str, rule: str, options: CaseOptions, personal: Personal, format_: str) -> None:
    """Say what an outcome of a rule needs: facts, figures that the document leaves open, decisions of named actors.

    Without facts, this is everything that may be needed. With facts (--case, --fact, --recorded), it is what is still
    missing for this case. Exits with 1 where the facts make the outcome an error.
    """
    engine = personal.engine(version_of(open_pack(pack), options.version))
    id_ = find_id(engine, rule)
    if options.is_given:
        sys.exit(_print_missing(engine, id_, options, format_))
    case = options.read(engine, (id_,))
    note_dates(engine, case.as_of, case.known_on)
    version = chosen(engine.choose(case))
    needs = reports.all_needs(version.needs(id_), version.pack)
    if format_ == "json":
        say_json(json.dumps(reports.needs_json(id_, needs), indent=2, ensure_ascii=False))
    else:
        show([reports.all_needs_text(version.rule(id_), needs)])
    sys.exit(EXIT_CLEAN)


def _print_missing(engine: Engine, id_: str, options: CaseOptions, format_: str) -> int:
    """Print what one case still needs; return the exit code."""
    case = options.read(engine, (id_,))
    outcome = engine.run_case(case)
    engine = engine.of_case(case)
    if format_ == "json":
        missing = reports.explain_needs(outcome.needs, engine.rule(id_), engine.pack)
        say_json(json.dumps(reports.missing_json(outcome, missing), indent=2, ensure_ascii=False))
    else:
        show([reports.outcome_text(outcome, engine.pack, FileLines())])
        if outcome.status is Status.KNOWN:
            say("nothing is missing")
    return EXIT_PROBLEMS if outcome.status is Status.ERROR else EXIT_CLEAN
