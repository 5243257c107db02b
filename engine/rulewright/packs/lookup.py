"""Looks up what stands at an address in the files of a pack."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rulewright.packs.amendments.pieces import node_beside, nothing_there
from rulewright.packs.amendments.text import PackText
from rulewright.packs.files import read_files
from rulewright.packs.loading import Reading
from rulewright.packs.model.timeline import BASE, version_name
from rulewright.packs.yaml.writing import in_lines
from rulewright.source import Place


@dataclass(frozen=True, slots=True)
class WrittenPiece:
    """What stands at an address: the address in full, where that is, and what is written there."""

    address: str
    place: Place
    text: str
    is_under_star: bool


def look_up(folder: Path, address: str, version: str = BASE) -> WrittenPiece:
    """Return what stands at an address in the files of a pack, or in one of its versions by its name.

    Raises:
        AddressError: when the address means nothing there, or two things.
        OSError: when the folder cannot be read.
    """
    reading = Reading(read_files(folder), folder.resolve().name)
    texts = {version_name(text.key): text.trees for text in reading.versions} if version != BASE else {}
    pieces = PackText.of(texts.get(version, reading.trees)).pieces
    piece = pieces.piece(address)
    if piece.node is None:
        raise nothing_there(piece, address, node_beside(piece, pieces.files))
    return WrittenPiece(str(piece.address), piece.node.place, in_lines(piece.node), piece.star >= 0)
