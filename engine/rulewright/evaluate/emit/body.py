"""Holds a generated function under way, and generates what it begins with: the values of its inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rulewright.evaluate.compiled.fallback import Reason
from rulewright.evaluate.emit.calls import arguments_of
from rulewright.evaluate.emit.conformance import conforming
from rulewright.evaluate.emit.emission import Emission, GeneratedCode, NotCompilable, falling_back, indented
from rulewright.language.descent import nodes_in
from rulewright.language.syntax import Invocation, RuleReference
from rulewright.language.types import Type
from rulewright.packs.model.rules import Expression, Input, discretion_of


@dataclass
class Body:
    """A function under way: its lines, what its names are in Python, and what a trace would record of it."""

    code: GeneratedCode
    lines: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    rounded: list[tuple[str, str, str]] = field(default_factory=list)
    rows: str = "()"
    value: str = ""

    def add(self, *lines: str) -> None:
        """Append lines."""
        self.lines.extend(lines)


def bind_inputs(body: Body, inputs: Sequence[Input], emission: Emission, uncertain: frozenset[str]) -> None:
    """Add the lines that give each input without an argument its value, and its name to the body's names.

    `uncertain` are inputs that may be missing: their use falls back then.
    """
    for place, input_ in enumerate(inputs):
        variable = f"a{place}"
        if input_.otherwise is not None:
            own = emission.of(input_.otherwise)
            if emission.is_tracing:
                body.add(f"g{place} = {variable} is MISSING")
            if emission.is_tracing and input_.decided is not None:
                body.add(f"if g{place}:", *indented(_decided(body, place, input_.decided, input_.type, emission)))
            body.add(f"if {variable} is MISSING:")
            value = own.emit(input_.otherwise.tree, body.names)
            body.add(f"    {variable} = {value}")
            body.add(*indented(conform(own, variable, own.type_of(input_.otherwise.tree), input_.type)))
        body.names[input_.name] = _given(variable) if input_.name in uncertain else variable


def _decided(body: Body, place: int, decision: Expression, wanted: Type, emission: Emission) -> list[str]:
    """Return the lines that give an input what was decided; it stays missing where nothing was."""
    variable = f"a{place}"
    own = emission.of(decision)
    id_ = discretion_of(decision)
    otherwise = [f"{variable} = undecided(s, {id_!r}, MISSING)"]
    called = sum(isinstance(each, RuleReference) for each in nodes_in(decision.tree))
    if called > 1:  # what arguments note would be no reason where nothing is recorded
        return otherwise
    try:
        arguments = arguments_of(own, decision.tree, body.names) if isinstance(decision.tree, Invocation) else ()
        call = own.call_discretion(own, id_, arguments)
        looks = conform(own, variable, own.type_of(decision.tree), wanted)
    except NotCompilable:
        return otherwise
    null = [f"if {variable} is None:", f"    {falling_back(Reason.NULL_OPERAND)}"]  # which is no decision here
    return [f"{variable} = {call}", f"if {variable} is not MISSING:", *indented([f"g{place} = None", *null, *looks])]


def flags_of(inputs: Sequence[Input]) -> list[str]:
    """Return what a trace notes of the inputs that may be left out: whether they were; None where one was decided."""
    return [f"g{place}" for place, input_ in enumerate(inputs) if input_.otherwise is not None]


def parameters_of_inputs(inputs: Sequence[Input]) -> list[str]:
    """Return the parameters for the inputs; none without a default stands behind one that has it."""
    parameters: list[str] = []
    for place, input_ in enumerate(inputs):
        is_optional = input_.otherwise is not None or any("=" in each for each in parameters)
        parameters.append(f"a{place}=MISSING" if is_optional else f"a{place}")
    return parameters


def conform(emission: Emission, variable: str, given: Type, wanted: Type) -> list[str]:
    """Return the lines that fall back where a value of one type is none of another."""
    conditions = conforming(emission, variable, given, wanted)
    return [f"if not ({' and '.join(conditions)}):", f"    {falling_back(Reason.OTHER_KIND)}"] if conditions else []


def _given(variable: str) -> str:
    """Generate the use of an input that a case may have left out."""
    return f"({variable} if {variable} is not MISSING else {falling_back(Reason.MISSING_FACT)})"
