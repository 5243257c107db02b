"""Proposes what an amendment says of an example whose outcome it moves: its ending, and one with the new outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rulewright.language.numbers import number_text
from rulewright.language.reading.profiles import EXAMPLE
from rulewright.language.types import ContextType, ListType, Type
from rulewright.language.values import Value
from rulewright.packs.amendments.address import Address
from rulewright.packs.amendments.drafting import changes_text
from rulewright.packs.amendments.parts import PieceDifference
from rulewright.packs.amendments.trees import mapping, text_node
from rulewright.packs.authoring import Draft
from rulewright.packs.format.values import read_value
from rulewright.packs.model.rules import Rule
from rulewright.packs.yaml.tree import Entry, MappingNode, ScalarNode, SequenceNode, TreeNode
from rulewright.source import Mark, Place, SourceText


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
    expected = _waiting(waits, node.place) if waits[0] else _expected(node.get("expect"), rule, value, node.place)
    if expected is None:
        return (ends,)
    entries = [Entry(each.key, expected) if each.name == "expect" else each for each in node if each.name != "id"]
    return ends, PieceDifference("add", str(Address("example", ids[1])), node.place, now=mapping(entries, node.place))


def _waiting(waits: tuple[str, Sequence[str]], place: Place) -> TreeNode:
    """Return the expectation of an outcome that is not known."""
    status, needs = waits
    entries = [Entry(_plain("status", place), _plain(status, place))]
    if needs:
        listed = SequenceNode(tuple(_plain(each, place) for each in needs), place)
        entries.append(Entry(_plain("needs", place), listed))
    return mapping(entries, place)


def _expected(before: TreeNode | None, rule: Rule, value: Value, place: Place) -> TreeNode | None:
    """Return the expectation of a value: of the outputs of which one was expected, or of the outcome as a whole."""
    outputs = dict(rule.results)
    named = [each.name for each in before if each.name in outputs] if isinstance(before, MappingNode) else []
    if len(outputs) == 1 or not named or not isinstance(value, dict):
        return written_value(value, rule.outcome, place)
    found = {name: written_value(value.get(name), outputs[name], place) for name in named}
    entries = [Entry(_plain(name, place), each) for name, each in found.items() if each is not None]
    return mapping(entries, place) if len(entries) == len(named) else None


def written_value(value: Value, type_: Type, place: Place) -> TreeNode | None:
    """Return how an example writes a value of a type; None where it cannot, so that it would read another one."""
    if value is None:
        return _plain("null", place)
    for node in _candidates(value, type_, place):
        read, problems, _ = read_value(node, type_, EXAMPLE)
        if not problems and read == value:
            return node
    return None


def _candidates(value: Value, type_: Type, place: Place) -> Iterator[TreeNode]:
    """Yield the ways in which a value may be written."""
    if isinstance(value, bool):
        yield _plain(str(value).lower(), place)
    elif isinstance(value, Decimal):
        yield _plain(number_text(value), place)
        yield _plain(f"{number_text(value.scaleb(2))}%", place)
    elif isinstance(value, list) and isinstance(type_, ListType):
        items = [written_value(each, type_.item, place) for each in value]
        if all(each is not None for each in items):
            yield SequenceNode(tuple(each for each in items if each is not None), place)
    elif isinstance(value, dict) and isinstance(type_, ContextType):
        types = dict(type_.entries)
        parts = {name: written_value(each, types[name], place) for name, each in value.items() if name in types}
        entries = [Entry(_plain(name, place), each) for name, each in parts.items() if each is not None]
        if len(entries) == len(value):
            yield mapping(entries, place)
    elif isinstance(value, str):
        yield _plain(value, place)
        yield text_node(value, place)
    else:
        yield _plain(str(value), place)


def _plain(text: str, place: Place) -> ScalarNode:
    return ScalarNode(SourceText("", text, (Mark(0, 1, 1),)), "plain", place)
