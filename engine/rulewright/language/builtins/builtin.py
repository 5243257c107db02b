"""Defines what a built-in function is, and how a Python function is declared to be one.

A call takes the first signature whose parameters admit the arguments. When no signature fits, the result is a failure
that says why; if an argument was a failure already, that failure is the result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Literal

from rulewright.language.builtins.signatures import Derive, Misfit, Signature, read_signatures, with_variables
from rulewright.language.parameters import FormalParameters, Misbound, misbound, refusal
from rulewright.language.temporal.values import DateTime
from rulewright.language.types import ANY, FunctionType, Type
from rulewright.language.values import Failure, Value
from rulewright.language.work import UNMETERED, Meter

Function = Callable[..., Value]
Ordered = Literal["", "items", "ends"]
"""What a function compares with each other: nothing, its items, or its points and the ends of its ranges."""

Gives = Literal["", "total", "items", "all items", "all entries"]
"""What a result shows of the items that a function is given: of whom personal items are goes by that.

A total is of all of them together. Items are some of them as they were, all items or all entries each by itself. Of
anything else a result is as personal as what it was made from.
"""


@dataclass(frozen=True, eq=False)  # without slots: the signatures are read when they are first needed, and kept
class Builtin:
    """A built-in function.

    `ways` are its signatures as they are written, each with what computes the result. `example` is an expression and
    `result_of_example` its value, both as FEEL text. `derive` says the type of the result where the signatures do not.
    `is_fractional` says that whole numbers may give one that is not whole. A function that `is_clock` fails unless it
    was given a moment with `at`. One that `is_metered` counts its own steps with the meter that it is given first. What
    a call costs is `steps`, and unless it `is_constant` the sizes of its arguments and of its result.

    `gives` says what the result shows of the items, `pattern` which parameter is a pattern. A function that `is_search`
    looks for its second argument among the items of the first. The result of one that `forgets_lists` never holds a
    list that it was given.
    """

    ways: tuple[tuple[str, Function], ...]
    description: str
    example: str
    result_of_example: str
    derive: Derive | None = None
    ordered: Ordered = ""
    is_fractional: bool = False
    is_clock: bool = False
    is_metered: bool = False
    is_constant: bool = False
    steps: int = 0
    gives: Gives = ""
    pattern: str = ""
    is_search: bool = False
    forgets_lists: bool = False

    @property
    def name(self) -> str:
        """What the function is called in expressions."""
        return self.ways[0][0].partition("(")[0]

    @property
    def summary(self) -> str:
        """What the function does, on one line without a full stop."""
        return " ".join(self.description.split()).removesuffix(".")

    @cached_property
    def signatures(self) -> tuple[Signature, ...]:
        """The ways to call the function, in the order in which they are tried."""
        return tuple(each for way, function in self.ways for each in read_signatures(way, function, self.derive))

    @cached_property
    def type(self) -> FunctionType:
        """The type of the function used as a value: that of its first signature."""
        parameters = self.signatures[0].parameters
        result = self.signatures[0].result_type(tuple(type_ for _, type_ in parameters))
        return FunctionType(parameters, result, built_in=self.name)

    @property
    def pattern_place(self) -> int | None:
        """The place of the pattern among the parameters; None where the function takes none."""
        names = [name for name, _ in self.signatures[0].parameters]
        return names.index(self.pattern) if self.pattern else None

    def at(self, moment: DateTime) -> Builtin:
        """Return the function with its clock stopped at a moment."""
        if not self.is_clock:
            return self
        ((way, function),) = self.ways
        return replace(self, ways=((way, partial(function, moment)),), is_clock=False)

    def call(self, *arguments: Value, meter: Meter = UNMETERED) -> Value:
        """Return the result for arguments by position."""
        count = len(arguments)
        for signature in self.signatures:
            if signature.takes(count):
                admitted = signature.admit(arguments)
                if not isinstance(admitted, Misfit):
                    return signature.function(*((meter, *admitted) if self.is_metered else admitted))
        return self._unfitted(arguments)

    def call_named(self, named: Mapping[str, Value], *, fills_null: bool = False, meter: Meter = UNMETERED) -> Value:
        """Return the result for arguments by name; with `fills_null`, what is left out is null where null may stand."""
        names = list(named)
        signatures = self.signatures_of(names, fills_null=fills_null)
        # Where two signatures have the same names, the order in which the call gives them says which is meant.
        signatures.sort(key=lambda signature: [name for name, _ in signature.parameters] != names)
        misfits: list[Misfit] = []
        for signature in signatures:
            admitted = signature.admit(tuple(named.get(name) for name, _ in signature.parameters))
            if not isinstance(admitted, Misfit):
                return signature.function(*((meter, *admitted) if self.is_metered else admitted))
            misfits.append(admitted)
        return self._misfit_failure(misfits[0]) if misfits else self.refusal(0, names, fills_null=fills_null)

    def signatures_of(self, names: Sequence[str], *, fills_null: bool = False) -> list[Signature]:
        """Return the signatures that a call by these names may mean, those first that it leaves least out of."""
        pairs = zip(self.signatures, self._formal[fills_null], strict=True)
        found = [signature for signature, formal in pairs if formal.takes(0, names)]
        return sorted(found, key=lambda signature: len(signature.parameters))

    def function_wanted(self, place: int, name: str, item: Type) -> Type:
        """Return the type of the function that an argument should be, by place or by name, for a list of such items."""
        for signature in self.signatures:
            for index, (own, _) in enumerate(signature.parameters):
                written = signature.written[index]
                if isinstance(written, FunctionType) and (own == name if name else index == place):
                    return with_variables(written, lambda _: item)
        return ANY

    def misbound(self, count: int, names: Sequence[str] = (), *, fills_null: bool = False) -> tuple[Misbound, ...]:
        """Return why no signature takes so many arguments by position, or these by name."""
        return misbound(self.name, self._formal[fills_null], count, names, self.example)

    def refusal(self, count: int, names: Sequence[str] = (), *, fills_null: bool = False) -> Failure | None:
        """Return the error of a call that no signature takes; None where one does."""
        return refusal(self.name, self._formal[fills_null], count, names, self.example)

    @cached_property
    def _formal(self) -> Mapping[bool, tuple[FormalParameters, ...]]:
        """The parameters of each signature: for calls that give them all, and for those that leave out nulls."""
        return {fills: tuple(each.way(fills_null=fills) for each in self.signatures) for fills in (False, True)}

    def _unfitted(self, arguments: tuple[Value, ...]) -> Value:
        for argument in arguments:
            if isinstance(argument, Failure):
                return argument
        fitting = [signature for signature in self.signatures if signature.takes(len(arguments))]
        misfits = [found for found in (each.admit(arguments) for each in fitting) if isinstance(found, Misfit)]
        if misfits:
            return self._misfit_failure(max(misfits, key=lambda misfit: misfit.index))
        return self.refusal(len(arguments))

    def _misfit_failure(self, misfit: Misfit) -> Failure:
        return misfit.failure or Failure(
            f"`{misfit.name}` of `{self.name}` must be {misfit.expected}, but it is {misfit.given}", "wrong-argument"
        )


def builtin(
    *signatures: str,
    example: tuple[str, str],
    more: Mapping[str, Function] | None = None,
    derive: Derive | None = None,
    ordered: Ordered = "",
    is_fractional: bool = False,
    is_clock: bool = False,
    is_metered: bool = False,
    is_constant: bool = False,
    steps: int = 0,
    gives: Gives = "",
    pattern: str = "",
    is_search: bool = False,
    forgets_lists: bool = False,
) -> Callable[[Function], Builtin]:
    """Declare that a function computes a built-in of these signatures; its docstring is the help.

    `example` is an expression with its value. `more` are further signatures that other functions compute.
    """

    def declared(function: Function) -> Builtin:
        ways = (*((each, function) for each in signatures), *(more or {}).items())
        flags = is_fractional, is_clock, is_metered, is_constant
        finds = is_search, forgets_lists
        return Builtin(ways, function.__doc__ or "", *example, derive, ordered, *flags, steps, gives, pattern, *finds)

    return declared
