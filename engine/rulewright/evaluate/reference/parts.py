"""Evaluates an expression and notes what each of its parts came to, for people who want to see how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from rulewright.evaluate.reference.evaluator import WALKS, Evaluated, ReferenceEvaluator
from rulewright.evaluate.reference.walker import Scope, Walker
from rulewright.language.syntax import (
    AnyTest,
    AtLiteral,
    BooleanLiteral,
    FunctionDefinition,
    Node,
    NullLiteral,
    NumberLiteral,
    StringLiteral,
)
from rulewright.language.values import Value
from rulewright.source import Span

MOST_PARTS = 10_000
"""Beyond so many parts nothing more is noted: nobody reads them, and they would fill the memory."""

PLAIN = (NumberLiteral, StringLiteral, BooleanLiteral, NullLiteral, AtLiteral, AnyTest, FunctionDefinition)
"""Nodes that say themselves what they are."""

Walk = Callable[[Walker, Any, Scope], Value]


@dataclass(slots=True)
class EvaluatedPart:
    """One evaluation of one part of an expression, with those of its own parts, in the order of their evaluation.

    `is_plain` says that the value is as written. `is_cut` says that there were more parts than are noted.
    """

    span: Span
    value: Value = None
    is_plain: bool = False
    is_cut: bool = False
    parts: list[EvaluatedPart] = field(default_factory=list)


def evaluate_parts(
    reference: ReferenceEvaluator, tree: Node, names: Mapping[str, Value]
) -> tuple[Evaluated, EvaluatedPart | None]:
    """Return what an expression comes to, and what each part came to; no parts where a limit ended the evaluation."""
    watch = _PartNotes()
    evaluated = replace(reference, walks=watch.walks()).evaluate_with_warnings(tree, names)
    return evaluated, watch.root.parts[0] if watch.root.parts else None


class _PartNotes:
    """Notes parts while they are evaluated."""

    def __init__(self) -> None:
        self.root = EvaluatedPart(Span(0, 0))
        self.open = [self.root]
        self.count = 0

    def walks(self) -> Mapping[type[Node], Walk]:
        """Return the walks of the evaluator, each noting what it comes to."""
        return {kind: self.watched(walk) for kind, walk in WALKS.items()}

    def watched(self, walk: Walk) -> Walk:
        """Return a walk that notes its value."""

        def noting(walker: Walker, node: Node, scope: Scope) -> Value:
            self.count += 1
            if self.count > MOST_PARTS:
                self.open[-1].is_cut = True
                return walk(walker, node, scope)
            part = EvaluatedPart(node.span, is_plain=isinstance(node, PLAIN))
            self.open[-1].parts.append(part)
            self.open.append(part)
            part.value = walk(walker, node, scope)
            self.open.pop()
            return part.value

        return noting
