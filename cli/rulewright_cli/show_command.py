"""`rulewright show`: a rule, a subject, the index or any piece of a pack, as an analyst reads it."""

from __future__ import annotations

import re
from pathlib import Path

import click
from rulewright.blocks import Block, Prose, Stack, Words
from rulewright.diagnostics import did_you_mean
from rulewright.reports import index_text, pack_text, piece_lines, rule_text, subject_text, version_line

from rulewright_cli.options import dated, format_option
from rulewright_cli.packs import find_folder, open_pack, shown_place
from rulewright_cli.terminal import show

ADDRESS = re.compile(r"[\[#]|^[a-z]+:")
"""What distinguishes an address from the id of a rule and the name of a subject."""


@click.command(
    "show",
    short_help="print a rule, a subject, an index or the piece at an address",
    epilog="""\b
    Examples:
      rulewright show masshealth-dsrip aco_accountability.at_risk_schedule
      rulewright show masshealth-dsrip remediation
      rulewright show masshealth-dsrip 'measure.aco_attributes[12]'
      rulewright show masshealth-dsrip type:quality_domain example:WE-29c
      rulewright show masshealth-dsrip --index
    """,
)
@click.argument("pack")
@click.argument("names", nargs=-1, metavar="[RULE|SUBJECT|ADDRESS]...")
@click.option("--index", is_flag=True, help="List every rule with its kind, modality, status and source.")
@click.option("--as-of", metavar="DATE", help="Show the version about this date or period.")
@click.option("--known-on", metavar="DATE", help="Count the amendments that were adopted by then.")
@format_option("text", "markdown")
def command(
    *, pack: str, names: tuple[str, ...], index: bool, as_of: str | None, known_on: str | None, format_: str
) -> None:
    """Print rules (by id), subjects (by name), pieces (by address), or what the pack holds.

    A rule shows its words, its source, what it takes and gives, its formulas and tables, the readings chosen where
    the document is unclear, its examples, and which rules rest on it. An address names any piece that the files hold:
    a cell, a row, a formula, a type, a document, an example; it is shown as it is written, with its place.

    Of a pack with amendments the base is shown, or the version of --as-of and --known-on, with the amendment of each
    changed line in its margin. The first line says which.
    """
    engine = dated(open_pack(pack), as_of, known_on)
    blocks: list[Block] = [version_line(engine.pack, as_of, known_on)] if engine.is_version else []
    if index or not names:
        show((*blocks, *(index_text(engine.pack) if index else pack_text(engine.pack))), format_)
        return
    for name in names:
        if rule := engine.pack.find_rule(name):
            blocks += rule_text(rule, engine.pack)
            blocks += _amended(find_folder(pack), name, engine.version) if engine.named_version else ()
        elif subject := engine.pack.find_subject(name):
            blocks += subject_text(subject, engine.pack)
            blocks += _amended_subject(find_folder(pack), subject.id, engine.version) if engine.named_version else ()
        elif ADDRESS.search(name):
            blocks.append(_piece(find_folder(pack), name, engine.version))
        else:
            subjects = [each.id for each in engine.pack.subjects]
            hint = did_you_mean(name, engine.pack.rules, engine.pack.aliases, subjects) or "`--index` lists all rules"
            raise click.UsageError(f"there is no rule or subject `{name}`; {hint}")
    show(blocks, format_)


def _amended(folder: Path, rule: str, version: str) -> tuple[Block, ...]:
    """Return a rule as it is written in a version, with the amendments in the margin; nothing where there are none."""
    from rulewright.packs import look_up  # noqa: PLC0415 - the base is shown without reading YAML

    found = look_up(folder, rule, version)
    return (Stack(("as amended", piece_lines(found)), indent=0),) if any(found.by) else ()


def _amended_subject(folder: Path, subject: str, version: str) -> tuple[Block, ...]:
    """Return which amendments have written in a subject, and where its text with them in the margin is to be had."""
    from rulewright.packs import look_up  # noqa: PLC0415 - the base is shown without reading YAML

    address = f"subject:{subject}"
    writers = dict.fromkeys(each for line in look_up(folder, address, version).by for each in line)
    text = f"as amended by {', '.join(writers)}: show `{address}` for its text with the amendments in the margin"
    return (Prose(Words(text, "dim")),) if writers else ()


def _piece(folder: Path, address: str, version: str) -> Block:
    """Return what stands at an address, as it is written.

    Raises:
        click.UsageError: when nothing does.
    """
    from rulewright.packs import AddressError, look_up  # noqa: PLC0415 - a rule is shown without reading YAML

    try:
        found = look_up(folder, address, version)
    except AddressError as error:
        raise click.UsageError(f"{error}; {error.hint}" if error.hint else str(error)) from error
    note = ', by `"*"`' if found.is_under_star else ""
    where = Words(f"{shown_place(found.place)}{note}", "dim")
    return Stack((Prose(Words(found.address, "title")), Prose(where), piece_lines(found)))
