"""Proposes what an amendment says of an example whose outcome it moves: its ending, and one with the new outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rulewright.language.values import Value
from rulewright.packs.amendments.address import Address
from rulewright.packs.amendments.drafting import changes_text
from rulewright.packs.amendments.parts import PieceDifference
from rulewright.packs.amendments.trees import mapping
from rulewright.packs.authoring import Draft
from rulewright.packs.example_text import expected_wait, plain_node, written_value
from rulewright.packs.model.rules import Rule
from rulewright.packs.yaml.tree import Entry, MappingNode, TreeNode
from rulewright.source import Place


@dataclass(frozen=True, slots=True)
class MovedExample:
    """An example that an amendment makes fail, and what its outcome is now.

    Where that is not known, `status` says so, with what it `needs`; where an example cannot expect it, it `is_lost`.
    """

    id: str
    rule: Rule
    value: Value
    status: str = ""
    needs: Sequence[str] = ()
    is_lost: bool = False


def with_moved_examples(draft: Draft, amendment: str, moved: Sequence[MovedExample]) -> Draft:
    """Return a draft with an ending for each of these examples, and one in its place with the new outcome.

    What the draft itself says of an example is left as it is. `amendment` is its id, by which new examples are called.
    """
    taken = set(draft.examples)
    proposed: list[PieceDifference] = []
    for each in moved:
        node = draft.examples.get(each.id)
        if node is None or str(Address("example", each.id)) in draft.text:
            continue
        numbers = ("", *map(str, range(2, len(taken) + 3)))
        new = next(name for name in (f"{each.id}-{amendment}{number}" for number in numbers) if name not in taken)
        taken.add(new)
        changes = proposed_changes((each.id, new), node, each.rule, each.value, (each.status, each.needs))
        proposed += changes[:1] if each.is_lost else changes
    if not proposed:
        return draft
    text = draft.text + changes_text(proposed)
    named = tuple(f"{each.verb} {each.address}" for each in proposed)
    return replace(draft, text=text, changes=draft.changes + len(proposed), proposed=named)


def proposed_changes(
    ids: tuple[str, str], node: MappingNode, rule: Rule, value: Value, waits: tuple[str, Sequence[str]]
) -> tuple[PieceDifference, ...]:
    """Return the ending of an example, and the one that follows it: `ids` are theirs, `node` is the first as written.

    `value` is the new outcome. Where it is not known, `waits` is the status with what it needs. There is no second one
    where an example cannot say the outcome.
    """
    ends = PieceDifference("ends", str(Address("example", ids[0])), node.place)
    expected = expected_wait(waits, node.place) if waits[0] else _expected(node.get("expect"), rule, value, node.place)
    if expected is None:
        return (ends,)
    entries = [Entry(each.key, expected) if each.name == "expect" else each for each in node if each.name != "id"]
    return ends, PieceDifference("add", str(Address("example", ids[1])), node.place, now=mapping(entries, node.place))


def _expected(before: TreeNode | None, rule: Rule, value: Value, place: Place) -> TreeNode | None:
    """Return the expectation of a value: of the outputs of which one was expected, or of the outcome as a whole."""
    outputs = dict(rule.results)
    named = [each.name for each in before if each.name in outputs] if isinstance(before, MappingNode) else []
    if len(outputs) == 1 or not named or not isinstance(value, dict):
        return written_value(value, rule.outcome, place)
    found = {name: written_value(value.get(name), outputs[name], place) for name in named}
    entries = [Entry(plain_node(name, place), each) for name, each in found.items() if each is not None]
    return mapping(entries, place) if len(entries) == len(named) else None
