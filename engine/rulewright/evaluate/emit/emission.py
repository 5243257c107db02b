"""Holds what is shared while Python is generated for one rule: its constants, its names, the types of its nodes.

Nothing that an author wrote reaches the generated text except as a literal: strings go through `repr`, numbers
through their decimal text, and every name is made here (`v3`, `K7`). A formula that cannot be generated so that it
means exactly what the reference evaluator means is `NotCompilable`; then the reference evaluator answers its rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from rulewright.evaluate.compiled.fallback import Reason
from rulewright.language.descent import nodes_in
from rulewright.language.numbers import DECIMAL128
from rulewright.language.relations import is_text, without_null
from rulewright.language.syntax import Node
from rulewright.language.temporal.text import temporal_text
from rulewright.language.temporal.values import Date, DateTime, DaysDuration, Time, YearsDuration
from rulewright.language.types import (
    ANY,
    BOOLEAN,
    DATE,
    DAYS_DURATION,
    STRING,
    YEARS_DURATION,
    EnumType,
    NullType,
    NumberType,
    SimpleType,
    Type,
)
from rulewright.language.values import Range, Value
from rulewright.packs.model.rules import Expression, Requirement

CodeLines = list[str]
"""Lines of generated Python, indented as a block."""

STATE = re.compile(r"\bs\b")

BRACKET_OR_STRING = re.compile(r"""[()\[\]{}]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\"""")
OPENING = frozenset("([{")
CLOSING = frozenset(")]}")

TRAPS: Mapping[str, Reason] = {"DecimalException": Reason.DECIMAL_SIGNAL, "RecursionError": Reason.LIMIT}
"""What any generated function may raise without a fault, and what that is."""

PythonNames = Mapping[str, str]
"""What each FEEL name in scope is in Python."""

Emit = Callable[["Emission", Node, PythonNames], str]
"""Generates the Python expression of one kind of node."""


Arguments = tuple[tuple[str, str, Type], ...]
"""What a call gives: for each argument the input's name, the generated expression and its type."""


class NotCompilable(Exception):  # noqa: N818  (no error: the reference evaluator answers the rule)
    """Says that a rule is left to the reference evaluator, and why."""


@dataclass
class GeneratedCode:
    """The generated definitions of one rule. `label` keeps its names apart from those of other rules.

    `has_basis` says whether it rounds or calls a decision that takes a default.
    """

    label: str
    definitions: list[str] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)
    calls: dict[str, None] = field(default_factory=dict)
    made: int = 0
    has_basis: bool = False

    def constant(self, definition: str) -> str:
        """Return the name of a constant with this definition."""
        if definition not in self.constants:
            name = f"K{self.label}_{len(self.constants)}"
            self.constants[definition] = name
            self.definitions.append(f"{name} = {definition}")
        return self.constants[definition]

    def number_constant(self, value: Decimal) -> str:
        """Return the name of a number."""
        return self.constant(f"D({str(DECIMAL128.plus(value))!r})")

    def fresh(self, prefix: str = "v") -> str:
        """Return a name that nothing else has: no fixed name in a function is `c`, `e` or `v` with a number."""
        self.made += 1
        return f"{prefix}{self.made}"


@dataclass(frozen=True, slots=True)
class Emission:
    """The generation of one expression: where its constants go, what its nodes are, what other rules are called.

    `is_tracing` says whether the figures read are noted. `call_rule` generates the use of a pack's rule,
    `call_discretion` that of a discretion, `MISSING` where nothing is recorded of it.
    `weigh` counts the steps that the reference evaluator takes for a node, loops inside it apart. `inline_rule`
    generates a small decision in place: bindings for a comprehension, and an expression. `requirements` are what
    records must meet, by the name of their type.
    """

    code: GeneratedCode
    types: Mapping[int, Type]
    emitters: Mapping[type[Node], Emit]
    is_tracing: bool
    call_rule: Callable[[Emission, str, Arguments], str]
    call_builtin: Callable[[Emission, str, Arguments], str]
    weigh: Callable[[Node], int]
    requirements: Mapping[str, tuple[Requirement, ...]]
    call_discretion: Callable[[Emission, str, Arguments], str]
    inline_rule: Callable[[Emission, str, Arguments], tuple[str, str] | None] | None = None

    def emit(self, node: Node, names: PythonNames) -> str:
        """Return the Python expression that means the node."""
        emit = self.emitters.get(type(node))
        if emit is None:
            raise NotCompilable(f"{type(node).__name__} is left to the reference evaluator")
        return emit(self, node, names)

    def typed(self, node: Node, names: PythonNames) -> tuple[str, Type]:
        """Return the Python expression that means the node, and its inferred type."""
        return self.emit(node, names), self.type_of(node)

    def type_of(self, node: Node) -> Type:
        """Return the inferred type of a node."""
        return self.types.get(id(node), ANY)

    def constant(self, definition: str) -> str:
        """Return the name of a constant with this definition."""
        return self.code.constant(definition)

    def of(self, expression: Expression) -> Emission:
        """Return the same emission for another expression, whose nodes have its types."""
        nodes = nodes_in(expression.tree)
        return replace(self, types={id(node): type_ for node, type_ in zip(nodes, expression.types, strict=True)})


def nesting_of(text: str) -> int:
    """Return how deep brackets stand inside each other in a text of generated Python, strings aside."""
    depth = deepest = 0
    for bracket in BRACKET_OR_STRING.findall(text):
        if bracket in OPENING:
            depth += 1
            deepest = max(deepest, depth)
        elif bracket in CLOSING:
            depth -= 1
    return deepest


def falling_back(reason: Reason) -> str:
    """Generate the call that leaves the case to the reference evaluator."""
    return f"fall_back({reason.value!r})"


def guarded(lines: list[str]) -> list[str]:
    """Return lines that fall back where a decimal trap springs, or where Python goes no deeper."""
    traps = [f"except {name}:\n    {falling_back(reason)}" for name, reason in TRAPS.items()]
    return ["try:", *indented(lines), *(line for trap in traps for line in trap.splitlines())]


def is_counting(line: str) -> bool:
    """Whether a line counts steps, in `s`. It may also stand in an author's text; then nobody keeps the count."""
    return STATE.search(line) is not None


def indented(lines: list[str]) -> list[str]:
    """Return lines of Python one level further in."""
    return [f"    {line}" for line in lines]


def is_number(type_: Type) -> bool:
    """Whether Python's operators on the values, null aside, do what FEEL's do or spring a decimal trap."""
    return isinstance(without_null(type_), NumberType)


def is_small(type_: Type) -> bool:
    """Whether the values are no larger than a number: of one piece, and no texts but those of a list of words."""
    inner = without_null(type_)
    return isinstance(inner, NumberType | EnumType | NullType) or (isinstance(inner, SimpleType) and inner != STRING)


def is_boolean(type_: Type) -> bool:
    """Whether the values are `True` and `False`, never null."""
    return type_ == BOOLEAN


def is_plainly_ordered(left: Type, right: Type) -> bool:
    """Whether Python's `<` on two values, null aside, is FEEL's."""
    if is_number(left) and is_number(right):
        return True
    left, right = without_null(left), without_null(right)
    return (is_text(left) and is_text(right)) or (left == right and left in {DATE, DAYS_DURATION, YEARS_DURATION})


def is_plainly_equal(left: Type, right: Type) -> bool:
    """Whether Python's `==` on two values, null included, is FEEL's `=`."""
    if is_plainly_ordered(left, right) or (without_null(left) == BOOLEAN and without_null(right) == BOOLEAN):
        return True
    return (isinstance(left, NullType) and _is_plain(right)) or (isinstance(right, NullType) and _is_plain(left))


def _is_plain(type_: Type) -> bool:
    return isinstance(type_, NullType) or is_plainly_equal(without_null(type_), without_null(type_))


def literal(code: GeneratedCode, value: Value) -> str:
    """Return the Python expression that makes the value; numbers and dates are made once, as constants."""
    match value:
        case None | bool() | str():
            return repr(value)
        case Decimal():
            return code.number_constant(value)
        case list():
            return f"[{', '.join(literal(code, item) for item in value)}]"
        case tuple():
            return f"({''.join(f'{literal(code, item)}, ' for item in value)})"
        case dict():
            return f"{{{', '.join(f'{key!r}: {literal(code, item)}' for key, item in value.items())}}}"
        case Date() | Time() | DateTime() | DaysDuration() | YearsDuration():
            return code.constant(f"parse_temporal({temporal_text(value)!r})")
        case Range(operator=""):
            ends = f"{literal(code, value.start)}, {literal(code, value.end)}"
            return code.constant(f"make_range({ends}, {value.start_included}, {value.end_included})")
        case _:
            raise NotCompilable("a figure of a kind that has no literal")
