"""Makes a pack and a case smaller while something still holds of them: what is left is what matters.

Whatever can go goes: rules, steps, rows, entries of types and facts; then formulas give way to their parts, and facts
to plain ones.
"""

from __future__ import annotations

import copy
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

import yaml
from rulewright.language.descent import children, nodes_in
from rulewright.language.grammar.parser import parse_expression
from rulewright.source import SourceText
from sample_packs import Example

SUBJECT = "base/rules.yaml"
PLAIN_PARTS = ("0", "1", "true", "null", '"a"', "[]")
MOST_SECONDS = 10
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Specimen:
    """A pack with a case for one of its rules."""

    files: Mapping[str, str]
    example: Example

    @property
    def size(self) -> int:
        """How much there is to read."""
        case = json.dumps([self.example.facts, self.example.options], default=str)
        return sum(map(len, self.files.values())) + len(case)


Variants = Callable[[Specimen], Iterator[Specimen]]


def shrunk(specimen: Specimen, holds: Callable[[Specimen], bool], seconds: float = MOST_SECONDS) -> Specimen:
    """Return a specimen from which little more can be taken so that the condition holds; it does of the one given."""
    until = time.process_time() + seconds
    alone = _with_callees_only(specimen)
    specimen = alone if holds(alone) else specimen
    before = None
    while before != specimen:
        before = specimen
        for variants in (_without_parts, _smaller_facts, _smaller_formulas, _smaller_header):
            place = 0
            while (candidate := next(islice(variants(specimen), place, None), None)) is not None:
                if time.process_time() > until:
                    return specimen
                if candidate.size < specimen.size and holds(candidate):
                    specimen = candidate
                else:
                    place += 1
    return specimen


def _with_callees_only(specimen: Specimen) -> Specimen:
    """Return the specimen with the rule of the case and those that it names, and those that these name."""
    tree = yaml.compose(specimen.files[SUBJECT])
    parts = {key.value: value for key, value in tree.value if isinstance(value, yaml.MappingNode)}
    parts.pop("source", None)
    texts = {key.value: yaml.serialize(rule) for part in parts.values() for key, rule in part.value}
    wanted = {specimen.example.rule.rpartition(".")[2]}
    while True:
        named = {word for id_ in wanted for word in WORD.findall(texts[id_]) if word in texts}
        if named <= wanted:
            break
        wanted |= named
    for part in parts.values():
        part.value = [(key, rule) for key, rule in part.value if key.value in wanted]
    tree.value = [(key, value) for key, value in tree.value if key.value not in parts or value.value]
    recorded = dict(specimen.example.options.get("recorded") or {})
    kept = {id_: value for id_, value in recorded.items() if id_.rpartition(".")[2] in wanted}
    options = {**specimen.example.options, "recorded": kept or None}
    return replace(_with_file(specimen, SUBJECT, tree), example=replace(specimen.example, options=options))


# ── Files ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _without_parts(specimen: Specimen, path: str = SUBJECT) -> Iterator[Specimen]:
    """Yield the specimen without one entry or item of a file, outer ones first."""
    tree = yaml.compose(specimen.files[path])
    for node in _collections(tree):
        for place in range(len(node.value)):
            part = node.value.pop(place)
            yield _with_file(specimen, path, tree)
            node.value.insert(place, part)


def _smaller_header(specimen: Specimen) -> Iterator[Specimen]:
    yield from _without_parts(specimen, "pack.yaml")


def _smaller_formulas(specimen: Specimen) -> Iterator[Specimen]:
    """Yield the specimen with a part of a formula in place of a larger one, or something plain."""
    tree = yaml.compose(specimen.files[SUBJECT])
    for node in _scalars(tree):
        before = node.value
        parsed = parse_expression(SourceText.of(before))
        if parsed.tree is None or parsed.diagnostics:
            continue
        for part in nodes_in(parsed.tree):
            head, tail = before[: part.span.start], before[part.span.end :]
            for child in children(part):
                own = before[child.span.start : child.span.end]
                for text in (own, f"({own})"):
                    node.value = head + text + tail
                    yield _with_file(specimen, SUBJECT, tree)
            for text in PLAIN_PARTS:
                node.value = head + text + tail
                yield _with_file(specimen, SUBJECT, tree)
        node.value = before


def _with_file(specimen: Specimen, path: str, tree: yaml.Node) -> Specimen:
    text = yaml.serialize(tree, width=100_000, allow_unicode=True)
    return replace(specimen, files={**specimen.files, path: text})


def _collections(tree: yaml.Node) -> list[yaml.CollectionNode]:
    return [node for node in _all(tree) if isinstance(node, yaml.CollectionNode)]


def _scalars(tree: yaml.Node) -> list[yaml.ScalarNode]:
    return [node for node in _all(tree) if isinstance(node, yaml.ScalarNode)]


def _all(tree: yaml.Node) -> list[yaml.Node]:
    """Return the values of a tree, outer ones first."""
    found = [tree]
    for node in found:
        if isinstance(node, yaml.MappingNode):
            found += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            found += node.value
    return found


# ── Facts ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _smaller_facts(specimen: Specimen) -> Iterator[Specimen]:
    """Yield the specimen with a fact less, or with a plain one in its place."""
    whole = {"facts": specimen.example.facts, "options": dict(specimen.example.options)}
    for path in _paths(whole):
        if len(path) > 1:
            for smaller in (_without(whole, path), *(_with(whole, path, each) for each in ("0", "a", None, []))):
                example = replace(specimen.example, facts=smaller["facts"], options=smaller["options"])
                yield replace(specimen, example=example)


def _paths(value: object, before: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in entries:
        yield (*before, key)
        yield from _paths(each, (*before, key))


def _without(whole: dict, path: tuple[object, ...]) -> dict:
    whole = copy.deepcopy(whole)
    del _parent(whole, path)[path[-1]]
    return whole


def _with(whole: dict, path: tuple[object, ...], value: object) -> dict:
    whole = copy.deepcopy(whole)
    _parent(whole, path)[path[-1]] = value
    return whole


def _parent(whole: dict, path: tuple[object, ...]) -> object:
    for key in path[:-1]:
        whole = whole[key]
    return whole
