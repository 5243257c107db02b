"""Holds the text and the model of one version, and gives it the names that another version has for the same pieces.

Names are compared as declared: by an amendment that renames, by an alias, or by whoever compares. A rule and a member
of an enumeration keep their old names as aliases, so that a text can be renamed as an amendment would, and is then
judged like any other; what lies in a rule is only named anew where it is compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from rulewright.diagnostics import Diagnostic
from rulewright.packs.amendments.address import AddressError, read_address
from rulewright.packs.amendments.changes import Touched
from rulewright.packs.amendments.consolidation import Consolidated
from rulewright.packs.amendments.edits import WITH_ID, Edit, EditError
from rulewright.packs.amendments.text import PackText
from rulewright.packs.amendments.trees import mapping, text_node
from rulewright.packs.amendments.written import Change, WrittenChange
from rulewright.packs.format.decode import decode
from rulewright.packs.loading import PackReading
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.timeline import VersionKey
from rulewright.packs.model.version_names import version_name
from rulewright.packs.yaml.tree import Entry
from rulewright.source import Place

CONFIRMED = Place("--rename", 1, 1)


@dataclass(frozen=True, slots=True)
class Rename:
    """A piece at an address that has another name in a later text."""

    address: str
    to: str

    @property
    def stays_known(self) -> bool:
        """Whether a text can be renamed so without another change of it: the old name stays, or nothing goes by it."""
        address = read_address(self.address)
        is_member = address.owner == "type" and address.part[:1] == (("enum",),)
        return is_member or (not address.part and not address.keys and address.owner in {"rule", *WITH_ID})

    def new_address(self, owners: Mapping[str, str] = MappingProxyType({})) -> str:
        """Return the address of the piece in the later text; `owners` are other names of what it lies in."""
        at = read_address(self.address)
        if not at.part:
            return str(replace(at, id=self.to))
        return str(replace(at, id=owners.get(at.id, at.id), part=(*at.part[:-1], (self.to,))))


@dataclass(frozen=True)
class VersionText:
    """A version as it was read: its text, what its amendments touch, its model, and all that is wrong with the pack."""

    reading: PackReading
    key: VersionKey
    text: PackText
    touched: tuple[Touched, ...]
    pack: Pack
    problems: tuple[Diagnostic, ...]
    renames: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, reading: PackReading, key: VersionKey) -> VersionText:
        """Return a version of a pack with these amendments."""
        base = reading.base
        consolidated, problems, _ = reading.text(key)
        pack = base if not consolidated.key else reading.of_text(consolidated, problems)
        problems = tuple(dict.fromkeys((*base.diagnostics, *problems, *pack.diagnostics)))
        text = PackText.of(consolidated.trees)
        return cls(reading, consolidated.key, text, consolidated.touched, pack, problems)

    @property
    def name(self) -> str:
        """The name of the version."""
        return version_name(self.key)

    @property
    def has_errors(self) -> bool:
        """Whether the pack can be shown only, and not evaluated."""
        return any(each.is_error for each in self.problems)

    @property
    def amendments(self) -> frozenset[str]:
        """The ids of the amendments that the version has."""
        return frozenset(each.amendment.id.text for each in self.touched)

    def declared(self, other: VersionText) -> tuple[Rename, ...]:
        """Return the renames that the version has declared, and another one has not: by amendments, then by aliases."""
        known = {(each.amendment.id.text, each.change.target.text) for each in other.touched}
        renames = [
            Rename(each.change.target.text, each.change.written.to.text)
            for each in self.touched
            if each.change.verb == "rename"
            and each.change.written.to is not None
            and (each.amendment.id.text, each.change.target.text) not in known
        ]
        named = {each.address for each in renames}
        mine, others = self.pack.rules, other.pack.rules
        for alias, id_ in self.pack.aliases.items():
            if alias in others and id_ not in others and alias not in mine and alias not in named:
                renames.append(Rename(alias, id_))
        return tuple(renames)

    def renamed(self, renames: Sequence[Rename]) -> VersionText:
        """Return the version under other names; what it has not is left out."""
        text = self.text
        for each in renames:
            if each.stays_known:
                text = _renamed(text, each)
        if text is self.text:
            return self
        consolidated = Consolidated(text.trees(self.reading.trees), self.touched, self.key)
        return replace(self, text=text, pack=self.reading.of_text(consolidated))


def _renamed(text: PackText, rename: Rename) -> PackText:
    address, to = text_node(rename.address, CONFIRMED), text_node(rename.to, CONFIRMED)
    entries = [Entry(text_node("rename", CONFIRMED), address), Entry(text_node("to", CONFIRMED), to)]
    change = Change("rename", address, decode(mapping(entries, CONFIRMED), WrittenChange), "")
    try:
        piece = text.pieces.piece(rename.address)
        return text if piece.node is None else Edit(text, change, piece).made()
    except (AddressError, EditError):
        return text
