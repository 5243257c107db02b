"""Reads the signatures of built-in functions, which are written as in the standard, and fits arguments to them.

    substring(string: string, start position: number, length?: number) -> string
    append(list: list<T>, item: T, …) -> list<T>

A parameter with `?` behind its name may be left out; the one before `…` takes one or more arguments. `T` stands for a
type that the arguments have, `N` for a number with the unit that they have, and `B` for a boolean of which evaluation
says by itself what it makes of anything else.

Two conversions of the standard take place where an argument meets its parameter: a list of one item stands for the
item, and a single value stands for a list of it. Null is admitted only where a parameter says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from rulewright.language.kinds import CLASSES, NAMED_TYPES, kind_of, kind_of_type
from rulewright.language.parameters import FormalParameters, parameters_of
from rulewright.language.types import (
    ANY,
    BOOLEAN,
    NUMBER,
    AnyType,
    ContextType,
    FunctionType,
    ListType,
    Nullable,
    RangeType,
    Type,
)
from rulewright.language.values import Absence, Failure, Value
from rulewright.records import dataclass

Derive = Callable[[tuple[Type, ...]], Type]
"""Returns the type of a result for the types of the arguments."""


@dataclass(frozen=True, slots=True)
class Variable(Type):
    """A type that a signature leaves open: evaluation admits `bound`, the checker requires `wanted`."""

    bound: Type
    wanted: Type

    def of(self, types: Sequence[Type]) -> Type:
        """Return what the variable is for arguments of these types."""
        given = {type_.type if isinstance(type_, Nullable) and self.bound != ANY else type_ for type_ in types}
        found = given.pop() if len(given) == 1 else self.bound
        return found if self.bound == ANY or isinstance(found, type(self.bound)) else self.bound


ITEM = Variable(ANY, ANY)
AMOUNT = Variable(NUMBER, NUMBER)
CONDITION = Variable(ANY, BOOLEAN)
VARIABLES: Mapping[str, Variable] = {"T": ITEM, "N": AMOUNT, "B": CONDITION}


@dataclass(frozen=True, slots=True)
class Misfit:
    """An argument that a parameter does not admit.

    `expected` and `given` say what it should be and what it is; `failure` is the error it stems from; `name` and
    `index` say which parameter.
    """

    expected: str
    given: str
    failure: Failure | None = None
    name: str = ""
    index: int = 0


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function.

    `parameters` are names and types in order, as evaluation admits them; the last one takes one or more arguments where
    `is_variadic`. `written` and `result` are types as they are written, with variables. `function` computes the result
    of arguments of these types; `derive` says its type where variables cannot.
    """

    parameters: tuple[tuple[str, Type], ...]
    written: tuple[Type, ...]
    result: Type
    function: Callable[..., Value]
    is_variadic: bool = False
    derive: Derive | None = None

    def way(self, *, fills_null: bool = False) -> FormalParameters:
        """Return the parameters; with `fills_null`, a call by name may leave out those that may be null."""
        way = parameters_of(FunctionType(self.parameters, self.result), fills_null=fills_null)
        return replace(way, is_variadic=self.is_variadic)

    def takes(self, count: int) -> bool:
        """Whether the signature has room for this many arguments."""
        return count >= len(self.parameters) if self.is_variadic else count == len(self.parameters)

    def parameter(self, index: int) -> tuple[str, Type]:
        """Return name and type of the parameter that takes the argument at the index."""
        return self.parameters[min(index, len(self.parameters) - 1)]

    def written_type(self, index: int) -> Type:
        """Return the type, as it is written, of the parameter that takes the argument at the index."""
        return self.written[min(index, len(self.written) - 1)]

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

    @property
    def is_open(self) -> bool:
        """Whether the type of the result depends on the arguments."""
        return self.derive is not None or _bounded(self.result) != self.result

    @property
    def adds_items(self) -> bool:
        """Whether the result has the items of the first argument and further ones."""
        return ITEM in self.written and self.written[0] == ListType(ITEM)

    @property
    def is_uniform(self) -> bool:
        """Whether several arguments end in one place, and so must be of one type."""
        return self.is_variadic or self.written.count(AMOUNT) > 1

    def sharpened(self) -> Signature:
        """Return the signature with the parameters that the checker requires."""
        types = (with_variables(type_, lambda variable: variable.wanted) for type_ in self.written)
        return replace(self, parameters=tuple(zip((name for name, _ in self.parameters), types, strict=True)))

    def result_type(self, arguments: tuple[Type, ...]) -> Type:
        """Return the type of the result for arguments of these types."""
        if self.derive is not None:
            return self.derive(arguments)
        found: dict[Type, list[Type]] = {}
        for index, argument in enumerate(arguments):
            written = self.written_type(index)
            if isinstance(written, ListType):
                item = argument.item if isinstance(argument, ListType) else argument
                found.setdefault(written.item, []).append(item)
            else:
                found.setdefault(written, []).append(argument)
        return with_variables(self.result, lambda variable: variable.of(found.get(variable, ())))


def read_signatures(text: str, function: Callable[..., Value], derive: Derive | None = None) -> Iterator[Signature]:
    """Yield a signature for each number of parameters that a call may give.

    Raises:
        KeyError: when the text names a type that there is not.
    """
    inside, _, result = text.partition("(")[2].rpartition(") -> ")
    pairs = [each.partition(": ")[::2] for each in _listed(inside)]
    is_variadic = bool(pairs) and pairs[-1][0] == "…"
    if is_variadic:
        pairs.pop()
    names = tuple(name.removesuffix("?") for name, _ in pairs)
    written = tuple(type_of_text(type_) for _, type_ in pairs)
    types = (_bounded(type_) for type_ in written)
    whole = Signature(
        tuple(zip(names, types, strict=True)), written, type_of_text(result), function, is_variadic, derive
    )
    required = sum(not name.endswith("?") for name, _ in pairs)
    for count in range(required, len(names)):
        yield replace(whole, parameters=whole.parameters[:count], written=written[:count])
    yield whole


def type_of_text(text: str) -> Type:
    """Return the type that a signature writes.

    Raises:
        KeyError: when there is none of that name.
    """
    if text.endswith("?"):
        return Nullable(type_of_text(text[:-1]))
    outer, _, rest = text.partition("<")
    inner, _, result = rest.rpartition(">" if outer != "function" else "> -> ")
    match outer:
        case "list":
            return ListType(type_of_text(inner))
        case "range":
            return RangeType(type_of_text(inner))
        case "context" if inner:
            entries = (each.partition(": ") for each in _listed(inner))
            return ContextType(tuple((name, type_of_text(type_)) for name, _, type_ in entries), is_closed=False)
        case "function":
            types = (type_of_text(each) for each in _listed(inner))
            return FunctionType(tuple((f"{place}", each) for place, each in enumerate(types, 1)), type_of_text(result))
    return VARIABLES.get(text) or NAMED_TYPES[text]


def _listed(text: str) -> list[str]:
    """Return what commas separate, but for those between angle brackets."""
    parts = [""]
    for piece in text.split(", ") if text else ():
        joined = f"{parts[-1]}, {piece}" if parts[-1] else piece
        parts[-1] = joined
        if joined.count("<") == joined.replace("->", "").count(">"):
            parts.append("")
    return parts[:-1]


def with_variables(type_: Type, by: Callable[[Variable], Type]) -> Type:
    """Return a type with something in the place of its variables."""
    match type_:
        case Variable():
            return by(type_)
        case ListType(item):
            return ListType(with_variables(item, by))
        case FunctionType(parameters, result):
            return FunctionType(tuple((name, with_variables(each, by)) for name, each in parameters), result)
    return type_


def _bounded(type_: Type) -> Type:
    return with_variables(type_, lambda variable: variable.bound)


# ── Values ────────────────────────────────────────────────────────────────────────────────────────────────────────


def fit(value: Value, type_: Type) -> Value | Misfit:
    """Return the value as the type wants it, or a misfit."""
    if isinstance(type_, AnyType):
        return value
    if isinstance(type_, Nullable):
        return None if value is None or isinstance(value, Absence) else fit(value, type_.type)
    if isinstance(type_, ListType):
        return _fit_list(value, type_)
    wanted = kind_of_type(type_)
    if type(value) is CLASSES.get(wanted):
        return value
    if kind_of(value) == wanted:
        return value
    if type(value) is list and len(value) == 1 and kind_of(value[0]) == wanted:
        return value[0]
    return _misfit(wanted, value)


def _fit_list(value: Value, type_: ListType) -> Value | Misfit:
    if type(value) is not list:
        if value is None or isinstance(value, Absence):
            return Misfit("a list", "null", value if isinstance(value, Failure) else None)
        value = [value]
    item_type = type_.item
    if isinstance(item_type, AnyType):
        return value
    is_nullable = isinstance(item_type, Nullable)
    wanted = kind_of_type(item_type.type if isinstance(item_type, Nullable) else item_type)
    class_ = CLASSES.get(wanted)
    has_nulls = False
    for index, item in enumerate(value, 1):
        if type(item) is not class_ and kind_of(item) != wanted:
            if not (is_nullable and (item is None or isinstance(item, Absence))):
                misfit = _misfit(wanted, item)
                return Misfit(f"a list of {wanted}s", f"a list with {misfit.given} at {index}", misfit.failure)
            has_nulls = True
    return [None if isinstance(item, Absence) else item for item in value] if has_nulls else value


def _misfit(wanted: str, value: Value) -> Misfit:
    return Misfit(_article(wanted), _article(kind_of(value)), value if isinstance(value, Failure) else None)


def _article(kind: str) -> str:
    return kind if kind == "null" else f"a {kind}"
