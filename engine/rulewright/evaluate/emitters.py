"""Names, for each kind of node, the function that generates its Python. What is not here is `NotCompilable`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from rulewright.evaluate import emit_call, emit_control, emit_expression
from rulewright.language import syntax

EMITTERS: Mapping[type[syntax.Node], Any] = MappingProxyType(
    {
        syntax.NumberLiteral: emit_expression.emit_number,
        syntax.StringLiteral: emit_expression.emit_string,
        syntax.BooleanLiteral: emit_expression.emit_boolean,
        syntax.NullLiteral: emit_expression.emit_null,
        syntax.AtLiteral: emit_expression.emit_at,
        syntax.ListLiteral: emit_expression.emit_list,
        syntax.ContextLiteral: emit_expression.emit_context,
        syntax.RangeLiteral: emit_expression.emit_range,
        syntax.Name: emit_expression.emit_name,
        syntax.Reference: emit_expression.emit_reference,
        syntax.Path: emit_expression.emit_path,
        syntax.Negation: emit_expression.emit_negation,
        syntax.Arithmetic: emit_expression.emit_arithmetic,
        syntax.Comparison: emit_expression.emit_comparison,
        syntax.Conjunction: emit_expression.emit_conjunction,
        syntax.Disjunction: emit_expression.emit_disjunction,
        syntax.Between: emit_expression.emit_between,
        syntax.In: emit_expression.emit_in,
        syntax.If: emit_expression.emit_if,
        syntax.For: emit_control.emit_for,
        syntax.Quantified: emit_control.emit_quantified,
        syntax.Filter: emit_control.emit_filter,
        syntax.Invocation: emit_call.emit_invocation,
    }
)
