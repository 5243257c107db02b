"""Says of receipts whether they hold when their cases are evaluated again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rulewright.blocks import Block, Prose, Stack, Tree
from rulewright.diagnostics.wording import counted
from rulewright.evaluate.plain_json import JsonValue
from rulewright.evaluate.replay import Difference, Replayed

SCHEMA = "rulewright/replay/1"
SHOWN = 12
"""So many differences of a receipt are shown in a text; the rest is counted."""


@dataclass(frozen=True, slots=True)
class ReplayedReceipt:
    """What a replay found of one receipt: its place among those of its file is in its name."""

    name: str
    found: Replayed

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What differs: everything, or only answers where another version of the engine wrote the receipt."""
        return self.found.answers if self.found.other_engine else self.found.differences


def replays_text(replayed: Sequence[ReplayedReceipt]) -> tuple[Block, ...]:
    """Return what differs by receipt, what was not compared, and how many hold."""
    broken = [each for each in replayed if each.differences]
    blocks: list[Block] = [_differing(each) for each in broken]
    words = Counter(words for each in replayed for words in each.found.not_compared)
    if words:
        head = Prose("not compared")
        blocks.append(
            Tree(head, tuple(Prose(f"{what} ({counted(count, 'receipt')})") for what, count in words.items()))
        )
    engines = Counter(each.found.other_engine for each in replayed)
    lines = [f"{counted(len(replayed), 'receipt')}: {_held(len(replayed) - len(broken), len(broken))}"]
    lines += [f"{counted(count, 'receipt')} compared {_how(engine)}" for engine, count in sorted(engines.items())]
    return (*blocks, Stack(tuple(map(Prose, lines))))


def _held(holding: int, differing: int) -> str:
    return "all hold" if not differing else f"{holding} hold, {differing} {'differs' if differing == 1 else 'differ'}"


def _how(engine: str) -> str:
    return f"value by value: version {engine} of the engine wrote them" if engine else "whole"


def _differing(each: ReplayedReceipt) -> Tree:
    shown = [Prose(f"{at.path}: {_shown(at.then)} then, {_shown(at.now)} now") for at in each.differences[:SHOWN]]
    more = len(each.differences) - SHOWN
    if more > 0:
        shown.append(Prose(f"and {counted(more, 'other difference')}"))
    return Tree(Prose(f"{each.name} does not hold"), tuple(shown))


def _shown(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False)


def replays_json(replayed: Sequence[ReplayedReceipt]) -> str:
    """Return what was found as a JSON document."""
    receipts = [
        {
            "receipt": each.name,
            "holds": not each.differences,
            "other_engine": each.found.other_engine or None,
            "differences": [{"path": at.path, "then": at.then, "now": at.now} for at in each.differences],
            "not_compared": list(each.found.not_compared),
        }
        for each in replayed
    ]
    return json.dumps({"schema": SCHEMA, "receipts": receipts}, indent=2, ensure_ascii=False)
