"""Generates Python that reads the inputs of one rule as a case gives them.

The generated lines take what needs no explanation: numbers in plain decimal text (or as `int` and `Decimal`), members
and their aliases, booleans, dates, lists and records that are complete. Everything else (a missing entry, a name that
there is not, a percent with its sign inside a list) is left to `rulewright.language.reading`, which explains.

```python
try:
    a0 = facts["rate"]
    a1 = facts["members"]
    n = len(facts)
    t = f"{a0}{a1}".encode().translate(None, b"0123456789.|")   # one look at all numbers: digits and points only?
    if not t:
        a0 = to_decimal(a0)                                     # refuses what is no number, and a binary float
        a1 = to_decimal(a1)
except UNREADABLE: unread(…)
else:
    if t:
        a0 = without_sign(a0)                                   # of a percent, and of zero
        a1 = without_sign(a1)
    if n != 2: fall_back(…)
```

What stands behind `try` calls nothing of the engine: whatever is raised there, a fact raised it. What is behind `else`
may call the engine, and what that raises is a fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rulewright.evaluate.compiled.fallback import Reason
from rulewright.evaluate.compiled.reading import NUMERALS
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


@dataclass
class FactReading:
    """Lines that read values: what Python does with what was given, and then what needs the engine."""

    given: CodeLines = field(default_factory=list)
    then: CodeLines = field(default_factory=list)

    def lines(self, otherwise: CodeLines | None = None) -> CodeLines:
        """Return both, with what is done where a fact raises something: if nothing is said, a fallback."""
        if not self.given:
            return self.then
        lines = [
            "try:",
            *indented(self.given),
            "except UNREADABLE:",
            *(indented(otherwise) if otherwise else [OTHERWISE]),
        ]
        return [*lines, "else:", *indented(self.then)] if self.then else lines


def emit_reading(
    emission: Emission, inputs: Sequence[Input], uncertain: frozenset[str] = frozenset()
) -> tuple[FactReading, CodeLines]:
    """Return what reads the inputs of a rule from `facts` into `a0`, `a1` and so on, and what is done otherwise.

    What facts raise when they are in another form is a fallback. Where inputs that are uncertain may be all that is
    missing, facts are read once more, these as inputs that may be left out; then `k` holds all.
    """
    names = tuple(each.name for each in inputs if each.otherwise is None and each.name not in uncertain)
    unread = [f"unread(facts, {names!r})"]
    if uncertain:
        function = f"L{emission.code.label}"
        variables = "".join(f"a{place}, " for place, _ in enumerate(inputs))
        body = indented([*_inputs(emission, inputs, uncertain).lines(unread), f"return ({variables})"])
        emission.code.definitions.append("\n".join([f"def {function}(facts):", *body]))
        unread = [f"k = {function}(facts)"]
    return _inputs(emission, inputs, frozenset()), unread


def _inputs(emission: Emission, inputs: Sequence[Input], uncertain: frozenset[str]) -> FactReading:
    """Return the lines that read the inputs of a rule, of which those that are uncertain may be missing."""
    variables = {each.name: f"a{place}" for place, each in enumerate(inputs)}
    optional = [each for each in inputs if each.otherwise is not None or each.name in uncertain]
    required = [(each.name, each.type, variables[each.name]) for each in inputs if each not in optional]
    reading = _conversions(emission, required)
    look_ups = [f"{target} = facts[{name!r}]" for name, _, target in required]
    count = [str(len(required))]
    for each in optional:
        variable = variables[each.name]
        look_ups.append(f"{variable} = facts[{each.name!r}] if {each.name!r} in facts else MISSING")
        own = _conversions(emission, [(each.name, each.type, variable)])
        reading.then += [f"if {variable} is not MISSING:", *indented(own.lines())]
        count.append(f"({variable} is not MISSING)")
    given = [*look_ups, "n = len(facts)", *reading.given]
    usual = [f"    case {{}} if n == {' + '.join(count)}:", "        pass"]  # a mapping, without other entries
    return FactReading(given, [*reading.then, "match facts:", *usual, "    case _:", f"    {OTHERWISE}"])


def _conversions(emission: Emission, fields: Sequence[Field]) -> FactReading:
    """Return the lines that make variables, which hold what was given, hold values."""
    values = _values(emission, fields)
    shown = _shown(fields)
    if not shown:
        return values
    numbers = [(target, type_) for _, type_, target in fields if isinstance(type_, NumberType)]
    decimals = [f"    {_decimal(target)}" for target, _ in numbers]
    looked_at = [f"t = {_beyond(shown, NUMERALS)}", "if not t:", *decimals]
    signs = ["if t:", *(f"    {target} = {_with_signs(type_)}({target})" for target, type_ in numbers)]
    return FactReading([*looked_at, *values.given], [*signs, *values.then])


def _with_signs(type_: NumberType) -> str:
    """Return the name of what reads a number that is not in plain digits."""
    return "without_sign" if type_.takes_percent else "in_digits"


def _decimal(target: str) -> str:
    return f"{target} = to_decimal({target})"


def _beyond(shown: str, characters: bytes) -> str:
    """Return an expression for what a text has beside these characters, as bytes."""
    return f"{shown}.encode().translate(None, {characters!r})"


def _shown(fields: Sequence[Field]) -> str:
    """Return an expression for the text of all numbers together, a mark before each percent; empty without numbers."""
    numbers = [(target, type_) for _, type_, target in fields if isinstance(type_, NumberType)]
    shown = "".join(f"{PERCENT_MARK if _is_open_percent(type_) else ''}{{{target}}}" for target, type_ in numbers)
    return f'f"{shown}"' if shown else ""


def _values(emission: Emission, fields: Sequence[Field], *, with_ratios: bool = True) -> FactReading:
    """Return the lines that convert what variables hold, but for the making of numbers, and the look at their texts.

    Without `with_ratios`, whether percents are ratios is looked at elsewhere as well.
    """
    reading = FactReading()
    for _, type_, target in fields:
        match type_:
            case NumberType():
                conditions = _outside(emission, target, type_) + (
                    _no_ratio(emission, target, type_) if with_ratios else []
                )
                if conditions:
                    reading.then += [f"if {' or '.join(conditions)}:", OTHERWISE]
            case EnumType():
                reading.given.append(f"{target} = {_members(emission, type_)}[{target}]")
            case SimpleType(name="boolean"):
                reading.then += [
                    f"if {target} is not True and {target} is not False:",
                    f"    {target} = read_boolean({target})",
                ]
            case SimpleType(name="string"):
                reading.then += [f"if {target}.__class__ is not str:", OTHERWISE]
            case _:
                reading.then.append(f"{target} = {_inline(emission, target, type_)}")
    return reading


def _members(emission: Emission, type_: EnumType) -> str:
    """Return the name of the constant with the member that each word denotes."""
    words = {alias: member for alias, member in type_.aliases if alias not in type_.members}
    return emission.constant(repr({**{member: member for member in type_.members}, **words}))


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
        case SimpleType(name="boolean"):
            return f"({text} if {text} is True or {text} is False else read_boolean({text}))"
        case SimpleType(name=name) if name in READERS:
            return f"{READERS[name]}({text})"
        case AnyType():
            return f"read_any({text})"
        case NumberType() | EnumType() | Nullable() | ListType() | ContextType(is_closed=True) | MapType():
            return f"{_function(emission, type_)}({text})"
        case _:
            raise NotCompilable("an input of a kind that only the explaining path reads")


def _each(emission: Emission, items: str, type_: Type) -> str:
    """Return an expression for the list of what several values are read as."""
    if isinstance(type_, EnumType) or _is_plain(type_):
        return f"{_function(emission, ListType(type_))}([*{items}])"
    return f"[{_inline(emission, 'w', type_)} for w in {items}]"


def _is_plain(type_: Type) -> bool:
    """Whether any number is one of the type, as it is written."""
    match type_:
        case NumberType(name=name, low="", high="", is_whole=False):
            return name != PERCENT.name
        case _:
            return False


def _function(emission: Emission, type_: Type) -> str:
    """Return the name of the generated function that reads a value of a type, made on first use."""
    key = f"def reader({type_!r})"
    if key not in emission.code.constants:
        lines = _body(emission, type_)
        emission.code.constants[key] = f"R{emission.code.label}_{len(emission.code.constants)}"
        emission.code.definitions.append("\n".join([f"def {emission.code.constants[key]}(v):", *indented(lines)]))
    return emission.code.constants[key]


def _body(emission: Emission, type_: Type) -> CodeLines:
    is_no_list = ["if v.__class__ is not list:", OTHERWISE]
    match type_:
        case NumberType() | EnumType():
            return [*_conversions(emission, [("", type_, "v")]).lines(), "return v"]
        case Nullable(type=inner):
            value = _conversions(emission, [("", inner, "v")]).lines()
            return ["if v is None:", "    return None", *value, "return v"]
        case ListType(item=ContextType(is_closed=True) as item):
            return [*is_no_list, *_records(emission, item)]
        case ListType(item=EnumType() as item):
            members = FactReading([f"return [{_members(emission, item)}[w] for w in v]"])
            return [*is_no_list, *members.lines()]
        case ListType(item=NumberType() as item) if _is_plain(item):
            others = _beyond("''.join(map(format, v))", NUMERALS)
            usual = FactReading([f"if not {others}:", "    return [*map(to_decimal, v)]"])
            return [*is_no_list, *usual.lines(), f"return [*map({_with_signs(item)}, v)]"]
        case ListType(item=item):
            return [*is_no_list, f"return {_each(emission, 'v', item)}"]
        case MapType(value=value, key=key):
            check = ["if v.__class__ is not dict:", OTHERWISE]
            entries = f"r = dict(zip({_keys(emission, key)}, {_each(emission, 'v.values()', value)}))"
            return [*check, entries, "if len(r) != len(v):", OTHERWISE, "return r"]
        case ContextType():
            fields, record = _record(type_)
            reading = _conversions(emission, fields)
            given = [*_look_ups("v", fields), *reading.given]
            size = [f"if n != {len(fields)}:", OTHERWISE]
            return [
                *FactReading(given, [*reading.then, *size, *_unmet(emission, type_, fields)]).lines(),
                f"return {record}",
            ]
        case _:
            raise NotCompilable("an input of a kind that only the explaining path reads")


def _look_ups(mapping: str, fields: Sequence[Field]) -> CodeLines:
    """Return the lines that take the entries of a mapping, and count them."""
    return [*(f"{target} = {mapping}[{name!r}]" for name, _, target in fields), f"n = len({mapping})"]


def _keys(emission: Emission, type_: Type | None) -> str:
    """Return the expression for the texts under which a map keeps the values of its keys."""
    keys = _each(emission, "v", type_ or STRING)
    return keys if type_ is None or isinstance(type_, EnumType) else f"map(key_text, {keys})"


def _records(emission: Emission, item: ContextType) -> CodeLines:
    """Return the lines that read a list of records, and look at the numbers of all records together.

    Percents are usually written `0.75`; only where some are not, each is compared. Where there may be a zero with a
    sign, which has to lose it, the list is left to the reader that explains.
    """
    fields, record = _record(item)
    shown = _shown(fields)
    values = _values(emission, fields, with_ratios=False)
    numbers = [_decimal(target) for _, type_, target in fields if isinstance(type_, NumberType)]
    given = [*_look_ups("w", fields), *([f"t += {shown}"] if shown else []), *numbers, *values.given]
    check = [f"if n != {len(fields)}:", OTHERWISE, *_unmet(emission, item, fields), f"append({record})"]
    loop = FactReading(given, [*values.then, *check]).lines()
    head = ['t = ""', "r = []", "append = r.append", "for w in v:"]
    lines = [
        *head,
        *indented(loop),
        f"x = {_beyond('t', NUMERALS)}",
        'if x and ("-0" in t or x.strip(b"-")):',
        OTHERWISE,
    ]
    beyond = [
        condition
        for name, type_, _ in fields
        if isinstance(type_, NumberType)
        for condition in _no_ratio(emission, f"w[{name!r}]", type_)
    ]
    if beyond:
        compared = ["for w in r:", f"    if {' or '.join(beyond)}:", *indented([OTHERWISE])]
        percents = sum(isinstance(type_, NumberType) and _is_open_percent(type_) for _, type_, _ in fields)
        lines += [f'if t.count("{PERCENT_MARK}0.") != {percents} * len(r):', *indented(compared)]
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
