"""Says what is wrong with a value of a case, in the words of those who give cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.display import display
from rulewright.language.kinds import BY_NAME
from rulewright.language.limits import DEFAULT_LIMITS
from rulewright.language.numbers import DIGITS, number_text
from rulewright.language.personal import holds_personal
from rulewright.language.reading.foreign import advice, is_missing
from rulewright.language.reading.hints import date_hint, number_hint
from rulewright.language.reading.profiles import CASE, SIGNED_CASE, Profile
from rulewright.language.reading.reader import read
from rulewright.language.reading.slips import PartPath, Slip, path_text
from rulewright.language.temporal.text import temporal_text
from rulewright.language.temporal.values import Date, DateTime, Temporal, Time
from rulewright.language.types import (
    BOOLEAN,
    DATE,
    PERCENT,
    STRING,
    ContextType,
    EnumType,
    ListType,
    MapType,
    Nullable,
    NullType,
    NumberType,
    RangeType,
    SimpleType,
    Type,
)
from rulewright.language.values import FunctionValue, Range, Value
from rulewright.records import dataclass

SHORTENED = 60


@dataclass(frozen=True, slots=True)
class Misread:
    """What is wrong with one value of a case. `path` leads to it: `measures[3].performance`, items counted from 1."""

    code: str
    path: str
    message: str
    hint: str = ""


def read_given(
    given: object, type_: Type, path: str | PartPath, profile: Profile = CASE
) -> tuple[Value, tuple[Misread, ...]]:
    """Return the value that a case gives at a path, and what is wrong with it."""
    value, slips = read(given, type_, profile, (path,) if isinstance(path, str) else path)
    return value, tuple(map(misread, slips))


def unsigned_percent(given: object, type_: Type, path: str) -> Misread | None:
    """Return what is wrong with a percent that stands without its sign where people write: on the command line."""
    _, slips = read(given, type_, SIGNED_CASE, (path,))
    return next((misread(slip) for slip in slips if slip.what == "sign"), None)


def misread(slip: Slip) -> Misread:
    """Return a slip in words; those of a personal value do without it."""
    if holds_personal(slip.type) and not _is_misspelt(slip):
        return _unseen(slip)
    path, given, type_ = path_text(slip.path), slip.given, slip.type
    match slip.what:
        case "null":
            message = f"`{path}` is null, but {_described(type_)} is needed"
            return Misread("wrong-type", path, message, "leave it out where it is not known")
        case "float" if is_missing(given):
            return Misread("binary-float", path, f"`{path}` is NaN, which is no value", advice(given, type_))
        case "float":
            message = f"`{path}` is the binary float `{given!r}`, which is not exact"
            return Misread("binary-float", path, message, advice(given, type_))
        case "depth":
            message = f"`{path}` has lists and records more than {DEFAULT_LIMITS.depth} deep inside one another"
            return Misread("limit-depth", path, message, "give only the part of it that the rule reads")
        case "digits":
            message = f"`{path}` has more digits than a number of {DIGITS} digits can hold"
            return Misread("too-many-digits", path, message, "round it before it is given")
        case "percent":
            shown, ratio = number_text(slip.value), number_text(slip.value.scaleb(-2))
            message = f"`{path}` is `{shown}`, which may mean {shown}% or {number_text(slip.value.scaleb(2))}%"
            return Misread(
                "percent-text", path, message, f"write `{shown}%` or `{ratio}`; more than 100% is written with its sign"
            )
        case "sign":
            message = f"`{path}` is `{number_text(slip.value)}`, a percent without its sign"
            return Misread("percent-text", path, message, _with_sign(slip.value))
        case "whole" | "low" | "high":
            return _outside(slip, path)
        case "member":
            return _no_member(given, type_, path)
        case "entry":
            fields = [name for name, _ in type_.entries] if isinstance(type_, ContextType) else []
            hint = did_you_mean(str(given), fields) or f"the entries are {', '.join(f'`{field}`' for field in fields)}"
            message = f"unknown entry `{given}` in `{path_text(slip.path[:-1])}`"
            return Misread("unknown-input", path, message, hint)
        case "twice":
            message = f"`{path_text(slip.path[:-1])}` has `{slip.value}` twice"
            return Misread("duplicate-key", path, message, "give every key once")
        case "impossible":
            message = f"`{path}` is `{given!r}`, which is no {type_.name if isinstance(type_, SimpleType) else 'value'}"
            made = "time_of" if isinstance(given, Time) else "date_of" if isinstance(given, Date | DateTime) else ""
            hint = f"make it with `{made}`, which gives None for what is none" if made else "give its count as an `int`"
            return Misread("wrong-type", path, message, hint)
        case "json":
            return Misread("wrong-type", path, str(slip.value))
    hint = "it ends before it starts: swap the ends" if slip.what == "order" else _hint(given, type_)
    message = f"`{path}` is {_kind(given)}, but {_described(type_)} is needed"
    return Misread("wrong-type", path, message, hint)


UNSEEN: Mapping[str, tuple[str, str]] = {
    "null": ("wrong-type", "is null"),
    "float": ("binary-float", "is a binary float, which is not exact"),
    "depth": ("limit-depth", "has lists and records too deep inside one another"),
    "digits": ("too-many-digits", "has more digits than a number can hold"),
    "percent": ("percent-text", "is a percent without its sign"),
    "sign": ("percent-text", "is a percent without its sign"),
    "whole": ("out-of-range", "is no whole number"),
    "low": ("out-of-range", "is less than it may be"),
    "high": ("out-of-range", "is more than it may be"),
    "member": ("unknown-member", "is no member of its enumeration"),
    "entry": ("unknown-input", "is no entry of its record"),
    "twice": ("duplicate-key", "has a key twice"),
}
"""What slips say of a value that is not shown."""


def _is_misspelt(slip: Slip) -> bool:
    """Whether a slip is about a name that looks like one of those that are declared, and so is no value."""
    if slip.what != "entry" or slip.type.is_personal or not isinstance(slip.type, ContextType):
        return False
    return bool(did_you_mean(str(slip.given), (name for name, _ in slip.type.entries)))


def _unseen(slip: Slip) -> Misread:
    """Return a slip in words that do not quote what was given, nor a key that was."""
    path = path_text((*slip.path[:-1], "…") if slip.at_key and len(slip.path) > 1 else slip.path)
    code, words = UNSEEN.get(slip.what, ("wrong-type", f"is not what is needed, {_described(slip.type)}"))
    return Misread(code, path, f"`{path}` {words}", "what was given is personal and not shown")


def _with_sign(number: Decimal) -> str:
    """Return how a percent is written that was given as a number: the likelier meaning first."""
    as_percent, as_ratio = f"`{number_text(number)}%`", f"`{number_text(number.scaleb(2))}%`"
    first, second = (as_percent, as_ratio) if abs(number) > 1 else (as_ratio, as_percent)
    return f"write {first}, or {second} if that is what it means" if number else "write `0%`"


def _outside(slip: Slip, path: str) -> Misread:
    shown, type_ = number_text(slip.value), slip.type
    if not isinstance(type_, NumberType) or slip.what == "whole":
        message = f"`{path}` is `{shown}`, but a whole number is needed"
        return Misread("out-of-range", path, message, "give a number without decimals")
    bound = f"at least {type_.low}" if slip.what == "low" else f"at most {type_.high}"
    hint = f"give a number of {bound}"
    if type_.low and type_.high:
        hint = f"give a number from {type_.low} to {type_.high}"
    has_sign = isinstance(slip.given, str) and slip.given.rstrip().endswith("%")
    if slip.what == "high" and type_.name == PERCENT.name and not has_sign:
        hint += f"; {shown}% is written `{shown}%` or `{number_text(slip.value.scaleb(-2))}`"
    return Misread("out-of-range", path, f"`{path}` is `{shown}`, but {bound} is needed", hint)


def _no_member(given: object, type_: Type, path: str) -> Misread:
    members, aliases = (type_.members, dict(type_.aliases)) if isinstance(type_, EnumType) else ((), {})
    named = f" of `{type_.name}`" if isinstance(type_, EnumType) and type_.name else ""
    hint = f"{did_you_mean(str(given).strip(), members, aliases)} {_one_of(members)}".strip()
    return Misread("unknown-member", path, f"`{path}` is `{_short(given)}`, no member{named}", hint)


def _one_of(members: Sequence[str]) -> str:
    shown = ", ".join(f"`{member}`" for member in members[:12])
    return f"give one of {shown}" + (" …" if len(members) > 12 else "")


def _hint(given: object, type_: Type) -> str:
    """Return what to write instead of something that is no value of a type."""
    if hint := advice(given, type_):
        return hint
    match type_:
        case NumberType(takes_percent=False) if isinstance(given, str) and given.rstrip().endswith("%"):
            return "write the number itself: a percent is a share of something, and has no unit"
        case NumberType():
            default = "a number is written `1250.50`, a share `0.75` or `75%`"
            return (number_hint(given.strip()) or default) if isinstance(given, str) else ""
        case SimpleType() if type_ == STRING:
            return "put it in quotes" if isinstance(given, int | Decimal) else ""
        case SimpleType() if type_ == BOOLEAN:
            return "write `true` or `false`"
        case SimpleType() if type_ == DATE and isinstance(given, DateTime):
            return "give the date without the time of day: `moment.date()`"
        case SimpleType() if type_ == DATE and isinstance(given, str) and (hint := date_hint(given.strip())):
            return hint
        case SimpleType(name):
            return f"write it as `{BY_NAME[name].example}`"
        case RangeType():
            return "write both ends: `[1..5]`, `(0..10]`"
        case ListType():
            return "write a list: `[…]`"
        case MapType():
            return 'write `{"A": …, "B": …}`, or records whose first entry is the key'
    return ""


def _kind(given: object) -> str:
    match given:
        case bool():
            return f"the boolean `{str(given).lower()}`"
        case int() | Decimal():
            return f"the number `{_short(given)}`"
        case str():
            return f"the text `{_short(given)}`" if given else "an empty text"
        case dict():
            return "a record"
        case list():
            return "a list"
        case _:
            return f"`{_short(given)}`"


def _described(type_: Type) -> str:
    match type_:
        case NumberType(name=name):
            return "a whole number" if type_.is_whole else {"number": "a number"}.get(name, f"a number (`{name}`)")
        case EnumType(name=name):
            return f"a member of `{name}`" if name else "a member of the enumeration"
        case SimpleType(name=name):
            return f"a {name}"
        case ListType():
            return "a list"
        case ContextType(name=name):
            return f"a record (`{name}`)" if name else "a record"
        case MapType():
            return "a map"
        case RangeType():
            return "a range"
        case Nullable(type=inner):
            return _described(inner)
        case NullType():
            return "null"
        case _:
            return "another kind of value"


def _short(given: object) -> str:
    if isinstance(given, Temporal):
        text = temporal_text(given)
    elif isinstance(given, Range | FunctionValue):
        text = display(given)
    elif isinstance(given, str):
        text = given
    else:
        text = " ".join(str(given.copy_abs() if isinstance(given, Decimal) and not given else given).split())
    return text if len(text) <= SHORTENED else text[: SHORTENED - 1] + "…"
