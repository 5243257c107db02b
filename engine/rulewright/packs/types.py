"""Reads the units and types that a pack declares, and types as they are written at inputs, outputs and figures.

Grammar of a written type: a name, `list<T>`, `map<T>`, `map<K, T>`, `range<T>`, each with `?` behind it where it may
be null. Grammar of a unit: base units joined by `*` and `/`, with `thousand`, `million` or `billion` at the end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from rulewright.diagnostics import Diagnostic
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.kinds import SCALAR_TYPES
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
from rulewright.packs.scalar_values import NUMBER_TEXT
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, SequenceNode, TreeNode
from rulewright.source import Span

GENERIC = ("list", "map", "range")
SCALES = {"thousand": 3, "million": 6, "billion": 9}
TOKEN = re.compile(r"\s*([A-Za-z_][\w.]*(?: +[A-Za-z_][\w.]*)*|[<>,?]|\S)")
FACTOR = re.compile(r"\s*([*/·]?)\s*([A-Za-z_%$€]\w*)\s*")


@dataclass(slots=True)
class TypeReader:
    """Reads types against the units and named types of a pack; gathers what is wrong with them in `problems`.

    A type that cannot be read is `any`, so that one slip gives one message.
    """

    units: frozenset[str]
    declared: Mapping[str, TreeNode]
    problems: list[Diagnostic]
    named: dict[str, Type] = field(default_factory=dict)
    being_read: list[str] = field(default_factory=list)

    def read_all(self) -> dict[str, Type]:
        """Return the declared types by name."""
        for name in self.declared:
            self.name(name)
        return dict(self.named)

    def name(self, name: str) -> Type | None:
        """Return the type of a name, reading its declaration first where need be; None where there is no such type."""
        if name in SCALAR_TYPES:
            return SCALAR_TYPES[name]
        if name in self.named or name not in self.declared:
            return self.named.get(name)
        node = self.declared[name]
        if name in self.being_read:
            path = " → ".join([*self.being_read[self.being_read.index(name) :], name])
            self.problems.append(
                Diagnostic("type-cycle", f"type `{name}` contains itself: {path}", node.place, "take one of them out")
            )
            return ANY
        self.being_read.append(name)
        self.named[name] = self.declaration(name, node)
        self.being_read.pop()
        return self.named[name]

    def declaration(self, name: str, node: TreeNode) -> Type:
        """Return what one entry of `types` declares."""
        if isinstance(node, ScalarNode):
            return self.written(node)
        if not isinstance(node, MappingNode):
            return ANY
        number, members, record = node.get("number"), node.get("enum"), node.get("record")
        if isinstance(number, ScalarNode):
            return self.number(name, number, node)
        if isinstance(members, SequenceNode):
            return self.enumeration(name, members, node.get("aliases"))
        if isinstance(record, MappingNode):
            entries = ((e.name, self.written(e.value)) for e in record if isinstance(e.value, ScalarNode))
            return ContextType(tuple(entries), name)
        return ANY

    def number(self, name: str, unit: ScalarNode, node: MappingNode) -> Type:
        """Return the type of `{number: unit, low, high, whole}`; `{number: percent, low, high}` is a percent still."""
        before = len(self.problems)
        if unit.text == PERCENT.name:
            name, read = PERCENT.name, PERCENT.unit
        else:
            read = self.unit(unit)
        if len(self.problems) > before:
            return ANY
        low, high = _bounds(node)
        return NumberType(read, name, is_whole=node.text("whole") == "true", low=low, high=high)

    def enumeration(self, name: str, members: SequenceNode, aliases: TreeNode | None) -> Type:
        """Return the type of `{enum: [...], aliases: {...}}`."""
        seen: list[str] = []
        for item in members:
            if not isinstance(item, ScalarNode):
                continue
            if item.text in seen:
                message = f"member `{item.text}` stands twice in `{name}`"
                self.problems.append(Diagnostic("duplicate-member", message, item.place, "keep one of them"))
            else:
                seen.append(item.text)
        pairs: list[tuple[str, str]] = []
        for entry in aliases if isinstance(aliases, MappingNode) else ():
            if not isinstance(entry.value, ScalarNode):
                continue
            target = entry.value.text
            if target not in seen:
                hint = did_you_mean(target, seen)
                message = f"alias `{entry.name}` stands for `{target}`, no member of `{name}`"
                self.problems.append(Diagnostic("unknown-member", message, entry.value.place, hint))
            elif entry.name in seen:
                message = f"alias `{entry.name}` is a member of `{name}` itself"
                self.problems.append(Diagnostic("duplicate-member", message, entry.key.place, "drop the alias"))
            else:
                pairs.append((entry.name, target))
        return EnumType(name, tuple(seen), tuple(pairs))

    def unit(self, node: ScalarNode) -> Unit:
        """Return the unit that a text denotes; an empty text is the plain number."""
        text = node.text
        scale = 0
        words = text.split()
        if words and words[-1] in SCALES:
            scale = SCALES[words[-1]]
            text = text[: text.rindex(words[-1])]
        unit = Unit((), scale)
        position = 0
        while text[position:].strip():
            found = FACTOR.match(text, position)
            if not found or (position > 0) != bool(found[1]):
                place = node.source.place(Span(position, len(text)))
                message = f"`{node.text}` is no unit"
                hint = "write base units joined by `/` and `*`, such as `USD/member/month` or `USD million`"
                self.problems.append(Diagnostic("unit-syntax", message, place, hint))
                return unit
            base = found[2]
            if base not in self.units:
                hint = did_you_mean(base, self.units) or "declare it under `units` in pack.yaml"
                place = node.source.place(Span(found.start(2), found.end(2)))
                self.problems.append(Diagnostic("unknown-unit", f"unknown unit `{base}`", place, hint))
            factor = Unit(((base, 1),))
            unit = unit.over(factor) if found[1] == "/" else unit.times(factor)
            position = found.end()
        return unit

    def written(self, node: TreeNode | None) -> Type:
        """Return the type that a scalar denotes."""
        if not isinstance(node, ScalarNode):
            return ANY
        known = self.name(node.text)
        return known if known is not None else _WrittenType(node, self).read()


def _bounds(node: MappingNode) -> tuple[str, str]:
    """Return the bounds of a number type; what is no number, or lets none pass, is reported elsewhere."""
    low, high = (text if NUMBER_TEXT.fullmatch(text := node.text(name)) else "" for name in ("low", "high"))
    return ("", "") if low and high and Decimal(low) > Decimal(high) else (low, high)


class _SyntaxProblemError(Exception):
    """Ends the reading of one written type; the problem has been noted."""


class _WrittenType:
    """Reads one written type from left to right."""

    def __init__(self, node: ScalarNode, reader: TypeReader) -> None:
        self.node = node
        self.reader = reader
        self.position = 0

    def read(self) -> Type:
        try:
            result = self.type()
            token, span = self.peek()
            if token:
                self.fail(f"`{token}` behind the end of the type", span)
        except _SyntaxProblemError:
            return ANY
        return result

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
        self.reader.problems.append(Diagnostic("type-syntax", message, place, hint))
        raise _SyntaxProblemError

    def type(self) -> Type:
        token, span = self.take()
        is_named = token not in GENERIC or token in self.reader.declared
        result = self.known(token, span) if is_named else self.generic(token)
        while self.peek()[0] == "?":
            self.take()
            result = result if isinstance(result, Nullable) or result is ANY else Nullable(result)
        return result

    def generic(self, kind: str) -> Type:
        self.take("<")
        first = self.type()
        second = None
        if kind == "map" and self.peek()[0] == ",":
            self.take(",")
            second = self.type()
        self.take(">")
        if kind == "list":
            return ListType(first)
        if kind == "range":
            return RangeType(first)
        return MapType(first) if second is None else MapType(second, first)

    def known(self, name: str, span: Span) -> Type:
        result = self.reader.name(" ".join(name.split()))
        if result is None:
            hint = (
                did_you_mean(name, self.reader.declared, SCALAR_TYPES, GENERIC)
                or "declare it under `types` in pack.yaml"
            )
            place = self.node.source.place(span)
            self.reader.problems.append(Diagnostic("unknown-type", f"unknown type `{name}`", place, hint))
            return ANY
        return result


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
