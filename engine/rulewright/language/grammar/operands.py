"""Reads operands: literals, names, lists, ranges, and the calls, filters and paths that follow them.

DMN 1.5, 10.3.1.2, rules 8 to 18, 33 to 47, 52 to 58 and 62. Whole expressions inside are read by
`cursor.expression`. Every reader leaves the height of the tree that it returns on the cursor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from rulewright.language.grammar.blocks import read_context, read_for, read_function, read_if, read_quantified
from rulewright.language.grammar.cursor import Cursor
from rulewright.language.grammar.lexer import NAME, NUMBER, RESERVED, STRING
from rulewright.language.grammar.precedence import ANY, COMPARISONS, LEVELS, SIGN, SUM
from rulewright.language.grammar.written_types import read_type
from rulewright.language.parameters import MIXED, given_twice
from rulewright.language.syntax import (
    AtLiteral,
    BooleanLiteral,
    Filter,
    InstanceOf,
    Invocation,
    ListLiteral,
    Name,
    NamedArgument,
    Negation,
    Node,
    NullLiteral,
    NumberLiteral,
    PathExpression,
    RangeLiteral,
    StringLiteral,
)
from rulewright.source import Span

_STARTS = frozenset({NAME, NUMBER, STRING, "-", "(", "[", "{", "@", "true", "false", "null"}) | frozenset(
    {"if", "for", "some", "every", "function"}
)
"""What an expression can begin with."""

_SLIPS = frozenset({*LEVELS, "..", "->", ":", "."})
"""What is stepped over where an expression should begin."""


def read_operand(cursor: Cursor, node: Node | None = None, begin: int = -1) -> Node:
    """Read an operand with the calls, filters and paths that follow it; `node` is what they follow, if read already.

    One function for all of it, as each call inside a call costs one frame less of Python's stack.
    """
    if node is None:
        index = cursor.index
        kind = cursor.kinds[index]
        if kind == "-":
            return _read_signed(cursor)
        begin = cursor.starts[index]
        cursor.height = 0
        if kind == NAME or (kind in RESERVED and cursor.find_name()[0]):  # `in stock` may be a known name
            node = _read_name(cursor)
        else:
            reader = _PRIMARIES.get(kind, _read_mistake)
            node = reader(cursor)
    while True:
        kind = cursor.kinds[cursor.index]
        if kind == "(":
            node = _read_call(cursor, node, begin)
        elif kind == ".":
            node = _read_path(cursor, node, begin)
        elif kind == "[":
            if cursor.ends_range and cursor.kind_after() not in _STARTS:
                return node  # `]1..5[`: the bracket closes the range, as no filter can begin behind it
            node = _read_filter(cursor, node, begin)
        elif kind == "instance":
            return _read_instance_of(cursor, node, begin)
        else:
            return node
        if cursor.height > cursor.max_depth:
            raise cursor.abandon()


def _read_signed(cursor: Cursor) -> Node:
    begins: list[int] = []
    while cursor.kinds[cursor.index] == "-":
        begins.append(cursor.starts[cursor.index])
        cursor.index += 1
    is_number = cursor.kind == NUMBER
    node = read_operand(cursor)
    if is_number and isinstance(node, InstanceOf) and isinstance(node.value, NumberLiteral):
        # The sign belongs to the number here (rule 37): `-1 instance of number` is true.
        begin = begins.pop()
        negative = Negation(node.value, span=Span(begin, node.value.span.end))
        node = InstanceOf(negative, node.type, span=cursor.span_from(begin))
        cursor.height += 1
    cursor.height += len(begins)
    if cursor.height > cursor.max_depth:
        raise cursor.abandon()
    for begin in reversed(begins):
        node = Negation(node, span=cursor.span_from(begin))
    return node


def _read_filter(cursor: Cursor, target: Node, begin: int) -> Node:
    height = cursor.height
    opened = cursor.open("]")
    cursor.in_filter += 1
    condition = cursor.expression(cursor, ANY)
    cursor.in_filter -= 1
    cursor.close(opened)
    cursor.height = max(height, cursor.height) + 1
    return Filter(target, condition, span=cursor.span_from(begin))


def _read_instance_of(cursor: Cursor, value: Node, begin: int) -> Node:
    cursor.index += 1
    if cursor.texts[cursor.index] == "of":
        cursor.index += 1
    else:
        cursor.report_here("`of`", "write `x instance of number`")
    height = cursor.height
    written = read_type(cursor)
    cursor.height = max(height, cursor.height) + 1
    return InstanceOf(value, written, span=cursor.span_from(begin))


def _read_path(cursor: Cursor, target: Node, begin: int) -> Node:
    cursor.index += 1
    length, name = cursor.members.longest_at(cursor.texts, cursor.index)
    if not length and cursor.kind == NAME:
        length, name = 1, cursor.texts[cursor.index]
    if not length:
        cursor.report_here("the name of a property")
        if cursor.kind in RESERVED and not cursor.is_at_joint():
            length = 1
    cursor.index += length
    cursor.height += 1
    return PathExpression(target, name, span=cursor.span_from(begin))


def _read_call(cursor: Cursor, function: Node, begin: int) -> Node:
    height = cursor.height
    opened = cursor.open(")")
    arguments: list[Node] = []
    named: list[NamedArgument] = []
    goes_on = not cursor.take_closing(opened)
    while goes_on:
        start = cursor.starts[cursor.index]
        name = cursor.written_name(":")[0] if cursor.kind not in ("(", NUMBER, STRING) else ""
        if name:
            cursor.index += 1
            if arguments:
                _report_mixed(cursor, start)
        elif named:
            _report_mixed(cursor, start)
        value = cursor.expression(cursor, ANY)
        height = max(height, cursor.height)
        if name:
            if any(argument.name == name for argument in named):
                problem = given_twice(name)
                cursor.report(problem.code, problem.message, cursor.span_from(start), problem.hint)
            named.append(NamedArgument(name, value, span=cursor.span_from(start)))
        else:
            arguments.append(value)
        goes_on = cursor.goes_on(opened)
    cursor.height = height + (2 if named else 1)  # named arguments are a level of their own
    return Invocation(function, tuple(arguments), tuple(named), span=cursor.span_from(begin))


def _report_mixed(cursor: Cursor, start: int) -> None:
    cursor.report(MIXED.code, MIXED.message, cursor.span_from(start).joined(cursor.span_here()), MIXED.hint)


# ── Primary expressions ───────────────────────────────────────────────────────────────────────────────────────────


def _read_mistake(cursor: Cursor) -> Node:
    """Report that no operand begins here, unless an open range does; step over what can only be a slip."""
    start = cursor.starts[cursor.index]
    kind = cursor.kind
    if kind == "]" and cursor.kind_after() in _STARTS:
        return _read_open_range(cursor, start)
    cursor.report_here("an expression")
    if kind == "'":
        cursor.skip_quoted()
    elif kind in _SLIPS:
        while cursor.kind in _SLIPS:
            cursor.index += 1
        if cursor.kind in _STARTS:
            return cursor.expression(cursor, SIGN)
    return cursor.invalid(start)


def _read_open_range(cursor: Cursor, start: int) -> Node:
    """Read a range that begins with `]`."""
    opened = cursor.open("]")
    first = cursor.expression(cursor, ANY)
    if cursor.kind == "..":
        return read_range_end(cursor, first, start, opened, is_included=False)
    cursor.close(opened)
    cursor.report_here("`..`", "a range is written `]a..b[`")
    return cursor.invalid(start)


def _read_name(cursor: Cursor) -> Node:
    start = cursor.starts[cursor.index]
    length, name = cursor.find_name()
    if length:
        cursor.index += length
    else:
        name = cursor.texts[cursor.index]
        cursor.index += 1
    return Name(name, span=cursor.span_from(start))


def _read_number(cursor: Cursor) -> Node:
    span = cursor.span_here()
    text = cursor.texts[cursor.index]
    cursor.index += 1
    try:
        value = Decimal(text)
    except InvalidOperation:  # an exponent of twenty digits
        value = Decimal("Infinity")
    if not value.is_finite() or (value and abs(value.adjusted()) > cursor.max_exponent):
        limit = cursor.max_exponent
        cursor.report("number-out-of-range", f"`{text}` is out of range", span, f"powers of ten go up to {limit}")
        return cursor.invalid(span.start)
    return NumberLiteral(value, span=span)


def _read_string(cursor: Cursor) -> Node:
    cursor.index += 1
    index = cursor.index - 1
    return StringLiteral(cursor.texts[index], span=cursor.span_from(cursor.starts[index]))


def _read_constant(cursor: Cursor) -> Node:
    span = cursor.span_here()
    kind = cursor.kind
    cursor.index += 1
    return NullLiteral(span=span) if kind == "null" else BooleanLiteral(kind == "true", span=span)


def _read_at_literal(cursor: Cursor) -> Node:
    start = cursor.starts[cursor.index]
    cursor.index += 1
    if cursor.kind != STRING:
        cursor.report_here("a string", 'for example `@"2020-01-31"`')
        return cursor.invalid(start)
    cursor.index += 1
    return AtLiteral(cursor.texts[cursor.index - 1], span=cursor.span_from(start))


def _read_brackets(cursor: Cursor) -> Node:
    """Read an expression in brackets, or a range that begins with one: `(a..b]`, `(< 5)`."""
    start = cursor.starts[cursor.index]
    opened = cursor.open(")")
    if cursor.kind in COMPARISONS:
        return _read_half_range(cursor, start, opened)
    node = cursor.expression(cursor, ANY)
    if cursor.kind == "..":
        return read_range_end(cursor, node, start, opened, is_included=False)
    cursor.close(opened)
    return node


def _read_half_range(cursor: Cursor, start: int, opened: tuple[int, bool]) -> Node:
    operator = cursor.kind
    cursor.index += 1
    operand = cursor.expression(cursor, SUM)
    cursor.close(opened)
    cursor.height += 1
    span = cursor.span_from(start)
    if operator in ("=", "!="):
        is_included = operator == "="
        return RangeLiteral(operand, operand, is_included, is_included, operator, span=span)
    if operator in ("<", "<="):
        return RangeLiteral(None, operand, False, operator == "<=", span=span)
    return RangeLiteral(operand, None, operator == ">=", False, span=span)


def _read_list(cursor: Cursor) -> Node:
    """Read a list, or a range that begins with `[`."""
    start = cursor.starts[cursor.index]
    opened = cursor.open("]")
    if cursor.kind == "]" and cursor.kind_after() not in (NAME, NUMBER, STRING, "@") and cursor.take_closing(opened):
        return ListLiteral((), span=cursor.span_from(start))
    first = cursor.expression(cursor, ANY)
    if cursor.kind == "..":
        return read_range_end(cursor, first, start, opened, is_included=True)
    height = cursor.height
    items = [first]
    while cursor.goes_on(opened):
        items.append(cursor.expression(cursor, ANY))
        height = max(height, cursor.height)
    cursor.height = height + 1
    return ListLiteral(tuple(items), span=cursor.span_from(start))


def read_range_end(cursor: Cursor, first: Node, start: int, opened: tuple[int, bool], *, is_included: bool) -> Node:
    """Read a range from its `..` on."""
    height = cursor.height
    cursor.index += 1
    cursor.ends_range = True
    last = cursor.expression(cursor, ANY)
    end_included = cursor.close_range(opened)
    cursor.height = max(height, cursor.height) + 1
    return RangeLiteral(first, last, is_included, end_included, span=cursor.span_from(start))


_PRIMARIES: Mapping[str, Callable[[Cursor], Node]] = {
    NUMBER: _read_number,
    STRING: _read_string,
    "true": _read_constant,
    "false": _read_constant,
    "null": _read_constant,
    "@": _read_at_literal,
    "(": _read_brackets,
    "[": _read_list,
    "{": read_context,
    "if": read_if,
    "for": read_for,
    "some": read_quantified,
    "every": read_quantified,
    "function": read_function,
}
