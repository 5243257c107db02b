"""Writes blocks as Markdown, as reviews of changes show it (CommonMark with the tables of GitHub).

A title becomes a heading and a label a bold line, what stands below them a list; tables stay tables. Of several ways
to show the same the first is taken, as a page has room.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from rulewright import blocks
from rulewright.blocks import Block, TextLine, Words, pieces_of
from rulewright.diagnostics.terminal_text import visible
from rulewright.reports.layout import with_notes
from rulewright.reports.redline import brief

TOP = -1
"""The depth of what stands in no list."""

EMPHASIS = {"title": "**", "value": "**", "label": "**", "error": "**", "hint": "**", "dim": "*", "absent": "*"}
CODE = re.compile(r"(`[^`]+`)")
MARKUP = re.compile(r"[\\`*<|~$]|(?<!\w)_|_(?!\w)|\](?=[(\[:])|&(?=#?\w+;)|^[#>+-]+(?=\s)|(?<=^\d)[.)](?=\s)")
"""What Markdown would obey. Names that stand between backticks in our texts stay so."""

MENTION = re.compile(r"(?<![\w`])(@(?=\w)|#(?=\d))")
"""What a forge would take for the name of a user, who hears of it, or for another issue."""
BAR = re.compile(r"(?<!\\)\|")
TAGS: dict[blocks.Became, str] = {"gone": "del", "new": "ins"}

PlacedText = tuple[int, str]
"""A paragraph, or an entry of a list with its depth."""


def draw_markdown(whole: Iterable[Block]) -> str:
    """Return blocks as Markdown."""
    return visible(as_paragraphs(piece for block in whole for piece in pieces_in(block, TOP)))


def as_paragraphs(pieces: Iterable[PlacedText]) -> str:
    """Return paragraphs and entries as one text: entries of a list stand close, all else has an empty line between."""
    runs = groupby(pieces, key=lambda piece: piece[0] > TOP)
    return "\n\n".join(("\n" if is_list else "\n\n").join(text for _, text in run) for is_list, run in runs)


def pieces_in(block: Block, depth: int) -> Iterator[PlacedText]:
    """Yield what a block says at a depth of lists."""
    match block:
        case str() | Words() | tuple():
            yield _placed(_inline(block, is_heading=depth == TOP), depth)
        case blocks.Prose(text=text, note=note):
            yield _placed(_inline(text, is_heading=depth == TOP) + _escaped(note), depth)
        case blocks.Code():
            flat = " ".join(block.formula.split())
            yield _placed(_code(f"{block.name.text} = {flat}") + _escaped(f" {block.result or ''}").rstrip(), depth)
        case blocks.Redline():
            yield _placed("".join(_struck(*piece) for piece in brief(block).pieces), depth)
        case blocks.Tree(head=head, parts=parts):
            yield from pieces_in(head, depth)
            yield from _below(parts, depth)
        case blocks.Labeled(rows=rows):
            for label, part in rows:
                name = "" if label == "-" else _inline(label, is_heading=False)
                first, *rest = pieces_in(part, TOP)
                if rest or isinstance(part, blocks.Verbatim):
                    yield _placed(name, max(depth, 0))
                    yield from pieces_in(part, max(depth, 0) + 1)
                else:
                    yield _placed(": ".join(filter(None, (name, first[1]))), max(depth, 0))
        case blocks.Stack(parts=parts):
            for part in parts:
                yield from pieces_in(part, depth)
        case blocks.Grid(head=()):
            for row in block.rows:
                yield _placed(_escaped(" · ".join(filter(None, row))), max(depth, 0))
        case blocks.Grid():
            yield _placed(_table(block), TOP)
        case blocks.Verbatim():
            text = "\n".join("".join(piece.text for piece in pieces_of(line)) for line in with_notes(block))
            fence = _longer(text, "```")
            yield _placed(f"{fence}\n{text}\n{fence}", depth)
        case blocks.Fitting(ways=ways):
            yield from pieces_in(ways[0], depth)


def _below(parts: Iterable[Block], depth: int) -> Iterator[PlacedText]:
    for part in parts:
        yield from pieces_in(part, depth + 1)


def _placed(text: str, depth: int) -> PlacedText:
    if depth == TOP:
        return TOP, text
    margin = "  " * depth
    return depth, f"{margin}- " + text.replace("\n", f"\n{margin}  ")


def _inline(line: TextLine, *, is_heading: bool) -> str:
    """Return a line with the emphasis of its pieces; one that begins with a title is a heading outside of lists."""
    first, *rest = pieces_of(line)
    if is_heading and first.role == "title":
        return "## " + _escaped(first.text) + "".join(map(_emphasized, rest))
    return "".join(map(_emphasized, (first, *rest)))


def _emphasized(piece: Words) -> str:
    """Return a piece with its emphasis, which Markdown sees only where a blank stands outside of it."""
    mark = EMPHASIS.get(piece.role, "")
    text = piece.text.strip()
    if not mark or not text:
        return _escaped(piece.text)
    before, _, behind = piece.text.partition(text)
    return f"{before}{mark}{_escaped(text)}{mark}{behind}"


def _struck(became: blocks.Became, text: str) -> str:
    tag = TAGS.get(became)
    return f"<{tag}>{_escaped(text)}</{tag}>" if tag else _escaped(text)


def _longer(text: str, ticks: str) -> str:
    """Return a run of ticks of at least this length that is longer than all in a text."""
    return max(ticks, "`" * (1 + max(map(len, re.findall("`+", text)), default=0)), key=len)


def _escaped(text: str) -> str:
    """Return a text none of whose characters Markdown obeys; what stands between backticks is code in both."""
    parts = CODE.split(" ".join(text.split("\n")))
    return "".join(part if number % 2 else _obeyed(part) for number, part in enumerate(parts))


def _obeyed(text: str) -> str:
    return MENTION.sub(r"\1<!-- -->", MARKUP.sub(r"\\\g<0>", text))


def _code(text: str) -> str:
    ticks = _longer(text, "`")
    return f"{ticks}{text}{ticks}" if ticks == "`" else f"{ticks} {text} {ticks}"


def _table(grid: blocks.Grid) -> str:
    rule = tuple("--:" if index in grid.right else "---" for index in range(len(grid.head)))
    rows = (tuple(map(_cell, row)) for row in (*grid.rows, *([grid.foot] if grid.foot else [])))
    return "\n".join(f"| {' | '.join(row)} |" for row in (tuple(map(_cell, grid.head)), rule, *rows))


def _cell(text: str) -> str:
    """Return the text of a cell; a bar would end it, in code too."""
    return BAR.sub(r"\\|", _escaped(text))
