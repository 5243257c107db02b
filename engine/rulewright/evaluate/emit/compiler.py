"""Generates the Python of a pack's decisions, one unit of text for each decision and each of two variants.

The plain variant answers; the tracing one also notes what a trace tells. A unit defines two functions: one takes
values (`p17`, tracing `t17`), the other a case's inputs as they were given (`q17`, `u17`). The functions of other
decisions are called by their numbers; `Compiled.calls` says which must be there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from rulewright.evaluate.emit.builtins import call_builtin
from rulewright.evaluate.emit.calls import call_any
from rulewright.evaluate.emit.decisions import emit_decision
from rulewright.evaluate.emit.emission import Arguments, Emission, NotCompilable, Unit
from rulewright.evaluate.emit.emitters import EMITTERS
from rulewright.evaluate.emit.inlining import inline_decision, is_inlinable
from rulewright.evaluate.emit.weights import Weights
from rulewright.language.syntax import Node
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.rules import Decision


@dataclass(frozen=True, slots=True)
class Compiled:
    """The generated text of one decision in one variant, and the ids of the decisions that it calls."""

    rule: str
    text: str
    calls: tuple[str, ...]


@dataclass(frozen=True)
class Compiler:
    """Generates code for the decisions of one pack."""

    pack: Pack

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each rule, which tells its generated names from those of others."""
        return {id_: number for number, id_ in enumerate(self.pack.rules)}

    @cached_property
    def _weights(self) -> Weights:
        return Weights(self.pack.rules)

    def compile(self, rule_id: str, *, is_tracing: bool) -> Compiled:
        """Return the code of a decision.

        Raises:
            NotCompilable: when it is left to the reference evaluator.
        """
        rule = self.pack.rules[rule_id]
        if not isinstance(rule, Decision):
            raise NotCompilable(f"a {type(rule).__name__.lower()}")
        number = self.numbers[rule_id]
        prefix = "t" if is_tracing else "p"
        unit = Unit(f"{prefix}{number}")
        emission = self._emission(unit, is_tracing=is_tracing)
        functions = emit_decision(rule, number, emission)
        return Compiled(rule_id, "\n".join([*unit.definitions, *functions]) + "\n", tuple(unit.calls))

    def _emission(self, unit: Unit, *, is_tracing: bool) -> Emission:
        prefix = "t" if is_tracing else "p"

        def call_rule(emission: Emission, id_: str, arguments: Arguments) -> str:
            rule = self.pack.rules.get(id_)
            if rule is None:
                raise NotCompilable(f"there is no rule `{id_}`")
            if isinstance(rule, Decision):
                unit.calls[id_] = None
            return call_any(emission, rule, f"{prefix}{self.numbers[id_]}", arguments)

        emission = Emission(unit, {}, EMITTERS, is_tracing, call_rule, call_builtin, self._weigh)
        return emission if is_tracing else replace(emission, inline_rule=self._inline)

    def _inline(self, emission: Emission, id_: str, arguments: Arguments) -> tuple[str, str] | None:
        """Return a small decision in place; None where it is called."""
        rule = self.pack.rules.get(id_)
        if not isinstance(rule, Decision) or not is_inlinable(rule, self._weights.of_rule(id_)):
            return None
        return inline_decision(rule, arguments, emission)

    def _weigh(self, node: Node) -> int:
        """Return the steps that the reference evaluator takes at most for a node, loops inside it apart."""
        return self._weights.of_node(node)
