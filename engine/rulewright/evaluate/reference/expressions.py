"""Evaluates FEEL expressions by walking the syntax tree: the specification of what an expression means.

Everything here is meant to be obvious rather than fast (DMN 1.5, chapter 10). Operators and built-ins compute on
values; the walks decide what is evaluated, in which scope, and what becomes of absences:

- A strict operation (arithmetic, comparison, a call of a built-in) with an absent operand is that absence.
- `and`, `or`, `some`, `every` and `in` are decided by one definite operand.
- `if` is decided by its condition alone.
- A list with an item that is unknown, open or not applicable is that absence as a whole; a context keeps it in its
  entry.
- An error acts as null where the standard says so, and keeps its reason. Where a truth is asked for, the standard
  goes on as if an error were false; a pack does not: a rule must not find somebody "not eligible" because a formula
  failed.
"""

from __future__ import annotations

from rulewright.evaluate.reference.access import walk_filter, walk_invocation, walk_name, walk_path, walk_reference
from rulewright.evaluate.reference.control import walk_for, walk_if, walk_quantified
from rulewright.evaluate.reference.literals import (
    walk_at_literal,
    walk_context,
    walk_function,
    walk_invalid,
    walk_list,
    walk_literal,
    walk_null,
    walk_number,
    walk_range,
)
from rulewright.evaluate.reference.operations import (
    walk_arithmetic,
    walk_between,
    walk_comparison,
    walk_conjunction,
    walk_disjunction,
    walk_in,
    walk_instance_of,
    walk_negation,
    walk_test,
)
from rulewright.evaluate.reference.walker import Walks
from rulewright.language import syntax

WALKS: Walks = {
    syntax.NumberLiteral: walk_number,
    syntax.StringLiteral: walk_literal,
    syntax.BooleanLiteral: walk_literal,
    syntax.NullLiteral: walk_null,
    syntax.AtLiteral: walk_at_literal,
    syntax.ListLiteral: walk_list,
    syntax.ContextLiteral: walk_context,
    syntax.RangeLiteral: walk_range,
    syntax.FunctionDefinition: walk_function,
    syntax.Name: walk_name,
    syntax.Reference: walk_reference,
    syntax.Path: walk_path,
    syntax.Filter: walk_filter,
    syntax.Invocation: walk_invocation,
    syntax.Negation: walk_negation,
    syntax.Arithmetic: walk_arithmetic,
    syntax.Comparison: walk_comparison,
    syntax.Conjunction: walk_conjunction,
    syntax.Disjunction: walk_disjunction,
    syntax.Between: walk_between,
    syntax.In: walk_in,
    syntax.InstanceOf: walk_instance_of,
    syntax.If: walk_if,
    syntax.For: walk_for,
    syntax.Quantified: walk_quantified,
    syntax.UnaryTests: walk_test,
    syntax.AnyTest: walk_test,
    syntax.ComparisonTest: walk_test,
    syntax.Invalid: walk_invalid,
}
"""How each kind of node is evaluated."""
