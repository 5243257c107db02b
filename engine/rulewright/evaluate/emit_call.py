"""Generates Python for calls: of the pack's figures and decisions, and of built-ins.

The function of a decision relies on the kinds of its arguments: numbers where numbers are declared, null only where
null may stand. Where the inferred type of an argument does not say so already, the generated code looks; where a look
is not enough, the rule is left to the reference evaluator.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rulewright.evaluate.emission import Arguments, Emission, Names, NotCompilable, is_text
from rulewright.evaluate.emit_expression import is_simple
from rulewright.evaluate.emit_value import literal
from rulewright.language.syntax import Invocation, Name, Reference
from rulewright.language.types import (
    AnyType,
    ContextType,
    EnumType,
    ListType,
    MapType,
    NeverType,
    Nullable,
    NullType,
    NumberType,
    SimpleType,
    Type,
)
from rulewright.packs.model import Decision, Figure, Input, Parameter, Rule


def emit_invocation(emission: Emission, node: Invocation, names: Names) -> str:
    """Generate a call."""
    arguments = arguments_of(emission, node, names)
    if isinstance(node.function, Reference):
        return emission.call_rule(emission, node.function.id, arguments)
    if not isinstance(node.function, Name) or node.function.name in names:
        raise NotCompilable("a function that is a value")
    return emission.call_builtin(emission, node.function.name, arguments)


def arguments_of(emission: Emission, node: Invocation, names: Names) -> Arguments:
    """Generate what a call gives, by position or by name."""
    positional = [("", emission.emit(each, names), emission.type_of(each)) for each in node.arguments]
    named = [(each.name, emission.emit(each.value, names), emission.type_of(each.value)) for each in node.named]
    return (*positional, *named)


# ── Rules of the pack ─────────────────────────────────────────────────────────────────────────────────────────────


def call_decision(emission: Emission, rule: Decision, function: str, arguments: Arguments) -> str:
    """Generate the call of a decision's function."""
    places = matched(rule.inputs, arguments)
    given = ["MISSING"] * len(rule.inputs)
    for place, (_, text, type_) in zip(places, arguments, strict=True):
        given[place] = checked(emission, text, type_, rule.inputs[place].type)
    if places == sorted(places) or sum(not is_simple(text) for text in given) < 2:
        return _call(function, given)
    variables = {place: emission.unit.fresh("c") for place in places}
    inner = [variables.get(place, text) for place, text in enumerate(given)]
    values = ", ".join(given[place] for place in places)
    return f"(lambda {', '.join(variables.values())}: {_call(function, inner)})({values})"


def _call(function: str, arguments: list[str]) -> str:
    while arguments and arguments[-1] == "MISSING":
        arguments = arguments[:-1]
    return f"{function}({', '.join(['s', *arguments])})"


def matched(inputs: Sequence[Input], arguments: Arguments) -> list[int]:
    """Return for each argument the place of its input."""
    known = {input_.name: place for place, input_ in enumerate(inputs)}
    places = [known.get(argument[0], -1) if argument[0] else index for index, argument in enumerate(arguments)]
    if len(set(places)) < len(places) or not all(0 <= place < len(inputs) for place in places):
        raise NotCompilable("an argument without its input")
    for place, input_ in enumerate(inputs):
        if place not in places and input_.otherwise is None:
            raise NotCompilable(f"`{input_.name}` is not given")
    return places


def ask_parameter(emission: Emission, rule: Parameter, arguments: Arguments) -> str:
    """Generate the reading of a figure."""
    if not rule.inputs:
        return _single_figure(emission, rule)
    places = matched(rule.inputs, arguments)
    if places != list(range(len(rule.inputs))):
        raise NotCompilable("keys in another order")
    keys = [_key(text, type_, key.type) for (_, text, type_), key in zip(arguments, rule.inputs, strict=True)]
    return _row(emission, rule, keys)


def _row(emission: Emission, rule: Parameter, keys: Sequence[str]) -> str:
    row = "".join([figure_table(emission, rule), *(f"[{key}]" for key in keys)])
    return f"look(s, {row})" if emission.is_tracing else row


def _key(text: str, given: Type, wanted: Type) -> str:
    inner = wanted.type if isinstance(wanted, Nullable) else wanted
    own = given.type if isinstance(given, Nullable) else given
    if isinstance(inner, EnumType) and is_text(own):
        return text
    if isinstance(inner, NumberType) and isinstance(own, NumberType):
        return f"key_text({text})"
    raise NotCompilable("a key that is neither a member of an enumeration nor a number")


def _single_figure(emission: Emission, rule: Parameter) -> str:
    if rule.collected_key is None:
        figure = rule.figures.get(())
        if figure is None or figure.absence or rule.status == "open" or figure.status == "open":
            return "bail()"
        value = literal(emission.unit, figure.value)
        if emission.is_tracing:
            read = emission.constant(f"FigureRead({rule.id!r}, (), {value})")
            return f"(s.append({read}), {value})[1]"
        return value
    return _row(emission, rule, ())


def figure_table(emission: Emission, rule: Parameter) -> str:
    """Return the name of the constant with the figures by their keys, one inside the other.

    Where reads are noted, a figure comes with what is noted.
    """
    rows: dict[tuple[str, ...], dict[tuple[str, ...], Figure]] = {}
    asked = len(rule.inputs)
    for key, figure in rule.figures.items():
        rows.setdefault(key[:asked], {})[key] = figure
    values = {
        key: _row_value(emission, rule, figures)
        for key, figures in rows.items()
        if not any(figure.absence or figure.status == "open" for figure in figures.values())
    }  # what has no value is left out: asking for it gives way
    return emission.constant(_nested(values, asked))


def _nested(values: Mapping[tuple[str, ...], str], depth: int) -> str:
    """Return the literal of dictionaries inside each other, by the parts of the keys."""
    if depth == 0:
        return next(iter(values.values()), "{}")
    groups: dict[str, dict[tuple[str, ...], str]] = {}
    for (first, *rest), value in values.items():
        groups.setdefault(first, {})[tuple(rest)] = value
    return f"{{{', '.join(f'{first!r}: {_nested(inner, depth - 1)}' for first, inner in groups.items())}}}"


def _row_value(emission: Emission, rule: Parameter, figures: dict[tuple[str, ...], Figure]) -> str:
    """Return what a key answers as a literal; where reads are noted, the reads and the answer."""
    values = {key: literal(emission.unit, figure.value) for key, figure in figures.items()}
    if rule.collected_key is None:
        (answer,) = values.values()
    else:
        answer = f"{{{', '.join(f'{key[-1]!r}: {value}' for key, value in values.items())}}}"
    if not emission.is_tracing:
        return answer
    reads = ", ".join(f"FigureRead({rule.id!r}, {key!r}, {value})" for key, value in values.items())
    return f"(({reads},), {answer})"


def call_any(emission: Emission, rule: Rule, function: str, arguments: Arguments) -> str:
    """Generate the use of a rule of the pack; what only a person decides or only words say gives way."""
    if isinstance(rule, Parameter):
        return ask_parameter(emission, rule, arguments)
    if isinstance(rule, Decision):
        return call_decision(emission, rule, function, arguments)
    return "bail()"


# ── What is handed over ───────────────────────────────────────────────────────────────────────────────────────────


def checked(emission: Emission, text: str, given: Type, wanted: Type) -> str:
    """Generate an expression whose value is of the type wanted, or which gives way."""
    variable = emission.unit.fresh("c")
    conditions = conforming(emission, variable, given, wanted)
    if not conditions:
        return text
    if is_simple(text):
        return f"({text} if {' and '.join(conditions).replace(variable, text)} else bail())"
    return f"must(lambda {variable}: {' and '.join(conditions)}, {text})"


def conforming(emission: Emission, text: str, given: Type, wanted: Type) -> list[str]:
    """Return what must hold of a value of type `given` so that it is one of type `wanted`."""
    if isinstance(wanted, AnyType) or isinstance(given, NeverType) or given == wanted:
        return []
    if isinstance(wanted, Nullable):
        inner = given.type if isinstance(given, Nullable) else given
        if isinstance(inner, NullType):
            return []
        conditions = conforming(emission, text, inner, wanted.type)
        if conditions and isinstance(given, Nullable):
            return [f"({text} is None or {' and '.join(conditions)})"]
        return conditions
    if isinstance(given, Nullable):
        return [f"{text} is not None", *conforming(emission, text, given.type, wanted)]
    match given, wanted:
        case NumberType(), NumberType():
            return []
        case (EnumType() | SimpleType(), EnumType() | SimpleType()) if is_text(given) and is_text(wanted):
            return []
        case ListType(item=own), ListType(item=item):
            variable = emission.unit.fresh("c")
            conditions = conforming(emission, variable, own, item)
            return [f"all({' and '.join(conditions)} for {variable} in {text})"] if conditions else []
        case ContextType(), ContextType():
            return _entries(emission, text, given, wanted)
        case MapType(value=own), MapType(value=value):
            variable = emission.unit.fresh("c")
            conditions = conforming(emission, variable, own, value)
            return [f"all({' and '.join(conditions)} for {variable} in {text}.values())"] if conditions else []
        case _:
            raise NotCompilable("a value that may be of another kind than is declared")


def _entries(emission: Emission, text: str, given: ContextType, wanted: ContextType) -> list[str]:
    """Ask for exactly the entries that are declared, as a filter sees them by name."""
    own = dict(given.entries)
    if not given.is_closed or not wanted.is_closed or set(own) != {name for name, _ in wanted.entries}:
        raise NotCompilable("a record with other entries than are declared")
    conditions = []
    for name, type_ in wanted.entries:
        conditions += conforming(emission, f"{text}[{name!r}]", own[name], type_)
    return conditions
