"""Defines what two versions of a pack say differently: each change with its class, what was, what is, and by whom."""

from __future__ import annotations

from enum import Enum

from rulewright.language.types import Type
from rulewright.records import dataclass
from rulewright.source import Place


class ChangeClass(Enum):
    """What a change is one of. One that amendments make which mend mistakes of the encoding is an erratum."""

    FIGURE = "figure"
    LOGIC = "logic"
    ROW = "table row"
    INTERFACE = "type or input"
    DISCRETION = "discretion"
    EXAMPLE = "example"
    ERRATUM = "erratum"
    SOURCE = "source only"
    WORDING = "wording only"


NEUTRAL = frozenset({ChangeClass.EXAMPLE, ChangeClass.SOURCE, ChangeClass.WORDING})
"""Classes of changes on which no outcome rests."""


@dataclass(frozen=True, slots=True)
class ChangedBy:
    """An amendment that one of two versions has, and the other has not; all but its id is in words.

    It `is_undone` where it is the earlier one that has it.
    """

    id: str
    title: str
    known_from: str
    in_force: str
    authority: str
    is_erratum: bool = False
    is_undone: bool = False


@dataclass(frozen=True, slots=True)
class FigureMove:
    """The values of a figure of a type before and after; None where there is none."""

    type: Type
    was: object
    now: object


@dataclass(frozen=True, slots=True)
class VersionChange:
    """A piece that two versions say differently; texts are empty where one of them has nothing there.

    `kind` is the class but for errata: what of the pack has changed. `subject` is that of the rule, `owner` and `id`
    say in what the piece lies. `cells` are those of a row, each with its name, what was and what is. `source` is where
    the piece stands in a document, `place` where in a file: of the later version, if that has it.
    """

    kind: ChangeClass
    verb: str
    address: str
    owner: str
    id: str
    subject: str
    was: str
    now: str
    place: Place
    source: str = ""
    by: tuple[ChangedBy, ...] = ()
    figure: FigureMove | None = None
    cells: tuple[tuple[str, str, str], ...] = ()
    is_formula: bool = False

    @property
    def change_class(self) -> ChangeClass:
        """The class of the change."""
        return ChangeClass.ERRATUM if self.by and all(each.is_erratum for each in self.by) else self.kind

    @property
    def has_moved_figure(self) -> bool:
        """Whether a figure has another value."""
        return self.figure is not None and self.figure.was != self.figure.now
