"""Compares two pieces part by part: mappings by their keys, lists by the names of their items.

What has no names of its own is one change of the whole that it stands in; so is a list in which the order of what
stayed differs, where order is meaning. Everything else about order, and all layout, is no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rulewright.packs.amendments.address import Address, AddressError, Steps
from rulewright.packs.amendments.cells import UnsaidError
from rulewright.packs.amendments.meaning import IN_ORDER
from rulewright.packs.amendments.pieces import BY_POSITION, OF_OUTPUT, OF_TABLE, identity_of
from rulewright.packs.amendments.text import PackText
from rulewright.packs.amendments.trees import LISTS, mapping
from rulewright.packs.canonical import UNORDERED
from rulewright.packs.yaml.tree import Entry, MappingNode, ScalarNode, SequenceNode, TreeNode, plain
from rulewright.source import Place

FORMULAS = frozenset({"formula", "that", "otherwise", "limits", "decided"})
"""Parts with which `replace` goes; another text is `set`."""
NAMED = frozenset({"inputs", "outputs", "where", "record", "enum"})
"""Where a piece that is gone and one that is new may be one under another name."""
REPEALS, CHANGES, ADDS, LATE, RENAMES = range(5)
"""In this order changes are written: what they name must be there when they are made."""


@dataclass(frozen=True, slots=True)
class PieceDifference:
    """One change: its verb, its address, what was and what is; `place` is where the edited text, or the base, says so.

    `beside` is the word (`before` or `after`) and the neighbor of a piece that is added where order is meaning. One
    that `extends` adds a member which figures under a `"*"` are to reach. `was_in` has the ends of spans, with what was
    in each, where that is not one thing.
    """

    verb: str
    address: str
    place: Place
    was: TreeNode | None = None
    now: TreeNode | None = None
    beside: tuple[str, str] | None = None
    to: str = ""
    turn: int = CHANGES
    extends: bool = False
    was_in: tuple[tuple[tuple[str, str], TreeNode], ...] = ()


@dataclass(slots=True)
class Parts:
    """Compares parts of the base with those of an edited text, and keeps what differs.

    `renames` has the new names by the addresses of the base; `questions` are renames that nobody has confirmed.
    """

    base: PackText
    renames: Mapping[str, str]
    found: list[PieceDifference] = field(default_factory=list)
    questions: list[tuple[str, str, Place]] = field(default_factory=list)

    def node(self, at: Address, was: TreeNode, now: TreeNode, name: str, policy: str = "") -> None:
        """Compare a piece: by its parts where these have names, else as a whole."""
        if is_same(was, now, name):
            return
        mark = len(self.found)
        try:
            if isinstance(was, MappingNode) and isinstance(now, MappingNode):
                self.mapping(at, was, now, name)
            elif isinstance(was, SequenceNode) and isinstance(now, SequenceNode) and name in LISTS:
                self.items(at, was, now, name, policy)
            else:
                self.put(at, was, now, name)
        except UnsaidError:
            del self.found[mark:]
            self.put(at, was, now, name)

    def mapping(self, at: Address, was: MappingNode, now: MappingNode, name: str, but: Sequence[str] = ()) -> None:
        """Compare two mappings key by key.

        Raises:
            UnsaidError: when they are one change as a whole.
        """
        names = {each.name: self.renamed(inside(at, each.name)) or each.name for each in was if each.name not in but}
        after = [each.name for each in now if each.name not in but]
        kept = {old: new for old, new in names.items() if new in after}
        gone = [old for old in names if old not in kept]
        fresh = [each for each in after if each not in names.values()]
        if name in NAMED and at.owner in {"rule", "type"}:
            self.question(at, [(old, was.get(old)) for old in gone], [(new, now.get(new)) for new in fresh], now.place)
        is_another = not kept and bool(names) and bool(after or not now.entries)
        if is_another or (name in IN_ORDER and not _is_in_order(list(kept.values()), after)):
            raise UnsaidError
        policy = was.text("hit_policy")
        for old in gone:
            self.repeal(inside(at, old), was.get(old, was))
        for old, new in kept.items():
            before = was.get(old, was)
            self.node(inside(at, old), before, now.get(new, now), old, policy)
            self.rename(inside(at, old), old, new, (now.entry(new) or now.entries[0]).key.place)
        back = {new: old for old, new in kept.items()}
        for each in fresh:
            node = now.get(each, now)
            beside = _neighbor(each, after, fresh, back) if name in IN_ORDER else None
            self.add(inside(at, each), node, beside, ADDS)

    def items(self, at: Address, was: SequenceNode, now: SequenceNode, name: str, policy: str) -> None:
        """Compare two lists whose items have names.

        Raises:
            UnsaidError: when they are one change as a whole.
        """
        before = {", ".join(identity_of(each, policy)): each for each in was}
        after = {", ".join(identity_of(each, policy)): each for each in now}
        is_named = all(before) and all(after) and len(before) == len(was) and len(after) == len(now)
        names = {old: self.renamed(inside(at, *_steps(each, policy))) or old for old, each in before.items()}
        kept = {old: new for old, new in names.items() if new in after}
        is_ordered = not (name == "rows" and policy in UNORDERED)
        gone = [old for old in before if old not in kept]
        fresh = [new for new in after if new not in names.values()]
        if name in NAMED and at.owner in {"rule", "type"}:
            self.question(at, [(old, None) for old in gone], [(new, None) for new in fresh], now.place)
        if not is_named or not kept or (is_ordered and not _is_in_order(list(kept.values()), list(after))):
            raise UnsaidError
        for old in gone:
            turn = LATE if name == "enum" else REPEALS
            self.repeal(inside(at, *_steps(before[old], policy)), before[old], turn=turn)
        for old, new in kept.items():
            inner = inside(at, *_steps(before[old], policy))
            if name == "rows" and not is_same(before[old], named := _with_id(after[new], before[old])):
                self.put(inner, before[old], named, "rows")
            elif old == new:
                self.node(inner, before[old], after[new], "item")
            elif isinstance(one := before[old], MappingNode) and isinstance(other := after[new], MappingNode):
                self.mapping(inner, one, other, "item", but=("id",))
            self.rename(inside(at, *_steps(before[old], policy)), old, new, after[new].place)
        back = {new: old for old, new in kept.items()}
        for each in fresh:
            is_last = policy in BY_POSITION and name == "rows"
            beside = _neighbor(each, list(after), fresh, back, is_last=is_last) if is_ordered else None
            turn = REPEALS if name == "enum" else ADDS
            self.add(inside(at, *_steps(after[each], policy)), after[each], beside, turn)

    # ── Names ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def renamed(self, at: Address) -> str:
        """Return the new name of a piece of the base; empty where it has none."""
        return self.renames.get(str(at), "")

    def rename(self, at: Address, old: str, new: str, place: Place) -> None:
        """Note that a piece has another name."""
        if old != new:
            self.note(PieceDifference("rename", str(at), place, to=new, turn=RENAMES))

    def question(
        self,
        at: Address,
        gone: Sequence[tuple[str, TreeNode | None]],
        fresh: Sequence[tuple[str, TreeNode | None]],
        place: Place,
    ) -> None:
        """Note the question whether what is gone and what is new are one: where both say the same."""
        for old, was in gone:
            for new, now in fresh:
                if (was is None and len(gone) == len(fresh) == 1) or says_the_same(was, now):
                    self.questions.append((str(inside(at, old)), new, place if now is None else now.place))

    # ── Changes ───────────────────────────────────────────────────────────────────────────────────────────────────

    def put(self, at: Address, was: TreeNode, now: TreeNode, name: str) -> None:
        """Note that a piece is another one."""
        is_text = isinstance(was, ScalarNode) and isinstance(now, ScalarNode)
        is_formula = name in FORMULAS or at.part[-2:-1] in {(("where",),), (("match",),)}
        verb = "set" if is_text and not is_formula else "replace"
        self.note(PieceDifference(verb, self.named(at, was), now.place, was, now))

    def repeal(self, at: Address, was: TreeNode, turn: int = REPEALS) -> None:
        """Note that a piece is gone."""
        self.note(PieceDifference("repeal", self.named(at, was), was.place, was, turn=turn))

    def add(self, at: Address, now: TreeNode, beside: tuple[str, str] | None, turn: int) -> None:
        """Note that a part is new.

        Raises:
            UnsaidError: when its name is no address, or leads to something else.
        """
        trails: dict[Steps, Address] = {}
        for each in (at, *_shorter(at)):
            try:
                piece = self.base.pieces.piece(str(each), is_new=True)
            except AddressError:
                continue
            if piece.node is None:
                trails[piece.trail] = each
        if not trails:
            raise UnsaidError
        place = str(next(iter(trails.values())))
        self.note(PieceDifference("add", place, now.place, now=now, beside=beside, turn=turn))

    def note(self, difference: PieceDifference) -> None:
        """Keep a difference."""
        self.found.append(difference)

    def named(self, at: Address, node: TreeNode) -> str:
        """Return the shortest address that leads to a piece of the base.

        Raises:
            UnsaidError: when none does.
        """
        for each in (*_shorter(at), at):
            try:
                piece = self.base.pieces.piece(str(each))
            except AddressError:
                continue
            if piece.node is not None and plain(piece.node) == plain(node):
                return str(each)
        raise UnsaidError


def is_same(one: TreeNode, other: TreeNode, name: str = "") -> bool:
    """Whether two trees are written alike but for layout, and for the order of keys where that says nothing."""
    if isinstance(one, MappingNode) and isinstance(other, MappingNode):
        names, others = [each.name for each in one], [each.name for each in other]
        if names != others and (name in IN_ORDER or sorted(names) != sorted(others)):
            return False
        return all(is_same(each.value, other.get(each.name, other), each.name) for each in one)
    if isinstance(one, SequenceNode) and isinstance(other, SequenceNode):
        return len(one) == len(other) and all(is_same(a, b) for a, b in zip(one, other, strict=True))
    return plain(one) == plain(other)


def _shorter(at: Address) -> Iterator[Address]:
    """Yield an address without what may be left out: the one output of a decision, its table."""
    if at.owner == "rule" and len(at.part) > 1 and not at.keys:
        if at.part[0] == ("outputs",) and len(at.part) > 2 and at.part[2][0] in OF_OUTPUT:
            yield replace(at, part=at.part[2:])
        if at.part[0] == ("table",) and at.part[1][0] in OF_TABLE:
            yield replace(at, part=at.part[1:])


def inside(at: Address, *step: str) -> Address:
    """Return the address of a part of a piece."""
    return replace(at, part=(*at.part, step))


def _with_id(item: TreeNode, old: TreeNode) -> TreeNode:
    """Return an item under the id of another one, if both have one: a rename gives it its own."""
    id_ = old.get("id") if isinstance(old, MappingNode) else None
    if id_ is None or not isinstance(item, MappingNode) or "id" not in item:
        return item
    return mapping([Entry(each.key, id_) if each.name == "id" else each for each in item], item.place)


def _steps(item: TreeNode, policy: str) -> Steps:
    return identity_of(item, policy) or ("",)


def entry_text(node: TreeNode, name: str) -> str:
    """Return the text of an entry; empty where there is none."""
    return node.text(name) if isinstance(node, MappingNode) else ""


def without(node: TreeNode, names: Sequence[str]) -> MappingNode | None:
    """Return a mapping without some entries; None of what is none."""
    if not isinstance(node, MappingNode):
        return None
    return mapping([each for each in node if each.name not in names], node.place)


def _is_in_order(kept: Sequence[str], after: Sequence[str]) -> bool:
    """Whether what was kept stands in the order in which it stood."""
    return [each for each in after if each in kept] == list(kept)


def _neighbor(
    name: str, after: Sequence[str], fresh: Sequence[str], back: Mapping[str, str], *, is_last: bool = False
) -> tuple[str, str] | None:
    """Return beside what something new stands; None at the end, unless this has to be said as well."""
    number = after.index(name)
    if not is_last and all(each in fresh for each in after[number:]):
        return None
    if number:
        return "after", back.get(after[number - 1], after[number - 1])
    following = next((each for each in after[1:] if each not in fresh), "")
    return ("before", back.get(following, following)) if following else None


def says_the_same(one: TreeNode | None, other: TreeNode | None) -> bool:
    """Whether two trees say the same."""
    return one is not None and other is not None and plain(one) == plain(other)
