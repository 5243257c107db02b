"""Looks up what stands at an address in the files of a pack."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rulewright.packs.amendments.owners import Files
from rulewright.packs.amendments.pieces import Pieces, node_beside, nothing_there
from rulewright.packs.files import read_files
from rulewright.packs.stages.header import read_header
from rulewright.packs.trees import Trees, read_trees
from rulewright.packs.yaml.writing import in_lines
from rulewright.source import Place


@dataclass(frozen=True, slots=True)
class WrittenPiece:
    """What stands at an address: the address in full, where that is, and what is written there."""

    address: str
    place: Place
    text: str
    is_under_star: bool


def look_up(folder: Path, address: str) -> WrittenPiece:
    """Return what stands at an address in the files of a pack.

    Raises:
        AddressError: when the address means nothing there, or two things.
        OSError: when the folder cannot be read.
    """
    trees = read_trees(read_files(folder))
    pieces = pieces_of(trees)
    piece = pieces.piece(address)
    if piece.node is None:
        raise nothing_there(piece, address, node_beside(piece, pieces.files))
    return WrittenPiece(str(piece.address), piece.node.place, in_lines(piece.node), piece.star >= 0)


def files_of(trees: Trees) -> Files:
    """Return the files of a pack that have a tree."""
    return {file.path: (schema, file.root) for schema, file in trees.files if file.root is not None}


def pieces_of(trees: Trees) -> Pieces:
    """Return the pieces of a pack by their addresses."""
    header = next((file.root for schema, file in trees.files if schema == "pack"), None)
    return Pieces(files_of(trees), read_header(header).value.reader)
