"""Writes a case with its outcome as an example, as an author would put it into a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import indent

from rulewright.language.display import display
from rulewright.language.numbers import number_text
from rulewright.language.reading.profiles import EXAMPLE
from rulewright.language.relations import without_null
from rulewright.language.types import ContextType, ListType, MapType, Type
from rulewright.language.values import Absence, FunctionValue, Value
from rulewright.packs.amendments.trees import mapping, text_node
from rulewright.packs.format.values import read_value
from rulewright.packs.model.rules import Rule
from rulewright.packs.yaml.tree import Entry, ScalarNode, SequenceNode, TreeNode
from rulewright.packs.yaml.writing import in_lines
from rulewright.source import Mark, Place, SourceText

HERE = Place("", 1, 1)


@dataclass(frozen=True, slots=True)
class ExpectedOutcome:
    """What an example expects: a value, or where `status` says that there is none, what it `needs`."""

    value: Value
    status: str = ""
    needs: Sequence[str] = ()


def example_text(
    id_: str, rule: Rule, facts: Mapping[str, Value], recorded: Mapping[str, object], expected: ExpectedOutcome
) -> str:
    """Return an example as an item below `examples:`; empty where a value cannot be written so that it reads back."""
    types = {each.name: each.type for each in rule.inputs}
    inputs = [Entry(text_node(name, HERE), node) for name, node in _written(facts, types)]
    if len(inputs) < len(facts):
        return ""
    if expected.status:
        outcome: TreeNode | None = expected_wait((expected.status, expected.needs), HERE)
    else:
        outcome = written_value(expected.value, rule.outcome, HERE)
        if expected.value is None and outcome is not None:
            outcome = mapping([Entry(plain_node("value", HERE), outcome)], HERE)
    if outcome is None:
        return ""
    parts: list[tuple[str, TreeNode]] = [("id", plain_node(id_, HERE)), ("rule", plain_node(rule.id, HERE))]
    parts += [("inputs", mapping(inputs, HERE))] if inputs else []
    parts += [("recorded", _plain_tree(recorded))] if recorded else []
    entries = [Entry(plain_node(name, HERE), node) for name, node in (*parts, ("expect", outcome))]
    return indent(in_lines(SequenceNode((mapping(entries, HERE),), HERE)), "  ")


def _written(values: Mapping[str, Value], types: Mapping[str, Type]) -> Iterator[tuple[str, TreeNode]]:
    for name, value in values.items():
        node = written_value(value, types[name], HERE) if name in types else None
        if node is not None:
            yield name, node


def _plain_tree(value: object) -> TreeNode:
    """Return a recorded decision, which is kept as it was written."""
    if isinstance(value, Mapping):
        return mapping([Entry(text_node(str(name), HERE), _plain_tree(each)) for name, each in value.items()], HERE)
    if isinstance(value, list):
        return SequenceNode(tuple(map(_plain_tree, value)), HERE)
    return plain_node(str(value), HERE)


def expected_wait(waits: tuple[str, Sequence[str]], place: Place) -> TreeNode:
    """Return the expectation of an outcome that is not known."""
    status, needs = waits
    entries = [Entry(plain_node("status", place), plain_node(status, place))]
    if needs:
        listed = SequenceNode(tuple(plain_node(each, place) for each in needs), place)
        entries.append(Entry(plain_node("needs", place), listed))
    return mapping(entries, place)


def written_value(value: Value, type_: Type, place: Place) -> TreeNode | None:
    """Return how an example writes a value of a type; None where it cannot, so that it would read another one."""
    if value is None:
        return plain_node("null", place)
    for node in _candidates(value, type_, place):
        read, problems, _ = read_value(node, type_, EXAMPLE)
        if not problems and read == value:
            return node
    return None


def _candidates(value: Value, type_: Type, place: Place) -> Iterator[TreeNode]:
    """Yield the ways in which a value may be written."""
    type_ = without_null(type_)
    if isinstance(value, bool):
        yield plain_node(str(value).lower(), place)
    elif isinstance(value, Decimal):
        yield plain_node(number_text(value), place)
        yield plain_node(f"{number_text(value.scaleb(2))}%", place)
    elif isinstance(value, list) and isinstance(type_, ListType):
        items = [written_value(each, type_.item, place) for each in value]
        if all(each is not None for each in items):
            yield SequenceNode(tuple(each for each in items if each is not None), place)
    elif isinstance(value, dict) and isinstance(type_, ContextType | MapType):
        types = dict.fromkeys(value, type_.value) if isinstance(type_, MapType) else dict(type_.entries)
        parts = {name: written_value(each, types[name], place) for name, each in value.items() if name in types}
        entries = [Entry(plain_node(name, place), each) for name, each in parts.items() if each is not None]
        if len(entries) == len(value):
            yield mapping(entries, place)
    elif isinstance(value, str):
        yield plain_node(value, place)
        yield text_node(value, place)
    elif not isinstance(value, Absence | FunctionValue):
        yield plain_node(display(value), place)
        yield text_node(display(value), place)


def plain_node(text: str, place: Place) -> ScalarNode:
    """Return a text without quotes."""
    return ScalarNode(SourceText("", text, (Mark(0, 1, 1),)), "plain", place)
