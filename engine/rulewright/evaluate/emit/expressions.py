"""Generates Python for literals, names, paths, operators and conditions.

Where the inferred types say that Python's own operator means what FEEL's does, that is what is generated; operands that
may be null are looked at before. Everywhere else the operators of the language are called, and `definite` falls back
from an absence.
"""

from __future__ import annotations

from collections.abc import Mapping

from rulewright.evaluate.compiled.fallback import Reason
from rulewright.evaluate.emit.emission import (
    Emission,
    NotCompilable,
    PythonNames,
    falling_back,
    is_boolean,
    is_number,
    is_plainly_equal,
    is_plainly_ordered,
    is_small,
)
from rulewright.language.cells import INPUT, Bounds, bounds_of
from rulewright.language.descent import names_in
from rulewright.language.syntax import (
    AnyTest,
    Arithmetic,
    AtLiteral,
    Between,
    BooleanLiteral,
    Comparison,
    ComparisonTest,
    Conjunction,
    ContextLiteral,
    Disjunction,
    If,
    In,
    ListLiteral,
    Name,
    Negation,
    Node,
    NullLiteral,
    NumberLiteral,
    PathExpression,
    RangeLiteral,
    RuleReference,
    StringLiteral,
    UnaryTests,
)
from rulewright.language.temporal.text import parse_temporal
from rulewright.language.types import (
    BOOLEAN,
    AnyType,
    ContextType,
    EnumType,
    ListType,
    MapType,
    Nullable,
    NumberType,
    RangeType,
    SimpleType,
    Type,
)
from rulewright.language.values import Failure

Typed = tuple[str, Type]
"""A generated expression and its type."""

PER_ENTRY = 3
"""The steps of an item whose entry is taken: its visit, its place in the list that is made, a sum of that list."""
FUNCTIONS: Mapping[str, str] = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "divide",
    "**": "power",
}
LITERALS = (NumberLiteral, StringLiteral, AtLiteral)
PYTHON_COMPARISON: Mapping[str, str] = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def emit_number(emission: Emission, node: NumberLiteral, _names: PythonNames) -> str:
    """Generate a number."""
    return emission.code.number_constant(node.value)


def emit_string(_emission: Emission, node: StringLiteral, _names: PythonNames) -> str:
    """Generate a string."""
    return repr(node.value)


def emit_boolean(_emission: Emission, node: BooleanLiteral, _names: PythonNames) -> str:
    """Generate a boolean."""
    return str(node.value)


def emit_null(_emission: Emission, _node: NullLiteral, _names: PythonNames) -> str:
    """Generate null."""
    return "None"


def emit_at(emission: Emission, node: AtLiteral, _names: PythonNames) -> str:
    """Generate a date, time or duration, read once."""
    if isinstance(parse_temporal(node.text), Failure):
        raise NotCompilable(f"`@{node.text!r}` denotes nothing")
    return emission.constant(f"parse_temporal({node.text!r})")


def emit_list(emission: Emission, node: ListLiteral, names: PythonNames) -> str:
    """Generate a list."""
    text = f"[{', '.join(emission.emit(item, names) for item in node.items)}]"
    return text if all(is_small(emission.type_of(item)) for item in node.items) else f"sized(s, {text})"


def emit_context(emission: Emission, node: ContextLiteral, names: PythonNames) -> str:
    """Generate a context; where entries see each other, each is bound to a name by a loop over one item."""
    keys = [entry.key for entry in node.entries]
    if len(set(keys)) != len(keys):
        raise NotCompilable("an entry that is written twice")
    is_plain = all(is_small(emission.type_of(entry.value)) for entry in node.entries)
    if not any(key in names_in(entry.value) for entry in node.entries for key in keys):
        entries = ", ".join(f"{entry.key!r}: {emission.emit(entry.value, names)}" for entry in node.entries)
        return f"{{{entries}}}" if is_plain else f"sized(s, {{{entries}}})"
    bindings: list[str] = []
    inner = dict(names)
    for entry in node.entries:
        value = emission.emit(entry.value, inner)
        inner[entry.key] = emission.code.fresh()
        bindings.append(f"for {inner[entry.key]} in [{value}]")
    entries = ", ".join(f"{key!r}: {inner[key]}" for key in keys)
    record = f"[{{{entries}}} {' '.join(bindings)}][0]"
    return record if is_plain else f"sized(s, {record})"


def emit_name(_emission: Emission, node: Name, names: PythonNames) -> str:
    """Generate a local name."""
    if node.name not in names:
        raise NotCompilable(f"`{node.name}` is no local name")
    return names[node.name]


def emit_rule_reference(emission: Emission, node: RuleReference, _names: PythonNames) -> str:
    """Generate the use of a rule that takes no arguments."""
    return emission.call_rule(emission, node.id, ())


def emit_path(emission: Emission, node: PathExpression, names: PythonNames) -> str:
    """Generate `target.name`."""
    target = emission.emit(node.target, names)
    match emission.type_of(node.target):
        case ContextType() | MapType() as type_:
            return _entry(target, type_, node.name)
        case ListType(item=ContextType() | MapType() as type_):
            item = emission.code.fresh()
            found = f"[{_entry(item, type_, node.name)} for {item} in count_steps(s, {target}, {PER_ENTRY})]"
            own = emission.type_of(node)
            return found if isinstance(own, ListType) and is_small(own.item) else f"sized(s, {found})"
        case AnyType() | ListType():
            return f"sized(s, definite_entries(path({target}, {node.name!r})))"
        case _:
            return f"definite(path({target}, {node.name!r}))"


def _entry(text: str, type_: ContextType | MapType, name: str) -> str:
    """Generate the entry of a context; only one that its type declares is there for sure."""
    entry = f"{text}[{name!r}]"
    if isinstance(type_, ContextType) and name in dict(type_.entries):
        return entry
    if is_simple(text):
        return f"({entry} if {name!r} in {text} else {falling_back(Reason.ABSENT_ENTRY)})"
    return f"entry({text}, {name!r})"


# ── Operators ─────────────────────────────────────────────────────────────────────────────────────────────────────


def emit_negation(emission: Emission, node: Negation, names: PythonNames) -> str:
    """Generate unary minus."""
    operand = emission.emit(node.operand, names)
    type_ = emission.type_of(node.operand)
    if not is_number(type_):
        return f"definite(negate({operand}))"
    return f"(-{_operand(operand, type_)})"


def emit_arithmetic(emission: Emission, node: Arithmetic, names: PythonNames) -> str:
    """Generate `+ - * / **`."""
    left, right = emission.emit(node.left, names), emission.emit(node.right, names)
    types = emission.type_of(node.left), emission.type_of(node.right)
    if all(map(is_number, types)) and node.operator != "**":
        return f"({_operand(left, types[0])} {node.operator} {_operand(right, types[1])})"
    made = f"{FUNCTIONS[node.operator]}({left}, {right})"
    return f"definite({made})" if all(map(is_small, types)) else f"sized(s, {made})"


def _operand(text: str, type_: Type) -> str:
    """Generate an operand of Python's own operator, which null is not."""
    if not isinstance(type_, Nullable):
        return text
    return (
        f"({text} if {text} is not None else {falling_back(Reason.NULL_OPERAND)})"
        if is_simple(text)
        else f"present({text})"
    )


def emit_comparison(emission: Emission, node: Comparison, names: PythonNames) -> str:
    """Generate `= != < <= > >=`."""
    return emit_operator(node.operator, emission.typed(node.left, names), emission.typed(node.right, names))


def emit_operator(operator: str, left: Typed, right: Typed) -> str:
    """Generate a comparison of two expressions."""
    (mine, mine_type), (other, other_type) = left, right
    if operator in {"=", "!="}:
        if other == "None" and is_simple(mine) and is_plainly_equal(mine_type, other_type):
            return f"({mine} {'is' if operator == '=' else 'is not'} None)"
        if is_plainly_equal(mine_type, other_type):
            return f"({mine} {PYTHON_COMPARISON[operator]} {other})"
    elif is_plainly_ordered(mine_type, other_type):
        return f"({_operand(mine, mine_type)} {PYTHON_COMPARISON[operator]} {_operand(other, other_type)})"
    if is_small(mine_type) or is_small(other_type):
        return f"definite(compare({operator!r}, {mine}, {other}))"
    return f"compare_sized(s, {operator!r}, {mine}, {other})"


def emit_conjunction(emission: Emission, node: Conjunction, names: PythonNames) -> str:
    """Generate `and` of booleans that are never null."""
    return f"({definite_boolean(emission, node.left, names)} and {definite_boolean(emission, node.right, names)})"


def emit_disjunction(emission: Emission, node: Disjunction, names: PythonNames) -> str:
    """Generate `or` of booleans that are never null."""
    return f"({definite_boolean(emission, node.left, names)} or {definite_boolean(emission, node.right, names)})"


def definite_boolean(emission: Emission, node: Node, names: PythonNames) -> str:
    """Generate an expression that is `True` or `False`, or falls back."""
    text = emission.emit(node, names)
    return text if is_boolean(emission.type_of(node)) else f"boolean({text})"


def holds(emission: Emission, node: Node, names: PythonNames) -> str:
    """Generate a condition: null counts as false."""
    if emission.type_of(node) == Nullable(BOOLEAN):
        return f"({emission.emit(node, names)} is True)"
    return definite_boolean(emission, node, names)


def emit_if(emission: Emission, node: If, names: PythonNames) -> str:
    """Generate `if`."""
    condition = holds(emission, node.condition, names)
    consequence, alternative = emission.emit(node.consequence, names), emission.emit(node.alternative, names)
    return f"({consequence} if {condition} else {alternative})"


def emit_between(emission: Emission, node: Between, names: PythonNames) -> str:
    """Generate `value between low and high`: two comparisons, the second where the first holds."""
    value, type_ = emission.typed(node.value, names)
    bounds = ((">=", node.low), ("<=", node.high))
    if is_simple(value):
        return _within(emission, (value, type_), bounds, names)
    variable = emission.code.fresh()
    return f"(lambda {variable}: {_within(emission, (variable, type_), bounds, names)})({value})"


# ── Tests ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def emit_in(emission: Emission, node: In, names: PythonNames) -> str:
    """Generate `value in test` where the value is a name or literal, so that writing it twice costs nothing."""
    value = emission.emit(node.value, names)
    type_ = emission.type_of(node.value)
    if is_simple(value):
        return any_test(emission, value, type_, node.tests, names)
    parameter = emission.code.fresh()
    return f"(lambda {parameter}: {any_test(emission, parameter, type_, node.tests, names)})({value})"


def is_simple(text: str) -> bool:
    """Whether a generated expression is a name or a subscript of one by a literal."""
    name, _, rest = text.partition("[")
    return name.isidentifier() and (not rest or (rest.endswith("]") and rest.count("[") == 0 and "(" not in rest))


def any_test(emission: Emission, value: str, type_: Type, tests: tuple[Node, ...], names: PythonNames) -> str:
    """Generate whether any of the tests holds of a value."""
    return f"({' or '.join(emit_test(emission, value, type_, test, names) for test in tests)})"


def emit_test(emission: Emission, value: str, type_: Type, test: Node, names: PythonNames) -> str:
    """Generate one unary test against a value."""
    match test:
        case UnaryTests(tests=tests, is_negated=is_negated):
            text = any_test(emission, value, type_, tests, names)
            return f"(not {text})" if is_negated else text
        case AnyTest():
            return "True"
        case ComparisonTest(operator=operator, operand=operand):
            return emit_operator(operator, (value, type_), emission.typed(operand, names))
        case RangeLiteral():
            return _in_range(emission, value, type_, test, names)
        case ListLiteral(items=items) if items and all(isinstance(item, LITERALS) for item in items):
            return any_test(emission, value, type_, items, names)
        case _:
            return _other_test(emission, value, type_, test, names)


def _other_test(emission: Emission, value: str, type_: Type, test: Node, names: PythonNames) -> str:
    own = emission.type_of(test)
    if INPUT in names_in(test):
        if is_boolean(own):
            return emission.emit(test, {**names, INPUT: value})
        raise NotCompilable("a test over `?` that may be no boolean")
    text = emission.emit(test, names)
    if isinstance(own, ListType) and is_plainly_equal(type_, own.item):
        return f"({value} in visited(s, {text}))"
    if _is_plain_equal_test(type_, own):
        return f"({value} == {text})"
    if isinstance(own, RangeType):
        return f"definite(in_test({value}, {text}))"
    raise NotCompilable("a test of another kind than its input")


def _is_plain_equal_test(type_: Type, own: Type) -> bool:
    """In a cell, a boolean decides by itself for an input that is none; so equality is plain between booleans only."""
    return isinstance(own, NumberType | EnumType | SimpleType) and is_plainly_equal(type_, own)


def _in_range(emission: Emission, value: str, type_: Type, span: RangeLiteral, names: PythonNames) -> str:
    if INPUT in names_in(span):
        raise NotCompilable("a range that ends at the input")
    return _within(emission, (value, type_), bounds_of(span), names)


def _within(emission: Emission, value: Typed, bounds: Bounds, names: PythonNames) -> str:
    """Generate comparisons of which each is made where those before it hold."""
    parts = [emit_operator(operator, value, emission.typed(node, names)) for operator, node in bounds]
    if not parts:
        raise NotCompilable("a range without ends")
    return f"({' and '.join(parts)})"


def emit_range(emission: Emission, node: RangeLiteral, names: PythonNames) -> str:
    """Generate a range as a value, of ends that can be ends."""
    if node.operator:
        raise NotCompilable("a range made by an operator")
    types = [emission.type_of(end) for end in (node.start, node.end) if end is not None]
    if any(not is_plainly_ordered(type_, types[0]) for type_ in types):
        raise NotCompilable("a range of other ends than numbers, strings, dates and durations")
    start, end = ("None" if each is None else _present(emission, each, names) for each in (node.start, node.end))
    return f"make_range({start}, {end}, {node.start_included}, {node.end_included})"


def _present(emission: Emission, node: Node, names: PythonNames) -> str:
    return _operand(emission.emit(node, names), emission.type_of(node))
