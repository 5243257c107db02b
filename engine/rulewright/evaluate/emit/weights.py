"""Estimates from above how many steps the reference evaluator takes for a piece of an expression.

It counts a step for every node that it evaluates and every item that it visits. Generated code counts only its loops,
by items times the weight of the loop's body, and must never count less: the limit of steps is the reference
evaluator's to enforce.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rulewright.language.descent import nodes_in
from rulewright.language.syntax import Node, Reference
from rulewright.packs.model.parts import expressions_of
from rulewright.packs.model.rules import Expression, Rule


class Weights:
    """The weights of the nodes and rules of one pack."""

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self._rules = rules
        self._of_rules: dict[str, int] = {}

    def of_node(self, node: Node) -> int:
        """Return the weight of a node: one for each node in it and for its visit, and those of the rules it asks."""
        weight = 1
        for each in nodes_in(node):
            weight += 1
            if isinstance(each, Reference):
                weight += self.of_rule(each.id)
        return weight

    def of_rule(self, id_: str) -> int:
        """Return the weight of a rule: that of all its expressions. Rules do not ask each other in a circle."""
        if id_ not in self._of_rules:
            self._of_rules[id_] = 1
            self._of_rules[id_] = 1 + sum(self.of_node(each.tree) for each in self._expressions(id_))
        return self._of_rules[id_]

    def _expressions(self, id_: str) -> Iterator[Expression]:
        return expressions_of(self._rules[id_]) if id_ in self._rules else iter(())
