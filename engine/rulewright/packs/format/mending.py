"""Reads keys that are misspelt, and lines that are not indented enough, as they were meant.

One slip would else be many: of a section `descisions` every rule would be unknown wherever it is used. The slip is
reported, and the file is read as if it were mended. A key is mended only where just one known key is near and missing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from jsonschema import ValidationError

from rulewright.diagnostics import Diagnostic
from rulewright.diagnostics.suggest import did_you_mean, nearest
from rulewright.packs.format.found import Found
from rulewright.packs.format.schema import Schema
from rulewright.packs.yaml.tree import Entry, MappingNode, ScalarNode, SequenceNode, TreeNode
from rulewright.source import Place, SourceText

RULE_KEYS = frozenset({"title", "type", "output", "about", "where"})
"""Keys that a rule may have and that look like one of those that say which form it has."""


# ── Indentation ───────────────────────────────────────────────────────────────────────────────────────────────────


def regrouped(root: MappingNode, schema: Schema) -> Found[MappingNode]:
    """Return a file in which what stands below an empty section, rule or part of a rule, unindented, belongs to it.

    That the key is empty was reported when the file was read. A rule at the margin below a section belongs to that.
    """
    if not schema.rule_keys:
        return Found(root)
    root = _nested(root, lambda name: name not in schema.keys)
    entries: list[Entry] = []
    problems: list[Diagnostic] = []
    for entry in root:
        section = entries[-1] if entries else entry
        is_rule = entry.name not in schema.keys and isinstance(entry.value, MappingNode) and "title" in entry.value
        if is_rule and section.name in schema.rule_keys and isinstance(section.value, MappingNode):
            rules = replace(section.value, entries=(*section.value.entries, entry))
            entries[-1] = replace(section, value=rules)
            hint = f"indent it, so that it belongs to `{section.name}`"
            problems.append(Diagnostic("unknown-key", f"unknown key `{entry.name}`", entry.key.place, hint))
        else:
            entries.append(entry)
    return Found(replace(root, entries=tuple(_section(each, schema) for each in entries)), tuple(problems))


def _section(entry: Entry, schema: Schema) -> Entry:
    keys = schema.rule_keys.get(entry.name)
    if keys is None or not isinstance(entry.value, MappingNode):
        return entry
    section = _nested(entry.value, lambda name: name in keys)
    rules = tuple(
        replace(rule, value=_nested(rule.value, lambda name: name not in keys))
        if isinstance(rule.value, MappingNode)
        else rule
        for rule in section
    )
    return replace(entry, value=replace(section, entries=rules))


def _nested(node: MappingNode, belongs: Callable[[str], bool]) -> MappingNode:
    """Return a mapping in which entries that follow an empty one, and belong to it by their names, stand below it."""
    entries: list[Entry] = []
    owner: Entry | None = None
    below: list[Entry] = []
    for entry in (*node, None):
        if entry is not None and owner is not None and belongs(entry.name):
            below.append(entry)
            continue
        if owner is not None and below:
            entries[-1] = replace(owner, value=MappingNode(tuple(below), below[0].key.place))
        if entry is not None:
            entries.append(entry)
            owner, below = (entry if _is_empty(entry.value) else None), []
    return replace(node, entries=tuple(entries)) if len(entries) < len(node) else node


def _is_empty(node: TreeNode) -> bool:
    return isinstance(node, ScalarNode) and node.style == "plain" and not node.text


# ── Misspelt keys ─────────────────────────────────────────────────────────────────────────────────────────────────


def with_keys_meant(root: TreeNode, errors: Iterable[ValidationError], schema: Schema) -> Found[TreeNode]:
    """Return a file with the keys that were meant by misspelt ones, and every misspelt one that is mended."""
    problems: list[Diagnostic] = []
    meant: dict[Place, str] = {}
    for entry, name in (*_deciding(root, schema), *_unknown(root, errors)):
        if entry.key.place not in meant:
            meant[entry.key.place] = name
            message = f"unknown key `{entry.name}`"
            problems.append(Diagnostic("unknown-key", message, entry.key.place, did_you_mean(entry.name, [name])))
    return Found(_renamed(root, meant) if meant else root, tuple(problems))


def _deciding(root: TreeNode, schema: Schema) -> Iterator[tuple[Entry, str]]:
    """Yield the misspelt keys that say which form a rule has: the schema of the other form does not know them."""
    for section, deciding in schema.deciding.items():
        rules = root.get(section) if isinstance(root, MappingNode) else None
        for rule in rules if isinstance(rules, MappingNode) else ():
            body = rule.value
            if isinstance(body, MappingNode) and not any(body.entry(key) for key in deciding):
                yield from _first_near(body, deciding, RULE_KEYS)


def _unknown(root: TreeNode, errors: Iterable[ValidationError]) -> Iterator[tuple[Entry, str]]:
    for error in errors:
        node = follow(root, tuple(error.absolute_path))[0]
        if error.validator != "additionalProperties" or not isinstance(node, MappingNode):
            continue
        known: Mapping[str, object] = error.schema["properties"]  # type: ignore[index]  # only such schemas are closed
        yield from _first_near(node, [name for name in known if name not in node], known)


def _first_near(node: MappingNode, missing: Sequence[str], known: Collection[str]) -> Iterator[tuple[Entry, str]]:
    """Yield the unknown keys that are near to a missing one, each with that one; none is meant twice."""
    left = list(missing)
    for entry in node:
        name = nearest(entry.name, left) if entry.name not in known else ""
        if name:
            left.remove(name)
            yield entry, name


def follow(node: TreeNode | None, path: Iterable[str | int]) -> tuple[TreeNode | None, Entry | None]:
    """Return the node that a path leads to, and the key whose value it is (None for a list's item or the file)."""
    entry: Entry | None = None
    for step in path:
        if isinstance(node, SequenceNode) and isinstance(step, int):
            node, entry = node.items[step], None
        elif isinstance(node, MappingNode):
            entry = node.entry(str(step))
            node = entry.value if entry else None
        else:
            return None, None
    return node, entry


def _renamed(node: TreeNode, meant: Mapping[Place, str]) -> TreeNode:
    if isinstance(node, SequenceNode):
        return replace(node, items=tuple(_renamed(item, meant) for item in node))
    if isinstance(node, ScalarNode):
        return node
    return MappingNode(tuple(_renamed_entry(entry, meant) for entry in node), node.place, node.repeated)


def _renamed_entry(entry: Entry, meant: Mapping[Place, str]) -> Entry:
    key = entry.key
    name = meant.get(key.place)
    if name is not None:
        key = replace(key, source=SourceText(key.source.path, name, key.source.marks[:1]))
    return Entry(key, _renamed(entry.value, meant))
