"""Generates Python that reads the inputs of one rule as a case gives them.

The generated lines take what needs no explanation: numbers in plain decimal text (or as `int` and `Decimal`), members
and their aliases, booleans, dates, lists and records that are complete. Everything else (a missing entry, a name that
there is not, a percent with its sign inside a list) is left to `rulewright.language.reading`, which explains.

```python
a0 = facts["rate"]
a1 = facts["members"]
if f"{a0}{a1}".encode().translate(None, NUMERALS):          # one look at all numbers: digits and points only?
    a0 = without_sign(a0)                                   # of a percent, and of zero
    a1 = without_sign(a1)
a0 = to_decimal(a0)                                         # refuses what is no number, and a binary float
a1 = to_decimal(a1)
if len(facts) != 2: fall_back(…)
```
"""

from __future__ import annotations

from collections.abc import Sequence

from rulewright.evaluate.compiled.fallback import Reason
from rulewright.evaluate.emit.conformance import requirements_met
from rulewright.evaluate.emit.emission import CodeLines, Emission, NotCompilable, falling_back, indented, is_counting
from rulewright.language.types import (
    PERCENT,
    STRING,
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
from rulewright.packs.model.rules import Input

PERCENT_MARK = "|"
OTHERWISE = f"    {falling_back(Reason.OTHER_FORM)}"
READERS = {
    "string": "read_text",
    "boolean": "read_boolean",
    "date": "read_date",
    "time": "read_time",
    "date and time": "read_date_and_time",
    "days and time duration": "read_days",
    "years and months duration": "read_years",
}

Field = tuple[str, Type, str]
"""The name under which a value was given, its type, and the variable that takes it."""


def emit_reading(emission: Emission, inputs: Sequence[Input], uncertain: frozenset[str] = frozenset()) -> CodeLines:
    """Return the lines that read the inputs of a rule from `facts` into `a0`, `a1` and so on.

    What the facts of a case may raise when they are in another form is a fallback. Where inputs that are uncertain may
    be all that is missing, facts are read once more, these as inputs that may be left out.
    """
    names = tuple(each.name for each in inputs if each.otherwise is None and each.name not in uncertain)
    unread = f"unread(facts, {names!r})"
    if uncertain:
        function = f"L{emission.code.label}"
        variables = "".join(f"a{place}, " for place, _ in enumerate(inputs))
        lines = ["try:", *indented(_inputs(emission, inputs, uncertain)), "except UNREADABLE:", f"    {unread}"]
        body = indented([*lines, f"return ({variables})"])
        emission.code.definitions.append("\n".join([f"def {function}(facts):", *body]))
        unread = f"{variables}= {function}(facts)"
    return ["try:", *indented(_inputs(emission, inputs, frozenset())), "except UNREADABLE:", f"    {unread}"]


def _inputs(emission: Emission, inputs: Sequence[Input], uncertain: frozenset[str]) -> CodeLines:
    """Return the lines that read the inputs of a rule, of which those that are uncertain may be missing."""
    variables = {each.name: f"a{place}" for place, each in enumerate(inputs)}
    optional = [each for each in inputs if each.otherwise is not None or each.name in uncertain]
    required = [(each.name, each.type, variables[each.name]) for each in inputs if each not in optional]
    lines = _fields(emission, "facts", required)
    for each in optional:
        variable = variables[each.name]
        lines += [
            f"{variable} = facts.get({each.name!r}, MISSING)",
            f"if {variable} is not MISSING:",
            *indented(_conversions(emission, [(each.name, each.type, variable)])),
        ]
    count = " + ".join([str(len(required)), *(f"({each.name!r} in facts)" for each in optional)])
    return [*lines, f"if len(facts) != {count}:", OTHERWISE]


def _fields(emission: Emission, mapping: str, fields: Sequence[Field]) -> CodeLines:
    """Return the lines that read entries of a mapping."""
    return [*(f"{target} = {mapping}[{name!r}]" for name, _, target in fields), *_conversions(emission, fields)]


def _conversions(emission: Emission, fields: Sequence[Field]) -> CodeLines:
    """Return the lines that make variables, which hold what was given, hold values."""
    shown = _shown(fields)
    if not shown:
        return _values(emission, fields)
    numbers = [target for _, type_, target in fields if isinstance(type_, NumberType)]
    signs = [f"    {target} = without_sign({target})" for target in numbers]
    return [f"if {shown}.encode().translate(None, NUMERALS):", *signs, *_values(emission, fields)]


def _shown(fields: Sequence[Field]) -> str:
    """Return an expression for the text of all numbers together, a mark before each percent; empty without numbers."""
    numbers = [(target, type_) for _, type_, target in fields if isinstance(type_, NumberType)]
    shown = "".join(f"{PERCENT_MARK if _is_open_percent(type_) else ''}{{{target}}}" for target, type_ in numbers)
    return f'f"{shown}"' if shown else ""


def _values(emission: Emission, fields: Sequence[Field], *, with_ratios: bool = True) -> CodeLines:
    """Return the lines that convert what variables hold; what numbers are made of is looked at elsewhere.

    Without `with_ratios`, so is whether percents are ratios.
    """
    lines: CodeLines = []
    for _, type_, target in fields:
        match type_:
            case NumberType():
                lines.append(f"{target} = to_decimal({target})")
                conditions = _outside(emission, target, type_) + (
                    _no_ratio(emission, target, type_) if with_ratios else []
                )
                if conditions:
                    lines += [f"if {' or '.join(conditions)}:", OTHERWISE]
            case SimpleType(name="boolean"):
                lines += [
                    f"if {target} is not True and {target} is not False:",
                    f"    {target} = read_boolean({target})",
                ]
            case SimpleType(name="string"):
                lines += [f"if {target}.__class__ is not str:", OTHERWISE]
            case _:
                lines.append(f"{target} = {_inline(emission, target, type_)}")
    return lines


def _outside(emission: Emission, text: str, type_: NumberType) -> list[str]:
    """Return the conditions under which a number is not one of the type."""
    conditions = []
    for bound, operator in ((type_.low, "<"), (type_.high, ">")):
        if bound:
            conditions.append(f"{text} {operator} {emission.constant(f'D({bound!r})')}")
    return [*conditions, f"{text} % 1"] if type_.is_whole else conditions


def _no_ratio(emission: Emission, text: str, type_: NumberType) -> list[str]:
    """Return the conditions under which a percent needs its sign, which is left to the reader that explains."""
    bounds = ((type_.low, "< ", "-1"), (type_.high, "> ", "1")) if _is_open_percent(type_) else ()
    return [f"{text} {operator}{emission.constant(f'D({ratio!r})')}" for bound, operator, ratio in bounds if not bound]


def _is_open_percent(type_: NumberType) -> bool:
    return type_.name == PERCENT.name and not (type_.low and type_.high)


def _inline(emission: Emission, text: str, type_: Type) -> str:
    """Return an expression that reads what a variable holds."""
    match type_:
        case EnumType(members=members, aliases=aliases):
            words = {alias: member for alias, member in aliases if alias not in members}
            return f"{emission.constant(repr({**{member: member for member in members}, **words}))}[{text}]"
        case NumberType() if not _outside(emission, text, type_) and not _is_open_percent(type_):
            other = f'f"{{{text}}}".encode().translate(None, NUMERALS)'
            return f"(without_sign({text}) if {other} else to_decimal({text}))"
        case SimpleType(name="boolean"):
            return f"({text} if {text} is True or {text} is False else read_boolean({text}))"
        case SimpleType(name=name) if name in READERS:
            return f"{READERS[name]}({text})"
        case AnyType():
            return f"read_any({text})"
        case NumberType() | Nullable() | ListType() | ContextType(is_closed=True) | MapType():
            return f"{_function(emission, type_)}({text})"
        case _:
            raise NotCompilable("an input of a kind that only the explaining path reads")


def _function(emission: Emission, type_: Type) -> str:
    """Return the name of the generated function that reads a value of a type, made on first use."""
    key = f"def reader({type_!r})"
    if key not in emission.code.constants:
        lines = _body(emission, type_)
        emission.code.constants[key] = f"R{emission.code.label}_{len(emission.code.constants)}"
        emission.code.definitions.append("\n".join([f"def {emission.code.constants[key]}(v):", *indented(lines)]))
    return emission.code.constants[key]


def _body(emission: Emission, type_: Type) -> CodeLines:
    match type_:
        case NumberType():
            return [*_conversions(emission, [("", type_, "v")]), "return v"]
        case Nullable(type=inner):
            return ["if v is None:", "    return None", f"return {_inline(emission, 'v', inner)}"]
        case ListType(item=ContextType(is_closed=True) as item):
            return _records(emission, item)
        case ListType(item=item):
            return ["if v.__class__ is not list:", OTHERWISE, f"return [{_inline(emission, 'w', item)} for w in v]"]
        case MapType(value=value, key=key):
            entries = f"r = {{{_key(emission, key)}: {_inline(emission, 'w', value)} for k, w in v.items()}}"
            check = ["if v.__class__ is not dict:", OTHERWISE]
            return [*check, entries, "if len(r) != len(v):", OTHERWISE, "return r"]
        case ContextType():
            fields, record = _record(type_)
            size = [f"if len(v) != {len(fields)}:", OTHERWISE]
            return [*_fields(emission, "v", fields), *size, *_unmet(emission, type_, fields), f"return {record}"]
        case _:
            raise NotCompilable("an input of a kind that only the explaining path reads")


def _key(emission: Emission, type_: Type | None) -> str:
    """Return the expression for the text under which a map keeps the value of its key `k`."""
    if type_ is None or isinstance(type_, EnumType):
        return _inline(emission, "k", type_ or STRING)
    return f"key_text({_inline(emission, 'k', type_)})"


def _records(emission: Emission, item: ContextType) -> CodeLines:
    """Return the lines that read a list of records, and look at the numbers of all records together.

    Percents are usually written `0.75`; only where some are not, each is compared. Where there may be a zero with a
    sign, which has to lose it, the list is left to the reader that explains.
    """
    fields, record = _record(item)
    shown = _shown(fields)
    loop = [
        *(f"{target} = w[{name!r}]" for name, _, target in fields),
        *([f"t += {shown}"] if shown else []),
        *_values(emission, fields, with_ratios=False),
        f"if len(w) != {len(fields)}:",
        OTHERWISE,
        *_unmet(emission, item, fields),
        f"append({record})",
    ]
    head = ["if v.__class__ is not list:", OTHERWISE, 't = ""', "r = []", "append = r.append", "for w in v:"]
    lines = [*head, *indented(loop), 'if "-0" in t or t.encode().translate(None, SIGNED):', OTHERWISE]
    beyond = [
        condition
        for name, type_, _ in fields
        if isinstance(type_, NumberType)
        for condition in _no_ratio(emission, f"w[{name!r}]", type_)
    ]
    if beyond:
        compared = ["for w in r:", f"    if {' or '.join(beyond)}:", *indented([OTHERWISE])]
        lines += [f'if t.count("{PERCENT_MARK}") != t.count("{PERCENT_MARK}0."):', *indented(compared)]
    return [*lines, "return r"]


def _unmet(emission: Emission, type_: ContextType, fields: Sequence[Field]) -> CodeLines:
    """Return the lines that leave a record to the reader that explains where it does not meet what its type requires.

    Percents of records in lists may still lack their sign here; what they mean is looked at afterwards.
    """
    conditions = requirements_met(emission, type_, {name: target for name, _, target in fields})
    count = ["s = [0]"] if any(is_counting(condition) for condition in conditions) else []
    return [*count, *(line for condition in conditions for line in (f"if not {condition}:", OTHERWISE))]


def _record(type_: ContextType) -> tuple[list[Field], str]:
    """Return the entries of a record with the variables that take them, and the expression of the record."""
    fields = [(name, entry, f"w{place}") for place, (name, entry) in enumerate(type_.entries)]
    return fields, f"{{{', '.join(f'{name!r}: {target}' for name, _, target in fields)}}}"
