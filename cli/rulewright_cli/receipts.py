"""Writes the receipts of outcomes to a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from rulewright import Case, Engine, Outcome, receipt_of

from rulewright_cli.facts import STANDARD_STREAM
from rulewright_cli.files import write_whole
from rulewright_cli.terminal import say_json


def write_receipts(path: str, engine: Engine, outcomes: Sequence[Outcome], cases: Sequence[Case]) -> None:
    """Write the receipt of one outcome, or the list of those of several, as JSON."""
    receipts = [receipt_of(outcome, engine, case) for outcome, case in zip(outcomes, cases, strict=True)]
    text = json.dumps(receipts[0] if len(receipts) == 1 else receipts, indent=2, ensure_ascii=False)
    if path == STANDARD_STREAM:
        say_json(text)
    else:
        write_whole(Path(path), text + "\n")
