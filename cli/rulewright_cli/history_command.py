"""`rulewright history`: what amendments have made of a rule, or of any piece of a pack."""

from __future__ import annotations

import json

import click
from rulewright.packs import AddressError, history_of
from rulewright.reports import history_json, history_text

from rulewright_cli.options import format_option
from rulewright_cli.packs import find_folder, open_pack
from rulewright_cli.terminal import say_json, show


@click.command(
    "history",
    short_help="say what amendments have made of a rule or of the piece at an address",
    epilog="""\b
    Examples:
      rulewright history masshealth-dsrip aco_accountability.at_risk_schedule
      rulewright history masshealth-dsrip 'measure.aco_attributes[12]'
    """,
)
@click.argument("pack")
@click.argument("address", metavar="RULE|ADDRESS")
@format_option("text", "json", "markdown")
def command(pack: str, address: str, format_: str) -> None:
    """Print what the base says at an address, and each change of it: old, new, dates, authority, reason.

    A change of what lies in it, and of what it lies in, is one of it. An amendment that was annulled says by which.
    """
    open_pack(pack)  # a pack with errors is refused
    try:
        history = history_of(find_folder(pack), address)
    except AddressError as error:
        raise click.UsageError(f"{error}; {error.hint}" if error.hint else str(error)) from error
    if format_ == "json":
        say_json(json.dumps(history_json(history), indent=2, ensure_ascii=False))
    else:
        show(history_text(history), format_)
