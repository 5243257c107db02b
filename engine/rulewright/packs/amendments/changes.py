"""Applies one amendment to the text of a pack: whole, or not at all.

Each change names a piece and says what was there. First all pieces are found in the text before the amendment and
compared with what it says of them; only when everything holds are the changes made, in the order written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.packs.amendments.address import Address, AddressError, Steps, read_address
from rulewright.packs.amendments.comparison import TextComparison
from rulewright.packs.amendments.edits import Edit, EditError
from rulewright.packs.amendments.owners import TreePath
from rulewright.packs.amendments.pieces import Piece, node_beside, nothing_there, refuse_row
from rulewright.packs.amendments.stars import newly_reached
from rulewright.packs.amendments.text import PackText
from rulewright.packs.amendments.trails import Trails
from rulewright.packs.amendments.trees import with_nodes
from rulewright.packs.amendments.written import Amendment, Change
from rulewright.packs.format.figures import EVERY
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.model.timeline import Clock, Moment, UnplacedError
from rulewright.packs.yaml.text import Sources
from rulewright.packs.yaml.tree import MappingNode, SequenceNode, TreeNode

EXAMPLE = "example:"
"""How the address of an example begins."""

NAME = "#name"
"""What a rename touches of a piece: its name, and nothing that lies in it."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A piece that an amendment changes."""

    amendment: Amendment
    change: Change
    trail: tuple[str, ...]

    def overlaps(self, trail: Sequence[str], *, is_star_every: bool = True) -> bool:
        """Whether another piece is this one, lies in it, or holds it; `*` stands for every row, or for itself alone."""
        pairs = zip(self.trail, trail, strict=False)
        return all(a == b or (is_star_every and EVERY in (a, b)) for a, b in pairs)


@dataclass(slots=True)
class Application:
    """The application of one amendment to a text.

    `is_in_force` says whether all of it holds, or only what is dated by the keys of cells. `others` are pieces that
    amendments without an order to this one have changed, `moments` those of the version.
    """

    amendment: Amendment
    text: PackText
    clock: Clock
    sources: Sources
    is_in_force: bool
    others: Sequence[Touched] = ()
    moments: Sequence[Moment] = ()
    findings: Findings = field(default_factory=Findings)

    def run(self) -> Found[tuple[PackText, tuple[Touched, ...]]]:
        """Return the text with the amendment, and the pieces that it touches; without them where anything is wrong."""
        chosen = self.chosen([each for each in self.amendment.changes if each.verb != "annul"])
        touched: Trails[Touched] = Trails()
        puts: list[tuple[Change, Piece]] = []
        for change in chosen:
            piece = None if change.verb == "add" else self.piece(self.text, change)
            if piece is not None and self.touch(touched, change, piece):
                looked_at = TextComparison(self.text, change, piece, self.clock, self.sources, self.moments)
                self.findings.take(looked_at.run())
                puts += [(change, piece)] if change.verb in {"set", "replace"} and piece.star < 0 else []
        text = self.text if self.has_errors else self.with_puts(puts)
        done = {id(change) for change, _ in puts}
        for change in sorted((each for each in chosen if id(each) not in done), key=_last_renames):
            is_new = change.verb == "add"
            piece = self.piece(text, change) if is_new or not self.has_errors else None
            is_free = piece is not None and (not is_new or self.touch(touched, change, piece))
            if piece is not None and is_free and not self.has_errors:
                text = self.changed(text, change, piece)
        if not self.has_errors:
            self.refuse_reached(chosen, text)
            self.refuse_continuations(chosen, text)
        return self.findings.found((self.text if self.has_errors else text, tuple(touched.all())))

    def chosen(self, changes: Sequence[Change]) -> list[Change]:
        """Return the changes that hold in the version.

        Where an amendment is there by the keys of its cells alone, these hold. If they are all that it changes, what it
        says of examples goes with them.
        """
        if self.is_in_force:
            return list(changes)
        of_examples = [each for each in changes if each.target.text.lstrip().startswith(EXAMPLE)]
        others = [each for each in changes if not each.target.text.lstrip().startswith(EXAMPLE)]
        by_key = [each for each in others if self.is_by_key(each)]
        if of_examples and not by_key and not self.amendment.spans:
            hint = "say `in_force`: the amendment changes no cell whose key is a period"
            place = of_examples[0].place
            self.findings.report("missing-span", "it is not said when the examples change", place, hint)
        return list(changes) if by_key and len(by_key) == len(others) else by_key

    @property
    def has_errors(self) -> bool:
        """Whether anything is wrong, so that nothing is changed."""
        return any(each.is_error for each in self.findings.problems)

    # ── What is meant ─────────────────────────────────────────────────────────────────────────────────────────────

    def piece(self, text: PackText, change: Change) -> Piece | None:
        """Return the piece that a change is about; what leads to nothing is reported, but for what is to be added."""
        target = change.target
        try:
            piece = text.pieces.piece(target.text, is_new=change.verb == "add")
            if change.verb == "set":
                refuse_row(piece, target.text)
                piece = _figure(piece)
            if piece.node is None and change.verb != "add":
                raise nothing_there(piece, target.text, node_beside(piece, text.files))
            if piece.node is not None and piece.star < 0 and change.verb == "add":
                related = ((piece.node.place, "what stands there"),)
                hint = f"write `set` or `replace` to change it{_named_in(piece, target.text)}"
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

    def touch(self, touched: Trails[Touched], change: Change, piece: Piece) -> bool:
        """Note a piece that is changed; whether nobody else changes it, here or in an amendment without an order."""
        known = len(self.findings.problems)
        trail = (*piece.trail, NAME) if change.verb == "rename" else piece.trail
        for other in touched.overlapping(trail):
            is_new = "add" in (change.verb, other.change.verb)  # beside what stands under a star
            if other.overlaps(trail, is_star_every=not is_new) and not _has_name_apart(change, piece, other):
                related = ((other.change.place, "the other change"),)
                message = f"`{piece.address}` is changed twice"
                self.findings.report("touched-twice", message, change.place, "make one change of both", related=related)
        trails = [trail, *self.earlier(piece, trail)]
        for other in self.others:
            if any(map(other.overlaps, trails)):
                self.clash(change, piece, other)
        touched.add(Touched(self.amendment, change, trail))
        self.warn_outside(change, piece)
        return len(self.findings.problems) == known

    def earlier(self, piece: Piece, trail: Steps) -> Iterator[Steps]:
        """Yield the trails of a piece under names that it, or its rule, had: another amendment may know it by those."""
        yield from ((*each, *trail[len(each) :]) for each in piece.earlier)
        owner = self.text.pieces.owners.of(piece.address) if piece.address.owner == "rule" and self.others else None
        for each in owner.earlier_trails if owner is not None and trail[: len(owner.trail)] == owner.trail else ():
            yield (*each, *trail[len(each) :])

    def warn_outside(self, change: Change, piece: Piece) -> None:
        """Warn of a cell that is dated by its period, where `in_force` says that the change is not about it."""
        spans = self.amendment.spans
        members = [
            member
            for key, member in zip(piece.keys, piece.address.keys, strict=False)
            if _is_clock(getattr(key.type, "members", ()), self.clock) and member != EVERY
        ]
        for member in members if spans and not self.is_of_new_member(change) else ():
            try:
                is_inside = any(self.clock.covers(span, self.clock.moment(member)) for span in spans)
            except UnplacedError:
                continue
            if not is_inside:
                message = f"`{piece.address}` is dated by its key, and `in_force` leaves `{member}` out"
                hint = "the cell is changed in every version that is known: correct one of them"
                problem = Diagnostic("key-outside-span", message, change.place, hint, Severity.WARNING)
                self.findings.problems.append(problem)

    def is_of_new_member(self, change: Change) -> bool:
        """Whether a cell cannot be there but for a member that the amendment adds: in other versions it is not."""
        try:
            self.text.pieces.piece(change.target.text, is_new=True)
        except AddressError:
            return True
        return False

    def refuse_reached(self, changes: Sequence[Change], text: PackText) -> None:
        """Report members that an enumeration gains and a `"*"` reaches, unless the change says that it extends."""
        seen: set[str] = set()
        for change in changes:
            address = read_address(change.target.text)
            if address.owner != "type" or change.verb not in {"add", "replace"} or change.written.extends:
                continue
            for member, tables in newly_reached(self.text, text, address.id).items():
                if member in seen or (change.verb == "add" and address.part[-1:] != ((member,),)):
                    continue
                seen.add(member)
                listed = ", ".join(dict.fromkeys(f"`{table}`" for table, _ in tables))
                message = f"`{member}` is new, and figures that are written for `*` reach it: {listed}"
                hint = "add its cells in the same amendment, or say `extends: yes` where these figures are meant"
                related = tuple((place, f"`*` of `{table}`") for table, place in tables)
                self.findings.report("star-reaches", message, change.place, hint, related=related)

    def refuse_continuations(self, changes: Sequence[Change], text: PackText) -> None:
        """Report a repealed rule that goes on by one of its own pack which the text does not have."""
        pack = text.files[text.header][1] if text.header else None
        own = f"{pack.text('pack')}:" if isinstance(pack, MappingNode) else ""
        owners = text.pieces.owners
        for goes_on in (change.written.continued_by for change in changes):
            if own and goes_on is not None and goes_on.text.startswith(own):
                id_ = goes_on.text.removeprefix(own)
                try:
                    owners.of(Address("rule", id_))
                except AddressError as error:
                    self.findings.report(error.code, f"it goes on by `{id_}`: {error}", goes_on.place, error.hint)

    def clash(self, change: Change, piece: Piece, other: Touched) -> None:
        """Report two amendments of one day that change one piece."""
        id_ = other.amendment.id.text
        message = f"`{piece.address}` is changed by `{self.amendment.id.text}` and by `{id_}`, adopted on one day"
        hint = f"say which follows: `after: [{id_}]` here or there, or in a third one `after: [both]`"
        related = ((other.change.place, f"the change by `{id_}`"),)
        self.findings.report("amendment-clash", message, change.place, hint, related=related)

    # ── What is ───────────────────────────────────────────────────────────────────────────────────────────────────

    def with_puts(self, puts: Sequence[tuple[Change, Piece]]) -> PackText:
        """Return the text in which other nodes stand in the places of pieces that it has, each file made once."""
        nodes: dict[str, list[tuple[TreePath, TreeNode]]] = {}
        for change, piece in puts:
            edit = Edit(self.text, change, piece)
            try:
                edit.refuse_fixed()
            except EditError as error:
                self.findings.report(error.code, str(error), error.place, error.hint)
            nodes.setdefault(piece.file, []).append((piece.path, edit.now))
        text = self.text
        for file, found in nodes.items() if not self.has_errors else ():
            text = text.with_file(file, with_nodes(text.files[file][1], found))
        return text

    def changed(self, text: PackText, change: Change, piece: Piece) -> PackText:
        """Return the text with one change."""
        try:
            return Edit(text, change, piece).made()
        except EditError as error:
            related = ((error.other, "the other one"),) if error.other is not None else ()
            self.findings.report(error.code, str(error), error.place, error.hint, related=related)
        return text


def _has_name_apart(change: Change, piece: Piece, other: Touched) -> bool:
    """Whether of two changes of one piece one is of its name and the other of what it says: these are two things."""
    verbs = {change.verb, other.change.verb}
    if "rename" not in verbs or not verbs - {"rename"} <= {"set", "replace"} or len(verbs) < 2:
        return False
    trail = other.trail[:-1] if other.change.verb == "rename" else other.trail
    is_its_own_name = not isinstance(piece.node, MappingNode) and not isinstance(piece.path[-1], str)
    return trail == piece.trail and not is_its_own_name


def _last_renames(change: Change) -> tuple[bool, int]:
    """Return what sorts renames behind all else, that of what lies deeper first: other changes go by the old names."""
    is_rename = change.verb == "rename"
    return (is_rename, -len(read_address(change.target.text).part) if is_rename else 0)


def _figure(piece: Piece) -> Piece:
    """Return the figure of a parameter that is meant by its id."""
    value = piece.node.get("value") if isinstance(piece.node, MappingNode) else None
    if piece.address.owner != "rule" or piece.address.keys or piece.address.part or value is None:
        return piece
    return piece.inside("value", value, "value")


def _named_in(piece: Piece, address: str) -> str:
    """Return how a piece of a list or of a mapping is named; empty where the address leads to a piece itself."""
    if not piece.address.part or not isinstance(piece.node, SequenceNode | MappingNode):
        return ""
    of_one = f"{address}[NAME]" if isinstance(piece.node, SequenceNode) else f"{address}.NAME"
    return f"; what is new in it goes by its own address: `{of_one}`"


def _is_clock(members: Sequence[str], clock: Clock) -> bool:
    return bool(members) and all(clock.member(each) for each in members)
