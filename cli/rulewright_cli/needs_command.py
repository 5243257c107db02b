"""`rulewright needs`: which facts, figures and decisions a rule waits for."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import click
from rulewright import Engine, Status
from rulewright.blocks import Block, Labelled, Prose, Tree, Words
from rulewright.diagnostics.render import FileLines
from rulewright.evaluate.caselines import answer_of
from rulewright.packs.model.rules import Rule
from rulewright.reports.needs_text import Need, explain_needs, fact_of, rule_need
from rulewright.reports.outcome_text import outcome_text

from rulewright_cli.exit_codes import EXIT_CLEAN, EXIT_PROBLEMS
from rulewright_cli.options import CaseOptions, case_options, format_option
from rulewright_cli.packs import find_rule, open_pack
from rulewright_cli.terminal import say, show

NEEDS_SCHEMA = "rulewright/needs/1"
MISSING_SCHEMA = "rulewright/missing/1"


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
@format_option("text", "json")
def command(pack: str, rule: str, options: CaseOptions, format_: str) -> None:
    """Say what an outcome of a rule needs: facts, figures that the document leaves open, decisions of named actors.

    Without facts, this is everything that may be needed. With facts (--case, --fact, --recorded), it is what is still
    missing for this case. Exits with 1 where the facts make the outcome an error.
    """
    engine = open_pack(pack)
    asked = find_rule(engine, rule)
    if options.is_given:
        sys.exit(_print_missing(engine, asked, options, format_))
    options.read(engine, (asked.id,))
    found = engine.needs(asked.id)
    facts = [fact_of(each) for each in found.inputs]
    rules = engine.pack.rules
    figures = [need for id_ in found.open_figures for need in _rule_needs(rules[id_])]
    decisions = [need for id_ in found.decisions for need in _rule_needs(rules[id_])]
    if format_ == "json":
        content = {
            "schema": NEEDS_SCHEMA,
            "rule": asked.id,
            "facts": [_fact_json(need) for need in facts],
            "open_figures": [_rule_json(need) for need in figures],
            "decisions": [_rule_json(need) for need in decisions],
        }
        say(json.dumps(content, indent=2, ensure_ascii=False))
    else:
        show([_needs(asked, facts, figures, decisions)])
    sys.exit(EXIT_CLEAN)


def _print_missing(engine: Engine, rule: Rule, options: CaseOptions, format_: str) -> int:
    """Print what one case still needs; return the exit code."""
    case = options.read(engine, (rule.id,))
    outcome = case.ask(engine, rule.id)
    if format_ == "json":
        missing = [
            _fact_json(need) if need.kind == "fact" else _rule_json(need)
            for need in explain_needs(outcome.needs, rule, engine.pack)
        ]
        content = {"schema": MISSING_SCHEMA, "rule": rule.id, **answer_of(outcome), "missing": missing}
        say(json.dumps(content, indent=2, ensure_ascii=False))
    else:
        show([outcome_text(outcome, engine.pack, FileLines())])
        if outcome.status is Status.KNOWN:
            say("nothing is missing")
    return EXIT_PROBLEMS if outcome.status is Status.ERROR else EXIT_CLEAN


def _rule_needs(rule: Rule) -> list[Need]:
    need = rule_need(rule)
    return [need] if need is not None else []


def _needs(rule: Rule, facts: Sequence[Need], figures: Sequence[Need], decisions: Sequence[Need]) -> Block:
    required = [(need.name, need.words) for need in facts if not need.otherwise]
    optional = [(need.name, f"{need.words}; otherwise {need.otherwise}") for need in facts if need.otherwise]
    parts = (
        ("facts", required),
        ("facts that may be left out", optional),
        ("figures that the document leaves open", [(need.name, need.words) for need in figures]),
        ("decisions, unless the case records them", [(need.name, need.words) for need in decisions]),
    )
    needs: list[Block] = []
    for heading, rows in parts:
        if rows:
            labelled = Labelled(tuple((Words(name, "value"), Prose(words)) for name, words in rows))
            needs.append(Tree(Words(heading, "label"), (labelled,)))
    none = "nothing: it always has the same outcome"
    return Tree(Words(rule.title, "title"), (Words(f"{rule.id} · {rule.source}", "dim"), *(needs or [none])))


def _fact_json(need: Need) -> dict[str, object]:
    return {
        "name": need.name,
        "kind": need.kind,
        "type": need.type,
        "title": need.title,
        "otherwise": need.otherwise or None,
    }


def _rule_json(need: Need) -> dict[str, object]:
    return {
        "name": need.name,
        "kind": need.kind,
        "type": need.type,
        "title": need.title,
        "source": need.source,
        "status": need.decided_by,
    }
