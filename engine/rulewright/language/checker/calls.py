"""Infers invocations and function definitions."""

from __future__ import annotations

from collections.abc import Sequence

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.builtins import BUILTINS, Builtin
from rulewright.language.checker.builtin_calls import infer_builtin_call, report_misbound
from rulewright.language.checker.environment import Local
from rulewright.language.checker.expectations import expect
from rulewright.language.checker.inference import Inference, list_hint
from rulewright.language.checker.names import dotted_name
from rulewright.language.description import describe
from rulewright.language.foreign import function_hint
from rulewright.language.parameters import callee_of, parameters_of, written_call
from rulewright.language.relations import assignable
from rulewright.language.syntax import FunctionDefinition, Invocation, NamedArgument, Node
from rulewright.language.types import ANY, AnyType, FunctionType, ListType, Type


def infer_invocation(inference: Inference, node: Invocation, local: Local) -> Type:
    """Infer a call of a rule, a built-in or a function written in FEEL.

    A name in scope hides a built-in only where it is a function itself. A built-in that is a value is called as the
    built-in.
    """
    dotted = dotted_name(node.function)
    if dotted is not None and dotted in BUILTINS and not isinstance(local.names.get(dotted), FunctionType | AnyType):
        inference.types[id(node.function)] = BUILTINS[dotted].type
        return _call_builtin(inference, node, BUILTINS[dotted], local)
    if dotted is not None and dotted.partition(".")[0] not in local.names and not local.is_open:
        _infer_arguments(inference, node, local)
        _report_unknown(inference, node.function, dotted, local)
        return ANY
    known = len(inference.diagnostics)
    function = inference.operand(node.function, local, "a call")
    is_reported = len(inference.diagnostics) > known
    if isinstance(function, FunctionType) and function.built_in:
        return _call_builtin(inference, node, BUILTINS[function.built_in], local)
    if isinstance(function, FunctionType) and inference.is_closed(node):
        return call(inference, node, function, local)
    _infer_arguments(inference, node, local)
    if not isinstance(function, AnyType | FunctionType) and not is_reported:
        message = f"`{inference.text(node.function)}` is {describe(function)}, not a function"
        hint = list_hint(inference, node.function)
        hint = hint or ("write it without parentheses" if not node.arguments and not node.named else "")
        inference.report("not-a-function", message, node, hint)
    return ANY


def _call_builtin(inference: Inference, node: Invocation, builtin: Builtin, local: Local) -> Type:
    arguments = _builtin_arguments(inference, node, builtin, local)
    return infer_builtin_call(inference, node, builtin, arguments) if inference.is_closed(node) else ANY


def _report_unknown(inference: Inference, node: Node, name: str, local: Local) -> None:
    ids = (*inference.environment.rules, *inference.environment.known_ids)
    endings = {each.rpartition(".")[2]: each for each in sorted(ids, reverse=True)}
    if name in endings:
        hint = f"did you mean `{endings[name]}`?"
    else:
        functions = [each for each, type_ in local.names.items() if isinstance(type_, FunctionType)]
        last = name.rpartition(".")[2]
        own = f"write `{last}(…)`" if last != name and last in BUILTINS else ""
        near = did_you_mean(name, functions) or function_hint(name) or own
        hint = near or did_you_mean(name, BUILTINS, ids)
    inference.report("unknown-function", f"unknown function `{name}`", node, hint)


def _infer_arguments(inference: Inference, node: Invocation, local: Local) -> None:
    for argument in node.arguments:
        inference.infer(argument, local)
    for named in node.named:
        inference.infer(named, local)


def _builtin_arguments(inference: Inference, node: Invocation, builtin: Builtin, local: Local) -> list[Type]:
    """Infer the arguments of a built-in; functions among them take items of the list before them."""
    types: list[Type] = []
    for place, argument in enumerate((*node.arguments, *node.named)):
        name, value = (argument.name, argument.value) if isinstance(argument, NamedArgument) else ("", argument)
        wanted: Type = ANY
        if isinstance(value, FunctionDefinition) and types and isinstance(types[0], ListType):
            wanted = builtin.function_wanted(place, name, types[0].item)
        type_ = infer_argument(inference, value, wanted, local)
        inference.types[id(argument)] = type_
        types.append(type_)
    return types


def infer_named_argument(inference: Inference, node: NamedArgument, local: Local) -> Type:
    """Infer the value of a named argument."""
    return inference.infer(node.value, local)


def call(inference: Inference, node: Invocation, function: FunctionType, local: Local) -> Type:
    """Check the arguments of a call against the function's parameters and return its result."""
    arguments = (*node.arguments, *node.named)
    name = callee_of(node.function)
    parameters = parameters_of(function, fills_null=inference.environment.fills_null)
    written = {each.name for each in node.named}
    renamed = {old: new for old, new in function.aliases if old in written and new not in written}
    for each in node.named:
        if each.name in renamed:
            inference.rename(each, renamed[each.name])
    named = [renamed.get(each.name, each.name) for each in node.named]
    bound = parameters.bind(name, len(node.arguments), named)
    for argument, place in zip(arguments, bound.places, strict=True):
        if place is None:
            inference.infer(argument, local)
            continue
        wanted = function.parameters[place][1]
        value = argument.value if isinstance(argument, NamedArgument) else argument
        inference.types[id(argument)] = infer_argument(inference, value, wanted, local)
    swapped = _swapped(inference, node, function)
    shown = f"`{name}`" if name else "the function"
    for argument, place in zip(arguments, bound.places, strict=True):
        if place is None or argument in swapped:
            continue
        parameter, wanted = function.parameters[place]
        value = argument.value if isinstance(argument, NamedArgument) else argument
        expect(inference, value, wanted, f"`{parameter}` of {shown}", "wrong-argument")
    if swapped:
        first, second = (f"`{function.parameters[node.arguments.index(each)][0]}`" for each in swapped)
        message = f"{first} and {second} of {shown} are the wrong way round"
        inference.report("wrong-argument", message, swapped[0], f"it is {written_call(name, parameters)}")
    report_misbound(inference, node, bound.problems)
    return function.result


def _swapped(inference: Inference, node: Invocation, function: FunctionType) -> tuple[Node, ...]:
    """Return the two arguments by position that fit each other's parameters, and neither its own."""
    given = [
        (argument, inference.type_of(argument), wanted)
        for argument, (_, wanted) in zip(node.arguments, function.parameters, strict=False)
    ]
    wrong = [each for each in given if not assignable(each[1], each[2])]
    if len(wrong) == 2:
        (one, one_type, one_wanted), (other, other_type, other_wanted) = wrong
        if assignable(one_type, other_wanted) and assignable(other_type, one_wanted):
            return (one, other)
    return ()


# ── Functions ─────────────────────────────────────────────────────────────────────────────────────────────────────


def infer_argument(inference: Inference, node: Node, wanted: Type, local: Local) -> Type:
    """Infer an argument; a function written on the spot learns the types of its parameters from its place."""
    if isinstance(node, FunctionDefinition) and isinstance(wanted, FunctionType):
        type_ = _define(inference, node, local, [type_ for _, type_ in wanted.parameters])
        inference.types[id(node)] = type_
        return type_
    return inference.infer(node, local)


def infer_function(inference: Inference, node: FunctionDefinition, local: Local) -> Type:
    """Infer a function definition."""
    return _define(inference, node, local, ())


def _define(inference: Inference, node: FunctionDefinition, local: Local, wanted: Sequence[Type]) -> Type:
    parameters: dict[str, Type] = {}
    for index, parameter in enumerate(node.parameters):
        type_: Type = wanted[index] if index < len(wanted) else ANY
        if parameter.type is not None:
            type_ = inference.written_type(parameter.type) or ANY
        parameters[parameter.name] = type_
        inference.types[id(parameter)] = type_
    if node.is_external:
        if inference.environment.forbid_external:
            inference.report("external-function", "functions of other languages are not run here", node)
        return FunctionType(tuple(parameters.items()), ANY)
    return FunctionType(tuple(parameters.items()), inference.infer(node.body, local.with_names(parameters)))
