"""Brings the arguments of a call to the parameters of what is called: a rule, a built-in or a function.

A call gives its arguments by position or by name, never both. A built-in may be called in several ways; anything else
in one. Where arguments and parameters do not meet, whoever reads, checks and evaluates says so in the same words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.syntax import Name, Node, PathExpression, RuleReference
from rulewright.language.types import AnyType, FunctionType, Nullable, NullType
from rulewright.language.values import Failure
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

    `optional` may be left out; a call by position gives all up to the last that may not. `nullable` may be null by
    their type, and `untyped` have none that says anything; where a call `fills_null`, it may leave both out by name,
    and they are null then. The last parameter takes one or more arguments where `is_variadic`.
    """

    names: tuple[str, ...]
    optional: frozenset[str] = frozenset()
    nullable: frozenset[str] = frozenset()
    untyped: frozenset[str] = frozenset()
    fills_null: bool = False
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
            return not count and len(set(names)) == len(names) and self.knows(names) and not self.lacking(names)
        return (self.is_variadic or count <= len(self.names)) and self.optional.issuperset(self.names[count:])

    def knows(self, names: Sequence[str]) -> bool:
        """Whether all names are those of parameters."""
        return set(names) <= set(self.names)

    def lacking(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return the parameters that a call by these names leaves out although it may not."""
        filled = self.nullable | self.untyped if self.fills_null else frozenset[str]()
        return tuple(each for each in self.names if each not in names and each not in self.optional | filled)

    def bind(self, callee: str, count: int, names: Sequence[str] = ()) -> BoundArguments:
        """Return which parameters take the arguments of a call: so many by position, then these by name."""
        known = len(self.names)
        beyond = known - 1 if self.is_variadic else None
        by_position = (*range(min(count, known)), *(beyond for _ in range(known, count)))
        by_name = (self.names.index(name) if name in self.names else None for name in names)
        return BoundArguments((*by_position, *by_name), misbound(callee, (self,), count, names))


def parameters_of(function: FunctionType, *, fills_null: bool = False) -> FormalParameters:
    """Return the parameters of a function.

    With `fills_null`, what a call by name leaves out is null where its type takes null (DMN 1.5, 10.3.2.13).
    """
    parameters = function.parameters
    nullable = frozenset(name for name, type_ in parameters if isinstance(type_, Nullable | NullType))
    untyped = frozenset(name for name, type_ in parameters if isinstance(type_, AnyType))
    return FormalParameters(tuple(name for name, _ in parameters), function.optional, nullable, untyped, fills_null)


def callee_of(function: Node) -> str:
    """Return what a message calls a function that stands before the brackets of a call; empty where it has no name."""
    match function:
        case Name(name):
            return name
        case RuleReference(id, written):
            return written or id
        case PathExpression(target, name):
            before = callee_of(target)
            return before and f"{before}.{name}"
    return ""


# ── What is said ──────────────────────────────────────────────────────────────────────────────────────────────────

MIXED = Misbound("mixed-arguments", "arguments by name and by position stand in one call", "name all arguments or none")


def given_twice(name: str, argument: int | None = None) -> Misbound:
    """Return that a call gives an argument twice."""
    return Misbound("duplicate-name", f"argument `{name}` is given twice", "remove one, or rename it", argument)


def refusal(
    callee: str, ways: Sequence[FormalParameters], count: int, names: Sequence[str] = (), example: str = ""
) -> Failure | None:
    """Return the error of a call that fits none of the ways to call something; None where it fits one."""
    problems = misbound(callee, ways, count, names, example)
    return Failure(problems[0].reason, problems[0].code) if problems else None


def misbound(
    callee: str, ways: Sequence[FormalParameters], count: int, names: Sequence[str] = (), example: str = ""
) -> tuple[Misbound, ...]:
    """Return why a call fits none of the ways to call something; nothing where it fits one.

    `callee` is what is called, by name; it is empty for a function without one. `example` is a call of it.
    """
    if any(way.takes(count, names) for way in ways):
        return ()
    if count and names:
        return (Misbound(MIXED.code, MIXED.message, MIXED.hint, count),)
    shown = f"`{callee}`" if callee else "the function"
    hint = f"it is {' or '.join(dict.fromkeys(written_call(callee, way) for way in ways))}"
    hint = f"{hint}, as in `{example}`" if example else hint
    if not names:
        return (_miscounted(callee, shown, ways, count, hint),)
    return tuple(_misnamed(shown, ways, names, hint)) or (_incomplete(shown, ways, names, hint),)


def _misnamed(shown: str, ways: Sequence[FormalParameters], names: Sequence[str], hint: str) -> Iterator[Misbound]:
    known = {name for way in ways for name in way.names}
    for place, name in enumerate(names):
        if name not in known:
            message = f"{shown} has no argument `{name}`"
            yield Misbound("unknown-argument", message, did_you_mean(name, known) or hint, place)
        elif name in names[:place]:
            yield given_twice(name, place)


def _miscounted(callee: str, shown: str, ways: Sequence[FormalParameters], count: int, hint: str) -> Misbound:
    least = min(ways, key=lambda way: way.required)
    if count < least.required:
        lacking = least.names[count : least.required]
        if least.nullable.issuperset(lacking):
            hint = f"write null for what is left out: {written_call(callee, least, lacking)}"
        return _lacking(shown, lacking, hint)
    counts = sorted({number for way in ways for number in range(way.required, len(way.names) + 1)})
    wanted = f"{' or '.join(map(str, counts))} argument{'' if counts == [1] else 's'}"
    first = max(number for number in counts if number < count)
    return Misbound("extra-argument", f"{shown} takes {wanted}, not {count}", hint, first)


def _incomplete(shown: str, ways: Sequence[FormalParameters], names: Sequence[str], hint: str) -> Misbound:
    begun = [way.lacking(names) for way in ways if way.knows(names)]
    if begun:
        return _lacking(shown, min(begun, key=len), hint)
    return Misbound("missing-argument", f"{shown} needs other arguments", hint)


def _lacking(shown: str, names: Sequence[str], hint: str) -> Misbound:
    lacking = ", ".join(f"`{name}`" for name in names)
    return Misbound("missing-argument", f"{shown} is called without {lacking}", hint)


def written_call(callee: str, way: FormalParameters, left_out: Sequence[str] = ()) -> str:
    """Return how something is called, in backticks, with null for what is left out."""
    names = ["null" if name in left_out else name for name in way.names]
    return f"`{callee or 'function'}({', '.join([*names, '…'] if way.is_variadic else names)})`"
