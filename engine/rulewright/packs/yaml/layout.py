"""Lays out a YAML file: indentation, blank lines, the ends of lines. All else stays, byte by byte.

What a file says is never written anew. Its tokens say which line begins what, and how deep; only the blanks before and
between lines change. A list stands two columns inside of its key, as all that belongs to a key does. The further lines
of a text or of brackets move with the first one. A comment on a line of its own stays with what it stood below or
above, as its column says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml

INDENT = 2


class LayoutError(ValueError):
    """Says that a file cannot be laid out without a change of what it says: a fault of this module."""


class _Collection(NamedTuple):
    """A mapping or list in lines: the column of its keys or dashes, as it was and as it will be."""

    is_list: bool
    was: int
    now: int
    is_bare: bool = False
    """Whether it is a list that stands no deeper than its key."""


class _Literal(NamedTuple):
    """The lines of a `|` text: their indentation as it was and as it will be."""

    was: int
    now: int


class _Moved(NamedTuple):
    """A line that moves with the line in which its text or bracket begins, at least to a column."""

    first: int
    least: int


class _Begun(NamedTuple):
    """A line that begins something: its column, the dashes at its beginning, and where what is behind them begins."""

    column: int
    dashes: int
    rest: int
    blocks: tuple[_Collection, ...]


def lay_out(text: str) -> str:
    """Return a YAML text as it is laid out; the result, laid out again, is itself.

    The text must be one that YAML can read.

    Raises:
        LayoutError: when it would say something else.
    """
    text = text.replace("\r\n", "\n")
    result = _Layout(text).result()
    try:
        is_same = _said(result) == _said(text)
    except yaml.YAMLError:
        is_same = False
    if not is_same:
        raise LayoutError("the file cannot be laid out without a change of what it says")
    return result


def _said(text: str) -> list[tuple[object, ...]]:
    """Return what a text says: its events, without their places."""
    names = ("value", "style", "flow_style", "tag", "anchor")
    return [(type(each), *(getattr(each, name, None) for name in names)) for each in yaml.parse(text, Loader=_LOADER)]


_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


@dataclass(slots=True)
class _Layout:
    """The lines of one text, with what its tokens say of them. Lines and columns count from 0."""

    text: str
    lines: list[str] = field(default_factory=list)
    blocks: list[_Collection] = field(default_factory=list)
    begun: dict[int, _Begun] = field(default_factory=dict)
    moved: dict[int, _Moved] = field(default_factory=dict)
    literal: dict[int, _Literal] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)
    """Lines that end inside of quotes, where blanks may count."""

    def result(self) -> str:
        self.lines = self.text.removesuffix("\n").split("\n")
        self.read()
        laid_out: list[str] = []
        last = 0
        for number, line in enumerate(self.lines):
            new = self.line(number, line)
            is_fixed = number in self.literal or number in self.kept
            if new or is_fixed or (laid_out and laid_out[-1]):
                laid_out.append(new)
            last = len(laid_out) if new or is_fixed else last
        is_open = not self.text.endswith("\n") and len(self.lines) - 1 in self.literal
        return "\n".join(laid_out[:last]) + ("" if is_open or not last else "\n")

    # ── What the tokens say ───────────────────────────────────────────────────────────────────────────────────────

    def read(self) -> None:
        """Note what each line begins or goes on with."""
        depth, opened = 0, 0
        for token in yaml.scan(self.text, Loader=_LOADER):
            start, end = token.start_mark, token.end_mark
            if isinstance(token, yaml.FlowMappingStartToken | yaml.FlowSequenceStartToken):
                if not depth:
                    self.begin(start.line, start.column)
                    opened = start.line
                depth += 1
            elif isinstance(token, yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken):
                depth -= 1
                self.go_on(opened, end.line, 0)
            elif isinstance(token, yaml.ScalarToken):
                self.scalar(token, is_inside=depth > 0)
            elif not depth:
                self.structure(token)

    def structure(self, token: yaml.Token) -> None:
        """Note the begin and the end of blocks, keys and dashes."""
        line, column = token.start_mark.line, token.start_mark.column
        match token:
            case yaml.BlockMappingStartToken() | yaml.BlockSequenceStartToken():
                self.open(column, is_list=isinstance(token, yaml.BlockSequenceStartToken))
            case yaml.BlockEndToken():
                self.close_bare()
                self.blocks.pop()
            case yaml.BlockEntryToken():
                if not self.blocks[-1].is_list:
                    self.open(column, is_list=True, is_bare=True)
                self.begin(line, column, is_dash=True)
            case yaml.KeyToken() | yaml.ValueToken():
                if isinstance(token, yaml.KeyToken):
                    self.close_bare()
                self.begin(line, column, is_key=True)
            case _:
                pass

    def open(self, column: int, *, is_list: bool, is_bare: bool = False) -> None:
        now = self.blocks[-1].now + INDENT if self.blocks else 0
        self.blocks.append(_Collection(is_list, column, now, is_bare))

    def close_bare(self) -> None:
        if self.blocks and self.blocks[-1].is_bare:
            self.blocks.pop()

    def begin(self, line: int, column: int, *, is_dash: bool = False, is_key: bool = False) -> None:
        """Note what begins in a line, if it is the first thing there or stands behind dashes alone."""
        inner = self.blocks[-1].now if self.blocks else -INDENT
        known = self.begun.get(line)
        if known is None:
            if line not in self.moved:
                at = inner if is_dash or is_key else inner + INDENT
                self.begun[line] = _Begun(at, int(is_dash), column + is_dash, tuple(self.blocks))
        elif known.dashes and not self.lines[line][known.rest : column].strip():
            self.begun[line] = known._replace(
                dashes=known.dashes + is_dash, rest=column + is_dash, blocks=tuple(self.blocks)
            )

    def scalar(self, token: yaml.ScalarToken, *, is_inside: bool) -> None:
        """Note the lines of a text; `is_inside` says whether it stands in brackets."""
        first, last = token.start_mark.line, token.end_mark.line
        if not is_inside:
            self.begin(first, token.start_mark.column)
        if token.style in {"|", ">"}:
            self.literal_text(first, self.lines[first][token.start_mark.column :])
            return
        if token.style in {"'", '"'}:
            self.kept.update(range(first, last))
        if not is_inside:
            self.go_on(first, last, 1)

    def go_on(self, first: int, last: int, deeper: int) -> None:
        least = self.blocks[-1].now + deeper if self.blocks else 0
        for line in range(first + 1, last + 1):
            self.moved.setdefault(line, _Moved(first, least))

    def literal_text(self, first: int, header: str) -> None:
        """Note the lines of a `|` text below its header."""
        marks = header.split("#", maxsplit=1)[0]
        said = next((int(each) for each in marks if each.isdecimal()), 0)
        block = self.blocks[-1] if self.blocks else _Collection(is_list=False, was=0, now=0)
        texts = [(number, self.lines[number]) for number in range(first + 1, len(self.lines))]
        found = next((len(line) - len(line.lstrip(" ")) for _, line in texts if line.strip(" ")), 0)
        was = block.was + said if said else found
        run: list[int] = []
        for number, line in texts:
            if line.strip(" ") and len(line) - len(line.lstrip(" ")) < max(was, 1):
                break
            run.append(number)
        if "+" not in marks:
            while run and len(self.lines[run[-1]]) <= was:
                run.pop()
        for number in run:
            self.literal[number] = _Literal(was, block.now + (said or INDENT))

    # ── What becomes of a line ────────────────────────────────────────────────────────────────────────────────────

    def line(self, number: int, line: str) -> str:
        """Return a line as it is laid out."""
        if literal := self.literal.get(number):
            content = line[literal.was :]
            return " " * literal.now + content if content else ""
        inner = line.lstrip(" ")
        if begun := self.begun.get(number):
            rest = line[begun.rest :].lstrip(" ")
            line = " " * begun.column + "- " * begun.dashes + rest
        elif moved := self.moved.get(number):
            column = max(len(line) - len(inner) + self.shift(moved.first), moved.least)
            line = " " * column + inner if inner.strip() else ""
        elif inner.startswith("#"):
            line = " " * self.comment_column(number, len(line) - len(inner)) + inner
        return line if number in self.kept else line.rstrip(" \t")

    def shift(self, number: int) -> int:
        """Return by how many columns the text of a line moves."""
        begun = self.begun.get(number)
        if begun is None:
            return 0
        line = self.lines[number]
        was = len(line) - len(line[begun.rest :].lstrip(" "))
        return begun.column + INDENT * begun.dashes - was

    def comment_column(self, number: int, column: int) -> int:
        """Return the column of a comment: that of the block which it stood in."""
        near = [*self.blocks_near(range(number + 1, len(self.lines))), *self.blocks_near(range(number - 1, -1, -1))]
        at_most = [each for each in near if each.was <= column]
        return max(at_most, key=lambda each: each.was).now if at_most else 0

    def blocks_near(self, numbers: range) -> Iterator[_Collection]:
        """Return the blocks that are open at the first of these lines that begins anything, the innermost first."""
        begun = next((self.begun[number] for number in numbers if number in self.begun), None)
        return reversed(begun.blocks) if begun is not None else iter(())
