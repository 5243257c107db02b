"""Turns what a case gives (JSON or Python values) into FEEL values of the declared types, exactly.

This is the slow path, which explains: every problem is gathered with its path and a hint, and a record's missing
entry becomes `Unknown`, which names it. `rulewright.evaluate.emit.reading` generates the fast path for values that
need no explanation; where it meets anything else it gives way to this one.

Nothing is dropped, defaulted or rounded here: an unknown name is a problem, a binary float is a problem, and a number
with more than 34 digits is a problem.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.evaluate.plain_json import plain_number
from rulewright.language.relations import without_null
from rulewright.language.temporal.text import (
    parse_date,
    parse_date_and_time,
    parse_duration,
    parse_time,
)
from rulewright.language.temporal.values import Date, DateTime, DaysDuration, Time, YearsDuration
from rulewright.language.types import (
    AnyType,
    ContextType,
    EnumType,
    ListType,
    MapType,
    Nullable,
    NullType,
    NumberType,
    RangeType,
    SimpleType,
    Type,
)
from rulewright.language.values import DECIMAL128, DIGITS, Absence, Range, Unknown, Value
from rulewright.packs.model.rules import Input

NUMBER_TEXT = re.compile(r"-?([0-9]+\.?[0-9]*|\.[0-9]+)", re.ASCII)
PERCENT_TEXT = re.compile(r"(-?([0-9]+\.?[0-9]*|\.[0-9]+)) ?%", re.ASCII)
SHORTENED = 60
TRUTHS = {"true": True, "false": False}
TEMPORAL: Mapping[str, tuple[type, Callable[[str], Value], str]] = {
    "date": (Date, parse_date, "2020-02-29"),
    "time": (Time, parse_time, "10:30:00"),
    "date and time": (DateTime, parse_date_and_time, "2020-02-29T10:30:00"),
    "days and time duration": (DaysDuration, parse_duration, "P90D"),
    "years and months duration": (YearsDuration, parse_duration, "P1Y6M"),
}


@dataclass(frozen=True, slots=True)
class InputProblem:
    """What is wrong with one value of a case. `path` leads to it: `measures[3].performance`, items counted from 1."""

    code: str
    path: str
    message: str
    hint: str = ""


class Rejected(Exception):  # noqa: N818  (control flow inside this module and the recorded decisions; no caller sees it)
    """Carries a problem out of a nested value to the nearest place that can go on."""

    def __init__(self, problem: InputProblem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def coerce_inputs(
    given: Mapping[str, object], declared: Sequence[Input], problems: list[InputProblem]
) -> dict[str, Value]:
    """Return the values of the inputs that were given, by name; problems are appended to `problems`.

    An input that was not given has no entry, and null gives none where the type has no null. A value with a problem
    has no entry either.
    """
    names = {declaration.name: declaration for declaration in declared}
    values: dict[str, Value] = {}
    for name in given:
        if name not in names:
            known = ", ".join(f"`{known}`" for known in names)
            hint = did_you_mean(str(name), names) or (f"the inputs are {known}" if known else "the rule has no inputs")
            problems.append(InputProblem("unknown-input", str(name), f"unknown input `{name}`", hint))
    for name, declaration in names.items():
        if name in given and not _is_left_out(given[name], declaration.type):
            before = len(problems)
            value = coerce(given[name], declaration.type, name, problems)
            if len(problems) == before:
                values[name] = value
    return values


def _is_left_out(value: object, type_: Type) -> bool:
    """Return whether null stands for a value that is not known: programs write it for what they have not got."""
    return value is None and not isinstance(type_, Nullable | AnyType | NullType)


def coerce(value: object, type_: Type, path: str, problems: list[InputProblem]) -> Value:
    """Return `value` as a FEEL value of `type_`; where it cannot be, append the problems and return None."""
    try:
        return _coerced(value, type_, path, problems)
    except Rejected as rejected:
        problems.append(rejected.problem)
        return None


def _coerced(value: object, type_: Type, path: str, problems: list[InputProblem]) -> Value:
    if isinstance(value, Absence):
        return value
    if isinstance(value, float):
        message = f"`{path}` is the binary float `{value!r}`, which is not exact"
        raise Rejected(InputProblem("binary-float", path, message, f'give it as text, `"{value!r}"`, or as a Decimal'))
    match type_:
        case Nullable():
            return None if value is None else _coerced(value, type_.type, path, problems)
        case AnyType():
            return _untyped(value, path, problems)
        case NullType() if value is None:
            return None
        case _ if value is None:
            message = f"`{path}` is null, but {_described(type_)} is needed"
            raise Rejected(InputProblem("wrong-type", path, message, "leave it out where it is not known"))
        case NumberType():
            return _number(value, type_, path)
        case EnumType():
            return _member(value, type_, path)
        case SimpleType():
            return _simple(value, type_, path)
        case ListType():
            return _list(value, type_, path, problems)
        case ContextType():
            return _record(value, type_, path, problems)
        case MapType():
            return _map(value, type_, path, problems)
        case RangeType() if isinstance(value, Range):
            return value
        case _:
            raise _wrong(value, type_, path)


def _number(value: object, type_: NumberType, path: str) -> Decimal:
    number = _read_number(value, type_, path)
    if type_.is_whole and number != number.to_integral_value():
        message = f"`{path}` is `{plain_number(number)}`, but a whole number is needed"
        raise Rejected(InputProblem("out-of-range", path, message, "give a number without decimals"))
    for bound, word, is_outside in (
        (type_.low, "at least", bool(type_.low) and number < Decimal(type_.low or 0)),
        (type_.high, "at most", bool(type_.high) and number > Decimal(type_.high or 0)),
    ):
        if is_outside:
            message = f"`{path}` is `{plain_number(number)}`, but {word} {bound} is needed"
            raise Rejected(InputProblem("out-of-range", path, message, _bounds(type_)))
    return number


def _read_number(value: object, type_: NumberType, path: str) -> Decimal:
    if isinstance(value, bool):
        raise _wrong(value, type_, path)
    if isinstance(value, int | Decimal):
        number = Decimal(value)
        if not number.is_finite():
            raise _wrong(value, type_, path)
    elif isinstance(value, str):
        text = value.strip()
        percent = PERCENT_TEXT.fullmatch(text)
        if percent:
            number = Decimal(percent[1]).scaleb(-2) if len(percent[1]) <= DIGITS else Decimal(percent[1] + "e-2")
        elif NUMBER_TEXT.fullmatch(text):
            number = Decimal(text)
        else:
            raise _wrong(value, type_, path, _number_hint(text))
    else:
        raise _wrong(value, type_, path)
    with localcontext(DECIMAL128):
        rounded = +number if abs(number.adjusted()) < DECIMAL128.Emax else None
    if rounded != number:
        message = f"`{path}` has more digits than a number of {DIGITS} digits can hold"
        raise Rejected(InputProblem("too-many-digits", path, message, "round it before it is given"))
    return rounded


def _number_hint(text: str) -> str:
    if re.fullmatch(r"-?[1-9][0-9]{0,2},[0-9]{3}", text):
        whole, decimal = text.replace(",", ""), text.replace(",", ".")
        return f"write `{whole}`, or `{decimal}` if decimals stand behind the comma"
    if re.fullmatch(r"-?[0-9]+,[0-9]+", text):
        return f"write a point before the decimals: `{text.replace(',', '.')}`"
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", text):
        return f"write it without commas: `{text.replace(',', '')}`"
    if re.fullmatch(r"[+-]?[0-9.]+[eE][+-]?[0-9]{1,2}", text):
        return f"write it out: `{plain_number(Decimal(text))}`"
    return "a number is written `1250.50`, a share `0.75` or `75%`"


def _bounds(type_: NumberType) -> str:
    if type_.low and type_.high:
        return f"give a number from {type_.low} to {type_.high}"
    return f"give a number of at least {type_.low}" if type_.low else f"give a number of at most {type_.high}"


def _member(value: object, type_: EnumType, path: str) -> str:
    text = plain_number(value) if isinstance(value, Decimal) else str(value) if type(value) is int else value
    if not isinstance(text, str):
        raise _wrong(value, type_, path)
    text = text if text in type_.members else text.strip()
    if text in type_.members:
        return text
    aliases = dict(type_.aliases)
    if text in aliases:
        return aliases[text]
    named = f" of `{type_.name}`" if type_.name else ""
    hint = f"{did_you_mean(text, type_.members, aliases)} {_one_of(type_.members)}".strip()
    raise Rejected(InputProblem("unknown-member", path, f"`{path}` is `{_short(value)}`, no member{named}", hint))


def _one_of(members: Sequence[str]) -> str:
    shown = ", ".join(f"`{member}`" for member in members[:12])
    return f"give one of {shown}" + (" …" if len(members) > 12 else "")


def _simple(value: object, type_: SimpleType, path: str) -> Value:
    if type_.name == "string":
        if isinstance(value, str):
            return value
        raise _wrong(value, type_, path, "put it in quotes" if isinstance(value, int | Decimal) else "")
    if type_.name == "boolean":
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value in TRUTHS:
            return TRUTHS[value]
        raise _wrong(value, type_, path, "write `true` or `false`")
    return _temporal(value, type_, path)


def _temporal(value: object, type_: SimpleType, path: str) -> Value:
    kind, parse, example = TEMPORAL[type_.name]
    result = _from_python(value)
    if isinstance(value, str):
        result = parse(value.strip())
    if isinstance(result, kind):
        return result
    raise _wrong(value, type_, path, f"write it as `{example}`")


def _from_python(value: object) -> object:
    """Return Python's own dates and times as FEEL's."""
    match value:
        case dt.datetime():
            return parse_date_and_time(value.isoformat())
        case dt.date():
            return Date(value.year, value.month, value.day)
        case dt.time():
            return parse_time(value.isoformat())
        case _:
            return value


def _list(value: object, type_: ListType, path: str, problems: list[InputProblem]) -> list[Value]:
    if not isinstance(value, list | tuple):
        raise _wrong(value, type_, path, "write a list: `[…]`")
    return [coerce(item, type_.item, f"{path}[{index}]", problems) for index, item in enumerate(value, start=1)]


def _record(value: object, type_: ContextType, path: str, problems: list[InputProblem]) -> dict[str, Value]:
    if not isinstance(value, Mapping):
        raise _wrong(value, type_, path)
    fields = dict(type_.entries)
    record: dict[str, Value] = {}
    for name, field in fields.items():
        inner = f"{path}.{name}"
        is_given = name in value and not _is_left_out(value[name], field)
        record[name] = coerce(value[name], field, inner, problems) if is_given else Unknown(frozenset({inner}))
    for name, given in value.items():
        if name in fields:
            continue
        if type_.is_closed:
            hint = did_you_mean(str(name), fields) or f"the entries are {', '.join(f'`{field}`' for field in fields)}"
            message = f"unknown entry `{name}` in `{path}`"
            problems.append(InputProblem("unknown-input", f"{path}.{name}", message, hint))
        else:
            record[str(name)] = coerce(given, AnyType(), f"{path}.{name}", problems)
    return record


def _map(value: object, type_: MapType, path: str, problems: list[InputProblem]) -> dict[str, Value]:
    entries = value.items() if isinstance(value, Mapping) else _rows(value, type_, path)
    result: dict[str, Value] = {}
    for key, item in entries:
        inner = f"{path}.{key}"
        name = str(key) if type_.key is None else coerce(key, type_.key, inner, problems)
        if name is None:
            continue
        if name in result:
            message = f"`{path}` has `{name}` twice"
            problems.append(InputProblem("duplicate-key", inner, message, "give every key once"))
        result[name] = coerce(item, type_.value, inner, problems)
    return result


def _rows(value: object, type_: MapType, path: str) -> list[tuple[object, object]]:
    """Return the entries of a map that is given as records: the first field is the key, the others the value."""
    if not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) and len(row) >= 2 for row in value):
        raise _wrong(value, type_, path, 'write `{"A": …, "B": …}`, or records whose first entry is the key')
    entries: list[tuple[object, object]] = []
    for row in value:
        (_, key), *rest = row.items()
        entries.append((key, rest[0][1] if len(rest) == 1 and not _is_record(type_.value) else dict(rest)))
    return entries


def _is_record(type_: Type) -> bool:
    return isinstance(without_null(type_), ContextType | MapType)


def _untyped(value: object, path: str, problems: list[InputProblem]) -> Value:
    """Return a value whose type nobody declared: JSON's own kinds, text stays text."""
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, int | Decimal):
        return _read_number(value, NumberType(), path)
    if isinstance(value, Mapping):
        return {str(k): coerce(v, AnyType(), f"{path}.{k}", problems) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [coerce(v, AnyType(), f"{path}[{i}]", problems) for i, v in enumerate(value, start=1)]
    return value


def _wrong(value: object, type_: Type, path: str, hint: str = "") -> Rejected:
    message = f"`{path}` is {_kind(value)}, but {_described(type_)} is needed"
    return Rejected(InputProblem("wrong-type", path, message, hint))


def _kind(value: object) -> str:
    match value:
        case bool():
            return f"the boolean `{str(value).lower()}`"
        case int() | Decimal():
            return f"the number `{_short(value)}`"
        case str():
            return f"the text `{_short(value)}`" if value else "an empty text"
        case Mapping():
            return "a record"
        case list() | tuple():
            return "a list"
        case _:
            return f"`{_short(value)}`"


def _described(type_: Type) -> str:
    match type_:
        case NumberType(name=name):
            return "a whole number" if type_.is_whole else {"number": "a number"}.get(name, f"a number (`{name}`)")
        case EnumType(name=name):
            return f"a member of `{name}`" if name else "a member of the enumeration"
        case SimpleType(name=name):
            return f"a {name}"
        case ListType():
            return "a list"
        case ContextType(name=name):
            return f"a record (`{name}`)" if name else "a record"
        case MapType():
            return "a map"
        case NullType():
            return "null"
        case _:
            return "another kind of value"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= SHORTENED else text[: SHORTENED - 1] + "…"
