"""Cuts the domain of a table's column into regions on which every cell says the same all over.

The constants in the cells cut a line of numbers or dates into points and the gaps between them; texts fall into those
that some cell names and all others. Each region has a witness, a value that lies in it, so that what a cell says about
the witness it says about the region. What a cell says beyond constants is not analyzed: that is `UNSURE`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from itertools import pairwise
from typing import Final

from rulewright.language import cells, operators
from rulewright.language.keys import key_text
from rulewright.language.numbers import DECIMAL128, number_text
from rulewright.language.syntax import (
    AnyTest,
    AtLiteral,
    Between,
    BooleanLiteral,
    Comparison,
    ComparisonTest,
    Conjunction,
    Disjunction,
    In,
    Invocation,
    ListLiteral,
    Name,
    Negation,
    Node,
    NullLiteral,
    NumberLiteral,
    RangeLiteral,
    RuleReference,
    StringLiteral,
    UnaryTests,
)
from rulewright.language.temporal.text import parse_temporal, temporal_text
from rulewright.language.temporal.values import Date, date_from_day_number, day_number
from rulewright.language.types import BOOLEAN, DATE, STRING, EnumType, Nullable, NumberType, Type
from rulewright.language.values import Value
from rulewright.packs.model.rules import Rule


@dataclass(frozen=True, slots=True)
class _Unsure:
    """Says that an expression is no constant, or that a cell is beyond analysis."""


@dataclass(frozen=True, slots=True)
class OtherText:
    """Stands for every text that no cell of the column names."""


UNSURE: Final[_Unsure] = _Unsure()
OTHER_TEXT: Final[OtherText] = OtherText()
Ternary = bool | None | _Unsure
"""What a cell says of a witness; None is FEEL's null, which matches as little as false does."""


def constant(node: Node, rules: Mapping[str, Rule]) -> Value:
    """Return the value of a literal, or of a figure called with literals; else `UNSURE`."""
    match node:
        case NumberLiteral(value) | StringLiteral(value) | BooleanLiteral(value):
            return value
        case NullLiteral():
            return None
        case Negation(operand):
            positive = constant(operand, rules)
            return positive.copy_negate() if isinstance(positive, Decimal) else UNSURE
        case AtLiteral(text) | Invocation(Name("date"), (StringLiteral(text),)):
            moment = parse_temporal(text)
            return moment if isinstance(moment, Date) else UNSURE
        case RuleReference(id_):
            return _figure(rules.get(id_), (), rules)
        case Invocation(RuleReference(id_), arguments) if arguments:
            return _figure(rules.get(id_), arguments, rules)
    return UNSURE


def _figure(rule: Rule | None, arguments: Sequence[Node], rules: Mapping[str, Rule]) -> Value:
    if rule is None:
        return UNSURE
    keys = [constant(argument, rules) for argument in arguments]
    figure = None if UNSURE in keys else rule.figure(tuple(key_text(key) for key in keys))
    if figure is None or figure.status == "open" or not isinstance(figure.value, Decimal | str | bool | Date):
        return UNSURE
    return figure.value


def regions(type_: Type, cells: Sequence[Node], rules: Mapping[str, Rule], *, is_computed: bool) -> tuple[Value, ...]:
    """Return the witnesses of a column's regions; nothing where the column's type is beyond analysis.

    `is_computed` says that the column is no bare input: then its type does not say how far its values reach, and
    the regions end with the outermost constants.
    """
    if isinstance(type_, Nullable):
        inner = regions(type_.type, cells, rules, is_computed=is_computed)
        return (*inner, None) if inner else ()
    constants = [value for cell in cells for node in operands(cell) if (value := constant(node, rules)) is not UNSURE]
    if type_ == BOOLEAN:
        return (True, False)
    if any(isinstance(value, bool) for value in constants):
        return ()  # A boolean in a column of another type decides by itself.
    if isinstance(type_, EnumType):
        return type_.members
    if type_ == STRING:
        return (*dict.fromkeys(value for value in constants if isinstance(value, str)), OTHER_TEXT)
    if isinstance(type_, NumberType):
        numbers = sorted({value for value in constants if isinstance(value, Decimal)})
        return _number_regions(numbers, type_, is_computed=is_computed)
    if type_ == DATE:
        days = sorted({day_number(value) for value in constants if isinstance(value, Date)})
        found = _number_regions([Decimal(day) for day in days], NumberType(is_whole=True), is_computed=is_computed)
        dates = [date_from_day_number(int(day)) for day in found]
        return tuple(date for date in dates if date is not None)
    return ()


def operands(node: Node) -> Iterator[Node]:
    """Yield the nodes of a cell that may be constants which cut the line."""
    match node:
        case UnaryTests(tests):
            for test in tests:
                yield from operands(test)
        case ComparisonTest(_, operand):
            yield operand
        case RangeLiteral(start, end):
            yield from (each for each in (start, end) if each is not None)
        case ListLiteral(items):
            for item in items:
                yield from operands(item)
        case Comparison(_, left, right) | Conjunction(left, right) | Disjunction(left, right):
            yield from operands(left)
            yield from operands(right)
        case Between(_, low, high):
            yield low
            yield high
        case In(_, tests):
            for test in tests:
                yield from operands(test)
        case AnyTest():
            return
        case _:
            yield node


def _number_regions(points: Sequence[Decimal], type_: NumberType, *, is_computed: bool) -> tuple[Decimal, ...]:
    """Return the points and a witness between each two, and beyond the outermost as far as the type reaches."""
    low, high = (Decimal(bound) if bound else None for bound in (type_.low, type_.high))
    if type_.is_whole:
        # A constant between two whole numbers parts them.
        points = [point.to_integral_value(mode) for point in points for mode in (ROUND_FLOOR, ROUND_CEILING)]
    inside = [point for point in points if (low is None or point >= low) and (high is None or point <= high)]
    ends = sorted({*inside, *(bound for bound in (low, high) if bound is not None)})
    with localcontext(DECIMAL128):
        if not ends:
            return () if is_computed else (Decimal(0),)
        found: list[Decimal] = [] if low is not None or is_computed else [ends[0].to_integral_value() - 1]
        for point, following in pairwise(ends):
            found.append(point)
            if not type_.is_whole:
                found.append((point + following) / 2)
            elif following - point > 1:
                found.append(point + 1)
        found.append(ends[-1])
        if high is None and not is_computed:
            found.append(ends[-1].to_integral_value() + 1)
    return tuple(found)


def parts(cell: Node) -> Iterator[tuple[Node, bool]]:
    """Yield the alternatives of a cell, and whether a boolean among them decides by itself; one passed is enough."""
    for test in cell.tests if isinstance(cell, UnaryTests) else (cell,):
        if isinstance(test, ListLiteral):
            yield from ((item, False) for item in test.items)
        else:
            yield test, True


def meets(test: Node, witness: Value, rules: Mapping[str, Rule], *, booleans_decide: bool) -> Ternary:
    """Return whether a witness passes one test."""
    match test:
        case AnyTest():
            return True
        case ComparisonTest(operator, operand):
            return _compare(operator, witness, constant(operand, rules))
        case RangeLiteral():
            return _lies_within(cells.bounds_of(test), witness, rules)
        case ListLiteral(items):
            return _any([meets(item, witness, rules, booleans_decide=False) for item in items])
        case Conjunction() | Disjunction() | Comparison() | Between() | In():
            return _answer(test, witness, rules)
    value = constant(test, rules)
    if isinstance(value, _Unsure) or isinstance(witness, _Unsure):
        return UNSURE
    if isinstance(witness, OtherText):
        return False
    return _ternary(cells.passes(witness, value, booleans_decide=booleans_decide))


def _answer(node: Node, witness: Value, rules: Mapping[str, Rule]) -> Ternary:
    """Return what an expression over `?` comes to for a witness."""
    match node:
        case BooleanLiteral(value):
            return value
        case Name(cells.INPUT) if isinstance(witness, bool):
            return witness
        case Conjunction(left, right):
            return _all([_answer(left, witness, rules), _answer(right, witness, rules)])
        case Disjunction(left, right):
            return _any([_answer(left, witness, rules), _answer(right, witness, rules)])
        case Comparison(operator, Name(cells.INPUT), right):
            return _compare(operator, witness, constant(right, rules))
        case Between(Name(cells.INPUT), low, high):
            return _lies_within(((">=", low), ("<=", high)), witness, rules)
        case In(Name(cells.INPUT), tests):
            return _any([meets(each, witness, rules, booleans_decide=False) for each in tests])
    return UNSURE


def _any(results: Sequence[Ternary]) -> Ternary:
    if True in results:
        return True
    return UNSURE if UNSURE in results else (None if None in results else False)


def _all(results: Sequence[Ternary]) -> Ternary:
    if False in results:
        return False
    return UNSURE if UNSURE in results else (None if None in results else True)


def _lies_within(bounds: cells.Bounds, witness: Value, rules: Mapping[str, Rule]) -> Ternary:
    return _all([_compare(operator, witness, constant(node, rules)) for operator, node in bounds])


def _compare(operator: str, witness: Value, value: Value) -> Ternary:
    if isinstance(value, _Unsure) or isinstance(witness, _Unsure):
        return UNSURE
    if operator in {"=", "!="}:
        if isinstance(witness, OtherText):
            return operator == "!="
    elif witness is None or value is None:
        return None
    elif not (isinstance(witness, Decimal | Date) and isinstance(value, Decimal | Date)):
        return UNSURE  # the constants of a column cut nothing else by its order
    return _ternary(operators.compare(operator, witness, value))


def _ternary(answer: Value) -> Ternary:
    """Return what the language says of a witness; an error matches as little as null does."""
    return answer if isinstance(answer, bool) else None


def shown(witness: Value) -> str:
    """Return a witness as it is written in FEEL."""
    match witness:
        case None:
            return "null"
        case bool():
            return "true" if witness else "false"
        case Decimal():
            return number_text(witness)
        case Date():
            return f'@"{temporal_text(witness)}"'
        case OtherText():
            return "any other text"
    return f'"{witness}"'
