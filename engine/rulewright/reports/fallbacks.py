"""Lists what the compiled evaluator leaves to the reference evaluator, by reason."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rulewright.check.fallbacks import LeftToReference
from rulewright.diagnostics.wording import counted
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.timeline import BASE
from rulewright.reports.outcomes import answered_by

SCHEMA = "rulewright/fallbacks/1"


def fallbacks_text(found: Sequence[tuple[Pack, Sequence[LeftToReference]]]) -> str:
    """Return the lists for a terminal: a count of each version, then each reason with its rules and examples.

    What the base of a pack has is not listed again for its other versions.
    """
    return "\n\n".join(_of_version(pack, left, _of_base(pack, found)) for pack, left in found)


def _of_base(pack: Pack, found: Sequence[tuple[Pack, Sequence[LeftToReference]]]) -> Sequence[LeftToReference]:
    is_base = pack.version == BASE
    return () if is_base else next((left for other, left in found if (other.id, other.version) == (pack.id, BASE)), ())


def _of_version(pack: Pack, left: Sequence[LeftToReference], known: Sequence[LeftToReference]) -> str:
    counts = [counted(sum(each.kind == kind for each in left), kind) for kind in ("rule", "example")]
    new = [each for each in left if each not in known]
    besides = f", {len(new) or 'none'} besides those of the base" if known else ""
    lines = [f"{pack.id}{answered_by(pack)}: {counts[0]} and {counts[1]} left to the reference evaluator{besides}"]
    for reason in sorted({each.reason for each in new}):
        lines += ["", reason]
        lines += [f"  {each.kind} {each.id}" for each in new if each.reason == reason]
    return "\n".join(lines)


def fallbacks_json(found: Sequence[tuple[Pack, Sequence[LeftToReference]]]) -> str:
    """Return the lists of versions of packs as a JSON document, which names each version that was looked at."""
    versions = [{"pack": pack.id, "version": pack.version} for pack, _ in found]
    rows = [
        {"pack": pack.id, "version": pack.version, "kind": each.kind, "id": each.id, "reason": each.reason}
        for pack, left in found
        for each in left
    ]
    return json.dumps({"schema": SCHEMA, "versions": versions, "left": rows}, indent=2, ensure_ascii=False)
