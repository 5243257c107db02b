"""Writes blocks as Markdown for a comment on a change: long sections are folded, and the whole has a size.

A section is a title with what stands below it. Where there is no room for all, each section has an equal share of it,
what short ones leave over goes to the others, and what is left out is counted where it is missing and at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from rulewright import blocks
from rulewright.blocks import Block, Words
from rulewright.diagnostics.terminal_text import visible
from rulewright.diagnostics.wording import counted
from rulewright.reports.markdown import TOP, PlacedText, as_paragraphs, draw_markdown, pieces_in

LONG = 8
"""A section with more entries is folded."""
SMALLEST_REVIEW = 2000
"""A comment cannot be smaller, in bytes."""

ReviewPiece = tuple[PlacedText, ...]


@dataclass(frozen=True, slots=True)
class _ReviewSection:
    """A title, empty before the first one, with what stands below it."""

    title: str
    entries: tuple[ReviewPiece, ...]

    @property
    def size(self) -> int:
        """How many bytes the whole takes at most."""
        return self.frame + sum(map(_size, self.entries))

    @property
    def frame(self) -> int:
        """How many bytes are needed around entries, some of which may be missing."""
        return len(_framed(self.title, "", len(self.entries), is_folded=True).encode()) + len(_missing(10**9)) + 9

    def drawn(self, room: int) -> tuple[str, int]:
        """Return the section in so many bytes, with the number of entries that are missing; empty without room."""
        left, kept = room - self.frame, 0
        while left >= 0 and kept < len(self.entries) and _size(self.entries[kept]) <= left:
            left -= _size(self.entries[kept])
            kept += 1
        missing = len(self.entries) - kept
        if left < 0:
            return "", missing
        note: ReviewPiece = ((TOP, _missing(missing)),) if missing else ()
        text = as_paragraphs(piece for entry in (*self.entries[:kept], note) for piece in entry)
        return _framed(self.title, text, len(self.entries), is_folded=len(self.entries) > LONG), missing


def draw_review(whole: Iterable[Block], at_most: int | None = None) -> str:
    """Return blocks as Markdown of at most so many bytes, `SMALLEST_REVIEW` or more; without a number all of it."""
    sections = list(_sections(whole))
    room = (at_most or 0) - len(_cut(10**9, 10**9)) - 2
    is_cut = at_most is not None and sum(each.size + 2 for each in sections) > room
    rooms = _shares(sections, room) if is_cut else [each.size + 2 for each in sections]
    texts, missing = [], 0
    for section, share in zip(sections, rooms, strict=True):
        text, left_out = section.drawn(share - 2)
        texts += [text] if text else []
        missing += left_out
    if missing:
        texts.append(_cut(missing, sum(len(each.entries) for each in sections)))
    return "\n\n".join(texts)


def _shares(sections: Sequence[_ReviewSection], room: int) -> list[int]:
    """Return how much of the room each gets: its size, or an equal part of what the smaller ones leave.

    What stands before all titles gets up to half of the room before all others.
    """
    sizes = [each.size + 2 for each in sections]
    shares = [0] * len(sizes)
    if not sections[0].title:
        shares[0] = min(sizes[0], room // 2)
        return [shares[0], *_shares(sections[1:], room - shares[0])] if sections[1:] else shares
    for done, index in enumerate(sorted(range(len(sizes)), key=lambda index: sizes[index])):
        shares[index] = min(sizes[index], room // (len(sizes) - done))
        room -= shares[index]
    return shares


def _sections(whole: Iterable[Block]) -> Iterator[_ReviewSection]:
    """Yield what stands before the first title, and behind each."""
    loose: list[ReviewPiece] = []
    for block in whole:
        if isinstance(block, blocks.Tree) and isinstance(block.head, Words) and block.head.role == "title":
            if loose:
                yield _ReviewSection("", tuple(loose))
                loose = []
            yield _ReviewSection(
                block.head.text, tuple(entry for part in block.parts for entry in _entries(part, TOP + 1))
            )
        else:
            loose += _entries(block, TOP)
    if loose:
        yield _ReviewSection("", tuple(loose))


def _entries(block: Block, depth: int) -> Iterator[ReviewPiece]:
    """Yield what may be left out alone: a row of a table or of labels, else a whole block."""
    match block:
        case blocks.Labeled(rows=rows):
            for row in rows:
                yield _entry(blocks.Labeled((row,)), depth)
        case blocks.Stack(parts=parts):
            for part in parts:
                yield from _entries(part, depth)
        case blocks.Grid(head=head) if head:
            for found in pieces_in(block, depth):
                first, rule, *others = found[1].split("\n")
                begun = [f"{first}\n{rule}\n{others[0]}", *others[1:]] if others else [found[1]]
                yield from (((TABLE, visible(row)),) for row in begun)
        case _:
            yield _entry(block, depth)


TABLE = TOP + 1
"""Rows of a table stand as close as entries of a list."""


def _entry(block: Block, depth: int) -> ReviewPiece:
    return tuple((found, visible(text)) for found, text in pieces_in(block, depth))


def _size(entry: ReviewPiece) -> int:
    return len(as_paragraphs(entry).encode()) + 2


def _framed(title: str, text: str, number: int, *, is_folded: bool) -> str:
    if not title:
        return text
    if is_folded:
        head = f"<b>{escape(visible(title))}</b> · {number}"
        return f"<details><summary>{head}</summary>\n\n{text}\n\n</details>"
    return f"{draw_markdown([Words(title, 'title')])}\n\n{text}"


def _missing(number: int) -> str:
    return f"**… {number} more, left out here**"


def _cut(number: int, whole: int) -> str:
    return f"**There was no room for {number} of {counted(whole, 'piece')}: `rulewright compare` prints all.**"
