"""Checks that inputs which are compared with fixed words have the type of an enumeration.

Of an input that may be any text a misspelt word is not refused: it is another word, and the answer another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.language.builtins import BUILTINS
from rulewright.language.descent import nodes_in
from rulewright.language.relations import without_null
from rulewright.language.syntax import (
    Comparison,
    ComparisonTest,
    In,
    Invocation,
    ListLiteral,
    Name,
    Node,
    PathExpression,
    StringLiteral,
    UnaryTests,
)
from rulewright.language.types import STRING, ListType, Type
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.model.rules import Expression, Rule
from rulewright.source import Place

SHOWN = 4


class Compared(NamedTuple):
    """A word that a text is compared with."""

    name: str
    word: str
    place: Place


def check_free_texts(rules: Mapping[str, Rule]) -> Iterator[Diagnostic]:
    """Yield, once for each rule and input, that a text is compared with words."""
    for rule in rules.values():
        words: dict[str, list[Compared]] = {}
        for each in _compared(rule):
            words.setdefault(each.name, []).append(each)
        for name, found in words.items():
            distinct = list(dict.fromkeys(each.word for each in found))
            shown = ", ".join(f'`"{word}"`' for word in distinct[:SHOWN]) + (" …" if len(distinct) > SHOWN else "")
            message = f"`{name}` may be any text, but is compared with {shown}"
            hint = f"declare an enumeration under `types` for `{name}`: a misspelt word is refused then"
            yield Diagnostic("free-text", message, found[0].place, hint, Severity.WARNING)


def _compared(rule: Rule) -> Iterator[Compared]:
    inputs = frozenset(each.name for each in rule.inputs)
    for expression in rule.expressions():
        types = dict(zip(map(id, nodes_in(expression.tree)), expression.types, strict=True))
        for node in nodes_in(expression.tree):
            for subject, word in _pairs(node):
                name = _input_named(subject, inputs)
                if name and _is_text(types[id(subject)]):
                    yield Compared(name, word.value, expression.source.place(word.span))
    table = rule.table if isinstance(rule, Decision) else None
    for index, column in enumerate(table.inputs if table is not None else ()):
        name = _input_named(column.tree, inputs)
        if table is not None and name and _is_text(column.type):
            for row in table.rows:
                cell = row.tests[index]
                yield from (Compared(name, word.value, cell.source.place(word.span)) for word in _words(cell))


def _pairs(node: Node) -> Iterator[tuple[Node, StringLiteral]]:
    """Yield the two sides of an equality, also of the items of a list; one of them is a word that is not empty."""
    if isinstance(node, Comparison) and node.operator in ("=", "!="):
        sides = ((node.left, node.right), (node.right, node.left))
        yield from ((one, word) for one, other in sides for word in _words_of(other))
    if isinstance(node, In):
        for test in node.tests:
            yield from ((node.value, word) for word in _words_of(test))
            yield from ((test, word) for word in _words_of(node.value))
    if isinstance(node, Invocation) and isinstance(node.function, Name) and _is_search(node.function.name):
        arguments = node.arguments or tuple(each.value for each in node.named)
        others = ((one, other) for one in arguments for other in arguments if one is not other)
        yield from ((one, word) for one, other in others for word in _words_of(other))


def _is_search(name: str) -> bool:
    return name in BUILTINS and BUILTINS[name].is_search


def _words(cell: Expression) -> Iterator[StringLiteral]:
    for test in cell.tree.tests if isinstance(cell.tree, UnaryTests) else (cell.tree,):
        yield from _words_of(test)


def _words_of(test: Node) -> Iterator[StringLiteral]:
    if isinstance(test, StringLiteral) and test.value:
        yield test
    elif isinstance(test, ComparisonTest) and test.operator in ("=", "!="):
        yield from _words_of(test.operand)
    elif isinstance(test, ListLiteral):
        for item in test.items:
            yield from _words_of(item)


def _input_named(node: Node, inputs: frozenset[str]) -> str:
    """Return an input, or an entry of one, as it is written; empty where a node is something else."""
    if isinstance(node, Name):
        return node.name if node.name in inputs else ""
    if isinstance(node, PathExpression):
        before = _input_named(node.target, inputs)
        return f"{before}.{node.name}" if before else ""
    return ""


def _is_text(type_: Type) -> bool:
    """Whether values are any text, or lists of them."""
    inner = without_null(type_)
    return inner == STRING or (isinstance(inner, ListType) and without_null(inner.item) == STRING)
