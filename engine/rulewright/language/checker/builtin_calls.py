"""Infers calls of built-in functions through their signatures.

A call is read against every signature with room for its arguments; the first that admits the types of the arguments
gives the result, as in evaluation. Where an argument's type is not known, all signatures that may be meant count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import localcontext

from rulewright.language.builtins import BUILTINS, Builtin, Signature
from rulewright.language.builtins.signatures import ITEM
from rulewright.language.checker.comparisons import is_ordered, report_old_names
from rulewright.language.checker.constants import number_of
from rulewright.language.checker.inference import Inference, list_hint
from rulewright.language.description import describe
from rulewright.language.numbers import DECIMAL128
from rulewright.language.parameters import Misbound, misbound, parameters_of
from rulewright.language.relations import is_nullable, is_text, join, share_values, without_null
from rulewright.language.syntax import (
    BooleanLiteral,
    Invocation,
    ListLiteral,
    NamedArgument,
    Node,
    RuleReference,
    StringLiteral,
)
from rulewright.language.types import (
    ANY,
    NULL,
    NUMBER,
    PLAIN,
    AnyType,
    ContextType,
    EnumType,
    FunctionType,
    ListType,
    MapType,
    NeverType,
    Nullable,
    NullType,
    NumberType,
    RangeType,
    SimpleType,
    Type,
)
from rulewright.language.values import Failure, Value

OF_ITEMS = frozenset(
    {"append", "concatenate", "index of", "insert before", "list contains", "list replace", "remove", "union"}
)
"""Built-ins whose arguments are lists and items of one kind."""


@dataclass(frozen=True, slots=True)
class BuiltinCall:
    """A call of a built-in: its arguments in the order of the parameters, with their types."""

    node: Invocation
    builtin: Builtin
    nodes: Sequence[Node]
    types: Sequence[Type]


def infer_builtin_call(inference: Inference, node: Invocation, builtin: Builtin, arguments: Sequence[Type]) -> Type:
    """Check a call whose arguments were inferred before and return the type of its result."""
    if builtin.is_clock and inference.environment.forbid_clock:
        hint = "take the date as an input"
        inference.report(
            "forbidden-clock", f"`{builtin.name}` reads the clock, so the outcome would change", node, hint
        )
        return ANY
    if builtin.name in OF_ITEMS:
        _look_for_old_names(inference, node, arguments)
    names = [argument.name for argument in node.named]
    problems = builtin.misbound(len(node.arguments), names, fills_null=inference.environment.fills_null)
    report_misbound(inference, node, problems)
    if problems:
        return ANY
    if names:
        return _call_by_name(inference, node, builtin, dict(zip(names, arguments, strict=True)))
    fitting = [each.sharpened() for each in builtin.signatures if each.takes(len(arguments))]
    return _matched(inference, BuiltinCall(node, builtin, node.arguments, arguments), fitting)


def _look_for_old_names(inference: Inference, node: Invocation, arguments: Sequence[Type]) -> None:
    """Take old names of members for the members, where a list of an enumeration stands beside the texts."""
    types = [type_.item if isinstance(type_ := without_null(each), ListType) else type_ for each in arguments]
    enums = [each for each in map(without_null, types) if isinstance(each, EnumType)]
    named = next((each for each in enums if each.name), None)
    for argument, type_ in zip((*node.arguments, *node.named), types, strict=True) if named is not None else ():
        value = argument.value if isinstance(argument, NamedArgument) else argument
        one = without_null(type_)
        if isinstance(one, EnumType) and not one.name and named is not None:
            report_old_names(inference, value, named, one.members)


def report_misbound(inference: Inference, node: Invocation, problems: Sequence[Misbound]) -> None:
    """Report why a call does not meet its parameters."""
    for problem in problems:
        at = node if problem.argument is None else (*node.arguments, *node.named)[problem.argument]
        inference.report(problem.code, problem.message, at, problem.hint)


def _call_by_name(inference: Inference, node: Invocation, builtin: Builtin, types: Mapping[str, Type]) -> Type:
    """Infer a call by names that some signature has; what it leaves out is null, and stands at the call itself."""
    values = {argument.name: argument.value for argument in node.named}
    signatures = builtin.signatures_of(tuple(types), fills_null=inference.environment.fills_null)
    given = {each: [types.get(name, NULL) for name, _ in each.parameters] for each in signatures}
    signature = next((each for each in signatures if _admits_all(each, given[each])), signatures[0])
    nodes = [values.get(name, node) for name, _ in signature.parameters]
    return _matched(inference, BuiltinCall(node, builtin, nodes, given[signature]), [signature])


# ── Matching ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _matched(inference: Inference, call: BuiltinCall, fitting: Sequence[Signature]) -> Type:
    admitting = [each for each in fitting if _admits_all(each, call.types)]
    if not admitting:
        _report_misfit(inference, call, fitting)
        return ANY
    if _fails_always(inference, call):
        return ANY
    signature = admitting[0]
    _report_laxness(inference, call, signature)
    agreed = _agreed_types(inference, call, signature) if _has_order(inference, call) else None
    if agreed is None or not _keeps_units(inference, call, signature):
        return ANY
    if signature.is_open and any(isinstance(type_, AnyType) for type_ in agreed):
        return ANY
    results = [_result_type(call, each, agreed) for each in admitting]
    if len(set(results)) == 1 or not any(_is_vague(type_) for type_ in call.types):
        return results[0]
    return ANY


def _admits_all(signature: Signature, types: Sequence[Type]) -> bool:
    return all(admits(signature.parameter(index)[1], type_) for index, type_ in enumerate(types))


def admits(wanted: Type, given: Type) -> bool:
    """Whether a parameter may take an argument of a type, as far as kinds go: units and null are looked at apart."""
    if isinstance(wanted, AnyType) or isinstance(given, AnyType | NeverType):
        return True
    if isinstance(given, NullType):
        return isinstance(wanted, Nullable)
    wanted, given = without_null(wanted), without_null(given)
    match wanted:
        case ListType(item):
            return admits(item, given.item if isinstance(given, ListType) else given)
        case NumberType():
            return isinstance(given, NumberType)
        case SimpleType() | EnumType():
            return wanted == given or (is_text(wanted) and is_text(given))
        case RangeType(item):
            return isinstance(given, RangeType) and admits(item, given.item)
        case ContextType() | MapType():
            return isinstance(given, ContextType | MapType)
        case FunctionType(_, result):
            return isinstance(given, FunctionType) and not _misbound_by(given, wanted) and admits(result, given.result)
    return isinstance(wanted, AnyType)


def _report_misfit(inference: Inference, call: BuiltinCall, fitting: Sequence[Signature]) -> None:
    """Report the argument that keeps the closest signature from fitting."""

    def admitted(signature: Signature) -> int:
        for index, type_ in enumerate(call.types):
            if not admits(signature.parameter(index)[1], type_):
                return index
        return len(call.types)

    index = max(admitted(signature) for signature in fitting)
    if _report_arity(inference, call, index, [each.parameter(index)[1] for each in fitting]):
        return
    wanted = dict.fromkeys(
        describe(signature.parameter(index)[1]) for signature in fitting if admitted(signature) == index
    )
    closest = max(fitting, key=admitted)
    name = closest.parameter(index)[0]
    given = call.types[index]
    is_one_too_many = isinstance(given, ListType) and not isinstance(
        without_null(closest.parameter(index)[1]), ListType
    )
    hint = "take one item: `…[1]`" if is_one_too_many else f"an example is `{call.builtin.example}`"
    hint = list_hint(inference, call.nodes[index]) or hint
    message = f"`{name}` of `{call.builtin.name}` is {describe(given)}, not {' or '.join(wanted)}"
    inference.report("wrong-argument", message, call.nodes[index], hint)


def _report_arity(inference: Inference, call: BuiltinCall, index: int, wanted: Sequence[Type]) -> bool:
    """Report a function that takes other arguments than it will be given; return whether there is one."""
    node, given = call.nodes[index], call.types[index]
    functions = [each for each in wanted if isinstance(each, FunctionType)]
    problems = _misbound_by(given, functions[0], node) if functions and isinstance(given, FunctionType) else ()
    for problem in problems:
        inference.report(problem.code, problem.message, node, problem.hint)
    return bool(problems)


def _misbound_by(given: FunctionType, wanted: FunctionType, node: Node | None = None) -> tuple[Misbound, ...]:
    """Return why a function does not take the arguments that one of the type wanted is given, all by position."""
    count = len(wanted.parameters)
    if given.built_in:
        return BUILTINS[given.built_in].misbound(count)
    return misbound(node.id if isinstance(node, RuleReference) else "", (parameters_of(given),), count)


def _report_laxness(inference: Inference, call: BuiltinCall, signature: Signature) -> None:
    """Report null where the function does not take it, and single values where it takes a list."""
    for index, (node, type_) in enumerate(zip(call.nodes, call.types, strict=True)):
        name, wanted = signature.parameter(index)
        if isinstance(wanted, Nullable | AnyType):
            continue
        inner = inference.strict(node, type_, f"`{call.builtin.name}`") if is_nullable(type_) else type_
        if not isinstance(wanted, ListType) or isinstance(inner, AnyType | NeverType):
            continue
        if not isinstance(inner, ListType):
            message = f"`{name}` of `{call.builtin.name}` is a list; {describe(inner)} counts as a list of one item"
            inference.warn("not-a-list", message, node, "write the brackets where a list of one is meant: `[…]`")
        elif is_nullable(inner.item) and not isinstance(wanted.item, AnyType | Nullable):
            message = f"items of `{inference.text(node)}` may be null, which `{call.builtin.name}` cannot take"
            inference.warn("possibly-null", message, node, "leave them out: `…[item != null]`")


def _fails_always(inference: Inference, call: BuiltinCall) -> bool:
    """Report a call with constants alone that has no value, such as `date("2021-02-29")`."""
    values: list[Value] = []
    for each in call.nodes:
        value = _constant(each)
        if value is None:
            return False
        values.append(value)
    if not values or call.builtin.is_clock:
        return False
    with localcontext(DECIMAL128):
        result = call.builtin.call(*values)
    if not isinstance(result, Failure):
        return False
    hint = ""
    if result.code == "empty-list":
        hint = f"say what an empty list gives: `if count(list) = 0 then … else {call.builtin.name}(list)`"
    inference.report("always-fails", f"this never has a value: {result.reason}", call.node, hint)
    return True


def _constant(node: Node) -> Value:
    """Return the number, text, boolean or list of such that is written out; None where it is something else."""
    if isinstance(node, StringLiteral | BooleanLiteral):
        return node.value
    if isinstance(node, ListLiteral):
        items = [_constant(each) for each in node.items]
        return None if None in items else items
    return number_of(node)


# ── What signatures leave open: units, items that are compared, items that are added ───────────────────────────────


def _is_vague(type_: Type) -> bool:
    """Whether the kind of a value, or of its items, is not known."""
    inner = without_null(type_)
    return isinstance(inner, AnyType | NeverType) or (isinstance(inner, ListType | RangeType) and _is_vague(inner.item))


def _has_order(inference: Inference, call: BuiltinCall) -> bool:
    """Report arguments that a function would have to compare and cannot; return whether there are none."""
    if not call.builtin.ordered:
        return True
    is_relation = call.builtin.ordered == "ends"
    use = f"`{call.builtin.name}`"
    points: list[Type] = []
    for node, type_ in zip(call.nodes, call.types, strict=True):
        point = inference.strict(node, type_, use)
        if isinstance(point, RangeType if is_relation else ListType) and (is_relation or len(call.nodes) == 1):
            point = point.item
            if isinstance(point, Nullable):
                name = inference.text(node)
                message = f"items of `{name}` may be null, which {use} cannot take"
                inference.warn("possibly-null", message, node, f"leave them out: `{name}[item != null]`")
                point = point.type
        if isinstance(point, AnyType | NeverType):
            return True
        first = points[0] if points else point
        if isinstance(first, NumberType) and isinstance(point, NumberType) and join(first, point) == ANY:
            inference.mismatch(node, first, point, use)
            return False
        if not is_ordered(point) or not _is_one_kind(first, point):
            wanted = " and ".join(dict.fromkeys(describe(each) for each in (*points, point)))
            inference.report("wrong-argument", f"{use} cannot order {wanted}", node)
            return False
        points.append(point)
    return True


def _is_one_kind(left: Type, right: Type) -> bool:
    return (is_text(left) and is_text(right)) or share_values(left, right)


def _agreed_types(inference: Inference, call: BuiltinCall, signature: Signature) -> tuple[Type, ...] | None:
    """Return the arguments with those that end in one place brought to one type, None where their units differ."""
    takes_null = [isinstance(signature.parameter(i)[1], AnyType | Nullable) for i in range(len(call.types))]
    is_strict = call.builtin.ordered == "items"
    given = [
        type_ if may_be_null and not is_strict else without_null(type_)
        for type_, may_be_null in zip(call.types, takes_null, strict=True)
    ]
    if signature.adds_items and isinstance(given[0], ListType):
        item = given[0].item
        added = [signature.written_type(index) == ITEM for index in range(1, len(given))]
        for type_, is_added in zip(call.types[1:], added, strict=True):
            item = join(item, type_) if is_added else item
        return (ListType(item), *(item if is_added else each for each, is_added in zip(given[1:], added, strict=True)))
    if signature.is_uniform:
        joined: Type = given[0] if given else ANY
        for type_ in given[1:]:
            if isinstance(joined, NumberType) and isinstance(type_, NumberType) and join(joined, type_) == ANY:
                inference.mismatch(call.node, joined, type_, f"`{call.builtin.name}`")
                return None
            joined = join(joined, type_)
        return (joined,) * len(given)
    return tuple(given)


def _keeps_units(inference: Inference, call: BuiltinCall, signature: Signature) -> bool:
    """Report numbers with a unit that the result would lose; return whether there are none."""
    if signature.result != NUMBER:
        return True
    for index, (node, given) in enumerate(zip(call.nodes, call.types, strict=True)):
        type_ = without_null(given)
        takes_number = isinstance(without_null(signature.parameter(index)[1]), NumberType)
        if takes_number and isinstance(type_, NumberType) and type_.unit != PLAIN:
            message = f"`{call.builtin.name}` takes plain numbers, not {describe(type_)}"
            inference.report("unit-mismatch", message, node, "the unit of the result would not be known")
            return False
    return True


def _result_type(call: BuiltinCall, signature: Signature, arguments: tuple[Type, ...]) -> Type:
    """Return the type of the result, without the bounds of the arguments that it was made from."""
    type_ = signature.result_type(arguments)
    inner = without_null(type_)
    if isinstance(inner, NumberType):
        is_whole = inner.is_whole and not call.builtin.is_fractional
        inner = NumberType(inner.unit, inner.name, inner.is_literal, is_whole)
    return Nullable(inner) if isinstance(type_, Nullable) else inner
