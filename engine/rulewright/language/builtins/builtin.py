"""Defines what a built-in function is: its signatures, how arguments are matched to them, and its documentation.

A call takes the first signature whose parameters admit the arguments. Two conversions of the standard take place on
the way: a list of one item stands for the item, and a single value stands for a list of it. Null is admitted only
where a parameter says so. When no signature fits, the result is a failure that says why; if an argument was a failure
already, that failure is the result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from rulewright.language.kinds import kind_of
from rulewright.language.temporal import DateTime
from rulewright.language.types import (
    AnyType,
    ContextType,
    EnumType,
    FunctionType,
    ListType,
    MapType,
    Nullable,
    NullType,
    NumberType,
    RangeType,
    SimpleType,
    Type,
)
from rulewright.language.values import Absence, Failure, Value

Result = Type | Callable[[tuple[Type, ...]], Type]
"""The type of a result, or a function that finds it from the types of the arguments."""


@dataclass(frozen=True, slots=True)
class _Misfit:
    """An argument that a parameter does not admit: what it should be, what it is, and the failure it stems from."""

    expected: str
    given: str
    failure: Failure | None


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function.

    `parameters` are names and types in order; the last one takes one or more arguments where `is_variadic`. `function`
    computes the result of arguments of these types.
    """

    parameters: tuple[tuple[str, Type], ...]
    result: Result
    function: Callable[..., Value]
    is_variadic: bool = False

    def takes(self, count: int) -> bool:
        """Whether the signature has room for this many arguments."""
        return count >= len(self.parameters) if self.is_variadic else count == len(self.parameters)

    def parameter(self, index: int) -> tuple[str, Type]:
        """Return name and type of the parameter that takes the argument at the index."""
        return self.parameters[min(index, len(self.parameters) - 1)]

    def result_type(self, arguments: tuple[Type, ...]) -> Type:
        """Return the type of the result for arguments of these types."""
        return self.result if isinstance(self.result, Type) else self.result(arguments)


@dataclass(frozen=True, slots=True)
class Builtin:
    """A built-in function.

    `example` is an expression and `result_of_example` its value, both as FEEL text. A function that `reads_clock`
    fails unless it was given a moment with `at`.
    """

    name: str
    family: str
    signatures: tuple[Signature, ...]
    summary: str
    example: str
    result_of_example: str
    reads_clock: Callable[[DateTime], Value] | None = None

    @property
    def is_clock(self) -> bool:
        """Whether the result depends on the time of the call."""
        return self.reads_clock is not None

    def at(self, moment: DateTime) -> Builtin:
        """Return the function with its clock stopped at a moment."""
        if self.reads_clock is None:
            return self
        value = self.reads_clock(moment)
        return replace(self, signatures=(replace(self.signatures[0], function=lambda: value),), reads_clock=None)

    def call(self, *arguments: Value) -> Value:
        """Return the result for arguments by position."""
        count = len(arguments)
        for signature in self.signatures:
            if signature.takes(count):
                admitted = _admitted(signature, arguments)
                if admitted is not None:
                    return signature.function(*admitted)
        return self._refusal(arguments)

    def bind(self, named: Mapping[str, Value]) -> tuple[Value, ...] | Failure:
        """Return arguments by name in the order of the signature that has these names and admits the values."""
        names = set(named)
        same_names = [s for s in self.signatures if {name for name, _ in s.parameters} == names]
        if not same_names:
            return self._unknown_names(names)
        for signature in same_names:
            arguments = tuple(named[name] for name, _ in signature.parameters)
            admitted = _admitted(signature, arguments)
            if admitted is not None:
                return admitted
        signature = same_names[0]
        return self._misfit(signature, tuple(named[name] for name, _ in signature.parameters))

    def _refusal(self, arguments: tuple[Value, ...]) -> Failure:
        for argument in arguments:
            if isinstance(argument, Failure):
                return argument
        fitting = [signature for signature in self.signatures if signature.takes(len(arguments))]
        if fitting:
            closest = max(fitting, key=lambda signature: _fit(signature, arguments))
            return self._misfit(closest, arguments)
        counts = sorted({len(signature.parameters) for signature in self.signatures})
        wanted = " or ".join(str(count) for count in counts) or "no"
        plural = "argument" if counts == [1] else "arguments"
        more = " or more" if any(signature.is_variadic for signature in self.signatures) else ""
        return Failure(f"`{self.name}` takes {wanted}{more} {plural}, but it got {len(arguments)}", "argument-count")

    def _misfit(self, signature: Signature, arguments: tuple[Value, ...]) -> Failure:
        for index, argument in enumerate(arguments):
            name, type_ = signature.parameter(index)
            fitted = _fitted(argument, type_)
            if isinstance(fitted, _Misfit):
                if fitted.failure is not None:
                    return fitted.failure
                return Failure(
                    f"`{name}` of `{self.name}` must be {fitted.expected}, but it is {fitted.given}", "wrong-argument"
                )
        return Failure(f"`{self.name}` does not take these arguments", "wrong-argument")

    def _unknown_names(self, names: set[str]) -> Failure:
        known = {name for signature in self.signatures for name, _ in signature.parameters}
        unknown = sorted(names - known)
        spelled = (", ".join(name for name, _ in signature.parameters) for signature in self.signatures)
        ways = " or ".join(f"`{self.name}({names})`" for names in dict.fromkeys(spelled))
        if unknown:
            return Failure(f"`{self.name}` has no parameter `{unknown[0]}`; it is called {ways}", "argument-name")
        return Failure(f"`{self.name}` needs other parameters; it is called {ways}", "argument-name")


def bind(builtin: Builtin, named: Mapping[str, Value]) -> tuple[Value, ...] | Failure:
    """Return the arguments of a call by name, in order, or why they do not fit."""
    return builtin.bind(named)


def _admitted(signature: Signature, arguments: tuple[Value, ...]) -> tuple[Value, ...] | None:
    fitted = []
    for index, argument in enumerate(arguments):
        value = _fitted(argument, signature.parameter(index)[1])
        if isinstance(value, _Misfit):
            return None
        fitted.append(value)
    return tuple(fitted)


def _fit(signature: Signature, arguments: Sequence[Value]) -> int:
    """Return how many leading arguments the signature admits."""
    for index, argument in enumerate(arguments):
        if isinstance(_fitted(argument, signature.parameter(index)[1]), _Misfit):
            return index
    return len(arguments)


def _fitted(value: Value, type_: Type) -> Value | _Misfit:
    """Return the value as the type wants it, or a misfit."""
    if isinstance(type_, AnyType):
        return value
    if isinstance(type_, Nullable):
        return None if value is None or isinstance(value, Absence) else _fitted(value, type_.type)
    if isinstance(type_, ListType):
        return _fitted_list(value, type_)
    kind = kind_of(value)
    wanted = _wanted(type_)
    if kind == wanted:
        return value
    if kind == "list" and len(value) == 1 and kind_of(value[0]) == wanted:
        return value[0]
    return _Misfit(_article(wanted), _described(value), value if isinstance(value, Failure) else None)


def _fitted_list(value: Value, type_: ListType) -> Value | _Misfit:
    if type(value) is not list:
        if value is None or isinstance(value, Absence):
            return _Misfit("a list", "null", value if isinstance(value, Failure) else None)
        value = [value]
    item_type = type_.item
    if isinstance(item_type, AnyType):
        return value
    items = []
    for index, item in enumerate(value, 1):
        fitted = _fitted_item(item, item_type)
        if isinstance(fitted, _Misfit):
            return _Misfit(f"a list of {_plural(item_type)}", f"a list with {fitted.given} at {index}", fitted.failure)
        items.append(fitted)
    return items


def _fitted_item(item: Value, type_: Type) -> Value | _Misfit:
    """Return the item of a list; no conversion takes place inside lists."""
    if isinstance(type_, Nullable):
        if item is None or isinstance(item, Absence):
            return None
        type_ = type_.type
    wanted = _wanted(type_)
    if kind_of(item) == wanted:
        return item
    return _Misfit(_article(wanted), _described(item), item if isinstance(item, Failure) else None)


def _wanted(type_: Type) -> str:
    """Return the kind of the values of a type."""
    if isinstance(type_, NumberType):
        return "number"
    if isinstance(type_, SimpleType):
        return type_.name
    names: Mapping[type, str] = {
        ContextType: "context",
        MapType: "context",
        ListType: "list",
        RangeType: "range",
        FunctionType: "function",
        EnumType: "string",
        NullType: "null",
    }
    return names[type(type_)]


def _article(kind: str) -> str:
    return kind if kind == "null" else f"a {kind}"


def _described(value: Value) -> str:
    return _article(kind_of(value))


def _plural(type_: Type) -> str:
    inner = type_.type if isinstance(type_, Nullable) else type_
    return f"{_wanted(inner)}s"
