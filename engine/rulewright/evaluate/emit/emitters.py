"""Names, for each kind of node, the function that generates its Python. What is not here is `NotCompilable`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from rulewright.evaluate.emit import calls, control, expressions
from rulewright.language import syntax

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
        syntax.Reference: expressions.emit_reference,
        syntax.Path: expressions.emit_path,
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
