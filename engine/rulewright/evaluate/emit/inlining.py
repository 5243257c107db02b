"""Generates a small decision in place, where a loop calls it for every item.

Calling a Python function takes as long as two operations on decimals, so a loop over a decision of a few operations
would spend a third of its time on calls. In a comprehension a name is bound by a loop over one item, which Python
compiles to a plain assignment:

```python
[p17(s, m["rate"], 2) for m in items]
[e1 * e2 for m in items for e1 in [m["rate"]] for e2 in [e1 + 2]]
```

Only the plain variant does so; a trace has an event for every decision.
"""

from __future__ import annotations

from rulewright.evaluate.compiled.fallback import Reason
from rulewright.evaluate.emit.calls import matched
from rulewright.evaluate.emit.conformance import checked, conforming
from rulewright.evaluate.emit.emission import Arguments, Emission, NotCompilable, falling_back
from rulewright.evaluate.emit.expressions import emit_test, holds
from rulewright.language.types import AnyType, Nullable
from rulewright.packs.kinds.decision import Decision

LARGEST = 220
"""A decision of greater weight is called: its own work outweighs the call."""

Inlined = tuple[str, str]
"""The bindings, as loops over one item, and the expression of the outcome."""


def is_inlinable(rule: Decision, weight: int) -> bool:
    """Whether a decision is a few formulas, one behind the other."""
    (output, *others) = rule.outputs
    is_plain = output.expression is not None and output.rounding is None and rule.table is None
    return is_plain and not others and weight <= LARGEST and all(each.otherwise is None for each in rule.inputs)


def inline_decision(rule: Decision, arguments: Arguments, emission: Emission) -> Inlined:
    """Return the decision as bindings and an expression; `emission` is that of the place that calls it."""
    names: dict[str, str] = {}
    bindings: list[str] = []

    def bind(value: str) -> str:
        variable = emission.code.fresh("e")
        bindings.append(f"for {variable} in [{value}]")
        return variable

    places = matched(rule.inputs, arguments)
    for place, (_, text, type_) in zip(places, arguments, strict=True):
        input_ = rule.inputs[place]
        names[input_.name] = bind(checked(emission, text, type_, input_.type))
    for step in rule.steps:
        names[step.name] = bind(emission.of(step.expression).emit(step.expression.tree, names))
    for requirement in rule.requirements:
        condition = holds(emission.of(requirement.condition), requirement.condition.tree, names)
        bind(f"{condition} or {falling_back(Reason.REQUIREMENT)}")
    output = rule.outputs[0]
    if output.expression is None:
        raise NotCompilable(f"`{output.name}` has no formula")
    own = emission.of(output.expression)
    value = own.emit(output.expression.tree, names)
    given = own.type_of(output.expression.tree)
    if output.range is None and not conforming(own, "o", given, output.type):
        return " ".join(bindings), value
    variable = bind(value)
    for condition in conforming(own, variable, given, output.type):
        bind(f"{condition} or {falling_back(Reason.OTHER_KIND)}")
    if output.range is None:
        return " ".join(bindings), variable
    test = emit_test(emission.of(output.range), variable, output.type, output.range.tree, names)
    absent = f"{variable} is None or " if isinstance(output.type, Nullable | AnyType) else ""
    bind(f"{absent}{test} or {falling_back(Reason.OUT_OF_RANGE)}")
    return " ".join(bindings), variable
