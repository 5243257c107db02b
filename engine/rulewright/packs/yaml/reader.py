"""Reads a YAML file into a tree with places, and refuses whatever YAML would turn into something else.

The file is read event by event, so nothing is ever expanded, constructed or guessed: every scalar is text. Tags,
anchors, aliases, merge keys, duplicate keys, folded scalars, tabs in indentation and further documents are refused,
each with its place. What can be read beside a refused piece is read, so that an author sees all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

import yaml

from rulewright.diagnostics import Diagnostic
from rulewright.packs.yaml.commas import CutAtCommas
from rulewright.packs.yaml.errors import explain_syntax_error, unquoted_hint
from rulewright.packs.yaml.marks import Extent, literal_marks, plain_marks, quoted_marks
from rulewright.packs.yaml.text import text_at
from rulewright.packs.yaml.tree import Entry, MappingNode, ScalarNode, ScalarStyle, SequenceNode, TreeNode
from rulewright.source import Mark, Place, SourceText

MAX_BYTES = 1_000_000
MAX_DEPTH = 100
STYLES: dict[str, ScalarStyle] = {"": "plain", "'": "single", '"': "double", "|": "literal"}
INDENT_OR_VALUE = 'indent the lines that belong to it, or give it a value; an empty text is written `""`'
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
TAB_INDENTATION = re.compile(r"^ *\t", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file as read: its lines for excerpts, its tree (None where it has none), and what is wrong with it."""

    path: str
    lines: tuple[str, ...]
    root: TreeNode | None
    diagnostics: tuple[Diagnostic, ...]


def read_yaml(content: bytes, path: str) -> TextFile:
    """Return the tree of a file. Whatever the bytes are, problems come as diagnostics."""
    if len(content) > MAX_BYTES:
        message = f"the file has {len(content):,} bytes, more than {MAX_BYTES:,}"
        return _refused(path, (), Diagnostic("yaml-size", message, Place(path, 1, 1), "split it into several files"))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        line = before.count("\n") + 1
        place = Place(path, line, len(before) - (before.rfind("\n") + 1) + 1)
        message = f"byte 0x{content[error.start]:02x} is not UTF-8"
        return _refused(path, (), Diagnostic("yaml-encoding", message, place, "save the file as UTF-8"))
    # A Windows line end is the same line end; lines and columns stay as an editor shows them.
    text = text.replace("\r\n", "\n")
    lines = tuple(text.split("\n"))
    problem = _forbidden_character(text, path) or _tab(text, path)
    if problem:
        return _refused(path, lines, problem)
    return _TreeReader(text, path, lines).read()


def _refused(path: str, lines: tuple[str, ...], problem: Diagnostic) -> TextFile:
    return TextFile(path, lines, None, (problem,))


def _place_of(text: str, offset: int, path: str, width: int = 1) -> Place:
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Place(path, line, column, column + width)


def _forbidden_character(text: str, path: str) -> Diagnostic | None:
    found = FORBIDDEN.search(text)
    if not found:
        return None
    place = _place_of(text, found.start(), path)
    if found.start() == 0 and found[0] == "\ufeff":
        message = "the file begins with a byte order mark"
        return Diagnostic("yaml-encoding", message, place, "save the file as UTF-8 without a byte order mark")
    message = f"character U+{ord(found[0]):04X} does not belong in a pack"
    return Diagnostic("yaml-character", message, place, 'delete it, or write it as an escape in a "…" text')


def _tab(text: str, path: str) -> Diagnostic | None:
    found = TAB_INDENTATION.search(text)
    if not found:
        return None
    return Diagnostic(
        "yaml-tab", "a tab in the indentation", _place_of(text, found.end() - 1, path), "indent by spaces"
    )


class _RefusedError(Exception):
    """Ends the reading of a file; its diagnostic has been noted."""


class _TreeReader:
    """Builds the tree of one file from the parser's events."""

    def __init__(self, text: str, path: str, lines: tuple[str, ...]) -> None:
        self.text = text
        self.path = path
        self.lines = lines
        self.problems: list[Diagnostic] = []
        self.cut_at_commas = CutAtCommas(path, lines)

    def read(self) -> TextFile:
        root: TreeNode | None = None
        try:
            root = self.document(self.events())
        except yaml.MarkedYAMLError as error:
            self.problems.append(explain_syntax_error(error, self.lines, self.path))
        except yaml.YAMLError as error:
            self.refuse("yaml-syntax", f"YAML cannot read the file: {error}".lower(), Place(self.path, 1, 1), "")
        except _RefusedError:
            pass
        cut = self.cut_at_commas.problems(but={each.place.line for each in self.problems if root is None})
        return TextFile(self.path, self.lines, root, (*self.problems, *cut))

    def events(self) -> Iterator[yaml.Event]:
        loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
        return iter(yaml.parse(self.text, Loader=loader))

    def refuse(self, code: str, message: str, place: Place, hint: str) -> None:
        self.problems.append(Diagnostic(code, message, place, hint))

    def document(self, events: Iterator[yaml.Event]) -> TreeNode | None:
        next(events)
        event = next(events)
        if not isinstance(event, yaml.DocumentStartEvent):
            self.refuse(
                "yaml-empty", "the file is empty", Place(self.path, 1, 1), "write its first key, or delete the file"
            )
            return None
        if event.version or event.tags:
            self.refuse("yaml-directive", "a YAML directive", self.place(event), "delete the line")
        first = next(events)
        if isinstance(first, yaml.ScalarEvent) and not first.style and not first.value and first.tag is None:
            self.refuse(
                "yaml-empty", "the file is empty", Place(self.path, 1, 1), "write its first key, or delete the file"
            )
            return None
        root = self.node(first, events, 1)
        next(events)
        event = next(events)
        if isinstance(event, yaml.DocumentStartEvent):
            self.refuse(
                "yaml-documents", "a second document", self.place(event), "a file holds one document: drop `---`"
            )
        return root

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> TreeNode:
        if isinstance(event, yaml.AliasEvent):
            place = self.place(event)
            self.refuse(
                "yaml-alias", f"an alias, `*{event.anchor}`", place, unquoted_hint(self.lines, place, "write it out")
            )
            raise _RefusedError
        self.check_properties(cast("yaml.ScalarEvent | yaml.CollectionStartEvent", event))
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if depth > MAX_DEPTH:
            self.refuse(
                "yaml-nesting", f"more than {MAX_DEPTH} levels", self.place(event), "make the structure flatter"
            )
            raise _RefusedError
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[TreeNode] = []
            while not isinstance(item := next(events), yaml.SequenceEndEvent):
                items.append(self.value(item, events, depth, "an item of the list"))
            if event.flow_style:
                items = self.cut_at_commas.joined(items)
            return SequenceNode(tuple(items), self.place(event))
        return self.mapping(event, events, depth)

    def value(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int, name: str) -> TreeNode:
        """Read the value of a key or an item; an empty one is refused, for it may be a slip."""
        node = self.node(event, events, depth + 1)
        if _is_empty(node):
            self.refuse(
                "yaml-empty-value", f"{name} has no value", node.place, 'give one; an empty text is written `""`'
            )
        return node

    def mapping(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> MappingNode:
        is_flow = isinstance(event, yaml.MappingStartEvent) and event.flow_style
        entries: list[Entry] = []
        first_places: dict[str, Place] = {}
        repeated: set[str] = set()
        empty: int | None = None  # which problem is that the entry before has no value
        while not isinstance(key_event := next(events), yaml.MappingEndEvent):
            key = self.node(key_event, events, depth + 1)
            if not isinstance(key, ScalarNode):
                message = "a key that is not a text"
                hint = "a key is a name"
                self.refuse("yaml-key", message, key.place, hint)
                self.node(next(events), events, depth + 1)
                continue
            value_event = next(events)
            is_bare = is_flow and isinstance(value_event, yaml.ScalarEvent) and not value_event.value
            if is_bare and entries and self.cut_at_commas.is_rest(entries[-1].value, key):
                entries[-1] = replace(entries[-1], value=self.cut_at_commas.continued(entries[-1].value, key))
                continue
            if empty is not None and not is_flow:
                self.problems[empty] = replace(self.problems[empty], hint=INDENT_OR_VALUE)
            value = self.value(value_event, events, depth, f"`{key.text}`")
            empty = len(self.problems) - 1 if _is_empty(value) else None
            if key.text == "<<" and key.style == "plain":
                self.refuse("yaml-merge-key", "a merge key, `<<`", key.place, "write the keys out")
                continue
            first = first_places.setdefault(key.text, key.place)
            if first is not key.place:
                related = ((first, "the first one"),)
                message = f"key `{key.text}` stands twice in the same mapping"
                problem = Diagnostic("yaml-duplicate-key", message, key.place, "keep one of them", related=related)
                self.problems.append(problem)
                repeated.add(key.text)
                continue
            entries.append(Entry(key, value))
        return MappingNode(tuple(entries), self.place(event), frozenset(repeated))

    def check_properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        """Refuse a tag and an anchor."""
        if event.tag is None and event.anchor is None:
            return
        place = self.place(event)
        is_text = isinstance(event, yaml.ScalarEvent)
        if event.tag is not None:
            written = text_at(self.lines, place).split()
            message = f"a tag, `{written[0] if written else event.tag}`"
            hint = unquoted_hint(self.lines, place, "delete it") if is_text else "delete it"
            self.refuse("yaml-tag", message, place, hint)
        if event.anchor is not None:
            hint = "delete it, and write out what refers to it"
            hint = unquoted_hint(self.lines, place, hint) if is_text else hint
            self.refuse("yaml-anchor", f"an anchor, `&{event.anchor}`", place, hint)

    def place(self, event: yaml.Event) -> Place:
        """Return where an event stands."""
        return self.place_of(_extent(event))

    def place_of(self, extent: Extent) -> Place:
        """Return an extent as a place; an empty one at the very end stands behind the last character."""
        if extent.line >= len(self.lines):
            return Place(self.path, len(self.lines), len(self.lines[-1]) + 1)
        end_column = extent.end_column + 1 if extent.end_line == extent.line else 0
        return Place(self.path, extent.line + 1, extent.column + 1, end_column)

    def scalar(self, event: yaml.ScalarEvent) -> ScalarNode:
        """Return a scalar with the marks of its characters."""
        extent = _extent(event)
        value, style = event.value, event.style or ""
        place = self.place_of(extent)
        if style == ">":
            self.refuse("yaml-folded", "a folded text, `>`", place, "write `|`, which keeps the lines")
            style = "|"
        marks: tuple[Mark, ...] = (Mark(0, place.line, place.column),)
        is_one_line = extent.line == extent.end_line
        if event.anchor is not None or event.tag is not None:
            pass  # Refused already, and the extent begins with the anchor or the tag.
        elif not style:
            if not is_one_line:
                marks = plain_marks(self.lines, extent)[1]
        elif style == "|":
            marks = literal_marks(self.lines, extent, value)
        elif is_one_line and len(value) == extent.end_column - extent.column - 2:
            marks = (Mark(0, place.line, place.column + 1),)
        else:
            marks = quoted_marks(self.lines, extent)[1]
        return ScalarNode(SourceText(self.path, value, marks), STYLES[style], place)


def _is_empty(node: TreeNode) -> bool:
    """Whether nothing at all is written where a value belongs."""
    return isinstance(node, ScalarNode) and node.style == "plain" and not node.text


def _extent(event: yaml.Event) -> Extent:
    """Return where an event stands; the events of a text always have marks."""
    start, end = cast("yaml.Mark", event.start_mark), cast("yaml.Mark", event.end_mark)
    return Extent(start.line, start.column, end.line, end.column)
