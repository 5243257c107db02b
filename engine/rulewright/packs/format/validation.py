"""Compares a file's tree with its JSON Schema and says in an author's words what does not fit.

The schemas dispatch on the kind of a rule (`if`, `then`, `else`), never by trying alternatives, so that one mistake
gives one message. Every schema has a `title` that says what is wanted (`a name in snake_case`); a message is made of
it. Paths of the validator lead back to the tree and its places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema import ValidationError

from rulewright.diagnostics import Diagnostic
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.packs.format.found import Found
from rulewright.packs.format.schema import Schema
from rulewright.packs.format.values import ambiguity
from rulewright.packs.yaml.text import Sources, quoted
from rulewright.packs.yaml.tree import Entry, MappingNode, ScalarNode, SequenceNode, TreeNode, plain

FORMULA_TITLES = frozenset({"a formula", "a cell"})
SHOWN = 10
RULE_KEYS = frozenset({"title", "type", "output", "about", "where"})
"""Keys that a rule may have and that look like one of those."""
FACTS = frozenset({"expect", "recorded", "value", "table"})
"""Keys below which other names are the pack's own."""
SHAPES = frozenset({"type", "required", "minLength", "minItems", "minProperties", "maxProperties", "maxItems"})

Unsound = frozenset[tuple[str | int, ...]]
"""The first two steps of the paths to pieces that cannot be read: `("decisions", "score")`, `("examples", 3)`."""


@dataclass(frozen=True, slots=True)
class _File:
    """A tree that is judged, and the lines of the files that its nodes come from."""

    root: TreeNode
    sources: Sources


def validate(root: TreeNode, schema: Schema, sources: Sources) -> Found[Unsound]:
    """Return the pieces of a file that lack something or have a wrong shape, and all that does not fit the schema.

    Those pieces are not read any further; what is only superfluous or misspelled leaves the rest readable.
    """
    misspelled = dict(_misspelled_kinds(root, schema))
    problems: list[Diagnostic] = list(misspelled.values())
    unsound: set[tuple[str | int, ...]] = set(misspelled)
    for error in schema.validator.iter_errors(plain(root)):
        path = tuple(error.absolute_path)
        if path[:2] in misspelled:
            continue  # The schema is that of another kind.
        problems.extend(_explain(error, _File(root, sources)))
        if error.validator in SHAPES and not _is_readable_beside(path, schema):
            unsound.add(path[:2])
    data = FACTS | {"inputs"} if schema.name == "examples" else FACTS
    problems.extend(_misread_prose(root, schema.prose, data))
    return Found(frozenset(unsound), tuple(problems))


def _misread_prose(node: TreeNode, prose: frozenset[str], data: frozenset[str]) -> Iterator[Diagnostic]:
    """Yield the texts for people that other YAML programs would read as a date, a boolean or null.

    What stands below the keys of `data` are figures and facts, whose names may be like those of texts.
    """
    if isinstance(node, SequenceNode):
        for item in node:
            yield from _misread_prose(item, prose, data)
    if not isinstance(node, MappingNode):
        return
    for entry in node:
        if entry.name in prose and isinstance(entry.value, ScalarNode):
            yield from ambiguity(entry.value)
        elif entry.name not in data:
            yield from _misread_prose(entry.value, prose, data)


def _misspelled_kinds(root: TreeNode, schema: Schema) -> Iterable[tuple[tuple[str | int, ...], Diagnostic]]:
    """Yield the rules whose kind is not clear because the key that decides it is misspelled."""
    for section, deciding in schema.deciding.items():
        rules = root.get(section) if isinstance(root, MappingNode) else None
        for rule in rules if isinstance(rules, MappingNode) else ():
            body = rule.value
            if not isinstance(body, MappingNode) or any(body.entry(key) for key in deciding):
                continue
            for entry in body:
                hint = did_you_mean(entry.name, deciding)
                if hint and entry.name not in RULE_KEYS:
                    problem = Diagnostic("unknown-key", f"unknown key `{entry.name}`", entry.key.place, hint)
                    yield (section, rule.name), problem
                    break


def _is_readable_beside(path: tuple[str | int, ...], schema: Schema) -> bool:
    """Return whether the rest of a rule can be read beside this mistake: it lies in one input, step or output."""
    return len(path) > 3 and path[0] in schema.sections and path[2] not in {"table", "keys"}


def _explain(error: ValidationError, file: _File) -> Iterable[Diagnostic]:
    node, entry = _follow(file.root, error.absolute_path)
    if isinstance(node, ScalarNode) and node.style == "plain" and not node.text:
        return []  # A key without a value: reported when the file was read.
    explain = EXPLANATIONS.get(str(error.validator))
    if explain is None or node is None:
        place = (node or file.root).place
        return [Diagnostic("wrong-form", f"this is not {_wanted(error)}", place)]
    return explain(error, node, entry, file)


def _follow(node: TreeNode | None, path: Iterable[str | int]) -> tuple[TreeNode | None, Entry | None]:
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


def _wanted(error: ValidationError) -> str:
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    return str(schema.get("title") or {"object": "a mapping", "array": "a list"}.get(schema.get("type", ""), "a text"))


def _unknown_keys(error: ValidationError, node: TreeNode, _entry: Entry | None, _file: _File) -> list[Diagnostic]:
    known = list(error.schema["properties"])  # type: ignore[index]  # only schemas with properties are closed
    problems: list[Diagnostic] = []
    if not isinstance(node, MappingNode):
        return problems
    missing = [name for name in known if name not in node]
    for entry in node:
        if entry.name in known:
            continue
        needed = [name for name in missing if name in error.schema.get("required", ())]  # type: ignore[union-attr]  # the same
        is_spare = len(missing) == 1 and not needed and error.schema.get("required")  # type: ignore[union-attr]  # the same
        hint = did_you_mean(entry.name, missing) or did_you_mean(entry.name, known)
        hint = hint or _one_of([] if is_spare else missing)
        problems.append(Diagnostic("unknown-key", f"unknown key `{entry.name}`", entry.key.place, hint))
    return problems


def _one_of(words: list[str]) -> str:
    if not words:
        return "take it away"
    if len(words) == 1:
        return f"write `{words[0]}`"
    return "known are " + ", ".join(f"`{word}`" for word in words[:SHOWN]) + (" …" if len(words) > SHOWN else "")


def _missing_key(error: ValidationError, node: TreeNode, entry: Entry | None, file: _File) -> list[Diagnostic]:
    """Report the first missing key; the validator gives one error for each."""
    required: list[str] = error.validator_value  # type: ignore[assignment]  # a list in every schema
    name = next(name for name in required if error.message.startswith(repr(name)))
    known = error.schema.get("properties", {})  # type: ignore[union-attr]  # a mapping in every schema
    if isinstance(node, MappingNode) and any(
        each.name not in known and did_you_mean(each.name, [name]) for each in node
    ):
        return []  # The misspelled key is reported as unknown, with this name as the hint.
    owner = f"`{entry.name}`" if entry else "this item" if node is not file.root else "the file"
    place = entry.key.place if entry else node.place
    return [Diagnostic("missing-key", f"{owner} lacks `{name}`", place, f"add `{name}: …`")]


def _wrong_shape(error: ValidationError, node: TreeNode, entry: Entry | None, file: _File) -> list[Diagnostic]:
    wanted = _wanted(error)
    found = {ScalarNode: "a text", SequenceNode: "a list", MappingNode: "a mapping"}[type(node)]
    if wanted in FORMULA_TITLES:
        text = file.sources.text_at(node.place)
        message = f"YAML reads this as {found}, not as {wanted}"
        return [Diagnostic("yaml-unquoted", message, node.place, f"put it in quotes: `{quoted(text)}`")]
    shape = {"object": "a mapping", "array": "a list", "string": "a text"}[str(error.validator_value)]
    what = wanted if wanted == shape else f"{wanted}, as {shape},"
    owner = f" for `{entry.name}`" if entry else ""
    message = f"expected {what}{owner}, found {found}".replace(",,", ",")
    hint = {"a mapping": "write `{name: …}`", "a list": "write `[…]`", "a text": "write one value"}[shape]
    if shape == "a mapping" and isinstance(node, ScalarNode) and wanted.startswith("`{type"):
        hint = f"write `{{type: {node.text}, …}}`"
    return [Diagnostic("wrong-shape", message, node.place, hint)]


def _no_member(error: ValidationError, node: TreeNode, _entry: Entry | None, _file: _File) -> list[Diagnostic]:
    members = [str(member) for member in error.validator_value]  # type: ignore[union-attr]  # a list of words
    text = node.text if isinstance(node, ScalarNode) else "…"
    message = f"`{text}` is not {_wanted(error)}"
    return [Diagnostic("unknown-word", message, node.place, did_you_mean(text, members) or _one_of(members))]


def _wrong_form(error: ValidationError, node: TreeNode, _entry: Entry | None, _file: _File) -> list[Diagnostic]:
    """Report a text that does not have the wanted form; an invalid key is reported at the key."""
    text = str(error.instance)
    place = node.place
    if isinstance(node, MappingNode):
        key = node.entry(text)
        place = key.key.place if key else place
    return [Diagnostic("wrong-form", f"`{text}` is not {_wanted(error)}", place, _spelt(text, _wanted(error)))]


def _spelt(text: str, wanted: str) -> str:
    """Return a hint that spells a text as it is wanted."""
    joint = "-" if "hyphens" in wanted else "_"
    if joint == "_" and "snake_case" not in wanted:
        return f"write {wanted}"
    kept = "." if wanted.startswith("an id:") else ""
    pieces = (letter if letter.isascii() and (letter.isalnum() or letter in kept) else joint for letter in text)
    name = re.sub(rf"{joint}+", joint, "".join(pieces)).strip(joint).lower()
    return f"write `{name}`" if name[:1].isalpha() else f"begin with a letter; use letters, digits and `{joint}`"


def _too_short(_error: ValidationError, node: TreeNode, entry: Entry | None, _file: _File) -> list[Diagnostic]:
    what = "text" if isinstance(node, ScalarNode) else "list" if isinstance(node, SequenceNode) else "mapping"
    owner = f"`{entry.name}`" if entry else "this item"
    return [Diagnostic("empty", f"{owner} has an empty {what}", node.place, "fill it in, or delete it")]


def _too_many(error: ValidationError, node: TreeNode, entry: Entry | None, _file: _File) -> list[Diagnostic]:
    owner = f"`{entry.name}`" if entry else "this item"
    message = f"{owner} has more than {error.validator_value} entries"
    return [Diagnostic("too-many", message, node.place, "take some out, or split it")]


Explain = Callable[[Any, TreeNode, Entry | None, _File], list[Diagnostic]]
EXPLANATIONS: Mapping[str, Explain] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_key,
    "type": _wrong_shape,
    "enum": _no_member,
    "pattern": _wrong_form,
    "minLength": _too_short,
    "minItems": _too_short,
    "minProperties": _too_short,
    "maxProperties": _too_many,
    "maxItems": _too_many,
}
