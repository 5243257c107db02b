"""Defines the syntax tree of FEEL expressions and unary tests (DMN 1.5, chapter 10).

Every node knows its span in the text it was parsed from. Trees are frozen; two nodes are equal when they say the
same thing, wherever they stand (`span` takes no part in comparison).
"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal

from rulewright.language.types import ANY, Type
from rulewright.records import dataclass
from rulewright.source import Span

NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Any piece of an expression."""

    span: Span = field(default=NOWHERE, compare=False)


# ── Literals ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class NumberLiteral(Node):
    """A number as written: exact, never rounded by the parser."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class StringLiteral(Node):
    """A string, escapes resolved."""

    value: str


@dataclass(frozen=True, slots=True)
class BooleanLiteral(Node):
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class NullLiteral(Node):
    """`null`."""


@dataclass(frozen=True, slots=True)
class AtLiteral(Node):
    """`@"2020-01-31"`: a date, time, date and time or duration in its lexical form."""

    text: str


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """`[a, b]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextEntry(Node):
    """One `key: value` of a context literal."""

    key: str
    value: Node


@dataclass(frozen=True, slots=True)
class ContextLiteral(Node):
    """`{a: 1, b: a + 1}`; later entries see earlier ones."""

    entries: tuple[ContextEntry, ...]


@dataclass(frozen=True, slots=True)
class RangeLiteral(Node):
    """`[a..b]`, `(a..b]`, `]a..b[` …; also `(> 5)` and `(<= 5)` used as a value, where the other end is None.

    In `(= 5)` and `(!= 5)` both ends are the operand, and `operator` says which it is.
    """

    start: Node | None
    end: Node | None
    start_included: bool
    end_included: bool
    operator: str = ""


# ── Names, paths, calls ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A name. Names with spaces come out with single spaces."""

    name: str


@dataclass(frozen=True, slots=True)
class RuleReference(Node):
    """A name or path that the linker resolved to a rule or figure of the pack, by its full id.

    The parser never makes one. It prints as `written`.
    """

    id: str
    written: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class PathExpression(Node):
    """`target.name`."""

    target: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`target[condition]`: a filter, or an index where the condition is a number.

    `keeps` is true where the condition can only be a boolean, so that it is no index; the parser leaves it to the
    checker.
    """

    target: Node
    condition: Node
    keeps: bool = field(default=False, compare=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class NamedArgument(Node):
    """One `name: value` of an invocation."""

    name: str
    value: Node


@dataclass(frozen=True, slots=True)
class Invocation(Node):
    """A call, by position (`arguments`) or by name (`named`); never both."""

    function: Node
    arguments: tuple[Node, ...] = ()
    named: tuple[NamedArgument, ...] = ()


@dataclass(frozen=True, slots=True)
class FormalParameter(Node):
    """A formal parameter of a function definition, with its type where one is given."""

    name: str
    type: TypeNode | None = None


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Node):
    """`function(a, b: number) a + b`. `is_external` bodies are parsed and refused when they run.

    `result` is the type of what it answers; the parser leaves it to the checker.
    """

    parameters: tuple[FormalParameter, ...]
    body: Node
    is_external: bool = False
    result: Type = field(default=ANY, compare=False, kw_only=True)


# ── Operators ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Negation(Node):
    """Unary minus."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """`+ - * / **`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """`= != < <= > >=`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Conjunction(Node):
    """`a and b`."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Disjunction(Node):
    """`a or b`."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in test` or `value in (test, test)`: true where any test holds."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`value instance of type`."""

    value: Node
    type: TypeNode


# ── Control ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if condition then consequence else alternative`."""

    condition: Node
    consequence: Node
    alternative: Node


@dataclass(frozen=True, slots=True)
class Iterator(Node):
    """`name in domain` or, where `end` is given, `name in domain..end`."""

    name: str
    domain: Node
    end: Node | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for a in x, b in y return body`; the body sees `partial`."""

    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some … satisfies condition` or `every … satisfies condition`."""

    quantifier: str
    iterators: tuple[Iterator, ...]
    condition: Node


# ── Unary tests (cells of decision tables, right side of `in`) ────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ComparisonTest(Node):
    """`< 5`, `>= x`, `= y`, `!= z` against the input."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class AnyTest(Node):
    """`-`: holds for every input."""


@dataclass(frozen=True, slots=True)
class UnaryTests(Node):
    """The tests of a cell: holds where any holds, or where none does if `is_negated`.

    A test is a `ComparisonTest`, or any expression: a boolean decides (`?` is the input), a list or range
    contains, anything else equals.
    """

    tests: tuple[Node, ...]
    is_negated: bool = False


# ── Types as written (`instance of`, formal parameters) ───────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class TypeNode(Node):
    """A type as written."""


@dataclass(frozen=True, slots=True)
class NamedType(TypeNode):
    """`number`, `date and time`, `Any`, or a name of the model; dotted names keep their dots."""

    name: str


@dataclass(frozen=True, slots=True)
class ListTypeNode(TypeNode):
    """`list<T>`."""

    item: TypeNode


@dataclass(frozen=True, slots=True)
class RangeTypeNode(TypeNode):
    """`range<T>`."""

    item: TypeNode


@dataclass(frozen=True, slots=True)
class ContextTypeNode(TypeNode):
    """`context<a: T, b: U>`."""

    entries: tuple[tuple[str, TypeNode], ...]


@dataclass(frozen=True, slots=True)
class FunctionTypeNode(TypeNode):
    """`function<T, U> -> V`."""

    parameters: tuple[TypeNode, ...]
    result: TypeNode


# ── Texts that are not in order ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Invalid(Node):
    """A piece that could not be read; it stands only in trees that come with an error."""
