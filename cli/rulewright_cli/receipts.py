"""Writes the receipts of outcomes to a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from rulewright import Engine, Outcome
from rulewright.reports.receipt import receipt_of

from rulewright_cli.facts import STANDARD_STREAM, CaseFile
from rulewright_cli.files import write_whole
from rulewright_cli.options import facts_for
from rulewright_cli.terminal import say


def write_receipts(
    path: str, engine: Engine, outcomes: Sequence[Outcome], case: CaseFile, rules: Sequence[str]
) -> None:
    """Write the receipt of one outcome, or the list of those of several, as JSON."""
    receipts = [
        receipt_of(
            outcome,
            engine,
            facts_for(rule, case.facts, rules, engine),
            engine_version=version("rulewright"),
            recorded=case.recorded,
            as_of=case.as_of,
            known_on=case.known_on,
            id_=case.id,
        )
        for outcome, rule in zip(outcomes, rules, strict=True)
    ]
    text = json.dumps(receipts[0] if len(receipts) == 1 else receipts, indent=2, ensure_ascii=False)
    if path == STANDARD_STREAM:
        say(text)
    else:
        write_whole(Path(path), text + "\n")
