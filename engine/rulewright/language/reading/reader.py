"""Reads what was given (JSON, Python values, a tree of YAML) as a value of a declared type, exactly.

Every slip is gathered with its path. Nothing is dropped, defaulted or rounded on the way: an unknown entry is a
slip, a binary float is one, and so is a number with more than 34 digits. What a place may write beyond the one
spelling of a pack is said by its profile.

`rulewright.evaluate.emit.reading` generates the fast way for values of cases that need no explanation; where it meets
anything else it leaves the case to this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from rulewright.language.keys import key_text
from rulewright.language.kinds import BY_CLASS
from rulewright.language.limits import DEFAULT_LIMITS
from rulewright.language.personal import holds_personal
from rulewright.language.ranges import IncomparableError, order
from rulewright.language.reading.foreign import WRITTEN_BITS, from_python
from rulewright.language.reading.json_text import given_by_text
from rulewright.language.reading.profiles import CASE, SIGNED_CASE, Profile
from rulewright.language.reading.scalars import BOOLEANS, NUMBER_TEXT, read_scalar, text_of
from rulewright.language.reading.slips import PartPath, ReadValue, Slip, What, Written, path_text
from rulewright.language.relations import without_null
from rulewright.language.temporal.values import Temporal, is_possible
from rulewright.language.types import (
    ANY,
    BOOLEAN,
    NUMBER,
    STRING,
    AnyType,
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
from rulewright.language.values import Absence, Range, Unknown, Value

PLAIN = (str, int, Decimal, Written, list, dict, Absence)
"""What JSON, YAML and the engine itself give; everything else comes from Python."""

ONE_SIDED_TEXT = re.compile(r"\(\s*(<=|<|>=|>)\s*(.+)\)")


def read(given: object, type_: Type, profile: Profile, path: PartPath = ()) -> ReadValue:
    """Return the value that is given for a type, and every slip in it; an absence stands for itself.

    `path` leads to what is given; the paths of slips continue it.
    """
    if not _is_plain(given):
        given = from_python(given)
        if isinstance(given, float):
            return _refused(given, type_, path, "float")
    if isinstance(given, Absence):
        return ReadValue(given)
    if isinstance(given, str) and (profile.json_text or profile.empty_is_null):
        return _read_text(given, type_, profile, path)
    if is_null(given, profile) and isinstance(type_, Nullable | NullType | AnyType):
        return ReadValue(None)
    return _refused(given, type_, path, "null") if given is None else _read(given, type_, profile, path)


def _is_plain(given: object) -> bool:
    """Whether a value is as JSON and YAML give it, and short enough for Python to write it."""
    if isinstance(given, int) and given.bit_length() > WRITTEN_BITS:
        return False
    return given is None or isinstance(given, PLAIN)


def is_null(given: object, profile: Profile) -> bool:
    """Whether what was given means null."""
    return given is None or (isinstance(given, Written) and not given.is_quoted and given.text in profile.nulls)


def untyped(given: object, profile: Profile) -> object:
    """Return a tree of YAML as JSON would give it: every scalar as text, but for null."""
    if isinstance(given, Written):
        return None if is_null(given, profile) else given.text
    if isinstance(given, list):
        return [untyped(item, profile) for item in given]
    if isinstance(given, dict):
        return {_name(key): untyped(item, profile) for key, item in given.items()}
    return given


def _read_text(text: str, type_: Type, profile: Profile, path: PartPath) -> ReadValue:
    """Return what a text gives that may be JSON, or empty for null; what stands inside is read as in a case.

    Percents inside need their sign where the text itself would.
    """
    inner = without_null(type_)
    given: object = text
    if profile.empty_is_null and not text.strip():
        given = None
    elif profile.spreadsheet and inner == STRING:
        given = text.strip()
    elif profile.spreadsheet and inner == BOOLEAN:
        given = text.strip().lower() if text.strip().isupper() else text.strip()
    elif profile.json_text == "all" or isinstance(inner, ListType | ContextType | MapType):
        try:
            given = given_by_text(text, type_)
        except ValueError as error:
            return ReadValue(None, (Slip("json", text, type_, path, str(error)),))
    return read(given, type_, CASE if profile.bare_percent else SIGNED_CASE, path)


def _read(given: object, type_: Type, profile: Profile, path: PartPath) -> ReadValue:
    match type_:
        case Nullable(inner):
            return _read(given, inner, profile, path)
        case AnyType():
            reading = _untyped(given, profile, path)
            if type_.is_personal and reading.slips:
                return ReadValue(reading.value, tuple(replace(each, type=type_) for each in reading.slips))
            return reading
        case NumberType() | EnumType() | SimpleType():
            return read_scalar(given, type_, profile, path)
        case ListType() if isinstance(given, list):
            return _list(given, type_.item, profile, path)
        case ContextType() if isinstance(given, dict):
            return _record(given, type_, profile, path)
        case MapType():
            entries = given.items() if isinstance(given, dict) else _rows(given, type_, profile)
            if entries is not None:
                return _map(entries, type_, profile, path)
        case RangeType():
            return _range(given, type_, profile, path)
    return _refused(given, type_, path)


# ── Collections ───────────────────────────────────────────────────────────────────────────────────────────────────


def _list(given: list[object], item: Type, profile: Profile, path: PartPath) -> ReadValue:
    readings = [read(each, item, profile, (*path, place)) for place, each in enumerate(given, start=1)]
    return ReadValue([each.value for each in readings], _slips(readings))


def _record(given: dict[object, object], type_: ContextType, profile: Profile, path: PartPath) -> ReadValue:
    """Return a record; that of a case has all entries in the order of its type, those it lacks as not known."""
    items = {_name(key): item for key, item in given.items()}
    types = dict(type_.entries)
    if not type_.is_closed:
        types |= {name: ANY for name in items if name not in types}
    is_case = profile.missing == "unknown"
    readings = {
        name: read(items[name], field, profile, (*path, name))
        for name, field in types.items()
        if name in items and not (is_case and is_left_out(items[name], field, profile))
    }
    slips = _slips(readings.values())
    slips += tuple(Slip("entry", name, type_, (*path, name), at_key=True) for name in items if name not in types)
    missing = [name for name in types if name not in items]
    if missing and profile.missing == "refused":
        slips += (Slip("missing", given, type_, path, missing),)
    if is_case:
        lacking = {name: Unknown(frozenset({path_text((*path, name))})) for name in types if name not in readings}
        return ReadValue({name: lacking.get(name) or readings[name].value for name in types}, slips)
    return ReadValue({name: readings[name].value for name in items if name in readings}, slips)


def is_left_out(given: object, type_: Type, profile: Profile) -> bool:
    """Whether null stands for a value that is not known: programs write it for what they have not got."""
    return is_null(given, profile) and not isinstance(type_, Nullable | AnyType | NullType)


def _map(entries: Iterable[tuple[object, object]], type_: MapType, profile: Profile, path: PartPath) -> ReadValue:
    result: dict[str, Value] = {}
    slips: tuple[Slip, ...] = ()
    hides_keys = type_.key is not None and holds_personal(type_.key)
    for place, (key, item) in enumerate(entries, start=1):
        inner = (*path, place if hides_keys else _name(key))
        name: str | None = _name(key)
        if type_.key is not None:
            reading = read_key(key, type_.key, profile, inner)
            slips += reading.slips
            name = reading.value
        if name is None:
            continue
        if name in result:
            slips += (Slip("twice", key, type_, inner, name, at_key=True),)
        reading = read(item, type_.value, profile, inner)
        slips += reading.slips
        result[name] = reading.value
    return ReadValue(result, slips)


def read_key(given: object, type_: Type, profile: Profile, path: PartPath = ()) -> ReadValue:
    """Return a key of a table or map as the text under which its value is kept."""
    value, slips = read(given, type_, profile, path)
    if slips:
        return ReadValue(None, tuple(replace(each, at_key=True) for each in slips))
    return ReadValue(key_text(value))


def _rows(given: object, type_: MapType, profile: Profile) -> list[tuple[object, object]] | None:
    """Return the entries of a map that is given as records: the first field is the key, the others the value."""
    if not profile.map_of_rows or not isinstance(given, list):
        return None
    rows = [from_python(row) for row in given]
    value = without_null(type_.value)
    entries: list[tuple[object, object]] = []
    for row in rows:
        if not isinstance(row, dict) or len(row) < 2:
            return None
        (_, key), *rest = row.items()
        is_whole = len(rest) > 1 or isinstance(value, ContextType | MapType)
        entries.append((key, dict(rest) if is_whole else rest[0][1]))
    return entries


# ── Ranges ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _range(given: object, type_: RangeType, profile: Profile, path: PartPath) -> ReadValue:
    """Return a range, also one written as `[a..b]`, `(a..b]` and so on; an end may be left out: `[a..)`."""
    if isinstance(given, Range):
        ends = [
            read(end, type_.item, profile, path) if end is not None else ReadValue(None)
            for end in (given.start, given.end)
        ]
        value, slips = _joined(given, type_, path, ends, (given.start_included, given.end_included))
        return ReadValue(replace(value, operator=given.operator) if isinstance(value, Range) else value, slips)
    text = text_of(given)
    if text is None:
        return _refused(given, type_, path)
    offset = len(text) - len(text.lstrip())
    stripped = text.strip()
    sides = ONE_SIDED_TEXT.fullmatch(stripped) if profile.one_sided else None
    if sides:
        end = _end(given, sides[2], offset + sides.start(2), type_.item, profile)
        ends = [end, ReadValue(None)] if sides[1] in {">", ">="} else [ReadValue(None), end]
        return _joined(given, type_, path, ends, (sides[1] == ">=", sides[1] == "<="))
    written = stripped[1:-1].split("..")
    if len(stripped) < 4 or stripped[0] not in "[(]" or stripped[-1] not in "])[" or len(written) != 2:
        return _refused(given, type_, path)
    ends = [
        _end(given, written[0], offset + 1, type_.item, profile),
        _end(given, written[1], offset + 1 + len(written[0]) + 2, type_.item, profile),
    ]
    return _joined(given, type_, path, ends, (stripped[0] == "[", stripped[-1] == "]"))


def _end(given: object, text: str, offset: int, type_: Type, profile: Profile) -> ReadValue:
    """Return one end of a range, whose text begins at an offset of what was given."""
    stripped = text.strip()
    if not stripped:
        return ReadValue(None)
    begin = offset + len(text) - len(text.lstrip())
    reading = read(Written(stripped) if isinstance(given, Written) else stripped, type_, profile)
    span = (begin, begin + len(stripped))
    return ReadValue(reading.value, tuple(replace(each, span=span) for each in reading.slips))


def _joined(
    given: object, type_: RangeType, path: PartPath, ends: list[ReadValue], included: tuple[bool, bool]
) -> ReadValue:
    slips = _slips(ends)
    if slips:
        return ReadValue(None, tuple(replace(each, path=path) for each in slips))
    start, end = (each.value for each in ends)
    try:
        if start is not None and end is not None and order(start, end) > 0:
            return _refused(given, type_, path, "order")
    except IncomparableError:
        return _refused(given, type_, path)
    return ReadValue(Range(start, end, *included))


# ── Without a type ────────────────────────────────────────────────────────────────────────────────────────────────


def _untyped(given: object, profile: Profile, path: PartPath) -> ReadValue:
    """Return a value whose type nobody declared: JSON's own kinds; in YAML only what has no quotes is no text."""
    if len(path) > DEFAULT_LIMITS.depth:
        return _refused(given, ANY, path[:1], "depth")
    match given:
        case bool():
            return ReadValue(given)
        case dict():
            items = {_name(key): read(item, ANY, profile, (*path, _name(key))) for key, item in given.items()}
            return ReadValue({name: each.value for name, each in items.items()}, _slips(items.values()))
        case list():
            return _list(given, ANY, profile, path)
        case Written() if not given.is_quoted and given.text in BOOLEANS:
            return ReadValue(BOOLEANS[given.text])
        case Written() if not given.is_quoted and NUMBER_TEXT.fullmatch(given.text):
            return read_scalar(given, NUMBER, profile, path)
        case Written() | str():
            return read_scalar(given, STRING, profile, path)
        case int() | Decimal():
            return read_scalar(given, NUMBER, profile, path)
        case Range():
            return _range(given, RangeType(ANY), profile, path)
        case _ if isinstance(given, Temporal) and not is_possible(given):
            return _refused(given, ANY, path, "impossible")
    return ReadValue(given) if type(given) in BY_CLASS else _refused(given, ANY, path)


def _name(key: object) -> str:
    return key.text if isinstance(key, Written) else str(key)


def _slips(readings: Iterable[ReadValue]) -> tuple[Slip, ...]:
    return tuple(slip for reading in readings for slip in reading.slips)


def _refused(given: object, type_: Type, path: PartPath, what: What = "kind") -> ReadValue:
    return ReadValue(None, (Slip(what, given, type_, path),))
