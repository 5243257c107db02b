"""Finds the amendments that one of two versions has and the other has not, by the pieces that they touch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rulewright.packs.amendments.address import Address, AddressError, Steps
from rulewright.packs.amendments.changes import NAME
from rulewright.packs.amendments.text import PackText
from rulewright.packs.amendments.trails import Trails
from rulewright.packs.model.comparing import ChangedBy
from rulewright.packs.model.timeline import Dated
from rulewright.packs.version_texts import VersionText


@dataclass(frozen=True, slots=True)
class _Touch:
    """A piece that an amendment touches."""

    trail: Steps
    by: ChangedBy


class Changers:
    """The amendments by which two versions differ."""

    def __init__(self, before: VersionText, after: VersionText) -> None:
        self._texts = (after.text, before.text)
        self._touched: Trails[_Touch] = Trails()
        self._order: dict[str, int] = {}
        self._renames: dict[str, ChangedBy] = {}
        for version, other in ((after, before), (before, after)):
            known = {(each.amendment.id.text, each.change.target.text) for each in other.touched}
            dated = {each.id: each for each in version.pack.timeline.amendments}
            for each in version.touched:
                id_ = each.amendment.id.text
                if (id_, each.change.target.text) not in known and id_ in dated:
                    self._order.setdefault(id_, len(self._order))
                    by = _changed_by(dated[id_], is_undone=version is before)
                    self._touched.add(_Touch(each.trail, by))
                    if each.change.verb == "rename":
                        self._renames[each.change.target.text] = by

    def of(self, at: Address, *, is_whole: bool = False) -> tuple[ChangedBy, ...]:
        """Return the amendments that have changed the piece at an address, in their order, its name aside.

        Of what `is_whole`, new or gone, those that have changed what lies in it do not count.
        """
        found = {
            touch.by
            for text in self._texts
            for trail in _trails(text, at)
            for touch in self._touched.overlapping(trail)
            if touch.trail[-1] != NAME and not (is_whole and len(touch.trail) > len(trail))
        }
        return tuple(sorted(found, key=lambda each: self._order[each.id]))

    def of_rename(self, address: str) -> tuple[ChangedBy, ...]:
        """Return the amendment that renames what is at an address, as it writes it; none where nobody does."""
        return (self._renames[address],) if address in self._renames else ()


def _trails(text: PackText, at: Address) -> Iterator[Steps]:
    """Yield the trails of a piece under all names that its rule has had, and that by which it was added."""
    yield (at.owner, at.id)
    try:
        piece = text.pieces.piece(str(at))
        owner = text.pieces.owners.of(piece.address)
    except AddressError:
        return
    yield piece.trail
    for each in owner.earlier_trails:
        yield (*each, *piece.trail[len(each) :])


def _changed_by(dated: Dated, *, is_undone: bool) -> ChangedBy:
    return ChangedBy(
        dated.id, dated.title, dated.known_from, dated.in_force, dated.authority, dated.is_erratum, is_undone
    )
