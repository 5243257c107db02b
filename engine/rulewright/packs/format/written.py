"""Defines what may be written in a pack's files: a class for each form, with a field for each key.

`rulewright.packs.format.decode` makes these values of trees. They are plain classes, since the modules of kinds define
theirs beside the rules that a warm start needs: defining a dataclass takes long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, Never, TypeVar

from rulewright.packs.model.rules import Rounding
from rulewright.records import dataclass
from rulewright.source import Place

if TYPE_CHECKING:
    from rulewright.packs.yaml.tree import ScalarNode, SequenceNode, TreeNode

W = TypeVar("W")
NOWHERE = Place("", 1, 1)


class WrittenForm:
    """Something that is written in a file, at `place`. Its fields have defaults, and are set by `decode` alone.

    Where a bare value may stand for the whole, `BARE` names the field that it fills.
    """

    BARE: ClassVar[str] = ""

    place: Place = NOWHERE

    def __setattr__(self, name: str, _value: object) -> Never:
        raise AttributeError(f"`{name}` is as it was written")


@dataclass(frozen=True, slots=True)
class Keyed(Generic[W]):
    """A value with the key that it stands under."""

    key: ScalarNode
    value: W

    @property
    def name(self) -> str:
        """The text of the key."""
        return self.key.text


class WrittenCitation(WrittenForm):
    """Where something stands, as far as it is said; the rest is said around it."""

    document: ScalarNode | None = None
    section: ScalarNode | None = None
    exhibit: ScalarNode | None = None
    page: ScalarNode | None = None


class WrittenReading(WrittenForm):
    """How an unclear place of a document is read."""

    id: str = ""
    question: str = ""
    reading: str = ""


class WrittenRule(WrittenForm):
    """What a rule of any kind may say."""

    title: str = ""
    source: WrittenCitation | None = None
    kind: str = ""
    modality: str = ""
    about: str = ""
    effective: str = ""
    amendable: str = ""
    readings: tuple[WrittenReading, ...] = ()
    aliases: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()


class WrittenInput(WrittenForm):
    """A type, or `{type, title, decided, otherwise, personal}`."""

    BARE = "type"

    type: TreeNode | None = None
    title: str = ""
    decided: TreeNode | None = None
    otherwise: TreeNode | None = None
    personal: str = ""


class WrittenRequirement(WrittenForm):
    """What must hold, and where it does not: a message; of a case also the facts that are missing, or a discretion."""

    that: TreeNode | None = None
    message: str = ""
    names: TreeNode | None = None
    needs: TreeNode | None = None
    awaits: TreeNode | None = None


class WrittenRounding(WrittenForm):
    """Decimal places and a mode."""

    places: str = ""
    mode: str = ""

    @property
    def rounding(self) -> Rounding | None:
        """The rounding; None where its places are no number."""
        return Rounding(int(self.places), self.mode) if self.places.lstrip("-").isdecimal() else None


class WrittenRow(WrittenForm):
    """A row of a decision table."""

    when: SequenceNode | None = None
    then: SequenceNode | None = None
    note: str = ""


class WrittenDecisionTable(WrittenForm):
    """A decision table."""

    hit_policy: str = ""
    aggregation: ScalarNode | None = None
    inputs: tuple[ScalarNode, ...] = ()
    rows: tuple[WrittenRow, ...] = ()
    values: SequenceNode | None = None
    otherwise: SequenceNode | None = None
