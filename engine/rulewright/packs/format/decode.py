"""Decodes a tree into what is written there, field by field.

The schema has proved the shape, so a reader of the decoded value has the meaning alone to look at. A piece beside
which the rest can be read may have another shape all the same; its field then stays empty, as if it were not written.

A field takes the value of the key of its name (`for_` that of `for`), by its annotation:

- `str`: the text of a scalar; `ScalarNode | None`: the scalar with its place; `TreeNode | None`: whatever it is;
- another form: a mapping, or what is no mapping in the field that `BARE` names (`inputs: {score: number}`);
- `tuple[…, ...]`: a list; `tuple[Keyed[…], ...]`: a mapping with names of the pack's own as keys;
- `Keyed[…] | None`: the value together with its key.

What is not written has the default of its field.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from rulewright.packs.format.written import Keyed, WrittenForm
from rulewright.packs.yaml.tree import Entry, MappingNode, ScalarNode, SequenceNode, TreeNode

F = TypeVar("F", bound=WrittenForm)
TREES = {"ScalarNode": ScalarNode, "SequenceNode": SequenceNode, "TreeNode": TreeNode}
"""What the fields of forms are made of. Modules of forms name these classes for type checkers only."""


class _NoValue:
    """Stands for what does not have the shape of its field."""


_NO_VALUE = _NoValue()
_Convert = Callable[[Entry | TreeNode], Any]


def decode(node: TreeNode, into: type[F]) -> F:
    """Return what a tree says."""
    entries = {entry.name: entry for entry in node} if isinstance(node, MappingNode) else {}
    values: dict[str, Any] = {"place": node.place}
    for name, convert in _plan(into):  # type: ignore[arg-type]  # a class is hashable
        entry = entries.get(name.rstrip("_"))
        value = _NO_VALUE
        if entry is not None:
            value = convert(entry)
        elif name == into.BARE and not isinstance(node, MappingNode):
            value = convert(node)
        if value is not _NO_VALUE:
            values[name] = value
    decoded = into()
    vars(decoded).update(values)
    return decoded


def keys_of(into: type[WrittenForm]) -> frozenset[str]:
    """Return the keys that a form has a field for."""
    return frozenset(name.rstrip("_") for name, _ in _plan(into))  # type: ignore[arg-type]  # a class is hashable


@cache
def _plan(into: type[WrittenForm]) -> tuple[tuple[str, _Convert], ...]:
    """Return the fields of a form, each with what makes its value of an entry."""
    hints = get_type_hints(into, localns=TREES)
    return tuple((name, _converter(hint)) for name, hint in hints.items() if name not in {"BARE", "place"})


def _converter(hint: Any) -> _Convert:
    if get_origin(hint) in {Union, UnionType}:
        options = [option for option in get_args(hint) if option is not NoneType]
        return _converter(options[0]) if len(options) == 1 else _value
    if get_origin(hint) is tuple:
        return _items(get_args(hint)[0])
    if get_origin(hint) is Keyed:
        return _keyed(get_args(hint)[0])
    if hint is str:
        return _text
    if hint in get_args(TreeNode):
        return lambda given: node if isinstance(node := _value(given), hint) else _NO_VALUE
    return _nested(hint)


def _value(given: Entry | TreeNode) -> TreeNode:
    return given.value if isinstance(given, Entry) else given


def _text(given: Entry | TreeNode) -> str | _NoValue:
    node = _value(given)
    return node.text if isinstance(node, ScalarNode) else _NO_VALUE


def _nested(into: Any) -> _Convert:
    def convert(given: Entry | TreeNode) -> Any:
        node = _value(given)
        return decode(node, into) if isinstance(node, MappingNode) or into.BARE else _NO_VALUE

    return convert


def _items(hint: Any) -> _Convert:
    is_keyed = get_origin(hint) is Keyed
    convert = _converter(hint)

    def convert_all(given: Entry | TreeNode) -> Any:
        node = _value(given)
        if not isinstance(node, MappingNode if is_keyed else SequenceNode):
            return _NO_VALUE
        return tuple(value for each in node if (value := convert(each)) is not _NO_VALUE)

    return convert_all


def _keyed(hint: Any) -> _Convert:
    inner = _converter(hint)

    def convert(given: Entry | TreeNode) -> Any:
        value = inner(given)
        return Keyed(given.key, value) if isinstance(given, Entry) and value is not _NO_VALUE else _NO_VALUE

    return convert
