"""Draws blocks on a terminal or in a text file: the one place that knows widths, margins, line breaks and looks.

Every block is drawn as rows without a margin in the room that it has; what holds it adds the margin. Looks come last,
so that everything is measured as it shows.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from rulewright import blocks
from rulewright.blocks import Block, TextLine, Words, pieces_of
from rulewright.diagnostics.terminal_text import Role, Style, columns_of, in_one_line, plain_style
from rulewright.records import dataclass
from rulewright.reports.redline import brief

MARGIN = 2
MARGIN_RULE = " │ "
"""What stands between a line and the note in its margin."""
HEAD_LINES = 2
"""A head that is not broken, and the rule below it."""
NARROWEST = 24
"""No text is broken into shorter lines, however little room there is."""

WIDEST_LABEL = 24
"""Labels up to here, or a good third of the line, have their text beside them."""

GAP = "  "


@dataclass(frozen=True, slots=True)
class Look:
    """How wide a text may be, and in which look it is written."""

    width: int = 100
    style: Style = plain_style


PLAIN = Look()


def draw(whole: Iterable[Block], look: Look = PLAIN) -> str:
    """Return blocks as text, with an empty line between them.

    Lines have at most `look.width` columns; longer are only words that are, and lines that are never broken.
    """
    texts = ("\n".join(_styled(row, look.style) for row in _rows(block, look.width)) for block in whole)
    return "\n\n".join(texts)


def _rows(block: Block, width: int) -> list[TextLine]:
    """Return a block as rows of so many columns, as far as it can be."""
    match block:
        case str() | Words() | tuple():
            return [_shortened(block, width)]
        case blocks.Prose():
            return _prose(block, width)
        case blocks.Code():
            return _code(block, width)
        case blocks.Redline():
            return _broken(_marked(brief(block)), width)
        case blocks.Tree(head=head, parts=parts):
            return [*_rows(head, width), *_indented(parts, width, MARGIN)]
        case blocks.Stack(parts=parts, indent=indent):
            return _indented(parts, width, indent)
        case blocks.Labeled():
            return list(_labeled(block, width))
        case blocks.Grid():
            return list(_grid(block, width))
        case blocks.Verbatim():
            return with_notes(block)
        case blocks.Fitting(ways=ways):
            return _rows(next((way for way in ways if _fits(way, width)), ways[-1]), width)


def _indented(parts: Sequence[Block], width: int, indent: int) -> list[TextLine]:
    rows = [row for part in parts for row in _rows(part, width - indent)]
    return [_joined(" " * indent, row) for row in rows] if indent else rows


def _fits(block: Block, width: int) -> bool:
    rows = _rows(block.head if isinstance(block, blocks.Tree) else block, width)
    if isinstance(block, blocks.Grid) and block.tallest:
        below = len(rows) - (HEAD_LINES if block.head else 0)
        if below > block.tallest * len(block.rows):
            return False
    return all(_columns(row) <= width for row in rows)


# ── Lines ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _styled(line: TextLine, style: Style) -> str:
    """Return a line in its looks; what comes from outside is shown, never obeyed."""
    shown = ((in_one_line(piece.text), piece.role) for piece in pieces_of(line))
    return "".join(style(text, role) if role else text for text, role in shown)


def _joined(*lines: TextLine) -> TextLine:
    return tuple(piece for line in lines for piece in pieces_of(line))


def _plain(line: TextLine) -> str:
    return "".join(piece.text for piece in pieces_of(line))


def _columns(line: TextLine) -> int:
    return columns_of(_plain(line))


def _cut(text: str, columns: int) -> str:
    """Return a text of at most so many columns, its end left away and marked where it is longer."""
    return text if columns_of(text) <= columns else text[: columns - 1].rstrip() + "…"


def _shortened(line: TextLine, width: int) -> TextLine:
    """Return a line with the pieces cut that may be, from the left, until it has room."""
    pieces = list(pieces_of(line))
    for index, piece in enumerate(pieces):
        over = _columns(tuple(pieces)) - width
        if over > 0 and piece.least:
            room = max(piece.least, columns_of(piece.text) - over)
            pieces[index] = replace(piece, text=_cut(piece.text, room))
    return tuple(pieces)


def _broken(line: TextLine, width: int, hanging: int = 0) -> list[TextLine]:
    """Return a line as rows, broken at its blanks, those after the first indented; words keep their roles."""
    pieces = pieces_of(line)
    texts = _wrap(_plain(pieces), max(NARROWEST, width), " " * hanging)
    if len(pieces) == 1:
        return [replace(pieces[0], text=text) for text in texts]
    roles = iter([piece.role for piece in pieces for character in piece.text if not character.isspace()])
    rows: list[TextLine] = []
    for text in texts:
        role: Role = ""
        marked = [(role := role if each.isspace() else next(roles), each) for each in text]
        groups = groupby(marked, key=lambda each: each[0])
        rows.append(tuple(Words("".join(each for _, each in group), role) for role, group in groups))
    return rows


def _wrap(text: str, width: int, hanging: str = "") -> list[str]:
    """Return the rows of a text, broken at its blanks; words joined by a no-break space stay together."""
    rows = textwrap.wrap(text, width, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)
    return [row.replace("\N{NO-BREAK SPACE}", " ") for row in rows] or [""]


# ── Texts ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _prose(block: blocks.Prose, width: int) -> list[TextLine]:
    if block.is_cut:
        first, *_ = pieces_of(block.text)
        rows = [_shortened(replace(first, text=_plain(block.text), least=NARROWEST), width)]
    else:
        rows = _broken(block.text, width, block.hanging)
    if not block.note:
        return rows
    if _columns(rows[-1]) + columns_of(block.note) <= width:
        return [*rows[:-1], _joined(rows[-1], block.note)]
    return [*rows, *_broken(" " * MARGIN + block.note.strip(), width, MARGIN)]


MARKS: dict[blocks.Became, tuple[str, Role, str]] = {"gone": ("[-", "error", "-]"), "new": ("{+", "label", "+}")}
"""What stands around a piece of a text that is gone or new, and its look."""


def _marked(block: blocks.Redline) -> TextLine:
    """Return a text with its changes as `[-old-]` and `{+new+}`, which a terminal without colors shows too."""
    found = []
    for became, text in block.pieces:
        before, role, behind = MARKS.get(became, ("", "", ""))
        found.append(Words(f"{before}{text}{behind}", role))
    return tuple(found) or ""


def _code(block: blocks.Code, width: int) -> list[TextLine]:
    """Return a formula on one row with its result; where it has no room, in the lines of its author."""
    name, flat = block.name.text, " ".join(block.formula.split())
    room = max(NARROWEST, width)
    whole = f"{name} = {flat} {block.result or ''}".rstrip()
    if block.result is not None and columns_of(whole) <= room:
        return [whole]
    longest = max(map(columns_of, block.formula.split()))
    hanging = len(name) + 3
    if block.result is None or hanging + longest > room:
        hanging = 2 * MARGIN
    first, *rest = block.formula.split("\n")
    rows = _broken((block.name, f" = {first}"), width, hanging)
    for line in rest:
        rows += _broken(" " * hanging + line.rstrip(), width, hanging + MARGIN)
    if block.result:
        rows += _prose(blocks.Prose(" " * (hanging - 2) + block.result, hanging, is_cut=block.is_cut), width)
    return rows


def _labeled(block: blocks.Labeled, width: int) -> Iterator[TextLine]:
    column = max([block.column, *(_columns(label) for label, _ in block.rows)])
    margin = column + block.gap
    for label, part in block.rows:
        is_beside = True
        if isinstance(part, blocks.Prose):
            is_beside = column <= max(WIDEST_LABEL, width * 7 // 20)
        elif isinstance(part, blocks.Fitting):
            is_beside = margin <= MARGIN or _fits(part.ways[0], width - margin)
        if is_beside:
            first, *rest = _rows(part, width - margin)
            blanks = " " * (margin - _columns(label)) if _plain(first) else ""
            yield _joined(label, blanks, first)
            yield from (_joined(" " * margin, row) for row in rest)
        else:
            yield label
            yield from _indented((part,), width, MARGIN)


def with_notes(block: blocks.Verbatim) -> list[TextLine]:
    """Return lines as they are, behind the notes of their margin, if they have one."""
    if not block.notes:
        return list(block.lines)
    width = max(map(columns_of, block.notes))
    pairs = zip(block.notes, block.lines, strict=True)
    return [_joined(Words(_padded(note, width), "dim"), MARGIN_RULE, line) for note, line in pairs]


# ── Tables ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _grid(block: blocks.Grid, width: int) -> Iterator[TextLine]:
    """Yield aligned columns: the head, a rule below it, the rows, the foot below another rule.

    A head wider than its column is broken into several rows at its blanks, and so are the cells of the widest columns
    until the rows have room, where blanks allow it. Of a rigid table the columns without room stand in tables below.
    """
    rows = [*block.rows, *([block.foot] if block.foot else [])]
    count = len(block.head or rows[0])
    head = block.head or ("",) * count
    columns = [(text, *(row[index] for row in rows)) for index, text in enumerate(head)]
    widths = [max([_longest_word([text]), *map(columns_of, cells)]) for text, *cells in columns]
    if not block.is_rigid:
        widths = _narrowed(widths, [_longest_word(column) for column in columns], width - len(GAP) * (count - 1))
        yield from _drawn(block, range(count), widths)
        return
    for index, part in enumerate(_parted(widths, width)):
        yield from [""] if index else []
        yield from _drawn(block, part, widths)


def _parted(widths: Sequence[int], width: int) -> Iterator[Sequence[int]]:
    """Yield which columns stand beside each other: in every part the first, with others as there is room for them."""
    part, used = [0], widths[0]
    for index, each in enumerate(widths[1:], start=1):
        if len(part) > 1 and used + len(GAP) + each > width:
            yield part
            part, used = [0], widths[0]
        part.append(index)
        used += len(GAP) + each
    yield part


def _drawn(block: blocks.Grid, part: Sequence[int], widths: Sequence[int]) -> Iterator[TextLine]:
    """Yield the rows of the columns of one part."""

    def drawn(row: Sequence[str], *, is_head: bool = False) -> Iterator[str]:
        pieces = [[row[i]] if columns_of(row[i]) <= widths[i] else _wrap(row[i], widths[i]) for i in part]
        height = max(map(len, pieces))
        empty = [[""] * (height - len(piece)) for piece in pieces]
        whole = [[*rest, *piece] if is_head else [*piece, *rest] for piece, rest in zip(pieces, empty, strict=True)]
        for cells in zip(*whole, strict=True):
            padded = (_padded(cell, widths[i], is_right=i in block.right) for i, cell in zip(part, cells, strict=True))
            yield GAP.join(padded).rstrip()

    rule = GAP.join("─" * widths[i] for i in part)
    if block.head:
        yield from (Words(row, "title") for row in drawn(block.head, is_head=True))
        yield rule
    for row in block.rows:
        yield from drawn(row)
    if block.foot:
        yield rule
        yield from drawn(block.foot)


def _padded(text: str, width: int, *, is_right: bool = False) -> str:
    blanks = " " * (width - columns_of(text))
    return blanks + text if is_right else text + blanks


def _narrowed(widths: Sequence[int], floors: Sequence[int], room: int) -> list[int]:
    """Return widths that fit into the room, the widest columns narrowed to one width, none below its floor.

    What room is left goes to the last of those that were narrowed, a column of a terminal each.
    """
    if sum(widths) <= room:
        return list(widths)

    def narrowed_to(most: int) -> list[int]:
        return [max(min(width, most), min(width, floor)) for width, floor in zip(widths, floors, strict=True)]

    lower, upper = 0, max(widths)
    while lower < upper:
        middle = (lower + upper + 1) // 2
        lower, upper = (middle, upper) if sum(narrowed_to(middle)) <= room else (lower, middle - 1)
    narrowed = narrowed_to(lower)
    able = [index for index, wider in enumerate(narrowed_to(lower + 1)) if wider > narrowed[index]]
    for index in able[::-1][: max(room - sum(narrowed), 0)]:
        narrowed[index] += 1
    return narrowed


def _longest_word(texts: Iterable[str]) -> int:
    return max((columns_of(word) for text in texts for word in text.split()), default=1)
