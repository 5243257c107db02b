"""Looks up what stands at an address in the files of a pack or in a version, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rulewright.packs.amendments.address import AddressError, read_address
from rulewright.packs.amendments.changes import Touched
from rulewright.packs.amendments.drafting import was_by_span
from rulewright.packs.amendments.pieces import Piece, Pieces, node_beside, nothing_there
from rulewright.packs.amendments.text import PackText
from rulewright.packs.files import read_files
from rulewright.packs.format.written import NOWHERE
from rulewright.packs.loading import PackReading
from rulewright.packs.model.history import Event, History, WrittenPiece
from rulewright.packs.model.timeline import BASE
from rulewright.packs.model.version_names import version_name
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, SequenceNode
from rulewright.packs.yaml.writing import in_lines, lines_with_paths


def look_up(folder: Path, address: str, version: str = BASE) -> WrittenPiece:
    """Return what stands at an address in the files of a pack, or in one of its versions by its name.

    Raises:
        AddressError: when the address means nothing there, or two things.
        OSError: when the folder cannot be read.
    """
    reading = PackReading(read_files(folder), folder.resolve().name)
    texts = {version_name(text.key): text.trees for text in reading.versions} if version != BASE else {}
    pieces = PackText.of(texts.get(version, reading.trees)).pieces
    return _written(_found(pieces, address), reading.amendments_by_path)


def history_of(folder: Path, address: str) -> History:
    """Return what became of the piece at an address, which the base or any version has.

    Raises:
        AddressError: when the address means nothing in any of them, or two things.
        OSError: when the folder cannot be read.
    """
    reading = PackReading(read_files(folder), folder.resolve().name)
    base = PackText.of(reading.trees).pieces
    later = [PackText.of(text.trees).pieces for text in reading.versions]
    of_base, *of_versions = (_piece_or_error(pieces, address) for pieces in (base, *later))
    found = [each for each in (of_base, *of_versions) if isinstance(each, Piece)]
    if isinstance(of_base, AddressError) and not found:
        raise of_base
    for earlier in _other_names(address, found):  # under which the base and other versions may have it
        of_base, *more = (
            each if isinstance(each, Piece) else _piece_or_error(pieces, earlier)
            for each, pieces in zip((of_base, *of_versions), (base, *later), strict=True)
        )
        found += [each for each in (of_base, *more) if isinstance(each, Piece)]
    trails = {piece.trail for piece in found}
    touched = {
        (each.amendment.id.text, each.change.place): each
        for text in reading.versions
        for each in text.touched
        if any(each.overlaps(trail) for trail in trails)
    }
    order = [each.id for each in reading.timeline.amendments]
    events = sorted(touched.values(), key=lambda each: (order.index(each.amendment.id.text), each.change.place))
    annulled = {id_: each.id for each in reading.timeline.amendments for id_ in each.annuls}
    written = _written(of_base, {}) if isinstance(of_base, Piece) else None
    return History(str(found[0].address), written, tuple(_event(each, annulled) for each in events))


def _other_names(address: str, found: Sequence[Piece]) -> tuple[str, ...]:
    """Return an address with the aliases of its rule in the place of the id."""
    read = read_address(address)
    if read.owner != "rule":
        return ()
    aliases = (each.node.get("aliases") for each in found if isinstance(each.node, MappingNode))
    names = (
        item.text
        for each in aliases
        for item in (each if isinstance(each, SequenceNode) else ())
        if isinstance(item, ScalarNode)
    )
    return tuple(str(replace(read, id=name)) for name in dict.fromkeys(names) if name != read.id)


def _piece_or_error(pieces: Pieces, address: str) -> Piece | AddressError:
    try:
        return _found(pieces, address)
    except AddressError as error:
        return error


def _found(pieces: Pieces, address: str) -> Piece:
    piece = pieces.piece(address)
    if piece.node is None:
        raise nothing_there(piece, address, node_beside(piece, pieces.files))
    return piece


def _written(piece: Piece, amendments: Mapping[str, str]) -> WrittenPiece:
    lines = tuple(lines_with_paths(piece.node)) if piece.node is not None else ()
    by = tuple(tuple(sorted({amendments[path] for path in paths if path in amendments})) for _, paths in lines)
    text = "\n".join(line for line, _ in lines)
    place = piece.node.place if piece.node is not None else NOWHERE
    return WrittenPiece(str(piece.address), place, text, piece.star >= 0, by)


def _event(touched: Touched, annulled: Mapping[str, str]) -> Event:
    amendment, change = touched.amendment, touched.change
    written = change.written
    goes_on = written.continued_by.text if written.continued_by is not None else ""
    now = written.to if written.now is None else written.now
    by_span = was_by_span([((span.first, span.last), node) for span, node in change.was_in])
    was = by_span if written.was is None else written.was
    return Event(
        amendment.id.text,
        amendment.title,
        amendment.adopted,
        tuple(map(str, amendment.spans)),
        amendment.authority,
        amendment.reason,
        change.verb,
        change.target.text,
        in_lines(was) if was is not None else "",
        in_lines(now) if now is not None else goes_on,
        change.place,
        annulled.get(amendment.id.text, ""),
        amendment.is_erratum,
        amendment.found_by,
        amendment.passage,
        amendment.month,
        amendment.readings,
        bool(change.was_in),
    )
