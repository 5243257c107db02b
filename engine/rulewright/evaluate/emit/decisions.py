"""Generates the Python function of one decision: its inputs are parameters, its steps and outputs local variables.

```python
def f17(s, a0, a1=MISSING):      # s: the count of steps, then (where a trace is kept) its events
    m = len(s)
    ...
    s.append((L17, m, …))        # what the rule took, found and answered: see `rulewright.evaluate.compiled.trace`
    return o1
```
"""

from __future__ import annotations

from decimal import Decimal

from rulewright.evaluate.compiled.fallback import Reason
from rulewright.evaluate.compiled.function_names import function_names
from rulewright.evaluate.emit.body import Body, bind_inputs, conform, flags_of, parameters_of_inputs
from rulewright.evaluate.emit.certain import uncertain_inputs
from rulewright.evaluate.emit.conformance import unbounded
from rulewright.evaluate.emit.emission import (
    Emission,
    NotCompilable,
    falling_back,
    guarded,
    indented,
    is_counting,
)
from rulewright.evaluate.emit.expressions import emit_test, holds
from rulewright.evaluate.emit.reading import emit_reading
from rulewright.evaluate.emit.tables import emit_table
from rulewright.evaluate.hit_policy import SINGLE
from rulewright.language.numbers import ROUNDING_MODES
from rulewright.language.syntax import NullLiteral, NumberLiteral, StringLiteral
from rulewright.language.types import AnyType, Nullable, NumberType
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.model.rules import DecisionTable, Output


def emit_decision(rule: Decision, number: int, emission: Emission) -> list[str]:
    """Return the definitions of a decision's functions.

    Which there are is said by `FunctionNames`.
    """
    names = function_names(number, is_tracing=emission.is_tracing)
    uncertain = uncertain_inputs(rule)
    body = _body(rule, emission, uncertain)
    head = f"def {names.by_values}({', '.join(['s', *parameters_of_inputs(rule.inputs)])}):"
    functions = [(head, [*body.lines, f"return {body.value}"])]
    whole = _body(rule, emission, frozenset()) if uncertain else body
    reading, unread = emit_reading(emission, rule.inputs, uncertain)
    with_few = f"{names.by_values}({'s' if emission.is_tracing else '[0]'}, *k)"
    arguments = f"({''.join(f'a{place}, ' for place, _ in enumerate(rule.inputs))})"
    counting = ["s = [0]"] if not emission.is_tracing and any(map(is_counting, whole.lines)) else []

    def of_case(also: str, *kept: str) -> list[str]:
        """Return the lines from facts to the value, and to something `also`."""
        otherwise = [*unread, f"return {with_few}{also and ', k'}"] if uncertain else unread
        return [*counting, *reading.lines(otherwise), *kept, *whole.lines, f"return {whole.value}{also}"]

    head = f"def {names.by_case}(facts{', s' if emission.is_tracing else ''}):"
    if any(each.otherwise is not None for each in rule.inputs):  # as they were given: an assumed one stays out
        functions.append((head, of_case(", k", f"k = {arguments}")))
    else:
        functions.append((head, of_case(f", {arguments}")))
    if not emission.is_tracing:
        functions.append((f"def {names.value_alone}(facts):", of_case("")))
    return ["\n".join([line, *indented(guarded(lines))]) for line, lines in functions]


def _body(rule: Decision, emission: Emission, uncertain: frozenset[str]) -> Body:
    """Return what a function does once it has the arguments, of which those that are uncertain may be missing."""
    body = Body(emission.code)
    bind_inputs(body, rule.inputs, emission, uncertain)
    for place, step in enumerate(rule.steps):
        body.add(f"x{place} = {emission.of(step.expression).emit(step.expression.tree, body.names)}")
        body.names[step.name] = f"x{place}"
    for requirement in rule.requirements:
        condition = holds(emission.of(requirement.condition), requirement.condition.tree, body.names)
        body.add(f"if not {condition}:", f"    {falling_back(Reason.REQUIREMENT)}")
    _emit_outputs(rule, body, emission)
    values = [body.names[output.name] for output in rule.outputs]
    record = f"{{{', '.join(f'{output.name!r}: {value}' for output, value in zip(rule.outputs, values, strict=True))}}}"
    body.value = record if rule.is_record else values[0]
    if emission.is_tracing:
        layout = emission.constant(layout_of(rule))
        body.lines.insert(0, "m = len(s)")
        event = ", ".join([layout, "m", "v", *_event_fields(rule, body, uncertain)])
        body.add(f"v = {body.value}", f"s.append(({event}))")
        body.value = "v"
    return body


def _emit_outputs(rule: Decision, body: Body, emission: Emission) -> None:
    if rule.table is not None:
        if any(output.expression is not None for output in rule.outputs):
            raise NotCompilable("a table beside formulas")
        lines, body.rows = emit_table(rule.table, rule.outputs, emission, body.names)
        body.add(*lines)
    for index, output in enumerate(rule.outputs):
        variable = f"o{index}"
        if output.expression is not None:
            own = emission.of(output.expression)
            tree = output.expression.tree
            given = own.type_of(tree)
            body.add(f"{variable} = {own.emit(tree, body.names)}")
            if output.rounding is None:
                body.add(*conform(own, variable, given, output.type))
            else:  # bounds are those of the rounded value
                body.add(*conform(own, variable, given, unbounded(output.type)))
        elif rule.table is None:
            raise NotCompilable(f"`{output.name}` has no formula")
        elif output.rounding is None and not _is_checked(rule.table, index):
            body.add(*conform(emission, variable, unbounded(output.type), output.type))
        _finish_output(body, output, variable, emission)
        body.names[output.name] = variable


def _is_checked(table: DecisionTable, index: int) -> bool:
    """Whether the results of a table's column are all numbers or texts written out, which `check` has looked at."""
    results = [row.results[index] for row in table.rows]
    results += table.defaults[index : index + 1]
    is_single = table.hit_policy in SINGLE
    return is_single and all(isinstance(each.tree, NumberLiteral | StringLiteral | NullLiteral) for each in results)


def _finish_output(body: Body, output: Output, variable: str, emission: Emission) -> None:
    is_nullable = isinstance(output.type, Nullable | AnyType)
    if output.rounding is not None:
        if not isinstance(output.type, NumberType):
            raise NotCompilable("a rounding of something else than a number")
        body.code.has_basis = True
        step = body.code.number_constant(Decimal(1).scaleb(-output.rounding.places))
        rounded = f"{variable}.quantize({step}, {ROUNDING_MODES[output.rounding.mode]!r})"
        if emission.is_tracing:
            body.add(f"b{variable} = {variable}")
            body.rounded.append((output.name, f"b{variable}", variable))
        body.add(f"{variable} = {rounded}")
        body.add(*conform(emission, variable, unbounded(output.type), output.type))
    if output.range is not None:
        test = emit_test(emission.of(output.range), variable, output.type, output.range.tree, body.names)
        given = f"{variable} is not None and " if is_nullable else ""
        body.add(f"if {given}not {test}:", f"    {falling_back(Reason.OUT_OF_RANGE)}")


def _event_fields(rule: Decision, body: Body, uncertain: frozenset[str]) -> list[str]:
    """Return what the event of a trace holds, in the order of `layout_of`."""
    arguments = [f"a{place}" for place, _ in enumerate(rule.inputs)]
    for place, input_ in enumerate(rule.inputs):
        if input_.name in uncertain:
            unknown = body.code.constant(f"Unknown(frozenset({{{input_.name!r}}}))")
            arguments[place] = f"({unknown} if a{place} is MISSING else a{place})"
    steps = [f"x{place}" for place, _ in enumerate(rule.steps)]
    outputs = [f"o{place}" for place, _ in enumerate(rule.outputs)]
    return [body.rows, *flags_of(rule.inputs), *arguments, *steps, *outputs, *(before for _, before, _ in body.rounded)]


def layout_of(rule: Decision) -> str:
    """Return the Python expression of the layout of a decision's events."""
    optional = tuple(input_.name for input_ in rule.inputs if input_.otherwise is not None)
    inputs = tuple(input_.name for input_ in rule.inputs)
    steps = tuple(step.name for step in rule.steps)
    outputs = tuple(output.name for output in rule.outputs)
    rounded = tuple(output.name for output in rule.outputs if output.rounding is not None)
    return f"EventLayout({rule.id!r}, {optional!r}, {inputs!r}, {steps!r}, {outputs!r}, {rounded!r})"
