"""Prints syntax trees in one canonical form: one line, single spaces, no bracket more than needed.

Two equal trees print alike, and what was printed parses to the same tree, given the same names of several words.
Brackets follow the levels of `parser_expressions`; a node is bracketed where its level is below what its place asks.
"""

from __future__ import annotations

import re
from decimal import Decimal

from rulewright.language.known_names import NAME_SYMBOLS, join_words
from rulewright.language.lexer import NAME, NUMBER, RESERVED, split_tokens
from rulewright.language.syntax import (
    AnyTest,
    Arithmetic,
    AtLiteral,
    Between,
    BooleanLiteral,
    Comparison,
    ComparisonTest,
    Conjunction,
    ContextLiteral,
    ContextTypeNode,
    Disjunction,
    Filter,
    For,
    FunctionDefinition,
    FunctionTypeNode,
    If,
    In,
    InstanceOf,
    Invocation,
    Iterator,
    ListLiteral,
    ListTypeNode,
    Name,
    NamedType,
    Negation,
    Node,
    NullLiteral,
    NumberLiteral,
    Path,
    Quantified,
    RangeLiteral,
    RangeTypeNode,
    Reference,
    StringLiteral,
    TypeNode,
    UnaryTests,
)

_ANY, _OR, _AND, _COMPARED, _SUM, _PRODUCT, _POWER, _SIGNED, _INSTANCE, _POSTFIX, _PRIMARY = range(11)
_ARITHMETIC_LEVELS = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER}
_GENERIC = re.compile(r"(?:^|[ >])(?:list|range|context|function)$")
_ENDS_WITH_DATE = re.compile(r"(?:^|\W)date$")
_BEGINS_WITH_TIME = re.compile(r"time(?:\W|$)")
_ESCAPED = re.compile(r'["\\\x00-\x1f]|[^\x20-\x7e]')
_MOST_ZEROS = 20


def print_expression(node: Node) -> str:
    """Return the canonical text of an expression, of unary tests, or of a type."""
    return _print(node)[0]


def _print(node: Node) -> tuple[str, int]:
    """Return the text of a node and its level."""
    match node:
        case Name(name):
            return name, _PRIMARY
        case NumberLiteral(value):
            return _print_number(value), _SIGNED if value.is_signed() else _PRIMARY
        case StringLiteral(value):
            return _quoted(value), _PRIMARY
        case Path(target, name):
            return f"{_at(target, _POSTFIX)}.{name}", _POSTFIX
        case Invocation(function, arguments, named):
            parts = [_at(argument) for argument in arguments]
            parts += [f"{argument.name}: {_at(argument.value)}" for argument in named]
            return f"{_at(function, _POSTFIX)}({', '.join(parts)})", _POSTFIX
        case Filter(target, condition):
            return f"{_at(target, _POSTFIX)}[{_at(condition)}]", _POSTFIX
        case Arithmetic(operator, left, right):
            level = _ARITHMETIC_LEVELS[operator]
            return f"{_at(left, level)} {operator} {_at(right, level + 1)}", level
        case Comparison(operator, left, right):
            return f"{_at(left, _SUM)} {operator} {_at(right, _SUM)}", _COMPARED
        case Conjunction(left, right):
            return _print_conjunction(left, right), _AND
        case Disjunction(left, right):
            return f"{_at(left, _OR)} or {_at(right, _AND)}", _OR
        case Negation(operand):
            return _print_negation(operand), _SIGNED
        case BooleanLiteral(value):
            return "true" if value else "false", _PRIMARY
        case NullLiteral():
            return "null", _PRIMARY
        case AtLiteral(text):
            return f"@{_quoted(text)}", _PRIMARY
        case ListLiteral(items):
            return f"[{', '.join(map(_at, items))}]", _PRIMARY
        case ContextLiteral(entries):
            return f"{{{', '.join(f'{_print_key(e.key)}: {_at(e.value)}' for e in entries)}}}", _PRIMARY
        case RangeLiteral():
            return _print_range(node), _PRIMARY
        case Reference(written=written):
            return written, _POSTFIX
        case Between(value, low, high):
            return f"{_at(value, _SUM)} between {_at(low, _SUM)} and {_at(high, _SUM)}", _COMPARED
        case In(value, tests):
            return f"{_at(value, _SUM)} in {_print_in_tests(tests)}", _COMPARED
        case InstanceOf(value, written):
            text = f"{_at(value, _POSTFIX)} instance of {_print_type(written)}"
            # A `<` behind a bare `list` would begin its type parameter.
            return text, _COMPARED if _GENERIC.search(text) else _INSTANCE
        case If(condition, consequence, alternative):
            return f"if {_at(condition)} then {_at(consequence)} else {_at(alternative)}", _ANY
        case For(iterators, body):
            return f"for {_print_iterators(iterators)} return {_at(body)}", _ANY
        case Quantified(quantifier, iterators, condition):
            return f"{quantifier} {_print_iterators(iterators)} satisfies {_at(condition)}", _ANY
        case FunctionDefinition():
            return _print_function(node), _ANY
        case ComparisonTest(operator, operand):
            return f"{operator} {_at(operand, _SUM)}", _ANY
        case AnyTest():
            return "-", _ANY
        case UnaryTests():
            return _print_tests(node), _ANY
        case TypeNode():
            return _print_type(node), _PRIMARY
        case _:
            return "…", _PRIMARY  # an `Invalid` piece: nothing that would parse


def _at(node: Node, level: int = _ANY) -> str:
    """Return the text of a node for a place that takes this level or a tighter one."""
    text, own_level = _print(node)
    return text if own_level >= level else f"({text})"


def _print_number(value: Decimal) -> str:
    """Return a number without needless zeros, in plain notation unless that takes many."""
    sign, digits, exponent = value.as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    shortest = text.rstrip("0")
    if not isinstance(exponent, int) or not shortest:
        return "0"
    exponent += len(text) - len(shortest)
    prefix = "-" if sign else ""
    if 0 <= exponent <= _MOST_ZEROS:
        return prefix + shortest + "0" * exponent
    if exponent < 0 and -exponent <= len(shortest) + _MOST_ZEROS:
        padded = shortest.rjust(1 - exponent, "0")
        return f"{prefix}{padded[:exponent]}.{padded[exponent:]}"
    fraction = f".{shortest[1:]}" if len(shortest) > 1 else ""
    return f"{prefix}{shortest[0]}{fraction}e{exponent + len(shortest) - 1}"


def _quoted(value: str) -> str:
    return f'"{_ESCAPED.sub(_escape, value)}"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character)
    if short is not None:
        return short
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:06X}"


def _print_conjunction(left: Node, right: Node) -> str:
    before, after = _at(left, _AND), _at(right, _COMPARED)
    if _ENDS_WITH_DATE.search(before) and _BEGINS_WITH_TIME.match(after):
        before = f"({before})"  # or it would read as the built-in `date and time`
    return f"{before} and {after}"


def _print_negation(operand: Node) -> str:
    if isinstance(operand, InstanceOf) and isinstance(operand.value, NumberLiteral):
        return f"-({_at(operand)})"  # in `-1 instance of number` the sign is the number's
    return f"-{_at(operand, _SIGNED)}"


def _print_key(key: str) -> str:
    """Return the key of a context, quoted unless it reads as a name."""
    if key.isidentifier() and key.isascii():
        return key
    tokens, mistakes = split_tokens(key)
    kinds, texts = tokens.kinds[:-1], tokens.texts[:-1]
    may_stand = kinds and all(kind in (NAME, NUMBER) or kind in NAME_SYMBOLS or kind in RESERVED for kind in kinds)
    if mistakes or not may_stand or kinds[0] == NUMBER or kinds[0] in NAME_SYMBOLS:
        return _quoted(key)
    return key if join_words(texts, tokens.starts, tokens.ends) == key else _quoted(key)


def _print_range(node: RangeLiteral) -> str:
    if node.start is None and node.end is not None:
        return f"({'<=' if node.end_included else '<'} {_at(node.end, _SUM)})"
    if node.end is None and node.start is not None:
        return f"({'>=' if node.start_included else '>'} {_at(node.start, _SUM)})"
    start = "null" if node.start is None else _at(node.start, _OR)
    end = "null" if node.end is None else _at(node.end, _OR)
    return f"{'[' if node.start_included else '('}{start}..{end}{']' if node.end_included else ')'}"


def _print_in_tests(tests: tuple[Node, ...]) -> str:
    if len(tests) != 1:
        return f"({', '.join(map(_at, tests))})"
    if isinstance(tests[0], ComparisonTest):
        return _at(tests[0])
    text = _at(tests[0], _SUM)
    # Behind `in`, `(> 5)` is a comparison; a range of that form takes a bracket more.
    return f"({text})" if text.startswith(("(<", "(>")) else text


def _print_tests(node: UnaryTests) -> str:
    text = ", ".join(map(_at, node.tests))
    if node.is_negated:
        return f"not({text})"
    match node.tests:
        case (Invocation(Name("not")),):
            return f"({text})"  # bare, it would negate the cell
    return text


def _print_iterators(iterators: tuple[Iterator, ...]) -> str:
    parts = []
    for iterator in iterators:
        end = "" if iterator.end is None else f"..{_at(iterator.end, _OR)}"
        parts.append(f"{iterator.name} in {_at(iterator.domain, _OR)}{end}")
    return ", ".join(parts)


def _print_function(node: FunctionDefinition) -> str:
    parameters = ", ".join(
        parameter.name if parameter.type is None else f"{parameter.name}: {_print_type(parameter.type)}"
        for parameter in node.parameters
    )
    return f"function({parameters}){' external' if node.is_external else ''} {_at(node.body)}"


def _print_type(node: TypeNode) -> str:
    match node:
        case NamedType(name):
            return name
        case ListTypeNode(item):
            return f"list<{_print_type(item)}>"
        case RangeTypeNode(item):
            return f"range<{_print_type(item)}>"
        case ContextTypeNode(entries):
            return f"context<{', '.join(f'{name}: {_print_type(item)}' for name, item in entries)}>"
        case FunctionTypeNode(parameters, result):
            return f"function<{', '.join(map(_print_type, parameters))}> -> {_print_type(result)}"
        case _:
            return "…"
