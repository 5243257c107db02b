"""Reads values of declared types from a pack's tree, and says in an author's words what is wrong, at its place."""

from __future__ import annotations

import re
from decimal import Decimal

from rulewright.diagnostics import Diagnostic
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.day_spans import span_text
from rulewright.language.kinds import BY_NAME
from rulewright.language.limits import DEFAULT_LIMITS
from rulewright.language.numbers import DIGITS, number_text
from rulewright.language.reading import reader
from rulewright.language.reading.hints import date_hint, number_hint
from rulewright.language.reading.profiles import PACK, Profile
from rulewright.language.reading.scalars import DATE_TEXT, NUMBER_TEXT, PERCENT_TEXT, YAML_DATE, is_ambiguous
from rulewright.language.reading.slips import ReadValue, Slip, Written
from rulewright.language.types import (
    BOOLEAN,
    DATE,
    PERCENT,
    ContextType,
    EnumType,
    ListType,
    MapType,
    NumberType,
    RangeType,
    Type,
)
from rulewright.language.values import Range, Value
from rulewright.packs.format.found import Found
from rulewright.packs.format.types import written_type
from rulewright.packs.yaml.text import quoted
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, SequenceNode, TreeNode
from rulewright.source import Place, Span

SHAPES = {ListType: "`[a, b]`", MapType: "`{key: value}`", ContextType: "`{entry: value}`"}
ODD_NUMBER = re.compile(r"[+-]?[0-9_]*\.?[0-9_]+", re.ASCII)
BRACKETS = ("[", "(", "]")
SPELLED_BOOLEANS = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}


def read_value(node: TreeNode, type_: Type, profile: Profile = PACK) -> Found[Value]:
    """Return the value of a node; None stands where a piece could not be read."""
    return _found(node, reader.read(given(node), type_, profile))


def key_written(node: ScalarNode, type_: Type) -> Found[str | None]:
    """Return a key of a table or map as the text under which its figure is kept; None where it is none.

    What is kept by date may stand under a range of dates.
    """
    if type_ == DATE and node.text.lstrip()[:1] in BRACKETS:
        days, problems, _ = _found(node, reader.read(given(node), RangeType(DATE), PACK))
        if not isinstance(days, Range):
            return Found(None, problems)
        text = span_text(days)
        message = f"no day lies in `{node.text}`"
        empty = Diagnostic("empty-range", message, node.place, "write the first day and the last day that belong to it")
        return Found(text or None, problems if text else (*problems, empty))
    return _found(node, reader.read_key(given(node), type_, PACK))


def same_key(key: ScalarNode, member: str) -> Diagnostic:
    """Return the diagnostic of a key that stands twice under two spellings."""
    return _twice(key.text, member, key.place)


def ambiguity(node: TreeNode) -> tuple[Diagnostic, ...]:
    """Return what is wrong with an unquoted text that other YAML programs read as a boolean, null or a date."""
    if not isinstance(node, ScalarNode) or not is_ambiguous(given(node)):
        return ()
    return (_ambiguous(node.text, node.place),)


def given(node: TreeNode) -> object:
    """Return a tree as the reader of values takes it."""
    if isinstance(node, ScalarNode):
        return Written(node.text, node.style != "plain")
    if isinstance(node, SequenceNode):
        return [given(item) for item in node]
    return {Written(entry.name, entry.key.style != "plain"): given(entry.value) for entry in node}


def _found(node: TreeNode, reading: ReadValue) -> Found[Value]:
    # A key without a value was reported when the file was read.
    collections = (ListType, ContextType, MapType)
    slips = (each for each in reading.slips if each.given != Written("") or isinstance(each.type, collections))
    return Found(reading.value, tuple(_diagnostic(slip, _place(node, slip)) for slip in slips))


def _place(node: TreeNode, slip: Slip) -> Place:
    """Return where the part of a tree stands that a slip is about."""
    for number, step in enumerate(slip.path, start=1):
        if isinstance(node, SequenceNode) and isinstance(step, int):
            node = node.items[step - 1]
        elif isinstance(node, MappingNode) and (entry := node.entry(str(step))):
            node = entry.key if slip.at_key and number == len(slip.path) else entry.value
    return node.source.place(Span(*slip.span)) if slip.span and isinstance(node, ScalarNode) else node.place


# ── Words ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _diagnostic(slip: Slip, place: Place) -> Diagnostic:
    """Return a slip in an author's words."""
    given, type_ = slip.given, slip.type
    if slip.what == "entry":
        return _no_entry(str(given), type_, place)
    if slip.what == "missing":
        shown = ", ".join(f"`{name}`" for name in slip.value)
        return Diagnostic("missing-entry", f"the record lacks {shown}", place, "a record has all entries")
    if slip.what == "depth":
        message = f"lists and records stand more than {DEFAULT_LIMITS.depth} deep inside one another"
        return Diagnostic("limit-depth", message, place, "take the parts apart")
    if not isinstance(given, Written):
        return _wrong_shape(type_, "a list" if isinstance(given, list) else "a mapping", place)
    text = given.text
    match slip.what:
        case "ambiguous":
            return _ambiguous(text, place)
        case "twice":
            return _twice(text, slip.value, place)
        case "member":
            return _no_member(text, type_, place)
        case "order":
            return Diagnostic("range-text", f"`{text}` ends before it starts", place, "swap the ends")
        case "sign":
            return Diagnostic("percent-text", f"`{text}` is no percent", place, _percent_hint(text))
        case "digits":
            return Diagnostic("number-text", f"`{text}` has more than {DIGITS} digits", place, "round it")
        case "whole" | "low" | "high":
            return _beyond(text, slip, place)
    match type_:
        case NumberType(name=PERCENT.name):
            return Diagnostic("percent-text", f"`{text}` is no percent", place, _percent_hint(text))
        case NumberType():
            return Diagnostic("number-text", f"`{text}` is no number", place, _number_hint(text, type_))
        case RangeType():
            hint = f"write both ends: `{quoted('[1..5]')}`, `{quoted('(0..10]')}`"
            return Diagnostic("range-text", f"`{text}` is no range", place, hint)
        case ListType() | ContextType() | MapType():
            return _wrong_shape(type_, "one value", place)
    if type_ == BOOLEAN:
        spelled = SPELLED_BOOLEANS.get(text.lower(), text.lower())
        hint = f"write `{spelled}`" if spelled in {"true", "false"} else "write `true` or `false`"
        return Diagnostic("boolean-text", f"`{text}` is neither `true` nor `false`", place, hint)
    return _no_date(text, written_type(type_), place)


def _wrong_shape(type_: Type, found: str, place: Place) -> Diagnostic:
    written = written_type(type_)
    hint = f"a `{written}` is written as {SHAPES.get(type(type_), 'one value')}"
    return Diagnostic("wrong-shape", f"expected `{written}`, found {found}", place, hint)


def _no_entry(name: str, type_: Type, place: Place) -> Diagnostic:
    entries = [entry for entry, _ in type_.entries] if isinstance(type_, ContextType) else []
    hint = did_you_mean(name, entries) or "entries are " + ", ".join(f"`{entry}`" for entry in entries)
    named = type_.name if isinstance(type_, ContextType) else ""
    return Diagnostic("unknown-entry", f"`{named or 'the record'}` has no entry `{name}`", place, hint)


def _no_member(text: str, type_: Type, place: Place) -> Diagnostic:
    enum = type_ if isinstance(type_, EnumType) else EnumType("", ())
    shown = ", ".join(f"`{member}`" for member in enum.members[:10]) + (" …" if len(enum.members) > 10 else "")
    hint = did_you_mean(text, enum.members, dict(enum.aliases)) or f"members are {shown}"
    return Diagnostic("unknown-member", f"`{text}` is no member of `{enum.name}`", place, hint)


def _beyond(text: str, slip: Slip, place: Place) -> Diagnostic:
    type_ = slip.type
    if not isinstance(type_, NumberType) or slip.what == "whole":
        return Diagnostic(
            "out-of-range", f"`{text}` is not whole", place, f"a `{written_type(type_)}` is a whole number"
        )
    if slip.what == "low":
        return Diagnostic(
            "out-of-range", f"`{text}` is less than {type_.low}", place, f"that is the least `{type_.name}`"
        )
    return Diagnostic("out-of-range", f"`{text}` is more than {type_.high}", place, f"that is the most `{type_.name}`")


def _percent_hint(text: str) -> str:
    if NUMBER_TEXT.fullmatch(text):
        number = Decimal(text)
        ratio = number_text(number * 100)
        return f"write `{text}%`" if abs(number) > 1 else f"write `{ratio}%` if you mean the ratio {text}"
    mended = text.replace(" ", "").replace(",", ".")
    return f"write `{mended}`" if PERCENT_TEXT.fullmatch(mended) else "write it with its sign: `75%`, `4.50%`"


def _number_hint(text: str, type_: NumberType) -> str:
    if PERCENT_TEXT.fullmatch(text):
        return f"the type is `{type_.name}`; only a `percent` is written with `%`"
    if hint := number_hint(text):
        return hint
    if ODD_NUMBER.fullmatch(text) and any(letter.isdigit() for letter in text):
        return f"write `{number_text(Decimal(text.replace('_', '')))}`"
    return "a number is written `12`, `-0.5` or `1250000`"


def _no_date(text: str, name: str, place: Place) -> Diagnostic:
    message, hint = f"`{text}` is no {name}", f"a {name} is written `{BY_NAME[name].example}`"
    if name == DATE.name:
        hint = date_hint(text) or hint
        if DATE_TEXT.fullmatch(text):
            message, hint = f"the calendar has no {text}", "correct the day or the month"
    return Diagnostic("date-text", message, place, hint)


def _twice(text: str, member: str, place: Place) -> Diagnostic:
    return Diagnostic(
        "yaml-duplicate-key", f"`{text}` stands for `{member}`, which has a value already", place, "keep one of them"
    )


def _ambiguous(text: str, place: Place) -> Diagnostic:
    kind = "null" if text in {"~", "null"} else "a date" if YAML_DATE.fullmatch(text) else "a boolean"
    message = f"`{text}` is a text here, but other YAML programs read it as {kind}"
    return Diagnostic("ambiguous-text", message, place, f"put it in quotes: `{quoted(text)}`")
