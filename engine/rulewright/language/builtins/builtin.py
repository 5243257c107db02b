"""Defines what a built-in function is: its signatures, how arguments are matched to them, and its documentation.

A call takes the first signature whose parameters admit the arguments. Two conversions of the standard take place on
the way: a list of one item stands for the item, and a single value stands for a list of it. Null is admitted only
where a parameter says so. When no signature fits, the result is a failure that says why; if an argument was a failure
already, that failure is the result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from rulewright.language.builtins.fitting import Misfit, fit
from rulewright.language.parameters import Misbound, Parameters, misbound, nullable_names
from rulewright.language.temporal.values import DateTime
from rulewright.language.types import Type
from rulewright.language.values import Failure, Value

Result = Type | Callable[[tuple[Type, ...]], Type]
"""The type of a result, or a function that finds it from the types of the arguments."""


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

    def way(self, *, fills_null: bool = False) -> Parameters:
        """Return the parameters; with `fills_null`, a call by name may leave out those that may be null."""
        names = tuple(name for name, _ in self.parameters)
        nullable = nullable_names(self.parameters) if fills_null else frozenset()
        return Parameters(names, nullable=nullable, is_variadic=self.is_variadic)

    def takes(self, count: int) -> bool:
        """Whether the signature has room for this many arguments."""
        return count >= len(self.parameters) if self.is_variadic else count == len(self.parameters)

    def parameter(self, index: int) -> tuple[str, Type]:
        """Return name and type of the parameter that takes the argument at the index."""
        return self.parameters[min(index, len(self.parameters) - 1)]

    def admit(self, arguments: tuple[Value, ...]) -> tuple[Value, ...] | Misfit:
        """Return the arguments as the parameters want them, or the first that a parameter does not admit.

        There must be as many as the signature takes.
        """
        fitted = []
        last = len(self.parameters) - 1
        for index, argument in enumerate(arguments):
            name, type_ = self.parameters[min(index, last)]
            value = fit(argument, type_)
            if isinstance(value, Misfit):
                return replace(value, name=name, index=index)
            fitted.append(value)
        return tuple(fitted)

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
                admitted = signature.admit(arguments)
                if not isinstance(admitted, Misfit):
                    return signature.function(*admitted)
        return self._refusal(arguments)

    def call_named(self, named: Mapping[str, Value], *, fills_null: bool = False) -> Value:
        """Return the result for arguments by name; with `fills_null`, what is left out is null where null may stand."""
        names = list(named)
        signatures = self.signatures_of(names, fills_null=fills_null)
        # Where two signatures have the same names, the order in which the call gives them tells which is meant.
        signatures.sort(key=lambda signature: [name for name, _ in signature.parameters] != names)
        misfits: list[Misfit] = []
        for signature in signatures:
            admitted = signature.admit(tuple(named.get(name) for name, _ in signature.parameters))
            if not isinstance(admitted, Misfit):
                return signature.function(*admitted)
            misfits.append(admitted)
        return self._misfit_failure(misfits[0]) if misfits else _refused(self.misbound(0, names, fills_null=fills_null))

    def signatures_of(self, names: Sequence[str], *, fills_null: bool = False) -> list[Signature]:
        """Return the signatures that a call by these names may mean, those first that it leaves least out of."""
        found = [each for each in self.signatures if each.way(fills_null=fills_null).takes_names(names)]
        return sorted(found, key=lambda signature: len(signature.parameters))

    def misbound(self, count: int, names: Sequence[str] = (), *, fills_null: bool = False) -> tuple[Misbound, ...]:
        """Return why no signature takes so many arguments by position, or these by name."""
        return misbound(self.name, [each.way(fills_null=fills_null) for each in self.signatures], count, names)

    def _refusal(self, arguments: tuple[Value, ...]) -> Failure:
        for argument in arguments:
            if isinstance(argument, Failure):
                return argument
        fitting = [signature for signature in self.signatures if signature.takes(len(arguments))]
        misfits = [found for found in (each.admit(arguments) for each in fitting) if isinstance(found, Misfit)]
        if misfits:
            return self._misfit_failure(max(misfits, key=lambda misfit: misfit.index))
        return _refused(self.misbound(len(arguments)))

    def _misfit_failure(self, misfit: Misfit) -> Failure:
        return misfit.failure or Failure(
            f"`{misfit.name}` of `{self.name}` must be {misfit.expected}, but it is {misfit.given}", "wrong-argument"
        )


def _refused(problems: tuple[Misbound, ...]) -> Failure:
    return Failure(problems[0].reason, problems[0].code)
