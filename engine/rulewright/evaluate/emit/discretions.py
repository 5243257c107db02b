"""Generates the Python function of a discretion: what is recorded of it, if that is within its limits.

Only the variant that notes reasons has it, as what was decided is one of them; the other falls back.

```python
def t17(s, a0, is_optional=False):      # s: the count of steps and the events, with the recorded decisions
    m = len(s)
    ...
    r = choice_of(s, 'fees.choice', (a0,))
    if r is None:
        ...
    s.append((L17, m, …))
    return o0
```
"""

from __future__ import annotations

from rulewright.evaluate.compiled.fallback import Reason
from rulewright.evaluate.compiled.function_names import function_names
from rulewright.evaluate.compiled.trace import DECISIONS
from rulewright.evaluate.emit.body import Body, bind_inputs, conform, flags_of, parameters_of_inputs
from rulewright.evaluate.emit.calls import call_with
from rulewright.evaluate.emit.emission import Arguments, Emission, NotCompilable, falling_back, guarded, indented
from rulewright.evaluate.emit.expressions import holds
from rulewright.language.types import ANY
from rulewright.packs.kinds.discretion import Discretion

OPTIONAL = "is_optional"


def emit_discretion(rule: Discretion, number: int, emission: Emission) -> str:
    """Return the definition of a discretion's function; one that cannot be generated falls back."""
    name = function_names(number, is_tracing=emission.is_tracing).by_values
    try:
        lines = _body(rule, emission)
    except NotCompilable:
        lines = [f"return undecided(s, {rule.id!r}, MISSING) if {OPTIONAL} else {falling_back(Reason.OPEN_DECISION)}"]
    head = f"def {name}({', '.join(['s', *parameters_of_inputs(rule.inputs), f'{OPTIONAL}=False'])}):"
    return "\n".join([head, *indented(guarded(lines))])


def _body(rule: Discretion, emission: Emission) -> list[str]:
    body = Body(emission.code)
    body.add("m = len(s)")
    bind_inputs(body, rule.inputs, emission, frozenset())
    arguments = [f"a{place}" for place, _ in enumerate(rule.inputs)]
    body.add(f"r = choice_of(s, {rule.id!r}, ({''.join(f'{each}, ' for each in arguments)}))", "if r is None:")
    body.add(
        f"    if not {OPTIONAL}:",
        f"        {falling_back(Reason.OPEN_DECISION)}",
        "    del s[m:]",
        "    return MISSING",
    )
    body.add("o0 = r.record.value", *conform(emission, "o0", ANY, rule.type))
    if rule.limits is not None:
        names = {**body.names, rule.output: "o0"}
        condition = holds(emission.of(rule.limits), rule.limits.tree, names)
        body.add(f"if not {condition}:", f"    {falling_back(Reason.REQUIREMENT)}")
    event = ", ".join([emission.constant(_layout_of(rule)), "m", "o0", "r", *flags_of(rule.inputs), *arguments])
    body.add(f"s.append(({event}))", "return o0")
    return body.lines


def _layout_of(rule: Discretion) -> str:
    optional = tuple(input_.name for input_ in rule.inputs if input_.otherwise is not None)
    inputs = tuple(input_.name for input_ in rule.inputs)
    return f"EventLayout({rule.id!r}, {optional!r}, {inputs!r}, (), (), (), True)"


def call_discretion(emission: Emission, rule: Discretion, function: str, arguments: Arguments) -> str:
    """Generate the call of a discretion's function, which falls back where nothing is recorded."""
    try:
        return call_with(emission, rule.inputs, function, arguments)
    except NotCompilable:
        return falling_back(Reason.OPEN_DECISION)


def call_if_decided(emission: Emission, rule: Discretion, function: str, arguments: Arguments) -> str:
    """Generate the same, `MISSING` where nothing is recorded."""
    call = call_with(emission, rule.inputs, function, arguments, f"{OPTIONAL}=True")
    return f"({call} if s[{DECISIONS}].get({rule.id!r}) else MISSING)"
