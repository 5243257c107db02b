"""Calls functions: those written in FEEL and the built-ins."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rulewright.evaluate.reference.absences import absence_of, first_failure, waiting_of
from rulewright.evaluate.reference.conformance import convert
from rulewright.evaluate.reference.scope import Scope
from rulewright.evaluate.reference.walker import Walker
from rulewright.language.builtins.builtin import Builtin
from rulewright.language.checker import Scope as CheckedScope
from rulewright.language.checker import check_expression
from rulewright.language.syntax import FunctionDefinition, Node
from rulewright.language.types import ANY, FunctionType, Type
from rulewright.language.values import Failure, FunctionValue, Value
from rulewright.language.written import resolve_type
from rulewright.source import SourceText


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

    def call(*arguments: Value) -> Value:
        if len(arguments) != len(names):
            return _wrong_count("the function", len(names), len(arguments))
        given = zip(names, arguments, types, strict=True)
        inner = {name: convert(argument, type_, f"`{name}`") for name, argument, type_ in given}
        return walker.walk(node.body, scope.within(inner))

    parameters = tuple(zip(names, types, strict=True))
    return FunctionValue("", names, call, FunctionType(parameters, _result_type(node.body, parameters)))


@lru_cache(maxsize=256)
def _result_type(body: Node, parameters: tuple[tuple[str, Type], ...]) -> Type:
    """Return the type of what a function answers, as far as its body tells."""
    return check_expression(body, SourceText.of(""), CheckedScope(dict(parameters))).type


def function_of(walker: Walker, built_in: Builtin) -> FunctionValue:
    """Return a built-in as a value."""
    signature = built_in.signatures[0]
    names = tuple(name for name, _ in signature.parameters)
    result = signature.result_type(tuple(type_ for _, type_ in signature.parameters))

    def call(*arguments: Value) -> Value:
        return call_builtin(walker, built_in, arguments, {})

    return FunctionValue(built_in.name, names, call, FunctionType(signature.parameters, result))


def call_function(function: FunctionValue, positional: tuple[Value, ...], named: Mapping[str, Value]) -> Value:
    """Return what a function answers."""
    if named:
        unknown = [name for name in named if name not in function.parameters]
        if unknown:
            return Failure(f"the function has no parameter `{unknown[0]}`", "unknown-argument")
        if len(named) != len(function.parameters):
            return _wrong_count("the function", len(function.parameters), len(named))
        positional = tuple(named[name] for name in function.parameters)
    return function.call(*positional)


def call_builtin(walker: Walker, built_in: Builtin, positional: tuple[Value, ...], named: Mapping[str, Value]) -> Value:
    """Return what a built-in answers: a strict operation, except that it may have a use for null."""
    arguments = (*positional, *named.values())
    absent = absence_of(arguments) if walker.errors_decide else waiting_of(arguments)
    if absent is not None:
        return absent
    walker.count_steps(sum(len(argument) for argument in arguments if isinstance(argument, list)))
    if named:
        bound = built_in.bind(named)
        value = bound if isinstance(bound, Failure) else built_in.call(*bound)
    else:
        value = built_in.call(*positional)
    walker.check_size(value)
    earlier = first_failure(arguments)
    if earlier is not None and value != earlier:
        walker.absorb(earlier)
    return value


def _wrong_count(what: str, wanted: int, given: int) -> Failure:
    plural = "argument" if wanted == 1 else "arguments"
    return Failure(f"{what} takes {wanted} {plural}, but it got {given}", "wrong-argument")
