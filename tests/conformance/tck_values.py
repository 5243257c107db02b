"""Reads and writes the typed values of TCK cases, and converts values to the types that a model declares."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rulewright.evaluate.reference.conformance import convert
from rulewright.language.kinds import NAMED_TYPES, TEMPORAL_KINDS, kind_of
from rulewright.language.numbers import number, number_text
from rulewright.language.temporal.text import temporal_text
from rulewright.language.temporal.values import Date, DateTime, DaysDuration, Time, YearsDuration
from rulewright.language.types import ANY, ContextType, ListType, Type
from rulewright.language.values import Failure, Range, Value

Json = Any
TEMPORAL = Date | Time | DateTime | DaysDuration | YearsDuration


def read_value(typed: Json) -> Value:
    """Return the FEEL value of a typed value."""
    match typed["type"]:
        case "null":
            return None
        case "list":
            return [read_value(item) for item in typed["items"]]
        case "context":
            return {name: read_value(entry) for name, entry in typed["entries"].items()}
        case "range":
            ends = (read_value(typed[end]) if typed.get(end) is not None else None for end in ("start", "end"))
            return Range(*ends, typed["start included"], typed["end included"])
        case "string" | "boolean":
            return typed["value"]
        case "number":
            return number(typed["value"])
        case kind:
            return TEMPORAL_KINDS[kind].parse(typed["value"])


def write_value(value: Value) -> Json:
    """Return a FEEL value as a typed value; errors inside it are nulls."""
    kind = kind_of(value)
    if isinstance(value, Decimal):
        return {"type": kind, "value": number_text(value)}
    if isinstance(value, TEMPORAL):
        return {"type": kind, "value": temporal_text(value)}
    if isinstance(value, list):
        return {"type": kind, "items": [write_value(item) for item in value]}
    if isinstance(value, dict):
        return {"type": kind, "entries": {name: write_value(entry) for name, entry in value.items()}}
    if isinstance(value, Range):
        ends = {"start": write_value(value.start), "end": write_value(value.end)}
        return {
            "type": kind,
            **ends,
            "start included": value.start_included,
            "end included": value.end_included,
        }
    return {"type": kind, "value": value} if isinstance(value, str | bool) else {"type": kind}


def read_type(written: Json, model: Mapping[str, Json]) -> Type:
    """Return the type that a case declares; one that is not known is `Any`."""
    if written is None:
        return ANY
    if "list_of" in written:
        return ListType(read_type(written["list_of"], model))
    if "fields" in written:
        fields = written["fields"].items()
        return ContextType(tuple((name, read_type(field, model)) for name, field in fields), is_closed=False)
    name = written.get("name", "Any")
    if name in model and model[name] != written:
        return read_type(model[name], model)
    return NAMED_TYPES.get(name, ANY)


def names_in_type(written: Json) -> set[str]:
    """Return the names of the fields of a type, at any depth."""
    if not isinstance(written, dict):
        return set()
    fields = written.get("fields", {})
    inner = [*fields.values(), written.get("list_of")]
    return set(fields).union(*(names_in_type(part) for part in inner))


def names_in_value(value: Value) -> set[str]:
    """Return the names of the entries of a value, at any depth."""
    if isinstance(value, dict):
        return set(value).union(*(names_in_value(entry) for entry in value.values()))
    if isinstance(value, list):
        return set().union(*(names_in_value(item) for item in value))
    return set()


def convert_value(value: Value, written: Json, model: Mapping[str, Json], is_allowed: Any) -> Value:
    """Return a value as one of the declared type; `is_allowed(tests, value)` decides allowed values."""
    if written is None:
        return value
    converted = convert(value, read_type(written, model))
    if isinstance(converted, Failure) or _has_allowed_values(converted, written, model, is_allowed):
        return converted
    return Failure("the value is not one of those allowed", "wrong-type")


def _has_allowed_values(value: Value, written: Json, model: Mapping[str, Json], is_allowed: Any) -> bool:
    if value is None or not isinstance(written, dict):
        return True
    name = written.get("name")
    if name in model and model[name] != written and not _has_allowed_values(value, model[name], model, is_allowed):
        return False
    allowed = written.get("allowed")
    if allowed:
        items = value if isinstance(value, list) else [value]
        if not all(item is None or is_allowed(allowed, item) for item in items):
            return False
    if "list_of" in written and isinstance(value, list):
        return all(_has_allowed_values(item, written["list_of"], model, is_allowed) for item in value)
    if "fields" in written and isinstance(value, dict):
        fields = written["fields"].items()
        return all(_has_allowed_values(value.get(field), type_, model, is_allowed) for field, type_ in fields)
    return True
