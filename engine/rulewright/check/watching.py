"""Watches the reference evaluator: which booleans the nodes of formulas come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from rulewright.check.points import Turn
from rulewright.evaluate.reference.evaluator import WALKS
from rulewright.evaluate.reference.parts import Walk
from rulewright.evaluate.reference.walker import Scope, Walker, Walks
from rulewright.language.syntax import If, Node
from rulewright.language.values import Absence, Value


@dataclass(slots=True)
class Watch:
    """Notes which turns are taken while evaluators walk with its `walks`.

    An undecided `if` walks both branches to find out what they need; what happens there is not noted.
    """

    nodes: dict[int, Node]
    conditions: frozenset[int]
    seen: set[tuple[int, bool]] = field(default_factory=set)
    is_paused: bool = False

    @classmethod
    def on(cls, turns: Iterable[Turn]) -> Watch:
        """Return a watch on the nodes of these turns."""
        watched = tuple(turns)
        nodes = {id(turn.node): turn.node for turn in watched}
        return cls(nodes, frozenset(id(turn.node) for turn in watched if turn.is_condition))

    @property
    def walks(self) -> Walks:
        """Return the walks of the reference evaluator, watched."""
        walks = {kind: partial(self._walk, walk) for kind, walk in WALKS.items()}
        return {**walks, If: partial(self._walk_if, WALKS[If])}

    def has_seen(self, turn: Turn) -> bool:
        """Whether a formula took this turn."""
        return (id(turn.node), turn.value) in self.seen

    def _walk(self, walk: Walk, walker: Walker, node: Node, scope: Scope) -> Value:
        value = walk(walker, node, scope)
        key = id(node)
        if key in self.nodes and not self.is_paused:
            is_condition = key in self.conditions
            if isinstance(value, bool):
                self.seen.add((key, value))
            elif value is None and is_condition:
                self.seen.add((key, False))
            elif isinstance(value, Absence) and is_condition:
                self.is_paused = True
        return value

    def _walk_if(self, walk: Walk, walker: Walker, node: If, scope: Scope) -> Value:
        was_paused = self.is_paused
        try:
            return self._walk(walk, walker, node, scope)
        finally:
            self.is_paused = was_paused
