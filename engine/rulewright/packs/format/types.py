"""Reads the units and types that a pack declares, and types as they are written at inputs, outputs and figures.

Grammar of a written type: a name, `list<T>`, `map<T>`, `map<K, T>`, `range<T>`, each with `?` behind it where it may
be null. Grammar of a unit: base units joined by `*` and `/`, with `thousand`, `million` or `billion` at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.kinds import SCALAR_TYPES
from rulewright.language.numbers import number_text
from rulewright.language.personal import marked, parts_of
from rulewright.language.reading.scalars import NUMBER_TEXT, PERCENT_TEXT
from rulewright.language.types import (
    ANY,
    PERCENT,
    ContextType,
    EnumType,
    ListType,
    MapType,
    Nullable,
    NumberType,
    RangeType,
    Type,
    Unit,
)
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.written import Keyed, WrittenForm, WrittenRequirement
from rulewright.packs.yaml.tree import ScalarNode, TreeNode
from rulewright.source import SourceText, Span

GENERIC = ("list", "map", "range")
SCALES = {"thousand": 3, "million": 6, "billion": 9}
TOKEN = re.compile(r"\s*([A-Za-z_][\w.]*(?: +[A-Za-z_][\w.]*)*|[<>,?]|\S)")
UNIT_TEXT = re.compile(r"([A-Za-z_]\w*(?:\s*[*/·]\s*[A-Za-z_]\w*)*)(?: +(?:thousand|million|billion))?")
FACTOR = re.compile(r"\s*([*/·]?)\s*([A-Za-z_%$€]\w*)\s*")
MOST_DEEP = 100
"""So deep may types stand inside one another: all that goes through them calls itself as often."""
MOST_PARTS = 5_000
"""So many parts may a type have, those of its parts included: types that name two others grow twofold each time."""


@dataclass(frozen=True, slots=True)
class TypeReader:
    """Reads types as they are written, against the units and types that a pack declares.

    `find` returns the type of a declared name. A type that cannot be read is `any`, so that one slip gives one message.
    """

    units: frozenset[str]
    declared: tuple[str, ...]
    find: Callable[[str], Type | None]

    def name(self, name: str) -> Type | None:
        """Return the type of a name; None where there is no such type."""
        return SCALAR_TYPES.get(name) or self.find(name)

    def written(self, node: TreeNode | None) -> Found[Type]:
        """Return the type that a scalar denotes."""
        if not isinstance(node, ScalarNode):
            return Found(ANY)
        known = self.name(node.text)
        return Found(known) if known is not None else _TypeParser(node, self).read()

    def declared_as(self, node: TreeNode | None, personal: str) -> Found[Type]:
        """Return the type that a scalar denotes, its values personal where `yes` is written beside it, none with `no`.

        Where neither is written the type says it itself.
        """
        findings = Findings()
        type_ = findings.take(self.written(node))
        return findings.found(marked(type_, is_personal=personal == "yes") if personal else type_)

    def unit(self, node: ScalarNode) -> Found[Unit]:
        """Return the unit that a text denotes; an empty text is the plain number."""
        text = node.text
        scale = 0
        words = text.split()
        if words and words[-1] in SCALES:
            scale = SCALES[words[-1]]
            text = text[: text.rindex(words[-1])]
        unit = Unit((), scale)
        position = 0
        findings = Findings()
        while text[position:].strip():
            found = FACTOR.match(text, position)
            if not found or (position > 0) != bool(found[1]):
                place = node.source.place(Span(position, len(text)))
                hint = "write base units joined by `/` and `*`, such as `USD/member/month` or `USD million`"
                findings.report("unit-syntax", f"`{node.text}` is no unit", place, hint)
                break
            base = found[2]
            if base not in self.units:
                hint = did_you_mean(base, self.units) or "declare it under `units` in pack.yaml"
                place = node.source.place(Span(found.start(2), found.end(2)))
                findings.report("unknown-unit", f"unknown unit `{base}`", place, hint)
            factor = Unit(((base, 1),))
            unit = unit.over(factor) if found[1] == "/" else unit.times(factor)
            position = found.end()
        return findings.found(unit)


class WrittenEntry(WrittenForm):
    """An entry of a record: a type, or `{type, personal}`."""

    BARE = "type"

    type: ScalarNode | None = None
    personal: str = ""


class WrittenType(WrittenForm):
    """What one entry of `types` declares: a type as it is written, a number, an enumeration or a record."""

    BARE = "type"

    type: ScalarNode | None = None
    number: ScalarNode | None = None
    low: ScalarNode | None = None
    high: ScalarNode | None = None
    whole: str = ""
    enum: tuple[ScalarNode, ...] | None = None
    aliases: tuple[Keyed[ScalarNode], ...] = ()
    record: tuple[Keyed[WrittenEntry], ...] | None = None
    requires: tuple[WrittenRequirement, ...] = ()
    personal: str = ""


def read_types(
    units: frozenset[str], declared: Sequence[Keyed[WrittenType]]
) -> Found[tuple[TypeReader, Mapping[str, Type]]]:
    """Return the reader of types against these units and declared types, and the declared types by name."""
    declarations = _Declarations(units, {each.name: each for each in declared})
    for each in declared:
        declarations.find(each.name)
    named = declarations.named
    return declarations.findings.found((TypeReader(units, tuple(declarations.declared), named.get), named))


class _Declarations:
    """Reads the declared types of a pack; each may name others, before or behind it."""

    def __init__(self, units: frozenset[str], declared: Mapping[str, Keyed[WrittenType]]) -> None:
        self.declared = declared
        self.named: dict[str, Type] = {}
        self.findings = Findings()
        self.being_read: list[str] = []
        self.extents: dict[str, tuple[int, int]] = {}
        self.types = TypeReader(units, tuple(declared), self.find)

    def find(self, name: str) -> Type | None:
        """Return the type of a declared name, reading its declaration first where need be."""
        if name in self.named or name not in self.declared or name in SCALAR_TYPES:
            return self.named.get(name)
        declared = self.declared[name]
        if name in self.being_read:
            path = " → ".join([*self.being_read[self.being_read.index(name) :], name])
            message = f"type `{name}` contains itself: {path}"
            self.findings.report("type-cycle", message, declared.value.place, "take one of them out")
            return ANY
        if len(self.being_read) >= MOST_DEEP:
            self.too_large(name, f"stands more than {MOST_DEEP} deep inside others")
            return ANY
        self.being_read.append(name)
        type_ = self.bounded(name, self.declaration(name, declared.value))
        mark = declared.value.personal
        self.named[name] = marked(type_, is_personal=mark == "yes") if mark else type_
        self.being_read.pop()
        return self.named[name]

    def bounded(self, name: str, type_: Type) -> Type:
        """Return a declared type, or `any` where it is larger than types may be."""
        parts, depth = self.extents[name] = self.extent(type_)
        if parts <= MOST_PARTS and depth <= MOST_DEEP:
            return type_
        self.extents[name] = (1, 1)
        large = f"has more than {MOST_PARTS:,} parts" if parts > MOST_PARTS else f"is more than {MOST_DEEP} deep"
        self.too_large(name, f"{large}, with those of the types that it names")
        return ANY

    def extent(self, type_: Type) -> tuple[int, int]:
        """Return how many parts a type has and how deep they stand, itself included."""
        if isinstance(type_, ContextType) and type_.name in self.extents:
            return self.extents[type_.name]
        inner = [self.extent(each) for each in parts_of(type_)]
        return 1 + sum(parts for parts, _ in inner), 1 + max((depth for _, depth in inner), default=0)

    def too_large(self, name: str, how: str) -> None:
        """Report a type that nobody could go through."""
        self.findings.report(
            "type-size", f"type `{name}` {how}", self.declared[name].value.place, "name fewer types inside one another"
        )

    def declaration(self, name: str, written: WrittenType) -> Type:
        """Return what one entry of `types` declares."""
        take = self.findings.take
        if written.type is not None:
            return take(self.types.written(written.type))
        if written.number is not None:
            return self.number(name, written.number, written)
        if written.enum is not None:
            return take(read_enumeration(name, written.enum, written.aliases))
        if written.record is not None:
            read = self.types.declared_as
            entries = tuple((each.name, take(read(each.value.type, each.value.personal))) for each in written.record)
            return ContextType(entries, name)
        return ANY

    def number(self, name: str, unit: ScalarNode, written: WrittenType) -> Type:
        """Return the type of `{number: unit, low, high, whole}`; `{number: percent, low, high}` is a percent still."""
        read = PERCENT.unit
        if unit.text == PERCENT.name:
            name = PERCENT.name
        else:
            found = self.types.unit(unit)
            read = self.findings.take(found)
            if found.problems:
                return ANY
        low, high = _bounds(written, is_percent=name == PERCENT.name)
        return NumberType(read, name, is_whole=written.whole == "true", low=low, high=high)


def read_enumeration(name: str, members: Sequence[ScalarNode], aliases: Sequence[Keyed[ScalarNode]]) -> Found[Type]:
    """Return the type of `{enum: [...], aliases: {...}}`."""
    findings = Findings()
    seen: dict[str, None] = {}
    for item in members:
        if item.text in seen:
            message = f"member `{item.text}` stands twice in `{name}`"
            findings.report("duplicate-member", message, item.place, "keep one of them")
        seen[item.text] = None
    pairs: list[tuple[str, str]] = []
    for alias in aliases:
        target = alias.value.text
        if target not in seen:
            message = f"alias `{alias.name}` stands for `{target}`, no member of `{name}`"
            findings.report("unknown-member", message, alias.value.place, did_you_mean(target, seen))
        elif alias.name in seen:
            message = f"alias `{alias.name}` is a member of `{name}` itself"
            findings.report("duplicate-member", message, alias.key.place, "drop the alias")
        else:
            pairs.append((alias.name, target))
    return findings.found(EnumType(name, tuple(seen), tuple(pairs)))


def _bounds(written: WrittenType, *, is_percent: bool) -> tuple[str, str]:
    """Return the bounds of a number type; what is no number, or lets none pass, is reported elsewhere.

    That of a percent is written as one, `150%`, or up to 1 as a ratio.
    """
    texts = [each.text if each is not None else "" for each in (written.low, written.high)]
    if is_percent:
        texts = [number_text(Decimal(f"{text[:-1]}e-2")) if PERCENT_TEXT.fullmatch(text) else text for text in texts]
    low, high = (text if NUMBER_TEXT.fullmatch(text) else "" for text in texts)
    return ("", "") if low and high and Decimal(low) > Decimal(high) else (low, high)


class _SyntaxProblemError(Exception):
    """Ends the reading of one written type; the problem has been noted."""


class _TypeParser:
    """Reads one written type from left to right."""

    def __init__(self, node: ScalarNode, reader: TypeReader) -> None:
        self.node = node
        self.reader = reader
        self.position = 0
        self.findings = Findings()

    def read(self) -> Found[Type]:
        result: Type = ANY
        try:
            result = self.type()
            token, span = self.peek()
            if token:
                self.fail(f"`{token}` behind the end of the type", span)
        except _SyntaxProblemError:
            result = ANY
        return self.findings.found(result)

    def peek(self) -> tuple[str, Span]:
        found = TOKEN.match(self.node.text, self.position)
        if not found:
            return "", Span(self.position, self.position)
        return found[1], Span(found.start(1), found.end(1))

    def take(self, wanted: str = "") -> tuple[str, Span]:
        token, span = self.peek()
        if not token or (wanted and token != wanted):
            self.fail(
                f"expected {f'`{wanted}`' if wanted else 'a type'}, found {f'`{token}`' if token else 'the end'}", span
            )
        self.position = span.end
        return token, span

    def fail(self, message: str, span: Span) -> None:
        place = self.node.source.place(Span(span.start, max(span.end, span.start + 1)))
        hint = "a type is a name, `list<T>`, `map<T>`, `map<K, T>`, `range<T>`, or one of these with `?`"
        self.findings.report("type-syntax", message, place, hint)
        raise _SyntaxProblemError

    def type(self, depth: int = 0) -> Type:
        token, span = self.take()
        if depth > MOST_DEEP:
            self.fail(f"types stand more than {MOST_DEEP} deep inside one another", span)
        is_named = token not in GENERIC or token in self.reader.declared
        result = self.known(token, span) if is_named else self.generic(token, depth + 1)
        while self.peek()[0] == "?":
            self.take()
            result = result if isinstance(result, Nullable) or result is ANY else Nullable(result)
        return result

    def generic(self, kind: str, depth: int) -> Type:
        self.take("<")
        first = self.type(depth)
        second = None
        if kind == "map" and self.peek()[0] == ",":
            self.take(",")
            second = self.type(depth)
        self.take(">")
        if kind == "list":
            return ListType(first)
        if kind == "range":
            return RangeType(first)
        return MapType(first) if second is None else MapType(second, first)

    def known(self, name: str, span: Span) -> Type:
        result = self.reader.name(" ".join(name.split()))
        if result is None:
            unit = UNIT_TEXT.match(self.node.text, span.start)
            if unit and self.reader.units.issuperset(re.findall(r"\w+", unit[1])):
                return self.unit(unit[0], Span(*unit.span()))
            near = did_you_mean(name, self.reader.declared, SCALAR_TYPES, GENERIC)
            hint = near or "declare it under `types` in pack.yaml"
            place = self.node.source.place(span)
            self.findings.report("unknown-type", f"unknown type `{name}`", place, hint)
            return ANY
        return result

    def unit(self, text: str, span: Span) -> Type:
        """Report a unit that stands for a type: the one that counts in it is meant, or is still to be declared."""
        self.position = span.end
        place = self.node.source.place(span)
        unit = self.reader.unit(ScalarNode(SourceText.of(text), "plain", place)).value
        types = {name: self.reader.find(name) for name in self.reader.declared}
        counting = [name for name, type_ in types.items() if isinstance(type_, NumberType) and type_.unit == unit]
        hint = f"write `{counting[0]}`, which counts in it" if counting else ""
        hint = hint or f"declare a type of it under `types` in pack.yaml: `{{number: {text}}}`"
        self.findings.report("unknown-type", f"`{text}` is a unit, not a type", place, hint)
        return ANY


def written_type(type_: Type) -> str:
    """Return a type as an author writes it."""
    match type_:
        case NumberType(name=name) | EnumType(name=name):
            return name
        case ListType():
            return f"list<{written_type(type_.item)}>"
        case RangeType():
            return f"range<{written_type(type_.item)}>"
        case MapType(key=None):
            return f"map<{written_type(type_.value)}>"
        case MapType(key=key) if key is not None:
            return f"map<{written_type(key)}, {written_type(type_.value)}>"
        case Nullable():
            return f"{written_type(type_.type)}?"
        case ContextType(name=name) if name:
            return name
        case _:
            return next((name for name, known in SCALAR_TYPES.items() if known == type_), "any")
