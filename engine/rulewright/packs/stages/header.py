"""Reads pack.yaml: what a pack is, its documents, units and types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from rulewright.diagnostics import Diagnostic
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.reading.scalars import NUMBER_TEXT
from rulewright.language.types import BOOLEAN, NUMBER, PERCENT, ContextType, EnumType, Type
from rulewright.language.values import Value
from rulewright.packs.format.decode import decode
from rulewright.packs.format.expressions import ExpressionReader
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.names import reserved_type
from rulewright.packs.format.types import TypeReader, WrittenType, read_types
from rulewright.packs.format.values import ambiguity, read_value
from rulewright.packs.format.written import NOWHERE, Keyed, WrittenForm, WrittenRequirement
from rulewright.packs.model.notation import USUAL_PLACES, Notation, UnitNotation
from rulewright.packs.model.pack import Document
from rulewright.packs.model.rules import Requirement
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, TreeNode

FORMAT = 1
"""The newest format of packs that is read. A pack that names none is of the first."""


class WrittenDocument(WrittenForm):
    """A document; `adopted` is when."""

    title: str = ""
    file: str = ""
    adopted: str = ""


class WrittenUnit(WrittenForm):
    """A base unit. `one` is the word behind one of it, `many` that behind several; a symbol stands in their place."""

    title: str = ""
    one: str = ""
    many: str = ""
    symbol: str = ""
    symbol_position: str = ""
    places: str = ""


class WrittenNumberFormat(WrittenForm):
    """What stands between thousands and before decimals."""

    thousands: str = ","
    decimal: str = "."


class WrittenClock(WrittenForm):
    """The enumeration of the periods that outcomes are about, and the figures that say when these are."""

    BARE = "type"

    type: ScalarNode | None = None
    calendar: ScalarNode | None = None


class WrittenHeader(WrittenForm):
    """pack.yaml."""

    pack: str = ""
    title: str = ""
    documents: tuple[Keyed[TreeNode], ...] = ()
    number_format: WrittenNumberFormat | None = None
    units: tuple[Keyed[WrittenUnit], ...] = ()
    types: tuple[Keyed[WrittenType], ...] = ()
    clock: WrittenClock | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """What pack.yaml declares. `reader` reads further types against these.

    `requires` are what records of some types must meet, as it is written; `clock` names the enumeration of the periods
    that outcomes may be about, `calendar` the figures that say when these are.
    """

    id: str
    title: str
    documents: Mapping[str, Document]
    types: Mapping[str, Type]
    reader: TypeReader
    requires: Mapping[str, tuple[WrittenRequirement, ...]]
    notation: Notation
    clock: str
    calendar: ScalarNode | None = None

    @property
    def record_entries(self) -> Mapping[str, tuple[Type, ...]]:
        """The types of the entries of all named records, by the entry's name."""
        entries: dict[str, list[Type]] = {}
        for type_ in self.types.values():
            for name, entry in type_.entries if isinstance(type_, ContextType) else ():
                entries.setdefault(name, []).append(entry)
        return {name: tuple(types) for name, types in entries.items()}


def newer_format(root: TreeNode | None) -> Diagnostic | None:
    """Return the problem of a pack in a format that this engine does not know: nothing else can be said of it."""
    written = root.get("format") if isinstance(root, MappingNode) else None
    if not isinstance(written, ScalarNode) or not re.fullmatch("[1-9][0-9]{0,5}", written.text):
        return None
    if int(written.text) <= FORMAT:
        return None
    message = f"the pack is written in format {written.text}, and this engine reads format {FORMAT}"
    return Diagnostic("newer-format", message, written.place, "install a newer version of Rulewright")


def read_header(root: TreeNode | None) -> Found[Header]:
    """Return what pack.yaml declares; what cannot be read is left out."""
    findings = Findings()
    written = decode(root or MappingNode((), NOWHERE), WrittenHeader)
    reader, types = findings.take(read_types(frozenset(each.name for each in written.units), written.types))
    for each in written.types:
        findings.problems.extend(reserved_type(each.key))
        findings.take(_check_declaration(each.value))
    clock_type = written.clock.type if written.clock else None
    clock = clock_type.text if clock_type else ""
    if clock_type is not None and not isinstance(types.get(clock), EnumType):
        enums = [name for name, type_ in types.items() if isinstance(type_, EnumType)]
        hint = did_you_mean(clock, enums) or "name the enumeration of the periods that outcomes are about"
        message = f"`{clock}` is no enumeration of the pack"
        findings.report("unknown-type", message, clock_type.place, hint)
    documents = {each.name: _document(each) for each in written.documents}
    requires = {each.name: each.value.requires for each in written.types if each.value.requires}
    notation = findings.take(_notation(written))
    calendar = written.clock.calendar if written.clock else None
    header = Header(written.pack, written.title, documents, types, reader, requires, notation, clock, calendar)
    return findings.found(header)


def read_requirements(header: Header, expressions: ExpressionReader) -> Found[Mapping[str, tuple[Requirement, ...]]]:
    """Return what records of each type must meet; its formulas see the entries, and no rules."""
    findings = Findings()
    requirements: dict[str, tuple[Requirement, ...]] = {}
    for name, written in header.requires.items():
        type_ = header.types[name]
        entries = dict(type_.entries) if isinstance(type_, ContextType) else {}
        read = ((findings.take(expressions.read(each.that, entries, BOOLEAN)), each) for each in written)
        requirements[name] = tuple(Requirement(that, each.message, each.place) for that, each in read if that)
    return findings.found(requirements)


def _notation(written: WrittenHeader) -> Found[Notation]:
    """Return how numbers are written for people."""
    findings = Findings()
    format_ = written.number_format or WrittenNumberFormat()
    if format_.thousands == format_.decimal:
        message = f"`{format_.decimal}` cannot stand both between thousands and before decimals"
        findings.report("number-format", message, format_.place, "give two different marks")
    units = {each.name: _unit(each.name, each.value) for each in written.units}
    thousands = "\N{NO-BREAK SPACE}" if format_.thousands == " " else format_.thousands
    return findings.found(Notation(units, thousands, format_.decimal))


def _unit(name: str, written: WrittenUnit) -> UnitNotation:
    usual = USUAL_PLACES if written.symbol else 0
    return UnitNotation(
        one=written.one or name,
        many=written.many or written.title or name,
        symbol=written.symbol,
        is_symbol_behind=written.symbol_position == "behind",
        places=int(written.places) if written.places else usual,
    )


def _document(declared: Keyed[TreeNode]) -> Document:
    if not isinstance(declared.value, MappingNode):
        return Document(declared.name, declared.name)
    written = decode(declared.value, WrittenDocument)
    return Document(declared.name, written.title, written.file, written.adopted)


def _bound(node: ScalarNode, *, is_percent: bool) -> Found[Value]:
    """Return a bound of a number type; that of a percent may stand as a ratio up to 1, as which it means one thing."""
    if not is_percent or (NUMBER_TEXT.fullmatch(node.text) and abs(Decimal(node.text)) <= 1):
        return read_value(node, NUMBER)
    return read_value(node, PERCENT)


def _check_declaration(written: WrittenType) -> Found[None]:
    """Report members that other YAML programs would misread, and bounds that are no numbers."""
    findings = Findings()
    for member in written.enum or ():
        findings.problems.extend(ambiguity(member))
    is_percent = written.number is not None and written.number.text == PERCENT.name
    low, high = (
        findings.take(_bound(bound, is_percent=is_percent)) if bound is not None else None
        for bound in (written.low, written.high)
    )
    if low is not None and high is not None and low > high and written.low is not None:
        findings.report("out-of-range", f"no number is from {low} to {high}", written.low.place, "swap the bounds")
    return findings.found(None)
