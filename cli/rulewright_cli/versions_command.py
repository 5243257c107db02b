"""`rulewright versions`: the versions of a pack, and when each of them holds."""

from __future__ import annotations

import json
from importlib.metadata import version as installed
from pathlib import Path

import click
from rulewright.reports import versions_json, versions_page, versions_text

from rulewright_cli.files import write_whole
from rulewright_cli.options import chosen, format_option
from rulewright_cli.packs import open_pack
from rulewright_cli.terminal import complain, say_json, show


@click.command(
    "versions",
    short_help="print the versions of a pack, and when each holds",
    epilog="""\b
    Examples:
      rulewright versions masshealth-dsrip
      rulewright versions masshealth-dsrip --known-on 2019-12-31
    """,
)
@click.argument("pack")
@click.option("--known-on", metavar="DATE", help="Count the amendments that were adopted by then.")
@click.option("--output", metavar="FILE", help="Write an HTML page with the timeline there.")
@format_option("text", "json", "markdown")
def command(pack: str, known_on: str | None, output: str | None, format_: str) -> None:
    """Print the stretches of time in which nothing changes, each with the version that holds, and all amendments.

    Without --known-on all amendments count that are adopted. The page of --output is one HTML file that needs no
    network; what --format says is printed all the same.
    """
    engine = open_pack(pack)
    chosen(engine.choose_at(None, known_on))  # refuses what is no date
    known = known_on or engine.pack.timeline.latest
    digests = {each.version: each.digest for each in engine.versions}
    if not engine.is_version:
        complain("the pack has no amendments, and one version")
    if output is not None:
        write_whole(Path(output), versions_page(engine.pack, known, digests, installed("rulewright")))
        complain(f"wrote {output}")
    if format_ == "json":
        say_json(json.dumps(versions_json(engine.pack, known, digests), indent=2, ensure_ascii=False))
    else:
        show(versions_text(engine.pack, known, digests), format_)
