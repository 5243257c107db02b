"""Reads operators and what stands between them (DMN 1.5, 10.3.1.2, rules 1 to 7, 19 to 25 and 48 to 51).

Precedence climbing: `read_operators` reads an operand, then as long as an operator of its level or a tighter one
follows, the right side. Every reader leaves the height of the tree that it returns on the cursor.
"""

from __future__ import annotations

from rulewright.language.grammar.cursor import Cursor
from rulewright.language.grammar.operands import read_operand, read_range_end
from rulewright.language.grammar.precedence import ANY, COMPARISON, COMPARISONS, LEVELS, SUM
from rulewright.language.syntax import (
    Arithmetic,
    Between,
    Comparison,
    ComparisonTest,
    Conjunction,
    Disjunction,
    If,
    In,
    Node,
)

_CONTINUES = frozenset({"(", "[", ".", "+", "-", "*", "/", "**", "instance"})
"""What makes a bracket behind `in` the begin of a longer operand."""


def read_operators(cursor: Cursor, level: int = ANY, left: Node | None = None, begin: int = -1) -> Node:
    """Read a whole expression, or one whose operators are of this level or tighter.

    `left` is its first operand, if that is read already, and `begin` the offset where it begins.
    """
    cursor.depth += 1
    if cursor.depth > cursor.max_depth:
        raise cursor.abandon()
    if left is None:
        begin = cursor.starts[cursor.index]
        left = read_operand(cursor)
    height = cursor.height
    is_compared = False
    while True:
        operator = cursor.kinds[cursor.index]
        own_level = LEVELS.get(operator, -1)
        if own_level < level:
            break
        if own_level == COMPARISON:
            if is_compared:
                cursor.report(
                    "chained-comparison",
                    f"`{operator}` compares the result of a comparison",
                    cursor.span_here(),
                    "join comparisons with `and`, as in `a < b and b < c`, or put one in brackets",
                )
            is_compared = True
        cursor.index += 1
        if operator == "in":
            tests = _read_in_tests(cursor)
            left = In(left, tests, span=cursor.span_from(begin))
        elif operator == "between":
            low = read_operators(cursor, SUM)
            height = max(height, cursor.height)
            cursor.expect("and", "write `x between a and b`")
            high = read_operators(cursor, SUM)
            left = Between(left, low, high, span=cursor.span_from(begin))
        else:
            right = read_operators(cursor, own_level + 1)
            span = cursor.span_from(begin)
            if own_level >= SUM:
                left = Arithmetic(operator, left, right, span=span)
            elif own_level == COMPARISON:
                left = Comparison(operator, left, right, span=span)
            elif operator == "and":
                left = Conjunction(left, right, span=span)
            else:
                left = Disjunction(left, right, span=span)
        height = max(height, cursor.height) + 1
        if height > cursor.max_depth:
            raise cursor.abandon()
    cursor.height = height
    cursor.depth -= 1
    if level == ANY and cursor.kinds[cursor.index] == "if":
        return _read_condition_behind(cursor, left, begin)
    return left


def _read_condition_behind(cursor: Cursor, consequence: Node, begin: int) -> Node:
    """Report `a if b else c`, as Python has it, and read it."""
    cursor.report_here("an operator or the end", "write `if … then … else …`: the condition stands first")
    cursor.index += 1
    condition = read_operators(cursor)
    alternative = read_operators(cursor) if cursor.take("else") else cursor.invalid(begin)
    return If(condition, consequence, alternative, span=cursor.span_from(begin))


def read_test(cursor: Cursor) -> Node:
    """Read one positive unary test: a comparison with the input, or any expression."""
    operator = cursor.kind
    if operator not in COMPARISONS:
        return read_operators(cursor)
    start = cursor.starts[cursor.index]
    cursor.index += 1
    operand = read_operators(cursor, SUM)
    cursor.height += 1
    return ComparisonTest(operator, operand, span=cursor.span_from(start))


def _read_in_tests(cursor: Cursor) -> tuple[Node, ...]:
    """Read what stands behind `in`: one test, or several in brackets.

    A bracket around a single expression may also be the begin of a longer one: `x in (a + b) * c`.
    """
    begin = cursor.starts[cursor.index]
    if cursor.kind in COMPARISONS:
        return (read_test(cursor),)
    if cursor.kind != "(":
        return (read_operators(cursor, SUM),)
    opened = cursor.open(")")
    first = read_test(cursor)
    height = cursor.height
    if cursor.kind == "..":
        first = read_range_end(cursor, first, begin, opened, is_included=False)
        height = cursor.height
    elif cursor.goes_on(opened):
        tests = [first]
        while True:
            tests.append(read_test(cursor))
            height = max(height, cursor.height)
            if not cursor.goes_on(opened):
                cursor.height = height
                return tuple(tests)
    cursor.height = height
    if cursor.kind in _CONTINUES and not isinstance(first, ComparisonTest):
        first = read_operand(cursor, first, begin)
        first = read_operators(cursor, SUM, first, begin)
    return (first,)
