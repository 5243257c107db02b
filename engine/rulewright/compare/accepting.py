"""Writes the movements of a comparison as a list to be reviewed, and reads which of them were expected.

A movement is a rule or line with its outcome digests before and after: accepted is what was reviewed, and nothing else,
about whichever time it moves so. A list has one movement a line, in the order of their rules, so that two lists are
merged line by line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from rulewright.compare.comparison import RuleVerdict, VersionComparison
from rulewright.evaluate.plain_json import JsonValue

SCHEMA = "rulewright/accepted/1"

Movement = tuple[str, str, str]
"""The id of a rule or line, and its digests before and after."""


class AcceptedError(ValueError):
    """Says that a text is no list of accepted movements."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What a list says of a comparison.

    `missing` are the movements that it has not, each with the times about which it moves so, empty where that is the
    time that was compared; `stale` are the rules of the list that do not move so.
    """

    missing: tuple[tuple[RuleVerdict, tuple[str, ...]], ...]
    stale: tuple[str, ...]


def accepted_text(comparison: VersionComparison) -> tuple[str, int]:
    """Return the movements of a comparison as a list to be reviewed, and their number."""
    rows = [
        {
            "rule": each.rule.id,
            "verdict": each.verdict.value,
            "before": each.digests[0],
            "after": each.digests[1],
            **({"about": list(about)} if about else {}),
        }
        for _, (each, about) in sorted(_movements(comparison).items())
    ]
    head = f'"schema": {_json(SCHEMA)},\n  "pack": {_json(comparison.after.pack.id)}'
    lines = ",".join(f"\n    {_json(row)}" for row in rows)
    end = "\n  ]" if rows else "]"
    return f'{{\n  {head},\n  "movements": [{lines}{end}\n}}\n', len(rows)


def acceptance_of(comparison: VersionComparison, written: str) -> Acceptance:
    """Return which movements of a comparison a list has not, and which it has that are none.

    Raises:
        AcceptedError: when the text is no such list, or that of another pack.
    """
    expected = frozenset(_read(written, comparison.after.pack.id))
    found = _movements(comparison)
    missing = tuple(each for movement, each in found.items() if movement not in expected)
    return Acceptance(missing, tuple(sorted({movement[0] for movement in expected - found.keys()})))


def _movements(comparison: VersionComparison) -> dict[Movement, tuple[RuleVerdict, tuple[str, ...]]]:
    """Return what moves, with the other times where it moves in this way about these alone."""
    found = {(each.rule.id, *each.digests): (each, ()) for each in comparison.movements}
    elsewhere: dict[Movement, tuple[RuleVerdict, tuple[str, ...]]] = {}
    for other in comparison.elsewhere:
        for each in other.movements:
            movement = (each.rule.id, *each.digests)
            known, times = elsewhere.get(movement, (each, ()))
            elsewhere[movement] = known, (*times, *other.times)
    return elsewhere | found


def _read(written: str, pack: str) -> Iterator[Movement]:
    try:
        document = json.loads(written)
        schema, of, movements = (document[name] for name in ("schema", "pack", "movements"))
    except json.JSONDecodeError as error:
        raise AcceptedError(f"it is no JSON: {error.msg}, line {error.lineno}") from error
    except (KeyError, TypeError) as error:
        raise AcceptedError("it is no list that `--write-accept` has written") from error
    if schema != SCHEMA:
        raise AcceptedError(f"its schema is `{schema}`, and not `{SCHEMA}`")
    if of != pack:
        raise AcceptedError(f"it is of the pack `{of}`, and compared is `{pack}`")
    if not isinstance(movements, list):
        raise AcceptedError("its `movements` are no list")
    for number, each in enumerate(movements, start=1):
        match each:
            case {"rule": str(rule), "before": str(before), "after": str(after)} if before or after:
                yield rule, before, after
            case _:
                raise AcceptedError(f"its movement {number} lacks a rule, or its digests before and after")


def _json(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False)
