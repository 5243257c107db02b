"""Writes values the way people read them: percents, money, rates, dates, records.

The exact value always stays in JSON and receipts. What is shortened here is marked with `≈`; `exact_text` shortens
nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext

from rulewright.diagnostics.terminal_text import visible
from rulewright.evaluate.plain_json import to_json
from rulewright.language.numbers import DECIMAL128, DIGITS, number_text
from rulewright.language.temporal.text import Temporal, temporal_text
from rulewright.language.types import ContextType as RecordType
from rulewright.language.types import ListType, MapType, Nullable, NumberType, Type, Unit
from rulewright.language.values import Failure, NotApplicable, Open, Range, Unknown, Value

CURRENCY = {"USD": "$"}
"""Symbols of currencies that stand before the number."""

_FEW = 2
"""Records that are written out in a line; more of them are counted."""

_SHORT = 6
"""Decimal places up to which a number is shown whole."""


def format_value(value: Value, shape: Type | None = None) -> str:
    """Return a value as a person reads it in a line of text."""
    if isinstance(shape, Nullable):
        shape = shape.type
    if isinstance(value, (Unknown, Open, NotApplicable, Failure)) or value is None:
        return format_absence(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format_number(value, shape if isinstance(shape, NumberType) else NumberType())
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, list) and len(value) > _FEW and any(isinstance(each, Mapping) for each in value):
        return f"{len(value)} records"
    if isinstance(value, list):
        return "[" + ", ".join(format_value(each, type_) for _, each, type_ in parts_of(value, shape)) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {format_value(each, of)}" for name, each, of in parts_of(value, shape)) + "}"
    if isinstance(value, Range):
        left, right = "[" if value.start_included else "(", "]" if value.end_included else ")"
        return f"{left}{format_value(value.start)}..{format_value(value.end)}{right}"
    return temporal_text(value) if isinstance(value, Temporal) else str(value)


def parts_of(value: Mapping[str, Value] | list[Value], shape: Type | None) -> list[tuple[str, Value, Type | None]]:
    """Return the entries of a record or map, or the items of a list, each with its name (`-`) and declared type."""
    if isinstance(shape, Nullable):
        shape = shape.type
    if isinstance(value, list):
        item = shape.item if isinstance(shape, ListType) else None
        return [("-", each, item) for each in value]
    types = dict(shape.entries) if isinstance(shape, RecordType) else {}
    default = shape.value if isinstance(shape, MapType) else None
    return [(str(name), each, types.get(name, default)) for name, each in value.items()]


def exact_text(value: Value, type_: Type | None = None) -> str:
    """Return a value with all its digits, percents as percents; null where there is none."""
    if isinstance(type_, Nullable):
        type_ = type_.type
    match value:
        case Decimal() if isinstance(type_, NumberType) and type_.name == "percent":
            return number_text(value.scaleb(2, DECIMAL128)) + "%"
        case list():
            return "[" + ", ".join(exact_text(each, of) for _, each, of in parts_of(value, type_)) + "]"
        case dict():
            return "{" + ", ".join(f"{name}: {exact_text(each, of)}" for name, each, of in parts_of(value, type_)) + "}"
        case None | bool():
            return json.dumps(value)
        case _:
            return str(to_json(value))


def format_absence(value: Value) -> str:
    """Return in words why there is no value."""
    if isinstance(value, Unknown):
        return "unknown (needs " + ", ".join(sorted(value.needs)) + ")"
    if isinstance(value, Open):
        return "open (to be decided: " + ", ".join(sorted(value.decisions)) + ")"
    if isinstance(value, NotApplicable):
        return f"none ({value.reason})"
    if isinstance(value, Failure):
        return f"error ({value.reason})"
    return "none"


def format_cell(value: Value, shape: Type | None = None) -> str:
    """Return a value for a cell of a table, whose head says what it counts: no words of units, no mark of brevity."""
    if isinstance(shape, Nullable):
        shape = shape.type
    if isinstance(value, Decimal) and isinstance(shape, NumberType):
        scale = Unit(tuple(f for f in shape.unit.factors if f[1] > 0 and f[0] in CURRENCY), shape.unit.scale)
        plain = NumberType(scale if scale.factors else Unit(), shape.name)
        is_rate = any(exponent < 0 for _, exponent in shape.unit.factors)
        return format_number(value, plain, is_rate=is_rate).removeprefix("≈ ")
    return format_value(value, shape)


def format_number(value: Decimal, shape: NumberType, *, is_rate: bool = False) -> str:
    """Return a number with its unit: `75%`, `$1,234.50`, `$10.29 per member per month`, `1.5 points`."""
    if shape.name == "percent":
        with localcontext(DECIMAL128) as context:
            context.prec = DIGITS + 2
            return _shortened(value * 100, 0, 2) + "%"
    above = [(name, exponent) for name, exponent in shape.unit.factors if exponent > 0]
    if len(above) == 1 and above[0][1] == 1 and above[0][0] in CURRENCY:
        is_rate = is_rate or any(exponent < 0 for _, exponent in shape.unit.factors)
        return _format_money(value, shape.unit, CURRENCY[above[0][0]], is_rate=is_rate)
    text = _shortened(value, 0, 4)
    unit = _unit_words(shape.unit, is_one=text in {"1", "-1"})
    return f"{text} {unit}".strip()


def _format_money(value: Decimal, unit: Unit, symbol: str, *, is_rate: bool) -> str:
    scale = {0: "", 3: " thousand", 6: " million", 9: " billion"}.get(unit.scale, f" ×10^{unit.scale}")
    per = "".join(f" per {name}" for name, exponent in unit.factors for _ in range(-exponent) if exponent < 0)
    text = _shortened(abs(value), 0 if unit.scale else 2, 3 if unit.scale else 2, most=4 if is_rate else None)
    sign = "−" if value < 0 else ""
    mark, text = ("≈ ", text[2:]) if text.startswith("≈ ") else ("", text)
    return f"{mark}{sign}{symbol}{text}{scale}{per}"


def _unit_words(unit: Unit, *, is_one: bool = False) -> str:
    plural = "" if is_one else "s"
    above = " ".join(
        f"{name}{plural}" if exponent == 1 else f"{name}^{exponent}" for name, exponent in unit.factors if exponent > 0
    )
    per = "".join(f" per {name}" for name, exponent in unit.factors if exponent < 0)
    return (above + per).strip()


def _shortened(value: Decimal, least: int, places: int, *, most: int | None = None) -> str:
    """Return a number with at least `least` decimals, whole up to `most`, else with `places` and marked."""
    with localcontext(DECIMAL128) as context:
        context.prec = 2 * DIGITS
        plain = value.normalize()
        exponent = plain.as_tuple().exponent
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
        limit = most if most is not None else max(least, 2 if least else _SHORT)
        if decimals <= limit:
            return f"{value:,.{max(decimals, least)}f}"
        rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        return f"≈ {rounded:,f}"
