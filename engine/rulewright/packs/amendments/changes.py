"""Applies one amendment to the text of a pack: whole, or not at all.

Each change names a piece and says what was there. First all pieces are found in the text before the amendment and
compared with what it says of them; only when everything holds are the changes made, in the order written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rulewright.packs.amendments.address import AddressError
from rulewright.packs.amendments.edits import Edit, EditError
from rulewright.packs.amendments.meaning import DETAILS, Figures, same, under_star
from rulewright.packs.amendments.pieces import Piece, node_beside, nothing_there
from rulewright.packs.amendments.text import PackText
from rulewright.packs.amendments.written import Amendment, Change
from rulewright.packs.format.figures import EVERY
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.model.timeline import Clock
from rulewright.packs.yaml.text import Sources
from rulewright.packs.yaml.tree import MappingNode, TreeNode
from rulewright.packs.yaml.writing import in_one_line

SHOWN = 200
"""So much of a text is shown in a message."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A piece that an amendment changes."""

    amendment: Amendment
    change: Change
    trail: tuple[str, ...]

    def overlaps(self, trail: Sequence[str]) -> bool:
        """Whether another piece is this one, lies in it, or holds it; `*` stands for every row."""
        return all(a == b or EVERY in (a, b) for a, b in zip(self.trail, trail, strict=False))


@dataclass(slots=True)
class Application:
    """The application of one amendment to a text.

    `is_in_force` says whether all of it holds, or only what is dated by the keys of cells. `others` are pieces that
    amendments without an order to this one have changed.
    """

    amendment: Amendment
    text: PackText
    clock: Clock
    sources: Sources
    is_in_force: bool
    others: Sequence[Touched] = ()
    findings: Findings = field(default_factory=Findings)

    def run(self) -> Found[tuple[PackText, tuple[Touched, ...]]]:
        """Return the text with the amendment, and the pieces that it touches; without them where anything is wrong."""
        changes = [each for each in self.amendment.changes if each.verb != "annul"]
        chosen = [each for each in changes if self.is_in_force or self.is_by_key(each)]
        touched: list[Touched] = []
        for change in chosen:
            piece = None if change.verb == "add" else self.piece(self.text, change)
            if piece is not None and self.touch(touched, change, piece):
                self.compare(change, piece)
        text = self.text
        for change in chosen:
            is_new = change.verb == "add"
            piece = self.piece(text, change) if is_new or not self.findings.problems else None
            is_free = piece is not None and (not is_new or self.touch(touched, change, piece))
            if piece is not None and is_free and not self.findings.problems:
                text = self.changed(text, change, piece)
        return self.findings.found((self.text if self.findings.problems else text, tuple(touched)))

    # ── What is meant ─────────────────────────────────────────────────────────────────────────────────────────────

    def piece(self, text: PackText, change: Change) -> Piece | None:
        """Return the piece that a change is about; what leads to nothing is reported, but for what is to be added."""
        target = change.target
        try:
            piece = text.pieces.piece(target.text, is_new=change.verb == "add")
            if change.verb == "set":
                piece = _figure(piece)
            if piece.node is None and change.verb != "add":
                raise nothing_there(piece, target.text, node_beside(piece, text.files))
            if piece.node is not None and piece.star < 0 and change.verb == "add":
                related = ((piece.node.place, "what stands there"),)
                hint = "write `set` or `replace` to change it"
                message = f"`{piece.address}` is there already"
                self.findings.report("already-there", message, change.place, hint, related=related)
        except AddressError as error:
            self.findings.report(error.code, str(error), target.source.place(error.span), error.hint)
            return None
        return piece

    def is_by_key(self, change: Change) -> bool:
        """Whether a change is dated by the period among the keys of its cell, so that `in_force` does not date it."""
        try:
            piece = self.text.pieces.piece(change.target.text, is_new=change.verb == "add")
        except AddressError as error:
            if not self.amendment.spans:
                self.findings.report(error.code, str(error), change.target.source.place(error.span), error.hint)
            return False
        is_dated = any(_is_clock(getattr(key.type, "members", ()), self.clock) for key in piece.keys)
        if not is_dated and not self.amendment.spans:
            hint = "say `in_force`: only a cell whose key is a period is dated by its key"
            self.findings.report("missing-span", f"it is not said when `{piece.address}` changes", change.place, hint)
        return is_dated

    def touch(self, touched: list[Touched], change: Change, piece: Piece) -> bool:
        """Note a piece that is changed; whether nobody else changes it, here or in an amendment without an order."""
        known = len(self.findings.problems)
        for other in touched:
            is_new = "add" in (change.verb, other.change.verb) and other.trail != piece.trail
            if other.overlaps(piece.trail) and not is_new:
                related = ((other.change.place, "the other change"),)
                message = f"`{piece.address}` is changed twice"
                self.findings.report("touched-twice", message, change.place, "make one change of both", related=related)
        for other in self.others:
            if other.overlaps(piece.trail):
                self.clash(change, piece, other)
        touched.append(Touched(self.amendment, change, piece.trail))
        return len(self.findings.problems) == known

    def clash(self, change: Change, piece: Piece, other: Touched) -> None:
        """Report two amendments of one day that change one piece."""
        id_ = other.amendment.id.text
        message = f"`{piece.address}` is changed by `{self.amendment.id.text}` and by `{id_}`, adopted on one day"
        hint = f"say which follows: `after: [{id_}]` here or there, or in a third one `after: [both]`"
        related = ((other.change.place, f"the change by `{id_}`"),)
        self.findings.report("amendment-clash", message, change.place, hint, related=related)

    # ── What was ──────────────────────────────────────────────────────────────────────────────────────────────────

    def compare(self, change: Change, piece: Piece) -> None:
        """Compare what a change says there was with what there is."""
        was, node = change.written.was, piece.node
        if was is None or node is None:
            return
        if EVERY in piece.address.keys and len(piece.address.part) == 0:
            self.compare_star(piece, was)
            return
        if not self.is_same(piece, was, node):
            by = f", as {self.writer_of(node)} has it" if self.writer_of(node) else ""
            under = ' under `"*"`' if piece.star >= 0 else ""
            related = ((node.place, f"what stands there{under}{by}: `{_short(node)}`"),)
            message = f"`{piece.address}` was not `{_short(was)}`"
            hint = "correct `was` if the document changes what stands there; else the amendment is of another text"
            self.findings.report("was-differs", message, was.place, hint, related=related)
        elif change.verb == "set":
            self.keep_details(change, piece, was, node)

    def is_same(self, piece: Piece, was: TreeNode, node: TreeNode) -> bool:
        """Whether a piece is what an amendment says it was."""
        is_figure = piece.trail[-1] == "value" or (piece.keys and not piece.address.part)
        rule = self.text.pieces.owners.of(piece.address).node
        if is_figure and isinstance(rule, MappingNode) and "type" in rule:
            return Figures.of(rule, self.text.pieces, self.sources).same(was, node)
        return same(was, node, piece.trail[-1], _policy(rule))

    def compare_star(self, piece: Piece, was: TreeNode) -> None:
        """Compare what stands under a `"*"` with what an amendment says it is for every member that it reaches."""
        table = node_at(self.text, replace(piece, path=piece.path[:-1]))
        members = under_star(piece, table) if isinstance(table, MappingNode) else ()
        written = {each.name: each.value for each in was} if isinstance(was, MappingNode) else {}
        if sorted(written) != sorted(members):
            listed = ", ".join(f"{each}: …" for each in members)
            hint = f"list in `was` every member that it reaches: `{{{listed}}}`"
            message = f"`{piece.address}` reaches {len(members)} members, and `was` lists others"
            self.findings.report("was-differs", message, was.place, hint)
            return
        for member, each in written.items():
            if piece.node is not None and not self.is_same(piece, each, piece.node):
                related = ((piece.node.place, f"what stands there: `{_short(piece.node)}`"),)
                message = f"`{piece.address}` was not `{_short(each)}` for `{member}`"
                hint = "correct `was`, or look at the document again"
                self.findings.report("was-differs", message, each.place, hint, related=related)

    def keep_details(self, change: Change, piece: Piece, was: TreeNode, node: TreeNode) -> None:
        """Report a source, note or status of a figure that a change drops without a word."""
        now = change.written.now
        if not piece.keys or piece.address.part or not isinstance(node, MappingNode):
            return
        said = [*(was if isinstance(was, MappingNode) else ()), *(now if isinstance(now, MappingNode) else ())]
        dropped = [name for name in DETAILS if name in node and name not in {each.name for each in said}]
        if dropped and "value" in node and now is not None:
            names = " and ".join(f"`{name}`" for name in dropped)
            message = f"`{piece.address}` has {names} of its own, which the change drops"
            hint = f"write {names} in `now`, or change `{piece.address}#value` alone"
            self.findings.report("dropped-detail", message, now.place, hint)

    def writer_of(self, node: TreeNode) -> str:
        """Return the file of the amendment that has written what stands somewhere; empty where the base has."""
        return f"`{node.place.path}`" if node.place.path not in self.text.base_paths else ""

    # ── What is ───────────────────────────────────────────────────────────────────────────────────────────────────

    def changed(self, text: PackText, change: Change, piece: Piece) -> PackText:
        """Return the text with one change."""
        try:
            return Edit(text, change, piece).made()
        except EditError as error:
            related = ((error.other, "the other one"),) if error.other is not None else ()
            self.findings.report(error.code, str(error), error.place, error.hint, related=related)
        return text


def _figure(piece: Piece) -> Piece:
    """Return the figure of a parameter that is meant by its id."""
    value = piece.node.get("value") if isinstance(piece.node, MappingNode) else None
    if piece.address.owner != "rule" or piece.address.keys or piece.address.part or value is None:
        return piece
    return piece.inside("value", value, "value")


def node_at(text: PackText, piece: Piece) -> TreeNode:
    """Return the node at a path."""
    return node_beside(piece, text.files)


def _policy(rule: TreeNode) -> str:
    table = rule.get("table") if isinstance(rule, MappingNode) else None
    return table.text("hit_policy") if isinstance(table, MappingNode) else ""


def _is_clock(members: Sequence[str], clock: Clock) -> bool:
    return bool(members) and all(clock.member(each) for each in members)


def _short(node: TreeNode) -> str:
    text = in_one_line(node)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
