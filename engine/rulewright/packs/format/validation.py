"""Compares a file's tree with its JSON Schema and says in an author's words what does not fit.

The schemas dispatch on the kind of a rule (`if`, `then`, `else`), never by trying alternatives, so that one mistake
gives one message. Every schema has a `title` that says what is wanted (`a name in snake_case`); a message is made of
it. Paths of the validator lead back to the tree and its places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jsonschema import ValidationError

from rulewright.diagnostics import Diagnostic
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.reading.scalars import DATE_TEXT
from rulewright.language.types import DATE
from rulewright.packs.format.found import Found
from rulewright.packs.format.mending import follow, regrouped, with_keys_meant
from rulewright.packs.format.schema import Schema
from rulewright.packs.format.values import ambiguity, read_value
from rulewright.packs.yaml.text import Sources, quoted
from rulewright.packs.yaml.tree import Entry, MappingNode, ScalarNode, SequenceNode, TreeNode, plain
from rulewright.source import Place

FORMULA_TITLES = frozenset({"a formula", "a cell"})
SHOWN = 10
MENDING_ROUNDS = 5
"""So often a file is read anew with its misspelt keys mended: inside one there may be others."""
FACTS = frozenset({"expect", "recorded", "value", "table"})
"""Keys below which other names are the pack's own."""
DATED = frozenset({"adopted", "effective"})
"""Keys whose texts may be a date."""
SHAPES = frozenset({"type", "required", "minLength", "minItems", "minProperties", "maxProperties", "maxItems"})

Unsound = frozenset[tuple[str | int, ...]]
"""The first two steps of the paths to pieces that cannot be read: `("decisions", "score")`, `("examples", 3)`."""


@dataclass(frozen=True, slots=True)
class _File:
    """A tree that is judged, and the lines of the files that its nodes come from."""

    root: TreeNode
    sources: Sources


@dataclass(frozen=True, slots=True)
class Validated:
    """A file's tree as it was meant, with the pieces of it that lack something or have a wrong shape.

    Those pieces are not read any further; what is only superfluous or misspelt leaves the rest readable.
    """

    root: TreeNode
    unsound: Unsound


def validate(root: TreeNode, schema: Schema, sources: Sources) -> Found[Validated]:
    """Return a file's tree as it was meant, and all that does not fit the schema."""
    problems: list[Diagnostic] = []
    if isinstance(root, MappingNode):
        root, grouping, _ = regrouped(root, schema)
        problems += grouping
    errors = list(schema.validator.iter_errors(plain(root)))
    mended: set[Place] = set()
    for _ in range(MENDING_ROUNDS if errors else 0):
        meant = with_keys_meant(root, errors, schema)
        if not meant.problems:
            break
        root = meant.value
        problems += meant.problems
        mended.update(each.place for each in meant.problems)
        errors = list(schema.validator.iter_errors(plain(root)))
    unsound: set[tuple[str | int, ...]] = set()
    for error in errors:
        path = tuple(error.absolute_path)
        entry = follow(root, path)[1]
        if entry is None or entry.key.place not in mended:  # more of a key that is mended would be guessed
            problems.extend(_explain(error, _File(root, sources)))
        if error.validator in SHAPES and not _is_readable_beside(path, schema):
            unsound.add(path[:2])
    data = FACTS | {"inputs"} if schema.name == "examples" else FACTS
    problems.extend(_misread_prose(root, schema.prose, data))
    return Found(Validated(root, frozenset(unsound)), tuple(problems))


def _misread_prose(node: TreeNode, prose: frozenset[str], data: frozenset[str]) -> Iterator[Diagnostic]:
    """Yield texts for people that other YAML programs would read as a date, a boolean or null, and impossible dates.

    What stands below the keys of `data` are figures and facts, whose names may be like those of texts.
    """
    if isinstance(node, SequenceNode):
        for item in node:
            yield from _misread_prose(item, prose, data)
    if not isinstance(node, MappingNode):
        return
    for entry in node:
        if entry.name in DATED and isinstance(entry.value, ScalarNode) and DATE_TEXT.fullmatch(entry.value.text):
            yield from read_value(replace(entry.value, style="double"), DATE).problems
        if entry.name in prose and isinstance(entry.value, ScalarNode):
            yield from ambiguity(entry.value)
        elif entry.name not in data:
            yield from _misread_prose(entry.value, prose, data)


def _is_readable_beside(path: tuple[str | int, ...], schema: Schema) -> bool:
    """Return whether the rest of a rule can be read beside this mistake: it lies in one input, step or output."""
    return len(path) > 3 and path[0] in schema.sections and path[2] not in {"table", "keys"}


def _explain(error: ValidationError, file: _File) -> Iterable[Diagnostic]:
    node, entry = follow(file.root, error.absolute_path)
    if isinstance(node, ScalarNode) and node.style == "plain" and not node.text:
        return []  # A key without a value: reported when the file was read.
    explain = EXPLANATIONS.get(str(error.validator))
    if explain is None or node is None:
        place = (node or file.root).place
        return [Diagnostic("wrong-form", f"this is not {_wanted(error)}", place)]
    return explain(error, node, entry, file)


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
