"""Calls functions: those written in FEEL and the built-ins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rulewright.evaluate.reference.conformance import convert
from rulewright.evaluate.reference.walker import LimitReached, Scope, Walker
from rulewright.language.absences import absence_of, failures_within, first_failure, waiting_of, without_failures
from rulewright.language.builtins.builtin import Builtin
from rulewright.language.parameters import FormalParameters, misbound
from rulewright.language.syntax import FunctionDefinition
from rulewright.language.types import ANY, FunctionType, Type
from rulewright.language.values import Failure, FunctionValue, Value
from rulewright.language.work import FUNCTION
from rulewright.language.written import resolve_type

LIMIT_CODES = frozenset({"limit-string", "limit-list"})
"""The errors of built-ins that end an evaluation."""


def make_function(walker: Walker, node: FunctionDefinition, scope: Scope) -> FunctionValue | Failure:
    """Return the function that is defined; it sees the scope around its definition."""
    if node.is_external:
        return Failure("external functions are not allowed", "external-function")
    names = tuple(parameter.name for parameter in node.parameters)
    types: list[Type] = []
    for parameter in node.parameters:
        type_ = ANY if parameter.type is None else resolve_type(parameter.type, walker.types)
        if type_ is None:
            return Failure(f"the type of `{parameter.name}` is unknown", "unknown-type", parameter.span)
        types.append(type_)
    own = FormalParameters(names)

    def call(*arguments: Value) -> Value:
        if refused := refusal("", own, len(arguments)):
            return refused
        walker.count_steps(FUNCTION)
        for argument, type_ in zip(arguments, types, strict=True):
            if type_ != ANY:
                walker.count_size(argument)
        given = zip(names, arguments, types, strict=True)
        inner = {name: convert(argument, type_, f"`{name}`") for name, argument, type_ in given}
        return walker.walk(node.body, scope.within(inner))

    parameters = tuple(zip(names, types, strict=True))
    return FunctionValue("", names, call, FunctionType(parameters, node.result))


def function_of(walker: Walker, built_in: Builtin) -> FunctionValue:
    """Return a built-in as a value."""
    names = tuple(name for name, _ in built_in.type.parameters)

    def call(*arguments: Value) -> Value:
        return call_builtin(walker, built_in, arguments, {})

    return FunctionValue(built_in.name, names, call, built_in.type)


def call_function(
    walker: Walker, function: FunctionValue, positional: tuple[Value, ...], named: Mapping[str, Value]
) -> Value:
    """Return what a function answers. By the standard, what a call by name leaves out is null; in a pack it is refused.

    A rule that is a value may be called without what has an `otherwise`, as the rule itself. A call by position is for
    the function itself to judge.
    """
    if not named:
        return function.call(*positional)
    names = function.parameters
    optional = function.type.optional if function.type else frozenset()
    parameters = FormalParameters(names, optional, frozenset() if walker.errors_decide else frozenset(names))
    if refused := refusal(function.name, parameters, 0, tuple(named)):
        return refused
    return function.call(**named) if optional else function.call(*(named.get(name) for name in names))


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


def refusal(callee: str, parameters: FormalParameters, count: int, names: Sequence[str] = ()) -> Failure | None:
    """Return the error of a call whose arguments a rule or a function has no parameters for, or None where it has."""
    if parameters.takes(count, names):
        return None
    problem = misbound(callee, (parameters,), count, names)[0]
    return Failure(problem.reason, problem.code if problem.code == "unknown-argument" else "wrong-argument")
