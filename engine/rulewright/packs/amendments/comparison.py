"""Compares what a change says there was with what there is, before anything is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rulewright.packs.amendments.meaning import DETAILS, RuleFigures, same, spelled_otherwise, where_apart
from rulewright.packs.amendments.pieces import Piece, node_beside
from rulewright.packs.amendments.stars import under_star
from rulewright.packs.amendments.text import PackText
from rulewright.packs.amendments.written import Change
from rulewright.packs.format.figures import EVERY
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.model.timeline import Clock, InForce, Moment, UnplacedError
from rulewright.packs.yaml.text import Sources
from rulewright.packs.yaml.tree import MappingNode, TreeNode
from rulewright.packs.yaml.writing import tree_in_one_line

SHOWN = 200
"""So much of a text is shown in a message."""


@dataclass(frozen=True, slots=True)
class TextComparison:
    """The comparison of one change with a text; `moments` are those of the version that is made."""

    text: PackText
    change: Change
    piece: Piece
    clock: Clock
    sources: Sources
    moments: Sequence[Moment]
    findings: Findings = field(default_factory=Findings)

    def run(self) -> Found[None]:
        """Return what is wrong with what the change says there was."""
        for was in self.expected():
            self.compare(self.change, self.piece, was)
        return self.findings.found(None)

    def expected(self) -> list[TreeNode]:
        """Return what the change says there was in this version: one text, unless it differs by span."""
        written, by_span = self.change.written.was, self.change.was_in
        if not by_span:
            return [] if written is None else [written]
        if not self.moments:  # the version was made before, when each span was looked at
            node = self.piece.node
            holding = [was for _, was in by_span if node is not None and self.is_same(self.piece, was, node)]
            return holding[:1] or [by_span[0][1]]
        found: dict[int, TreeNode] = {}
        for moment in self.moments:
            was = next((was for span, was in by_span if self.covers(span, moment)), None)
            if was is not None:
                found[id(was)] = was
                continue
            when = self.clock.members[moment.period] if moment.period >= 0 else moment.first
            message = f"`was_in` does not say what `{self.piece.address}` was about `{when}`"
            self.findings.report("was-differs", message, self.change.place, "add a span that covers it")
        return list(found.values())

    def covers(self, span: InForce, moment: Moment) -> bool:
        """Whether a span covers a moment."""
        try:
            return self.clock.covers(span, moment)
        except UnplacedError:
            return False

    def compare(self, change: Change, piece: Piece, was: TreeNode) -> None:
        """Compare what a change says there was with what there is."""
        node = piece.node
        if node is None:
            return
        if EVERY in piece.address.keys and len(piece.address.part) == 0:
            self.compare_star(piece, was)
            return
        if not self.is_same(piece, was, node):
            message = f"`{piece.address}` was not `{_short(was)}`"
            if max(map(len, map(tree_in_one_line, (was, node)))) > SHOWN:
                was, node, words = where_apart(was, node)
                message = f"in `{piece.address}` {words or f'there was not `{_short(was)}`'}"
            by = f", as {self.writer_of(node)} has it" if self.writer_of(node) else ""
            under = ' under `"*"`' if piece.star >= 0 else ""
            related = ((node.place, f"what stands there{under}{by}: `{_short(node)}`"),)
            hint = spelled_otherwise(was, node)
            hint = (
                hint or "correct `was` if the document changes what stands there; else the amendment is of another text"
            )
            self.findings.report("was-differs", message, was.place, hint, related=related)
        elif change.verb == "set":
            self.keep_details(change, piece, was, node)

    def is_same(self, piece: Piece, was: TreeNode, node: TreeNode) -> bool:
        """Whether a piece is what an amendment says it was."""
        is_figure = piece.trail[-1] == "value" or (piece.keys and not piece.address.part)
        rule = self.text.pieces.owners.of(piece.address).node
        if is_figure and isinstance(rule, MappingNode) and "type" in rule:
            figures = RuleFigures.of(rule, self.text.pieces, self.sources)
            return figures.same_cells(was, node, piece.keys[len(piece.address.keys) :])
        return same(was, node, piece.trail[-1], policy_of(rule))

    def compare_star(self, piece: Piece, was: TreeNode) -> None:
        """Compare what stands under a `"*"` with what an amendment says it is for every member that it reaches."""
        table = node_beside(replace(piece, path=piece.path[:-1]), self.text.files)
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
                hint = spelled_otherwise(each, piece.node) or "correct `was`, or look at the document again"
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


def policy_of(rule: TreeNode) -> str:
    """Return the hit policy of a rule's table."""
    table = rule.get("table") if isinstance(rule, MappingNode) else None
    return table.text("hit_policy") if isinstance(table, MappingNode) else ""


def _short(node: TreeNode) -> str:
    text = tree_in_one_line(node)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
