"""Generates Python that reads the inputs of one rule as a case gives them.

The generated function takes what needs no explanation: numbers in plain decimal text, members and their aliases,
truths, dates, lists and records that are complete. Everything else (a percent with its sign, a missing entry, a name
that there is not) gives way to `rulewright.evaluate.coercion`, which explains.

```python
def c17(given):
    v = given["rate"]
    a0 = exact(v) if v.__class__ is str and not v.strip(NUMERALS) else read_number(v)
    ...
    if len(given) != 2: bail()
    return a0, a1
```
"""

from __future__ import annotations

from collections.abc import Sequence

from rulewright.evaluate.emission import NotCompilable, Unit
from rulewright.language.types import (
    AnyType,
    ContextType,
    EnumType,
    ListType,
    MapType,
    Nullable,
    NumberType,
    SimpleType,
    Type,
)
from rulewright.packs.model import Input

READERS = {"string": "read_text", "boolean": "read_truth"}
TEMPORAL = {
    "date": "read_date",
    "time": "read_time",
    "date and time": "read_date_and_time",
    "days and time duration": "read_days",
    "years and months duration": "read_years",
}


def emit_coercion(unit: Unit, function: str, inputs: Sequence[Input]) -> str:
    """Return the definition of the function that reads the inputs."""
    lines = ["n = len(given)"]
    required = 0
    for place, input_ in enumerate(inputs):
        reader = _reader(unit, input_.type)
        target = f"a{place}"
        if input_.otherwise is None:
            required += 1
            lines.append(f"v = given[{input_.name!r}]")
            lines += _assignment(unit, target, input_.type, reader)
        else:
            lines += [
                f"v = given.get({input_.name!r}, MISSING)",
                "if v is MISSING:",
                f"    {target} = MISSING",
                "else:",
                "    n -= 1",
                *(f"    {line}" for line in _assignment(unit, target, input_.type, reader)),
            ]
    lines += [f"if n != {required}:", "    bail()"]
    values = ", ".join(f"a{place}" for place, _ in enumerate(inputs))
    lines.append(f"return ({values},)" if inputs else "return ()")
    return "\n".join([f"def {function}(given):", *(f"    {line}" for line in lines)])


def _assignment(unit: Unit, target: str, type_: Type, reader: str) -> list[str]:
    """Return the lines that give a variable the value of `v`."""
    if isinstance(type_, NumberType):
        lines = [f"{target} = {_number('v')}"]
        conditions = _outside(unit, target, type_)
        return [*lines, f"if {' or '.join(conditions)}:", "    bail()"] if conditions else lines
    return [f"{target} = {_inline(unit, 'v', type_, reader)}"]


def _number(text: str) -> str:
    return f"exact({text}) if {text}.__class__ is str and not {text}.strip(NUMERALS) else read_number({text})"


def _outside(unit: Unit, text: str, type_: NumberType) -> list[str]:
    """Return the conditions under which a number is not one of the type."""
    conditions = []
    for bound, operator in ((type_.low, "<"), (type_.high, ">")):
        if bound:
            conditions.append(f"{text} {operator} {unit.constant(f'D({bound!r})')}")
    return [*conditions, f"{text} % 1"] if type_.is_whole else conditions


def _inline(unit: Unit, text: str, type_: Type, reader: str) -> str:
    """Return an expression that reads a value held by a variable."""
    match type_:
        case EnumType():
            return f"{reader}[{text}]"
        case NumberType() if not _outside(unit, text, type_):
            return f"({_number(text)})"
        case SimpleType(name="boolean"):
            return f"({text} if {text} is True or {text} is False else read_truth({text}))"
        case SimpleType(name="string"):
            return f"({text} if {text}.__class__ is str else bail())"
        case _:
            return f"{reader}({text})"


def _reader(unit: Unit, type_: Type) -> str:
    """Return the name of what reads a value of a type: a function, or for an enumeration the table of its words."""
    match type_:
        case AnyType():
            return "read_untyped"
        case EnumType(members=members, aliases=aliases):
            words = {alias: member for alias, member in aliases if alias not in members}
            return unit.constant(repr({**{member: member for member in members}, **words}))
        case SimpleType(name=name) if name in READERS:
            return READERS[name]
        case SimpleType(name=name) if name in TEMPORAL:
            return TEMPORAL[name]
        case NumberType() | Nullable() | ListType() | ContextType(is_closed=True) | MapType():
            return _function(unit, type_)
        case _:
            raise NotCompilable("an input of a kind that only the explaining path reads")


def _function(unit: Unit, type_: Type) -> str:
    """Return the name of the generated function that reads a value of a type, made on first use."""
    key = f"def reader({type_!r})"
    if key in unit.constants:
        return unit.constants[key]
    lines = _body(unit, type_)
    name = f"R{unit.label}_{len(unit.constants)}"
    unit.constants[key] = name
    unit.definitions.append("\n".join([f"def {name}(v):", *(f"    {line}" for line in lines)]))
    return name


def _body(unit: Unit, type_: Type) -> list[str]:
    match type_:
        case NumberType():
            return [*_assignment(unit, "w", type_, ""), "return w"]
        case Nullable(type=inner):
            return ["if v is None:", "    return None", f"return {_inline(unit, 'v', inner, _reader(unit, inner))}"]
        case ListType(item=item):
            value = _inline(unit, "w", item, _reader(unit, item))
            return ["if v.__class__ is not list:", "    bail()", f"return [{value} for w in v]"]
        case MapType(value=value, key=key):
            word = f"{_reader(unit, key)}[k]" if isinstance(key, EnumType) else "k"
            read = _inline(unit, "w", value, _reader(unit, value))
            entries = f"m = {{{word}: {read} for k, w in v.items()}}"
            return [entries, "if len(m) != len(v):", "    bail()", "return m"]
        case ContextType(entries=entries):
            lines = [f"if len(v) != {len(entries)}:", "    bail()"]
            for place, (name, entry) in enumerate(entries):
                reader = _reader(unit, entry)
                lines.append(f"w = v[{name!r}]")
                if isinstance(entry, NumberType):
                    assigned = _assignment(unit, f"w{place}", entry, reader)
                    lines += [line.replace("(v)", "(w)").replace("v.", "w.") for line in assigned]
                else:
                    lines.append(f"w{place} = {_inline(unit, 'w', entry, reader)}")
            record = ", ".join(f"{name!r}: w{place}" for place, (name, _) in enumerate(entries))
            return [*lines, f"return {{{record}}}"]
        case _:
            raise NotCompilable("an input of a kind that only the explaining path reads")
