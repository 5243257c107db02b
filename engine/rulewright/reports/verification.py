"""Says what the verification of a statement's folder has found."""

from __future__ import annotations

import json

from rulewright.blocks import Block, Prose, Stack
from rulewright.diagnostics.sarif import as_dict
from rulewright.diagnostics.wording import counted
from rulewright.statements.verification import Verification

SCHEMA = "rulewright/verification/1"


def verification_text(found: Verification, folder: str) -> tuple[Block, ...]:
    """Return how much there is, the head of the chain and who signed it."""
    much = f"{counted(found.receipts, 'receipt')} and {counted(found.files - found.receipts, 'other file')}"
    state = "are as they were written" if found.holds else "are listed in the manifest"
    lines = (f"{folder}: {much} {state}", f"head: {found.head}", _signer(found))
    return (Stack(tuple(map(Prose, lines))),)


def _signer(found: Verification) -> str:
    if found.is_vouched:
        return f"signed by {found.signer}, one of the keys given"
    if found.signer:
        return f"signed by {found.signer}; whether that key counts nobody says here (--key)"
    return "not rightly signed" if found.is_signed else "not signed"


def verification_json(found: Verification) -> str:
    """Return what was found as a JSON document."""
    content = {
        "schema": SCHEMA,
        "holds": found.holds,
        "head": found.head or None,
        "is_signed": found.is_signed,
        "signer": found.signer or None,
        "is_vouched": found.is_vouched,
        "files": found.files,
        "receipts": found.receipts,
        "diagnostics": [as_dict(problem) for problem in found.problems],
    }
    return json.dumps(content, indent=2, ensure_ascii=False)
