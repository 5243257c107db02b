"""Calls functions: those written in FEEL and the built-ins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rulewright.evaluate.reference.conformance import convert
from rulewright.evaluate.reference.walker import LimitReached, Scope, Walker
from rulewright.language.absences import absence_of, failures_within, first_failure, waiting_of, without_failures
from rulewright.language.builtins.builtin import Builtin
from rulewright.language.parameters import callee_of, parameters_of, refusal
from rulewright.language.syntax import FunctionDefinition, Invocation, RuleReference
from rulewright.language.types import ANY, FunctionType, Type
from rulewright.language.values import Failure, FunctionValue, Value
from rulewright.language.work import FUNCTION
from rulewright.language.written import resolve_type

LIMIT_CODES = frozenset({"limit-string", "limit-list"})
"""The errors of built-ins that end an evaluation."""


def refused_call(walker: Walker, function: FunctionValue | Builtin | RuleReference, node: Invocation) -> Failure | None:
    """Return the error of a call whose arguments do not meet the parameters of what it calls; None where they do.

    By the standard, what a call by name leaves out is null where its type takes null; in a pack it is refused.
    """
    count, names = len(node.arguments), tuple(argument.name for argument in node.named)
    fills_null = not walker.errors_decide
    match function:
        case RuleReference(id):
            return walker.rules.refusal(id, callee_of(node.function), count, names)
        case Builtin():
            return function.refusal(count, names, fills_null=fills_null)
        case FunctionValue(type=type_):
            way = parameters_of(type_, fills_null=fills_null)
            return refusal(callee_of(node.function), (way,), count, names)


def make_function(walker: Walker, node: FunctionDefinition, scope: Scope) -> FunctionValue | Failure:
    """Return the function that is defined; it sees the scope around its definition."""
    if node.is_external:
        return Failure("external functions are not allowed", "external-function")
    parameters: list[tuple[str, Type]] = []
    for parameter in node.parameters:
        type_ = ANY if parameter.type is None else resolve_type(parameter.type, walker.types)
        if type_ is None:
            return Failure(f"the type of `{parameter.name}` is unknown", "unknown-type", parameter.span)
        parameters.append((parameter.name, type_))
    own = FunctionType(tuple(parameters), node.result)
    way = parameters_of(own)

    def call(*arguments: Value) -> Value:
        if misfit := refusal("", (way,), len(arguments)):
            return misfit
        walker.count_steps(FUNCTION)
        given = [(name, argument, type_) for argument, (name, type_) in zip(arguments, parameters, strict=True)]
        for _, argument, type_ in given:
            if type_ != ANY:
                walker.count_size(argument)
        inner = {name: convert(argument, type_, f"`{name}`") for name, argument, type_ in given}
        return walker.walk(node.body, scope.within(inner))

    return FunctionValue("", call, own)


def function_of(walker: Walker, built_in: Builtin) -> FunctionValue:
    """Return a built-in as a value."""

    def call(*arguments: Value) -> Value:
        return built_in.refusal(len(arguments)) or call_builtin(walker, built_in, arguments, {})

    return FunctionValue(built_in.name, call, built_in.type)


def call_function(function: FunctionValue, positional: tuple[Value, ...], named: Mapping[str, Value]) -> Value:
    """Return what a function answers for arguments that meet its parameters; what a call by name leaves out is null.

    A rule that is a value may be called without what has an `otherwise`, as the rule itself.
    """
    if not named or function.type.optional:
        return function.call(*positional, **named)
    return function.call(*(named.get(name) for name in function.parameters))


def call_builtin(walker: Walker, built_in: Builtin, positional: tuple[Value, ...], named: Mapping[str, Value]) -> Value:
    """Return what a built-in answers: a strict operation, except that it may have a use for null."""
    arguments = (*positional, *named.values())
    absent = absence_of(arguments) if walker.errors_decide else waiting_of(arguments)
    if absent is not None:
        return absent
    walker.count_steps(built_in.steps)
    if not built_in.is_constant:
        for argument in arguments:
            walker.count_size(argument)
    value = _called(walker, built_in, positional, named)
    if isinstance(value, Failure) and value.code in LIMIT_CODES:
        raise LimitReached(value)
    is_inside = isinstance(value, Failure) and value not in arguments and value in failures_within(arguments)
    if is_inside and not walker.errors_decide:
        nulls = {name: without_failures(argument) for name, argument in named.items()}
        again = _called(walker, built_in, tuple(map(without_failures, positional)), nulls)
        value = value if isinstance(again, Failure) else again
    walker.check_size(value)
    if not built_in.is_constant:
        walker.count_size(value)
    earlier = first_failure(arguments)
    if earlier is not None and value != earlier:
        walker.absorb(earlier)
    return value


def _called(walker: Walker, built_in: Builtin, positional: Sequence[Value], named: Mapping[str, Value]) -> Value:
    if named:
        return built_in.call_named(named, fills_null=not walker.errors_decide, meter=walker)
    return built_in.call(*positional, meter=walker)
