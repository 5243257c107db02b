"""Generates the Python of a pack's decisions, one text for each decision and each of two variants.

The plain variant answers; the tracing one also records what a trace holds. A text defines two functions: one takes
values (`p17`, tracing `t17`), the other a case's facts as they were given (`q17`, `u17`). The functions of other
decisions are called by their numbers; `Compiled.calls` says which must be there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from rulewright.evaluate.compiled.function_names import function_names
from rulewright.evaluate.compiled.program import CompiledRule
from rulewright.evaluate.emit import calls, control, discretions, expressions
from rulewright.evaluate.emit.builtins import emit_builtin_call
from rulewright.evaluate.emit.calls import call_any
from rulewright.evaluate.emit.decisions import emit_decision
from rulewright.evaluate.emit.discretions import emit_discretion
from rulewright.evaluate.emit.emission import Arguments, Emission, GeneratedCode, NotCompilable, nesting_of
from rulewright.evaluate.emit.inlining import inline_decision, is_inlinable
from rulewright.language import syntax
from rulewright.language.builtins import BUILTINS
from rulewright.language.descent import nodes_in
from rulewright.language.syntax import Arithmetic, Invocation, Name, Node, RuleReference
from rulewright.language.work import POWER, RULE, UNCOUNTED, steps_of
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.kinds.discretion import Discretion
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.rules import Expression, Rule

EMITTERS: Mapping[type[syntax.Node], Any] = MappingProxyType(
    {
        syntax.NumberLiteral: expressions.emit_number,
        syntax.StringLiteral: expressions.emit_string,
        syntax.BooleanLiteral: expressions.emit_boolean,
        syntax.NullLiteral: expressions.emit_null,
        syntax.AtLiteral: expressions.emit_at,
        syntax.ListLiteral: expressions.emit_list,
        syntax.ContextLiteral: expressions.emit_context,
        syntax.RangeLiteral: expressions.emit_range,
        syntax.Name: expressions.emit_name,
        syntax.RuleReference: expressions.emit_rule_reference,
        syntax.PathExpression: expressions.emit_path,
        syntax.Negation: expressions.emit_negation,
        syntax.Arithmetic: expressions.emit_arithmetic,
        syntax.Comparison: expressions.emit_comparison,
        syntax.Conjunction: expressions.emit_conjunction,
        syntax.Disjunction: expressions.emit_disjunction,
        syntax.Between: expressions.emit_between,
        syntax.In: expressions.emit_in,
        syntax.If: expressions.emit_if,
        syntax.For: control.emit_for,
        syntax.Quantified: control.emit_quantified,
        syntax.Filter: control.emit_filter,
        syntax.Invocation: calls.emit_invocation,
    }
)
"""Generates the Python of each kind of node. What is not here is `NotCompilable`."""


DEEPEST = 200
"""So deep inside each other Python's tokenizer takes brackets, in all its versions."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The generated text of one decision in one variant, and the ids of the decisions that it calls.

    `has_basis` says whether it rounds, or calls a decision without an argument that has an `otherwise`; `has_defaults`
    whether it has such inputs itself.
    """

    rule: str
    text: str
    calls: tuple[str, ...]
    has_basis: bool
    has_defaults: bool

    @property
    def parts(self) -> CompiledRule:
        """What a program makes a function of."""
        return self.text, self.calls, self.has_basis, self.has_defaults


@dataclass(frozen=True)
class Compiler:
    """Generates code for the decisions of one pack."""

    pack: Pack

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each rule, which keeps its generated names apart from those of others."""
        return {id_: number for number, id_ in enumerate(self.pack.rules)}

    @cached_property
    def _weights(self) -> Weights:
        return Weights(self.pack.rules)

    def compile(self, rule_id: str, *, is_tracing: bool) -> Compiled:
        """Return the code of a decision, or of a discretion where reasons are noted.

        Raises:
            NotCompilable: when it is left to the reference evaluator.
        """
        rule = self.pack.rules[rule_id]
        if not isinstance(rule, Decision) and not (is_tracing and isinstance(rule, Discretion)):
            raise NotCompilable(f"a {type(rule).__name__.lower()}")
        if self._weights.of_rule(rule_id) > UNCOUNTED:
            raise NotCompilable("more steps than may go uncounted")
        number = self.numbers[rule_id]
        code = GeneratedCode(function_names(number, is_tracing=is_tracing).by_values)
        emission = self._emission(code, is_tracing=is_tracing)
        if isinstance(rule, Decision):
            functions = emit_decision(rule, number, emission)
        else:
            functions = [emit_discretion(rule, number, emission)]
        text = "\n".join([*code.definitions, *functions]) + "\n"
        if nesting_of(text) > DEEPEST:
            raise NotCompilable("brackets deeper inside each other than Python reads")
        has_defaults = any(input_.otherwise is not None for input_ in rule.inputs)
        return Compiled(rule_id, text, tuple(code.calls), code.has_basis, has_defaults)

    def _emission(self, code: GeneratedCode, *, is_tracing: bool) -> Emission:
        def call_rule(emission: Emission, id_: str, arguments: Arguments) -> str:
            rule = self.pack.rules.get(id_)
            if rule is None:
                raise NotCompilable(f"there is no rule `{id_}`")
            function = function_names(self.numbers[id_], is_tracing=is_tracing).by_values
            if isinstance(rule, Decision) or (is_tracing and isinstance(rule, Discretion)):
                code.calls[id_] = None
            if is_tracing and isinstance(rule, Discretion):
                return discretions.call_discretion(emission, rule, function, arguments)
            return call_any(emission, rule, function, arguments)

        def call_if_decided(emission: Emission, id_: str, arguments: Arguments) -> str:
            rule = self.pack.rules[id_]
            if not isinstance(rule, Discretion):
                raise NotCompilable(f"`{id_}` is no discretion")
            code.calls[id_] = None
            function = function_names(self.numbers[id_], is_tracing=is_tracing).by_values
            return discretions.call_if_decided(emission, rule, function, arguments)

        emission = Emission(
            code,
            {},
            EMITTERS,
            is_tracing,
            call_rule,
            emit_builtin_call,
            self._weigh,
            self.pack.requirements,
            call_if_decided,
        )
        return emission if is_tracing else replace(emission, inline_rule=self._inline)

    def _inline(self, emission: Emission, id_: str, arguments: Arguments) -> tuple[str, str] | None:
        """Return a small decision in place; None where it is called."""
        rule = self.pack.rules.get(id_)
        if not isinstance(rule, Decision) or not is_inlinable(rule, self._weights.of_rule(id_)):
            return None
        emission.code.calls[id_] = None  # its trace says that it was called
        return inline_decision(rule, arguments, emission)

    def _weigh(self, node: Node) -> int:
        """Return the steps that the reference evaluator takes at most for a node, loops inside it apart."""
        return self._weights.of_node(node)


class Weights:
    """The weights of the nodes and rules of one pack: how many steps the reference evaluator takes for them at most.

    It counts steps as `rulewright.language.work` says. Generated code counts only its
    loops, by items times the weight of the loop's body, and must never count less: the limit of steps is the reference
    evaluator's to enforce.
    """

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self._rules = rules
        self._of_rules: dict[str, int] = {}

    def of_node(self, node: Node) -> int:
        """Return the weight of a node: one for each node in it and for its visit, and those of the rules it calls."""
        weight = 1
        for each in nodes_in(node):
            weight += 1 + steps_of(each)
            if isinstance(each, RuleReference):
                weight += self.of_rule(each.id)
            elif isinstance(each, Arithmetic) and each.operator == "**":
                weight += POWER
            elif isinstance(each, Invocation) and isinstance(each.function, Name) and each.function.name in BUILTINS:
                weight += BUILTINS[each.function.name].steps
        return weight

    def of_rule(self, id_: str) -> int:
        """Return the weight of a rule: that of all its expressions. Rules do not call each other in a circle."""
        if id_ not in self._of_rules:
            self._of_rules[id_] = 1
            self._of_rules[id_] = RULE + sum(self.of_node(each.tree) for each in self._expressions(id_))
        return self._of_rules[id_]

    def _expressions(self, id_: str) -> Iterator[Expression]:
        rule = self._rules.get(id_)
        if rule is not None:
            yield from (each.decided for each in rule.inputs if each.decided is not None)
            yield from rule.expressions()
