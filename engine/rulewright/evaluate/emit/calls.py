"""Generates Python for calls: of the pack's figures and decisions, and of built-ins.

What a decision is handed is looked at as `rulewright.evaluate.emit.conformance` says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rulewright.evaluate.compiled.fallback import Reason
from rulewright.evaluate.emit.conformance import checked
from rulewright.evaluate.emit.emission import (
    Arguments,
    Emission,
    NotCompilable,
    PythonNames,
    falling_back,
    literal,
)
from rulewright.evaluate.emit.expressions import is_simple
from rulewright.language.builtins import BUILTINS
from rulewright.language.keys import keys_of_type
from rulewright.language.parameters import parameters_of
from rulewright.language.relations import is_text, without_null
from rulewright.language.syntax import Invocation, Name, RuleReference
from rulewright.language.types import (
    ANY,
    BOOLEAN,
    DATE,
    Nullable,
    NumberType,
    Type,
)
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.kinds.parameter import Parameter
from rulewright.packs.model.function_types import function_type
from rulewright.packs.model.rules import Figure, Input, Rule


def emit_invocation(emission: Emission, node: Invocation, names: PythonNames) -> str:
    """Generate a call."""
    arguments = arguments_of(emission, node, names)
    if isinstance(node.function, RuleReference):
        return emission.call_rule(emission, node.function.id, arguments)
    name = node.function.name if isinstance(node.function, Name) else ""
    if name not in BUILTINS or (name in names and emission.type_of(node.function) != BUILTINS[name].type):
        raise NotCompilable("a function that is a value")
    return emission.call_builtin(emission, name, arguments)


def arguments_of(emission: Emission, node: Invocation, names: PythonNames) -> Arguments:
    """Generate what a call gives, by position or by name."""
    positional = [("", emission.emit(each, names), emission.type_of(each)) for each in node.arguments]
    named = [(each.name, emission.emit(each.value, names), emission.type_of(each.value)) for each in node.named]
    return (*positional, *named)


# ── Rules of the pack ─────────────────────────────────────────────────────────────────────────────────────────────


def call_with(emission: Emission, inputs: Sequence[Input], function: str, arguments: Arguments, also: str = "") -> str:
    """Generate the call of a rule's function, which takes values, and something `also`."""
    places = matched(inputs, arguments)
    given = ["MISSING"] * len(inputs)
    for place, (_, text, type_) in zip(places, arguments, strict=True):
        given[place] = checked(emission, text, type_, inputs[place].type)
    emission.code.has_basis |= len(places) < len(inputs)
    if places == sorted(places) or sum(not is_simple(text) for text in given) < 2:
        return _call(function, given, also)
    variables = {place: emission.code.fresh("c") for place in places}
    inner = [variables.get(place, text) for place, text in enumerate(given)]
    values = ", ".join(given[place] for place in places)
    return f"(lambda {', '.join(variables.values())}: {_call(function, inner, also)})({values})"


def _call(function: str, arguments: list[str], also: str) -> str:
    while arguments and arguments[-1] == "MISSING":
        arguments = arguments[:-1]
    return f"{function}({', '.join(['s', *arguments, *([also] if also else [])])})"


def matched(inputs: Sequence[Input], arguments: Arguments) -> list[int]:
    """Return for each argument the place of its input."""
    names = [name for name, _, _ in arguments if name]
    bound = parameters_of(function_type(inputs, ANY)).bind("", len(arguments) - len(names), names)
    if bound.problems:
        raise NotCompilable(bound.problems[0].reason)
    return [place for place in bound.places if place is not None]


def call_parameter(emission: Emission, rule: Parameter, arguments: Arguments) -> str:
    """Generate the reading of a figure."""
    if not rule.inputs:
        return _single_figure(emission, rule)
    places = matched(rule.inputs, arguments)
    if places != list(range(len(rule.inputs))):
        raise NotCompilable("keys in another order")
    keys = [_key(text, type_, key.type) for (_, text, type_), key in zip(arguments, rule.inputs, strict=True)]
    return _row(emission, rule, keys, [type_ for _, _, type_ in arguments])


def _row(emission: Emission, rule: Parameter, keys: Sequence[str], types: Sequence[Type]) -> str:
    row = "".join([figure_table(emission, rule, types), *(f"[{key}]" for key in keys)])
    return f"read_figure(s, {row})" if emission.is_tracing else row


def _key(text: str, given: Type, wanted: Type) -> str:
    inner = without_null(wanted)
    own = without_null(given)
    if is_text(inner) and is_text(own):
        return text
    if (isinstance(inner, NumberType) and isinstance(own, NumberType)) or inner == own == BOOLEAN:
        return f"key_text({text})"
    if inner == own == DATE:
        return text
    raise NotCompilable("a key that is neither text nor number nor boolean nor date")


def _single_figure(emission: Emission, rule: Parameter) -> str:
    """Generate the reading of a figure without keys, or of the figures over the collected key."""
    if rule.status == "open" or not rule.figures or any(map(_has_no_value, rule.figures.values())):
        return falling_back(Reason.ABSENT_ENTRY)
    if rule.collected_key is not None:
        return _row(emission, rule, (), ())
    value = literal(emission.code, rule.figures[()].value)
    if emission.is_tracing:
        read = emission.constant(f"FigureRead({rule.id!r}, (), {value})")
        return f"(s.append({read}), {value})[1]"
    return value


def _has_no_value(figure: Figure) -> bool:
    return bool(figure.absence) or figure.status == "open"


def figure_table(emission: Emission, rule: Parameter, types: Sequence[Type]) -> str:
    """Return the name of the constant with the figures by their keys, which are of these types, one inside the other.

    Where reads are noted, a figure comes with what is noted.
    """
    rows: dict[tuple[str, ...], dict[tuple[str, ...], Figure]] = {}
    count = len(rule.inputs)
    for key, figure in rule.figures.items():
        rows.setdefault(key[:count], {})[key] = figure
    values = {
        key: _row_value(emission, rule, figures)
        for key, figures in rows.items()
        if not any(map(_has_no_value, figures.values()))
    }  # what has no value is left out: reading it falls back
    return emission.constant(_nested(values, types))


def _nested(values: Mapping[tuple[str, ...], str], types: Sequence[Type]) -> str:
    """Return the tables inside each other, by the parts of the keys: of dates there are spans.

    A table without a row for some key falls back there; a table of all keys is a dictionary.
    """
    if not types:
        return next(iter(values.values()))
    groups: dict[str, dict[tuple[str, ...], str]] = {}
    for (first, *rest), value in values.items():
        groups.setdefault(first, {})[tuple(rest)] = value
    rows = [(repr(first), _nested(inner, types[1:])) for first, inner in groups.items()]
    if without_null(types[0]) == DATE:
        return f"DayRows([{', '.join(f'({first}, {row})' for first, row in rows)}])"
    table = f"{{{', '.join(f'{first}: {row}' for first, row in rows)}}}"
    keys = () if isinstance(types[0], Nullable) else keys_of_type(types[0])
    return table if keys and groups.keys() >= set(keys) else f"KeyRows({table})"


def _row_value(emission: Emission, rule: Parameter, figures: dict[tuple[str, ...], Figure]) -> str:
    """Return what a key answers as a literal; where reads are noted, the reads and the answer."""
    values = {key: literal(emission.code, figure.value) for key, figure in figures.items()}
    if rule.collected_key is None:
        (answer,) = values.values()
    else:
        answer = f"{{{', '.join(f'{key[-1]!r}: {value}' for key, value in values.items())}}}"
    if not emission.is_tracing:
        return answer
    reads = ", ".join(f"FigureRead({rule.id!r}, {key!r}, {value})" for key, value in values.items())
    return f"(({reads},), {answer})"


def call_any(emission: Emission, rule: Rule, function: str, arguments: Arguments) -> str:
    """Generate the use of a rule of the pack; kinds without code of their own are left to the reference evaluator."""
    if isinstance(rule, Parameter):
        return call_parameter(emission, rule, arguments)
    if isinstance(rule, Decision):
        return call_with(emission, rule.inputs, function, arguments)
    return falling_back(Reason.OPEN_DECISION if rule.is_recorded else Reason.NOT_COMPILABLE)
