"""Brings the arguments of a call to the parameters of what is called: a rule, a built-in or a function.

A call gives its arguments by position or by name, never both. A built-in may be called in several ways; anything else
in one. Where arguments and parameters do not meet, whoever checks and whoever evaluates says so in the same words.
"""

from __future__ import annotations

from collections.abc import Sequence

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.types import AnyType, FunctionType, Nullable, Type
from rulewright.records import dataclass


@dataclass(frozen=True, slots=True)
class Misbound:
    """One reason why a call does not meet its parameters.

    `argument` is the index of the argument at fault, None where the call lacks one.
    """

    code: str
    message: str
    hint: str
    argument: int | None = None

    @property
    def reason(self) -> str:
        """The message with its hint, as one sentence."""
        return f"{self.message}; {self.hint}"


@dataclass(frozen=True, slots=True)
class BoundArguments:
    """For each argument the place of its parameter, None where it has none, and what is wrong with the call."""

    places: tuple[int | None, ...]
    problems: tuple[Misbound, ...] = ()


@dataclass(frozen=True, slots=True)
class FormalParameters:
    """One way to call something: the names of its parameters in order.

    `optional` may be left out; a call by position gives all up to the last that may not. `nullable` may be left out of
    a call by name and are null then. The last parameter takes one or more arguments where `is_variadic`.
    """

    names: tuple[str, ...]
    optional: frozenset[str] = frozenset()
    nullable: frozenset[str] = frozenset()
    is_variadic: bool = False

    @property
    def required(self) -> int:
        """How many arguments a call by position gives at least."""
        count = len(self.names)
        while count and self.names[count - 1] in self.optional:
            count -= 1
        return count

    def takes(self, count: int, names: Sequence[str] = ()) -> bool:
        """Whether a call may give so many arguments by position, or just those of these names."""
        if names:
            return set(names) <= set(self.names) and not self.lacking(names)
        return (self.is_variadic or count <= len(self.names)) and self.optional.issuperset(self.names[count:])

    def lacking(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the parameters that a call by these names leaves out although it may not."""
        return tuple(
            each for each in self.names if each not in names and each not in self.optional and each not in self.nullable
        )

    def bind(self, callee: str, count: int, names: Sequence[str] = ()) -> BoundArguments:
        """Return which parameters take the arguments of a call: so many by position, or these by name."""
        places: tuple[int | None, ...]
        if names:
            places = tuple(self.names.index(name) if name in self.names else None for name in names)
        else:
            known = len(self.names)
            beyond = known - 1 if self.is_variadic else None
            places = (*range(min(count, known)), *(beyond for _ in range(known, count)))
        return BoundArguments(places, misbound(callee, (self,), count, names))


def parameters_of(function: FunctionType, *, fills_null: bool = False) -> FormalParameters:
    """Return the parameters of a function; with `fills_null`, a call by name may leave out those that may be null."""
    names = tuple(name for name, _ in function.parameters)
    return FormalParameters(
        names, function.optional, nullable_names(function.parameters) if fills_null else frozenset()
    )


def nullable_names(parameters: Sequence[tuple[str, Type]]) -> frozenset[str]:
    """Return the names of parameters that take null: what a call by name leaves out is null (DMN 1.5, 10.3.2.13)."""
    return frozenset(name for name, type_ in parameters if isinstance(type_, AnyType | Nullable))


def misbound(
    callee: str, ways: Sequence[FormalParameters], count: int, names: Sequence[str] = ()
) -> tuple[Misbound, ...]:
    """Return why a call fits none of the ways to call something; nothing where it fits one.

    `callee` is what is called, by name; it is empty for a function without one.
    """
    if any(way.takes(count, names) for way in ways):
        return ()
    shown = f"`{callee}`" if callee else "the function"
    hint = f"it is {' or '.join(dict.fromkeys(_call(callee, way) for way in ways))}"
    if not names:
        return (_miscounted(shown, ways, count, hint),)
    known = {name for way in ways for name in way.names}
    unknown = tuple(
        Misbound("unknown-argument", f"{shown} has no argument `{name}`", did_you_mean(name, known) or hint, place)
        for place, name in enumerate(names)
        if name not in known
    )
    return unknown or (_incomplete(shown, ways, names, hint),)


def _miscounted(shown: str, ways: Sequence[FormalParameters], count: int, hint: str) -> Misbound:
    least = min(ways, key=lambda way: way.required)
    if count < least.required:
        return _lacking(shown, least.names[count : least.required], hint)
    counts = sorted({number for way in ways for number in range(way.required, len(way.names) + 1)})
    wanted = f"{' or '.join(map(str, counts))} argument{'' if counts == [1] else 's'}"
    first = max(number for number in counts if number < count)
    return Misbound("extra-argument", f"{shown} takes {wanted}, not {count}", hint, first)


def _incomplete(shown: str, ways: Sequence[FormalParameters], names: Sequence[str], hint: str) -> Misbound:
    begun = [way.lacking(names) for way in ways if set(names) <= set(way.names)]
    if begun:
        return _lacking(shown, min(begun, key=len), hint)
    return Misbound("missing-argument", f"{shown} needs other arguments", hint)


def _lacking(shown: str, names: Sequence[str], hint: str) -> Misbound:
    lacking = ", ".join(f"`{name}`" for name in names)
    return Misbound("missing-argument", f"{shown} is called without {lacking}", hint)


def _call(callee: str, way: FormalParameters) -> str:
    names = (*way.names, "…") if way.is_variadic else way.names
    return f"`{callee or 'function'}({', '.join(names)})`"
