"""Prints syntax trees in one canonical form: one line, single spaces, no bracket more than needed.

Two equal trees print alike, and what was printed parses to the same tree, given the same names of several words.
Brackets follow the levels of `precedence`: a node is bracketed where its level is below what its place needs.
"""

from __future__ import annotations

import re
from decimal import Decimal

from rulewright.language.grammar.known_names import NAME_SYMBOLS, join_words
from rulewright.language.grammar.lexer import NAME, NUMBER, RESERVED, split_tokens
from rulewright.language.grammar.precedence import (
    AND,
    ANY,
    COMPARISON,
    INSTANCE_OF,
    LEVELS,
    OR,
    POSTFIX,
    PRIMARY,
    SIGN,
    SUM,
)
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
    PathExpression,
    Quantified,
    RangeLiteral,
    RangeTypeNode,
    RuleReference,
    StringLiteral,
    TypeNode,
    UnaryTests,
)

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
            return name, PRIMARY
        case NumberLiteral(value):
            return _print_number(value), SIGN if value.is_signed() else PRIMARY
        case StringLiteral(value):
            return _quoted(value), PRIMARY
        case PathExpression(target, name):
            return f"{_at(target, POSTFIX)}.{name}", POSTFIX
        case Invocation(function, arguments, named):
            parts = [_at(argument) for argument in arguments]
            parts += [f"{argument.name}: {_at(argument.value)}" for argument in named]
            return f"{_at(function, POSTFIX)}({', '.join(parts)})", POSTFIX
        case Filter(target, condition):
            return f"{_at(target, POSTFIX)}[{_at(condition)}]", POSTFIX
        case Arithmetic(operator, left, right):
            level = LEVELS[operator]
            return f"{_at(left, level)} {operator} {_at(right, level + 1)}", level
        case Comparison(operator, left, right):
            return f"{_at(left, SUM)} {operator} {_at(right, SUM)}", COMPARISON
        case Conjunction(left, right):
            return _print_conjunction(left, right), AND
        case Disjunction(left, right):
            return f"{_at(left, OR)} or {_at(right, AND)}", OR
        case Negation(operand):
            return _print_negation(operand), SIGN
        case BooleanLiteral(value):
            return "true" if value else "false", PRIMARY
        case NullLiteral():
            return "null", PRIMARY
        case AtLiteral(text):
            return f"@{_quoted(text)}", PRIMARY
        case ListLiteral(items):
            return f"[{', '.join(map(_at, items))}]", PRIMARY
        case ContextLiteral(entries):
            return f"{{{', '.join(f'{_print_key(e.key)}: {_at(e.value)}' for e in entries)}}}", PRIMARY
        case RangeLiteral():
            return _print_range(node), PRIMARY
        case RuleReference(written=written):
            return written, POSTFIX
        case Between(value, low, high):
            return f"{_at(value, SUM)} between {_at(low, SUM)} and {_at(high, SUM)}", COMPARISON
        case In(value, tests):
            return f"{_at(value, SUM)} in {_print_in_tests(tests)}", COMPARISON
        case InstanceOf(value, written):
            text = f"{_at(value, POSTFIX)} instance of {_print_type(written)}"
            # A `<` behind a bare `list` would begin its type parameter.
            return text, COMPARISON if _GENERIC.search(text) else INSTANCE_OF
        case If(condition, consequence, alternative):
            return f"if {_at(condition)} then {_at(consequence)} else {_at(alternative)}", ANY
        case For(iterators, body):
            return f"for {_print_iterators(iterators)} return {_at(body)}", ANY
        case Quantified(quantifier, iterators, condition):
            return f"{quantifier} {_print_iterators(iterators)} satisfies {_at(condition)}", ANY
        case FunctionDefinition():
            return _print_function(node), ANY
        case ComparisonTest(operator, operand):
            return f"{operator} {_at(operand, SUM)}", ANY
        case AnyTest():
            return "-", ANY
        case UnaryTests():
            return _print_tests(node), ANY
        case TypeNode():
            return _print_type(node), PRIMARY
        case _:
            return "…", PRIMARY  # an `Invalid` piece: nothing that would parse


def _at(node: Node, level: int = ANY) -> str:
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
    before, after = _at(left, AND), _at(right, COMPARISON)
    if _ENDS_WITH_DATE.search(before) and _BEGINS_WITH_TIME.match(after):
        before = f"({before})"  # or it would read as the built-in `date and time`
    return f"{before} and {after}"


def _print_negation(operand: Node) -> str:
    if isinstance(operand, InstanceOf) and isinstance(operand.value, NumberLiteral):
        return f"-({_at(operand)})"  # in `-1 instance of number` the sign is the number's
    return f"-{_at(operand, SIGN)}"


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
    if node.operator and node.start is not None:
        return f"({node.operator} {_at(node.start, SUM)})"
    if node.start is None and node.end is not None:
        return f"({'<=' if node.end_included else '<'} {_at(node.end, SUM)})"
    if node.end is None and node.start is not None:
        return f"({'>=' if node.start_included else '>'} {_at(node.start, SUM)})"
    start = "null" if node.start is None else _at(node.start, OR)
    end = "null" if node.end is None else _at(node.end, OR)
    return f"{'[' if node.start_included else '('}{start}..{end}{']' if node.end_included else ')'}"


def _print_in_tests(tests: tuple[Node, ...]) -> str:
    if len(tests) != 1:
        return f"({', '.join(map(_at, tests))})"
    if isinstance(tests[0], ComparisonTest):
        return _at(tests[0])
    text = _at(tests[0], SUM)
    # Behind `in`, `(> 5)` is a comparison; a range of that form takes a bracket more.
    return f"({text})" if text.startswith(("(<", "(>", "(=", "(!")) else text


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
        end = "" if iterator.end is None else f"..{_at(iterator.end, OR)}"
        parts.append(f"{iterator.name} in {_at(iterator.domain, OR)}{end}")
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
