"""Lists what the compiled evaluator leaves to the reference evaluator, by reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from rulewright.check.fallbacks import LeftToReference
from rulewright.diagnostics.wording import counted

SCHEMA = "rulewright/fallbacks/1"


def fallbacks_text(pack: str, left: Sequence[LeftToReference]) -> str:
    """Return the list for a terminal: a count, then each reason with its rules and examples."""
    counts = [counted(sum(each.kind == kind for each in left), kind) for kind in ("rule", "example")]
    lines = [f"{pack}: {counts[0]} and {counts[1]} left to the reference evaluator"]
    for reason in sorted({each.reason for each in left}):
        lines += ["", reason]
        lines += [f"  {each.kind} {each.id}" for each in left if each.reason == reason]
    return "\n".join(lines)


def fallbacks_json(left: Iterable[tuple[str, LeftToReference]]) -> str:
    """Return the lists of packs as a JSON document."""
    rows = [{"pack": pack, "kind": each.kind, "id": each.id, "reason": each.reason} for pack, each in left]
    return json.dumps({"schema": SCHEMA, "left": rows}, indent=2, ensure_ascii=False)
