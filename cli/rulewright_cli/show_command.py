"""`rulewright show`: a rule, a subject or the index of a pack, as an analyst reads it."""

from __future__ import annotations

import click
from rulewright.blocks import Block
from rulewright.diagnostics import did_you_mean
from rulewright.reports import index_text, pack_text, rule_text, subject_text

from rulewright_cli.options import format_option
from rulewright_cli.packs import open_pack
from rulewright_cli.terminal import show


@click.command(
    "show",
    short_help="print a rule, a subject or an index as an analyst reads it",
    epilog="""\b
    Examples:
      rulewright show masshealth-dsrip aco_accountability.at_risk_schedule
      rulewright show masshealth-dsrip remediation
      rulewright show masshealth-dsrip --index
    """,
)
@click.argument("pack")
@click.argument("names", nargs=-1, metavar="[RULE|SUBJECT]...")
@click.option("--index", is_flag=True, help="List every rule with its kind, modality, status and source.")
@format_option("text", "markdown")
def command(pack: str, names: tuple[str, ...], index: bool, format_: str) -> None:
    """Print rules (by id), subjects (by name), or what the pack holds.

    A rule shows its words, its source, what it takes and gives, its formulas and tables, the readings chosen where
    the document is unclear, its examples, and which rules rest on it.
    """
    engine = open_pack(pack)
    if index:
        show(index_text(engine.pack), format_)
        return
    if not names:
        show(pack_text(engine.pack), format_)
        return
    blocks: list[Block] = []
    for name in names:
        if rule := engine.pack.find_rule(name):
            blocks += rule_text(rule, engine.pack)
        elif subject := engine.pack.find_subject(name):
            blocks += subject_text(subject, engine.pack)
        else:
            subjects = [each.id for each in engine.pack.subjects]
            hint = did_you_mean(name, engine.pack.rules, engine.pack.aliases, subjects) or "`--index` lists all rules"
            raise click.UsageError(f"there is no rule or subject `{name}`; {hint}")
    show(blocks, format_)
