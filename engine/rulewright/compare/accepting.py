"""Writes the movements of a comparison as a list to be reviewed, and reads which of them were expected.

A movement is a rule or line with its outcome digests before and after: accepted is what was reviewed, and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from rulewright.compare.comparison import RuleVerdict, VersionComparison
from rulewright.evaluate.plain_json import JsonValue

SCHEMA = "rulewright/accepted/1"


class AcceptedError(ValueError):
    """Says that a text is no list of accepted movements."""


def accepted_json(comparison: VersionComparison) -> dict[str, JsonValue]:
    """Return the movements of a comparison as values for `json.dumps`."""
    movements: list[JsonValue] = [
        {"rule": each.rule.id, "verdict": each.verdict.value, "before": each.digests[0], "after": each.digests[1]}
        for each in comparison.movements
    ]
    return {"schema": SCHEMA, "pack": comparison.after.pack.id, "movements": movements}


def not_accepted(comparison: VersionComparison, written: str) -> tuple[tuple[RuleVerdict, ...], tuple[str, ...]]:
    """Return the movements of a comparison that a list does not have, and the rules of the list that did not move so.

    Raises:
        AcceptedError: when the text is no such list, or that of another pack.
    """
    expected = frozenset(_read(written, comparison.after.pack.id))
    found = {(each.rule.id, *each.digests): each for each in comparison.movements}
    missing = tuple(each for movement, each in found.items() if movement not in expected)
    return missing, tuple(sorted(movement[0] for movement in expected - found.keys()))


def _read(written: str, pack: str) -> Iterable[tuple[str, str, str]]:
    try:
        document = json.loads(written)
        if document["schema"] != SCHEMA:
            raise AcceptedError(f"its schema is `{document['schema']}`, and not `{SCHEMA}`")
        if document["pack"] != pack:
            raise AcceptedError(f"it is of the pack `{document['pack']}`, and compared is `{pack}`")
        return [(str(each["rule"]), str(each["before"]), str(each["after"])) for each in document["movements"]]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise AcceptedError("it is no list that `--write-accept` has written") from error
