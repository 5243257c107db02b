"""Writes values with all their digits, as an author writes them in an example, and the commands that explain them."""

from __future__ import annotations

import json
import shlex
from decimal import Decimal

from rulewright.evaluate.plain_json import plain_number, to_json
from rulewright.language.types import ContextType, ListType, MapType, Nullable, NumberType, Type
from rulewright.language.values import DECIMAL128, Value
from rulewright.packs.model.pack import Example

LONGEST_COMMAND = 300


def exact_text(value: Value, type_: Type | None = None) -> str:
    """Return a value with all its digits, percents as percents; null where there is none."""
    if isinstance(type_, Nullable):
        type_ = type_.type
    match value:
        case Decimal() if isinstance(type_, NumberType) and type_.name == "percent":
            return plain_number(value.scaleb(2, DECIMAL128)) + "%"
        case list():
            item = type_.item if isinstance(type_, ListType) else None
            return "[" + ", ".join(exact_text(each, item) for each in value) + "]"
        case dict():
            types = dict(type_.entries) if isinstance(type_, ContextType) else {}
            other = type_.value if isinstance(type_, MapType) else None
            pairs = (f"{name}: {exact_text(each, types.get(name, other))}" for name, each in value.items())
            return "{" + ", ".join(pairs) + "}"
        case None | bool():
            return json.dumps(value)
        case _:
            return str(to_json(value))


def explain_command(example: Example, pack: str) -> str:
    """Return the command that explains the outcome of an example, or shows the rule where that would get too long."""
    facts = [f"--fact {shlex.quote(f'{name}={_fact(value)}')}" for name, value in example.inputs.items()]
    facts += [f"--recorded {shlex.quote(f'{name}={_fact(value)}')}" for name, value in example.recorded.items()]
    command = " ".join(["rulewright explain", shlex.quote(pack), example.rule, *facts])
    return command if len(command) <= LONGEST_COMMAND else f"rulewright show {shlex.quote(pack)} {example.rule}"


def _fact(value: object) -> str:
    written = to_json(value)
    return written if isinstance(written, str) else json.dumps(written, ensure_ascii=False)
