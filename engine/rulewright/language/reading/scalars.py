"""Reads numbers, booleans, strings, members of enumerations, dates, times and durations."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext

from rulewright.language.kinds import BY_NAME
from rulewright.language.numbers import DECIMAL128, DIGITS, number_text
from rulewright.language.reading.profiles import Profile
from rulewright.language.reading.slips import PartPath, ReadValue, Slip, What, Written
from rulewright.language.relations import is_beyond_ratio
from rulewright.language.temporal.values import Temporal, is_possible
from rulewright.language.types import BOOLEAN, PERCENT, STRING, EnumType, NumberType, SimpleType, Type
from rulewright.language.values import Value

NUMBER_TEXT = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)
"""The one spelling of a number that is good everywhere."""

PERCENT_TEXT = re.compile(rf"({NUMBER_TEXT.pattern})%", re.ASCII)
ANY_NUMERAL = re.compile(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)", re.ASCII)
BOOLEANS = {"true": True, "false": False}
EXPONENT = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]{1,2}", re.ASCII)
YAML_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null", "~"})
DATE_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
LOOSE_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", re.ASCII)
YAML_DATE = re.compile(rf"{LOOSE_DATE.pattern}([Tt ].*)?", re.ASCII)


def text_of(given: object) -> str | None:
    """Return the text that was given, or None for other values."""
    if isinstance(given, Written):
        return given.text
    return str.__str__(given) if isinstance(given, str) else None


def is_ambiguous(given: object) -> bool:
    """Whether other YAML programs read a text without quotes as a boolean, null or a date."""
    if not isinstance(given, Written) or given.is_quoted:
        return False
    return given.text.lower() in YAML_WORDS or YAML_DATE.fullmatch(given.text) is not None


def read_scalar(
    given: object, type_: NumberType | EnumType | SimpleType, profile: Profile, path: PartPath
) -> ReadValue:
    """Return one value."""
    match type_:
        case NumberType():
            return _number(given, type_, profile, path)
        case EnumType():
            return _member(given, type_, profile, path)
    text = text_of(given)
    if type_ == STRING:
        return _refused("kind", given, type_, path) if text is None else as_text(given, text, type_, profile, path)
    value: Value = given
    if type_ == BOOLEAN and text is not None:
        value = BOOLEANS.get(text)
    elif text is not None and (parse := BY_NAME[type_.name].parse) is not None:
        value = parse(text.strip() if profile.spare_blanks else text)
    is_one = isinstance(value, BY_NAME[type_.name].class_)
    if is_one and text is None and isinstance(value, Temporal) and not is_possible(value):
        return _refused("impossible", given, type_, path)
    return ReadValue(value) if is_one else _refused("kind", given, type_, path)


def as_text(given: object, text: str, type_: Type, profile: Profile, path: PartPath) -> ReadValue:
    """Return a text as it stands, unless other programs would read it as something else."""
    if is_ambiguous(given) and not profile.unquoted:
        return _refused("ambiguous", given, type_, path)
    return ReadValue(text)


# ── Numbers ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _number(given: object, type_: NumberType, profile: Profile, path: PartPath) -> ReadValue:
    number, is_bare = _numeral(given, type_, profile)
    if number is None:
        return _refused("kind", given, type_, path)
    held = _held(number, profile)
    if held is None:
        return _refused("digits", given, type_, path)
    if is_bare and type_.name == PERCENT.name and not profile.bare_percent:
        return _refused("sign", given, type_, path, held)
    slip = outside(held, type_)
    if slip is None and is_bare and is_beyond_ratio(held, type_):
        slip = "percent"
    return ReadValue(held) if slip is None else _refused(slip, given, type_, path, held)


def _numeral(given: object, type_: NumberType, profile: Profile) -> tuple[Decimal | None, bool]:
    """Return what a number is given as, however long, and whether it stands without the sign of percents."""
    if isinstance(given, int | Decimal) and not isinstance(given, bool):
        number = Decimal(given)
        return (number if number.is_finite() else None), True
    text = text_of(given)
    if text is None:
        return None, False
    text = text.strip() if profile.spare_blanks else text
    numeral = ANY_NUMERAL if profile.any_numeral else NUMBER_TEXT
    is_percent = type_.name == PERCENT.name
    if text.endswith("%"):
        digits = text[:-1].removesuffix(" ") if profile.spare_blanks else text[:-1]
        may_be = is_percent or (profile.any_percent and type_.takes_percent)
        is_one = may_be and numeral.fullmatch(digits)
        return (Decimal(f"{digits}e-2") if is_one else None), False
    return (Decimal(text) if numeral.fullmatch(text) else None), True


def _held(number: Decimal, profile: Profile) -> Decimal | None:
    """Return a number as it is kept, or None where it has more digits than can be kept."""
    if not profile.spare_zeros and len(number.as_tuple().digits) > DIGITS:
        return None
    with localcontext(DECIMAL128):
        rounded = +number if abs(number.adjusted()) < DECIMAL128.Emax else None
    return rounded if rounded == number else None


def outside(number: Decimal, type_: NumberType) -> What | None:
    """Return what keeps a number from being one of the type: `whole`, `low` or `high`."""
    if type_.is_whole and number != number.to_integral_value():
        return "whole"
    if type_.low and number < Decimal(type_.low):
        return "low"
    return "high" if type_.high and number > Decimal(type_.high) else None


# ── Members ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _member(given: object, type_: EnumType, profile: Profile, path: PartPath) -> ReadValue:
    """Return the member that is given itself, by an alias, or as the number that it looks like."""
    text = text_of(given)
    if isinstance(given, int | Decimal) and not isinstance(given, bool):
        held = _held(Decimal(given), profile)
        text = str(given) if held is None else number_text(held)
    if text is None:
        return _refused("kind", given, type_, path)
    if profile.spare_blanks and text not in type_.members:
        text = text.strip()
    member = text if text in type_.members else dict(type_.aliases).get(text)
    if member is None:
        return _refused("member", given, type_, path)
    return as_text(given, member, type_, profile, path)


def _refused(what: What, given: object, type_: Type, path: PartPath, value: Value = None) -> ReadValue:
    return ReadValue(None, (Slip(what, given, type_, path, value),))
