"""Defines what a kind of rule has at hand to read a rule: its formulas, tables, figures and citations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rulewright.language.types import Type
from rulewright.packs.format.citations import CitationReader
from rulewright.packs.format.expressions import NOTHING, ExpressionReader
from rulewright.packs.format.figures import FigureReader
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.tables import read_decision_table
from rulewright.packs.format.written import Keyed, WrittenDecisionTable, WrittenInput
from rulewright.packs.linking import HERE
from rulewright.packs.model.rules import Citation, DecisionTable, Expression, FigureStatus, Input, discretion_of
from rulewright.packs.yaml.text import Sources
from rulewright.packs.yaml.tree import TreeNode


@dataclass(frozen=True, slots=True)
class RuleReader:
    """Reads what stands in the rules of one subject."""

    citations: CitationReader
    expressions: ExpressionReader
    sources: Sources
    discretions: frozenset[str]

    def formula(
        self,
        node: TreeNode | None,
        local: Mapping[str, Type],
        expected: Type | None = None,
        later: Mapping[str, str] = NOTHING,
        *,
        computes: str = "",
    ) -> Found[Expression | None]:
        """Return a formula; None where there is none, or where it cannot be parsed.

        `local` are the names around it with their types, `expected` is the type that its place declares, `later` names
        what is computed below with words for it, and `computes` what the formula itself gives a value to.
        """
        return self.expressions.read(node, local, expected, {**later, computes: HERE} if computes else later)

    def decision(
        self,
        node: TreeNode | None,
        local: Mapping[str, Type],
        expected: Type | None = None,
        later: Mapping[str, str] = NOTHING,
    ) -> Found[Expression | None]:
        """Return a formula that names or calls a discretion; None where there is none, or where it is another."""
        findings = Findings()
        formula = findings.take(self.formula(node, local, expected, later))
        if node is not None and formula is not None and discretion_of(formula) not in self.discretions:
            message = f"`{formula.text.strip()}` is no call of a discretion"
            hint = "name a rule under `discretions`, with its inputs"
            findings.report("unknown-discretion", message, node.place, hint)
            return findings.found(None)
        return findings.found(formula)

    def tests(self, node: TreeNode | None, local: Mapping[str, Type], type_: Type) -> Found[Expression | None]:
        """Return unary tests of a value; None where there are none, or where they cannot be parsed."""
        return self.expressions.read_tests(node, local, type_)

    def inputs(self, written: Sequence[Keyed[WrittenInput]], declared: Sequence[Input]) -> Found[tuple[Input, ...]]:
        """Return declared inputs with what stands for each where it is not given."""
        findings = Findings()
        inputs: list[Input] = []
        later = {input_.name: "input" for input_ in declared}
        local: dict[str, Type] = {}
        for each, input_ in zip(written, declared, strict=True):
            later.pop(each.name, None)
            if each.value.otherwise is None and each.value.decided is None:
                inputs.append(input_)
            else:
                decided = findings.take(self.decision(each.value.decided, local, input_.type, later))
                later[each.name] = HERE
                formula = findings.take(self.formula(each.value.otherwise, local, input_.type, later))
                inputs.append(replace(input_, otherwise=formula, decided=decided))
                del later[each.name]
            local[input_.name] = input_.type
        return findings.found(tuple(inputs))

    def table(
        self, written: Keyed[WrittenDecisionTable], results: Sequence[tuple[str, Type]], local: Mapping[str, Type]
    ) -> Found[DecisionTable]:
        """Return a decision table."""
        return read_decision_table(written, results, local, self.expressions)

    def figures(self, type_: Type, status: FigureStatus, source: Citation) -> FigureReader:
        """Return the reader of figures of a type."""
        return FigureReader(type_, status, source, self.citations, self.sources)
