"""Begins amendments to be edited by hand, of every kind of change, with what stands at the addresses that are named.

dues.fee                         what stands there, as `was` and as `now`
repeal dues.late                 any other change begins with its verb
add example:WE-9=example:WE-1    what is added is like another piece, or like the last one beside it
rename dues.late=tardy
annul 2020-02
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from rulewright.diagnostics import Diagnostic
from rulewright.packs.amendments.address import AddressError
from rulewright.packs.amendments.drafting import HERE, Head, amendment_text
from rulewright.packs.amendments.edits import OWN_FILE, WITH_ID
from rulewright.packs.amendments.parts import PieceDifference
from rulewright.packs.amendments.pieces import Piece, Pieces, node_beside, nothing_there
from rulewright.packs.amendments.spans import read_span, stated_by_month
from rulewright.packs.amendments.text import PackText
from rulewright.packs.amendments.trees import mapping, text_node
from rulewright.packs.amendments.written import VERBS
from rulewright.packs.authoring import Draft
from rulewright.packs.files import read_files
from rulewright.packs.format.found import Findings
from rulewright.packs.loading import PackReading
from rulewright.packs.model.timeline import ALWAYS, Clock, Dated, InForce, UnplacedError, VersionKey, day_after
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, SequenceNode, TreeNode, plain
from rulewright.source import Place, Span


def begin_amendment(folder: Path, head: Head, addresses: Sequence[str], *, path: str) -> Draft:
    """Return an amendment to be edited by hand: each address may begin with a verb, else its piece is one to change.

    `was` and `now` are what stands there when the amendment is in force, as the pack's other amendments leave it; where
    that differs, what was is said by span, and `now` is what stands there in the last one. What the head says is not
    for editing: with an error in it nothing is begun.

    Raises:
        OSError: when the folder cannot be read.
    """
    files = read_files(folder)
    reading = PackReading(files, folder.resolve().name)
    wrong = [each for each in reading.base.diagnostics if each.is_error]
    if wrong:
        return Draft("", tuple(wrong))
    try:
        texts = _texts_in_force(reading, head)
    except UnplacedError as error:
        return Draft("", (Diagnostic("unplaced-period", str(error), Place("--in-force", 1, 1), "give a date"),))
    findings = Findings()
    changes: list[PieceDifference] = []
    for written in addresses:
        begun = BegunChange.of(written)
        try:
            changes.append(begun.change_in(texts))
        except AddressError as error:
            findings.report(error.code, str(error), Place(begun.address, 1, error.span.start + 1), error.hint)
    text = amendment_text(reading.base.id, head, changes)
    if findings.problems:
        return Draft(text, tuple(findings.problems))
    together = PackReading(replace(files, amendments=(*files.amendments, (path, text.encode()))), reading.name)
    known = set(reading.base.diagnostics)
    found = tuple(each for each in together.base.diagnostics if each not in known)
    head_lines = text.split("\n").index("changes:")
    has_sound_head = not any(
        each.is_error and each.place.path == path and each.place.line <= head_lines for each in found
    )
    return Draft(text, found, len(changes), is_begun=has_sound_head)


@dataclass(frozen=True, slots=True)
class BegunChange:
    """What is to be begun at one address: the verb, empty where the piece says it, and what stands behind `=`."""

    verb: str
    address: str
    other: str = ""

    @classmethod
    def of(cls, written: str) -> BegunChange:
        """Return what a text says."""
        first, _, rest = written.strip().partition(" ")
        verb, address = (first, rest.strip()) if first in VERBS and rest.strip() else ("", written.strip())
        if verb not in {"add", "rename"}:
            return cls(verb, address)
        before, mark, behind = address.rpartition("=")
        return cls(verb, before.strip(), behind.strip()) if mark else cls(verb, address)

    def change_in(self, texts: Sequence[TextInForce]) -> PieceDifference:
        """Return the change that is begun; what was is said by span where it is not one thing in all these texts.

        Raises:
            AddressError: when the address means nothing in one of them, or it is not said what a piece is to be like.
        """
        found: list[PieceDifference] = []
        for text in texts:
            try:
                found.append(self.change(text.pieces))
            except AddressError as error:
                if len(texts) == 1:
                    raise
                hint = f"{error.hint}; amend the spans apart" if error.hint else "amend the spans apart"
                raise AddressError(error.code, f"{text.words}, {error}", hint, error.span) from None
        written = [plain(each.was) if each.was is not None else None for each in found]
        if all(each == written[0] for each in written):
            return found[-1]
        by_span: list[tuple[tuple[str, str], TreeNode]] = []
        for number, (text, each) in enumerate(zip(texts, found, strict=True)):
            is_one = number > 0 and written[number] == written[number - 1] and text.follows
            first = by_span.pop()[0][0] if is_one else text.first
            by_span += [((first, text.last), each.was)] if each.was is not None else []
        return replace(found[-1], was=None, was_in=tuple(by_span))

    def change(self, pieces: Pieces) -> PieceDifference:
        """Return the change that is begun.

        Raises:
            AddressError: when the address means nothing, or it is not said what another piece is to be like.
        """
        if self.verb == "annul":
            return PieceDifference("annul", self.address, Place("", 1, 1))
        if self.verb == "add":
            node = self.added(pieces)
            return PieceDifference("add", self.address, node.place, now=node)
        address = f"example:{self.address}" if self.verb == "ends" and ":" not in self.address else self.address
        piece, node = _found(pieces, address)
        if self.verb == "ends":
            return PieceDifference("ends", str(piece.address), node.place)
        if self.verb == "rename":
            if not self.other:
                hint = f"write `rename {self.address}=NAME`"
                raise AddressError("address-syntax", "it is not said what the new name is", hint, Span(0, len(address)))
            return PieceDifference("rename", str(piece.address), node.place, to=self.other)
        if self.verb == "repeal":
            return PieceDifference("repeal", str(piece.address), node.place, node)
        figure = node.get("value") if isinstance(node, MappingNode) and not piece.address.part else None
        is_value = piece.address.owner == "rule" and not piece.keys and figure is not None and self.verb != "replace"
        node = figure if is_value and figure is not None else node
        verb = self.verb or ("set" if is_value or isinstance(node, ScalarNode) else "replace")
        return PieceDifference(verb, str(piece.address), node.place, node, node)

    def added(self, pieces: Pieces) -> TreeNode:
        """Return what is added: like another piece, or like the last one beside it, without its id."""
        piece = pieces.piece(self.address, is_new=True)
        node = _found(pieces, self.other)[1] if self.other else _last_beside(piece, pieces)
        if node is None:
            hint = f"say what it is to be like: `add {self.address}=ADDRESS`"
            message = f"there is nothing beside `{self.address}` to begin with"
            raise AddressError("unknown-address", message, hint, Span(0, len(self.address)))
        key = OWN_FILE.get(piece.address.owner, "id") if not piece.address.part else "id"
        has_own = piece.address.owner in WITH_ID or bool(piece.address.part)
        if isinstance(node, MappingNode) and has_own:
            return mapping([each for each in node if each.name != key], node.place)
        return node


@dataclass(frozen=True, slots=True)
class TextInForce:
    """A text that an amendment finds, from when to when: an empty end is open.

    One that `follows` begins where the one before it ends.
    """

    pieces: Pieces
    first: str = ""
    last: str = ""
    follows: bool = False

    @property
    def words(self) -> str:
        """When it holds, in words."""
        return f"from {self.first or 'ever'} to {self.last}" if self.last else f"from {self.first or 'ever'} on"


def _texts_in_force(reading: PackReading, head: Head) -> tuple[TextInForce, ...]:
    """Return the texts that an amendment finds in the spans in which it is in force, as other amendments leave them.

    Raises:
        UnplacedError: when it is not clear which these are.
    """
    timeline, clock = reading.timeline, reading.timeline.clock
    of_month = stated_by_month(head.adopted)
    adopted = of_month.day if of_month else head.adopted
    texts = {(): reading.trees} | {each.key: each.trees for each in reading.versions}
    new = Dated(head.id, head.title, adopted, _spans(head, clock))

    @cache
    def pieces_of(key: VersionKey) -> Pieces:
        return PackText.of(texts.get(key, reading.trees)).pieces

    others = tuple(each for each in timeline.amendments if each.id != head.id)
    found: list[TextInForce] = []
    after = None
    for segment in replace(timeline, amendments=(*others, new)).segments(adopted):
        is_in_force = (head.id, True) in segment.selection.applied
        if segment.problem or not (is_in_force or not new.spans):
            continue
        applied = tuple(each for each in segment.selection.applied if each[0] != head.id)
        key = dict(timeline.texts).get(applied, applied)
        first, last = segment.first, segment.last
        days = [clock.days.get(each, ("", "")) for each in segment.periods]
        if days and days[0][0] == first:
            first = segment.periods[0]
        if days and days[-1][1] == last:
            last = segment.periods[-1]
        found.append(TextInForce(pieces_of(key), first, last, segment.first == after))
        after = day_after(segment.last) or None
    if not found:  # what is wrong with the spans is reported where they stand
        found.append(TextInForce(pieces_of(timeline.select(adopted, adopted).key)))
    return tuple(found)


def _spans(head: Head, clock: Clock) -> tuple[InForce, ...]:
    """Return the spans in which an amendment is to be in force, as far as they are any."""
    if head.is_always:
        return (InForce("", "", ALWAYS),)
    nodes = ([text_node(each, HERE) if each else None for each in span] for span in head.spans)
    spans = (read_span(first, last, head.periods, clock).value for first, last in nodes)
    return tuple(each for each in spans if each is not None)


def _found(pieces: Pieces, address: str) -> tuple[Piece, TreeNode]:
    piece = pieces.piece(address)
    if piece.node is None:
        raise nothing_there(piece, address, node_beside(piece, pieces.files))
    return piece, piece.node


def _last_beside(piece: Piece, pieces: Pieces) -> TreeNode | None:
    """Return the last piece that stands where a new one would."""
    if not piece.address.part and not piece.address.keys:
        alike = [found[0] for (owner, _), found in pieces.owners.known.items() if owner == piece.address.owner]
        return alike[-1].node if alike else None
    if len(piece.missing) != 1:
        return None
    beside = node_beside(piece, pieces.files)
    if isinstance(beside, SequenceNode):
        last = beside.items[-1] if beside.items else None
        return text_node(piece.missing[0], last.place) if isinstance(last, ScalarNode) else last
    return beside.entries[-1].value if isinstance(beside, MappingNode) and beside.entries else None
