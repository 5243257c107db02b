"""Makes a single change in the text of a pack, once it is certain what is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rulewright.packs.amendments.address import Address
from rulewright.packs.amendments.owners import Owner, rule_aliases
from rulewright.packs.amendments.pieces import BY_POSITION, WITH_ALIASES, Piece, identity_of, node_beside
from rulewright.packs.amendments.text import PackText
from rulewright.packs.amendments.trees import edited, mapping, moved, text_node, with_cell, with_part
from rulewright.packs.amendments.written import Change
from rulewright.packs.yaml.tree import Entry, MappingNode, ScalarNode, SequenceNode, TreeNode
from rulewright.source import Place

CONTINUED = re.compile(r"[a-z][a-z0-9-]*:[a-z][a-z0-9_.]*")
OWN_FILE = {"statement": "statement", "subject": "subject"}
"""What is a file of its own, with the name of its schema, which is also the key of its id."""


FIXED = frozenset({("pack",), ("clock",)})
"""What says of a pack which one it is, and how its time is counted."""

WITH_ID = frozenset({"check", "example", *OWN_FILE})
"""What has its name as an entry."""


class EditError(ValueError):
    """Says why a change cannot be made; `other` is a place that takes part."""

    def __init__(self, code: str, message: str, place: Place, hint: str, other: Place | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.place = place
        self.hint = hint
        self.other = other


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a piece in a text."""

    text: PackText
    change: Change
    piece: Piece

    def made(self) -> PackText:
        """Return the text with the change.

        Raises:
            EditError: when the change cannot be made.
        """
        self.refuse_fixed()
        match self.change.verb:
            case "set" | "replace":
                return self.put(self.now)
            case "add":
                return self.added()
            case "rename":
                return self.renamed()
            case _:
                return self.taken_out()

    def refuse_fixed(self) -> None:
        """Refuse to change what is the same in every version.

        Raises:
            EditError: when the piece is such.
        """
        if self.piece.address.owner == "pack" and self.piece.trail[1:2] in FIXED:
            message = f"`{self.piece.address}` is the same in every version"
            raise EditError("wrong-item", message, self.change.place, "change it in pack.yaml")
        if self.moves_periods():
            message = f"`{self.piece.address}` says when the periods of the clock are, by which versions are chosen"
            hint = "correct it in the file itself, before anything is published; what is new is added"
            raise EditError("wrong-item", message, self.change.place, hint)

    def moves_periods(self) -> bool:
        """Whether the change is one of days of the calendar that the clock goes by, or takes periods of it away."""
        header = self.text.files[self.text.header][1] if self.text.header else None
        clock = header.get("clock") if isinstance(header, MappingNode) else None
        if not isinstance(clock, MappingNode) or self.change.verb not in {"set", "replace", "repeal"}:
            return False
        address = self.piece.address
        if (address.owner, address.id) == ("type", clock.text("type")):
            return address.part[:1] in ((), (("enum",),)) and not self.only_adds()
        is_calendar = (address.owner, address.id) == ("rule", clock.text("calendar"))
        return is_calendar and (bool(address.keys) or address.part[:1] in ((), (("table",),), (("keys",),)))

    def only_adds(self) -> bool:
        """Whether a list as it is to be has all items that it has, in their order."""
        was, now = (
            [each.text for each in node if isinstance(each, ScalarNode)] for node in _lists(self.piece.node, self.now)
        )
        left = iter(now)
        return bool(was) and all(each in left for each in was)

    @property
    def now(self) -> TreeNode:
        """What is to stand there."""
        given = self.change.written.now
        now = mapping((), self.change.place) if given is None else given
        return self.with_own_id(now) if self.change.verb == "add" else now

    def with_own_id(self, now: TreeNode) -> TreeNode:
        """Return what is added with the id that its address gives, where it does not say one itself."""
        address, place = self.piece.address, self.change.place
        is_item = isinstance(node_beside(self.piece, self.text.files), SequenceNode) if address.part else False
        is_named_by_tests = isinstance(now, MappingNode) and "when" in now and self.policy not in BY_POSITION
        key = OWN_FILE.get(address.owner, "id") if not address.part else "id"
        is_owner = not address.part and address.owner in WITH_ID
        if not isinstance(now, MappingNode) or key in now or is_named_by_tests or not (is_item or is_owner):
            return now
        id_ = self.piece.missing[-1] if address.part else address.id
        return mapping((Entry(text_node(key, place), text_node(id_, place)), *now), now.place)

    @property
    def root(self) -> TreeNode:
        """The root of the file that the piece is in."""
        return self.text.files[self.piece.file][1]

    @property
    def owner(self) -> Owner:
        """What the address begins with."""
        return self.text.pieces.owners.of(self.piece.address)

    def with_root(self, root: TreeNode | None) -> PackText:
        """Return the text with another root of the piece's file."""
        return self.text.with_file(self.piece.file, root)

    # ── Set, replace, add ─────────────────────────────────────────────────────────────────────────────────────────

    def put(self, now: TreeNode) -> PackText:
        """Return the text with another node at the piece; a cell under `"*"` gets a row of its own."""
        if self.piece.star < 0:
            return self.with_root(edited(self.root, self.piece.path, lambda _: now))
        return self.with_cell(lambda cell, rest: _edited_or(edited(cell, rest, lambda _: now), now))

    def with_cell(self, change: object) -> PackText:
        """Return the text with a cell that was changed."""
        depth = len(self.owner.path) + 1 + len(self.piece.address.keys)
        rest = self.piece.path[depth:]
        cell = node_beside(replace(self.piece, path=self.piece.path[:depth]), self.text.files)
        figure = change(cell, rest)  # type: ignore[operator]  # a function of the cell and the path inside of it
        path = (*self.owner.path, "table")
        members, keys = self.piece.address.keys, self.piece.keys
        return self.with_root(
            edited(self.root, path, lambda table: with_cell(table, members, keys, figure, self.change.place))
        )

    def added(self) -> PackText:
        """Return the text with a piece that it did not have."""
        piece, now = self.piece, self.now
        if not piece.address.keys and not piece.address.part:
            return self.owner_added()
        if piece.keys and not piece.address.part:
            return self.with_cell(lambda _cell, _rest: now)
        if piece.star >= 0:
            return self.with_cell(
                lambda cell, _rest: with_part(cell, piece.missing, now, self.change.target, piece.bare)
            )
        beside = node_beside(piece, self.text.files)
        self.refuse_stranger(beside)
        made = with_part(beside, piece.missing, now, self.change.target, piece.bare)
        if len(piece.missing) == 1:
            made = self.in_position(made)
        return self.with_root(edited(self.root, piece.path, lambda _: made))

    def refuse_stranger(self, beside: TreeNode) -> None:
        """See that an item added to a list is the one that the address names."""
        if not isinstance(beside, SequenceNode):
            return
        label, wanted = ", ".join(identity_of(self.now, self.policy)), self.piece.missing[-1]
        if label != wanted:
            message = f"the address names `{wanted}`, and what is added is `{label or 'without an id'}`"
            raise EditError(
                "wrong-item", message, self.now.place, f"give it the `id` `{wanted}`, or name it in the address"
            )

    def in_position(self, made: TreeNode) -> TreeNode:
        """Return a list or mapping whose last item stands where the change says."""
        written = self.change.written
        anchor = written.before or written.after
        names = _names(made)
        if anchor is None:
            if self.piece.path[-1:] == ("rows",) and self.policy in BY_POSITION and len(names) > 1:
                hint = f"say `before` or `after`: under `{self.policy}` the position of a row is part of its meaning"
                raise EditError("missing-position", "it is not said where the row stands", self.change.place, hint)
            return made
        if anchor.text not in names[:-1]:
            known = ", ".join(f"`{each}`" for each in names[:-1][:10])
            raise EditError(
                "unknown-address", f"there is no `{anchor.text}` here", anchor.place, f"known here are {known}"
            )
        number = names.index(anchor.text)
        return moved(made, len(names) - 1, number, is_behind=written.before is None)

    @property
    def policy(self) -> str:
        """The hit policy of the rule's table."""
        node = self.owner.node
        table = node.get("table") if isinstance(node, MappingNode) else None
        return table.text("hit_policy") if isinstance(table, MappingNode) else ""

    def owner_added(self) -> PackText:
        """Return the text with something that has a name of its own."""
        address, now, place = self.piece.address, self.now, self.change.place
        if address.owner in {"type", "unit", "document"}:
            header = self.text.files[self.text.header][1]
            path = (f"{address.owner}s", address.id)
            return self.text.with_file(self.text.header, with_part(header, path, now, self.change.target, ""))
        given = now.text(OWN_FILE.get(address.owner, "id")) if isinstance(now, MappingNode) else ""
        if given != address.id:
            message = f"the address names `{address.id}`, and what is added is `{given or 'without an id'}`"
            raise EditError("wrong-item", message, now.place, "write one of them like the other")
        key = f"{place.path}#{address}"
        if address.owner in OWN_FILE:
            return self.text.with_file(key, now, OWN_FILE[address.owner])
        items = SequenceNode((now,), now.place)
        root = mapping((Entry(text_node("examples", now.place), items),), now.place)
        return self.text.with_file(key, root, "examples")

    # ── Repeal, rename ────────────────────────────────────────────────────────────────────────────────────────────

    def taken_out(self) -> PackText:
        """Return the text without the piece; the examples of a rule go with it."""
        piece, written = self.piece, self.change.written
        if self.change.verb == "ends" and piece.address.owner != "example":
            raise EditError("wrong-item", f"`{piece.address}` is no example", self.change.place, "write `repeal`")
        if written.continued_by is not None and not CONTINUED.fullmatch(written.continued_by.text):
            message = f"`{written.continued_by.text}` names no rule of another pack"
            raise EditError("address-syntax", message, written.continued_by.place, "write `pack-id:rule.id`")
        if piece.star >= 0:
            message = f'`{piece.address}` stands under `"*"` and has no row of its own'
            raise EditError("unknown-address", message, self.change.place, 'set it, or repeal the row of `"*"`')
        text = self.with_root(edited(self.root, piece.path, lambda _: None))
        if piece.address.owner != "rule" or piece.address.keys or piece.address.part:
            return text
        names = {piece.address.id, *(each.text for each in rule_aliases(piece.node))}
        for path, (schema, root) in text.files.items():
            if schema == "examples":
                text = text.with_file(path, edited(root, ("examples",), lambda items: _without(items, names)))
        return text

    def renamed(self) -> PackText:
        """Return the text in which a piece has another name; of a rule, member or column the old one stays an alias."""
        to = self.change.written.to
        if to is None:
            return self.text
        piece = self.piece
        if piece.address.owner == "rule" and not piece.address.part and not piece.address.keys:
            return self.rule_renamed(to)
        if not piece.address.part and piece.address.owner in WITH_ID:
            return self.with_id(to)
        parent = node_beside(replace(piece, path=piece.path[:-1]), self.text.files)
        if to.text in _names(parent):
            raise EditError(
                "already-there", f"`{to.text}` is there already", to.place, "choose another name", parent.place
            )
        if isinstance(parent, SequenceNode) and isinstance(piece.node, ScalarNode):
            text = self.with_root(edited(self.root, piece.path, lambda _: to))
            if piece.path[-2:-1] != ("enum",):
                return text
            type_path = piece.path[:-2]
            old = piece.node.text
            root = edited(text.files[piece.file][1], type_path, lambda node: with_alias(node, old, to))
            return text.with_file(piece.file, root)
        if isinstance(piece.node, MappingNode) and "id" in piece.node:
            return self.with_root(edited(self.root, piece.path, lambda node: _with_value(node, "id", to)))
        if not isinstance(parent, MappingNode):
            raise EditError("wrong-item", f"`{piece.address}` has no name", self.change.place, "`replace` it")
        name = str(piece.path[-1])
        root = self.root
        if keeps_alias(piece.address):
            root = _edited_or(edited(root, piece.path, lambda node: with_name_before(node, name, to)), root)
        return self.with_root(edited(root, piece.path[:-1], lambda node: _with_key(node, name, to)))

    def with_id(self, to: ScalarNode) -> PackText:
        """Return the text in which a check, an example, a statement or a subject has another id."""
        address = self.piece.address
        known = self.text.pieces.owners.known.get((address.owner, to.text))
        if known:
            message = f"`{to.text}` is there already"
            raise EditError("already-there", message, to.place, "choose another id", known[0].node.place)
        key = OWN_FILE.get(address.owner, "id")
        return self.with_root(edited(self.root, self.piece.path, lambda node: _with_value(node, key, to)))

    def rule_renamed(self, to: ScalarNode) -> PackText:
        """Return the text in which a rule has another id, and its old one as an alias."""
        piece = self.piece
        root = self.root
        namespace = root.text("namespace") if isinstance(root, MappingNode) else ""
        before = f"{namespace}." if namespace else ""
        if not to.text.startswith(before):
            moved = f"`repeal` it and `add` it to the other subject, with `aliases: [{piece.address.id}]`"
            hint = f"a rule keeps its subject: begin with `{before}`; to move it, {moved}"
            raise EditError("wrong-item", f"`{to.text}` is no id of the subject", to.place, hint)
        known = self.text.pieces.owners.known.get(("rule", to.text))
        if known:
            hint = "choose another id, or repeal the other rule"
            raise EditError("already-there", f"there is a rule `{to.text}`", to.place, hint, known[0].node.place)
        node = with_rule_alias(piece.node, piece.address.id, to.place)
        key = replace(to, source=replace(to.source, text=to.text[len(before) :]))
        with_aliases = _edited_or(edited(root, piece.path, lambda _: node), root)
        return self.with_root(
            edited(with_aliases, piece.path[:-1], lambda rules: _with_key(rules, str(piece.path[-1]), key))
        )


def _lists(*nodes: TreeNode | None) -> tuple[Sequence[TreeNode], ...]:
    return tuple(node.items if isinstance(node, SequenceNode) else () for node in nodes)


def _names(node: TreeNode) -> list[str]:
    if isinstance(node, SequenceNode):
        return [", ".join(identity_of(each)) for each in node]
    return [each.name for each in node] if isinstance(node, MappingNode) else []


def _with_entry(node: TreeNode | None, name: str, value: TreeNode) -> TreeNode:
    if not isinstance(node, MappingNode):
        return value
    rest = [each for each in node if each.name != name]
    return mapping((*rest, Entry(text_node(name, value.place), value)), node.place)


def _with_value(node: TreeNode, name: str, value: TreeNode) -> TreeNode:
    """Return a mapping in which a key that it has has another value."""
    entries = node if isinstance(node, MappingNode) else ()
    return mapping([Entry(each.key, value) if each.name == name else each for each in entries], node.place)


def _with_key(node: TreeNode, old: str, to: ScalarNode) -> TreeNode:
    if not isinstance(node, MappingNode):
        return node
    return mapping([Entry(to, each.value) if each.name == old else each for each in node], node.place)


def with_rule_alias(rule: TreeNode | None, name: str, place: Place) -> TreeNode:
    """Return a rule with one more alias."""
    aliases = SequenceNode((*rule_aliases(rule), text_node(name, place)), place)
    return _with_entry(rule, "aliases", aliases)


def keeps_alias(address: Address) -> bool:
    """Whether what is at an address keeps its old name among its own `aliases` when it is renamed."""
    return len(address.part) > 1 and address.part[-2][0] in WITH_ALIASES


def with_name_before(node: TreeNode, old: str, to: ScalarNode) -> TreeNode:
    """Return a piece with one more name that it had before; a bare type becomes the mapping that it stands for."""
    if isinstance(node, ScalarNode):
        node = mapping((Entry(text_node("type", node.place), node),), node.place)
    known = node.get("aliases") if isinstance(node, MappingNode) else None
    before = known.items if isinstance(known, SequenceNode) else ()
    items = [each for each in before if isinstance(each, ScalarNode) and each.text not in {old, to.text}]
    return _with_entry(node, "aliases", SequenceNode((*items, text_node(old, to.place)), to.place))


def with_alias(node: TreeNode, old: str, to: ScalarNode) -> TreeNode:
    """Return an enumeration in which the old name of a member, and what stood for it, stands for the new one."""
    aliases = node.get("aliases") if isinstance(node, MappingNode) else None
    entries = [
        Entry(each.key, to) if isinstance(each.value, ScalarNode) and each.value.text == old else each
        for each in (aliases if isinstance(aliases, MappingNode) else ())
        if each.name != to.text  # a member that has an earlier name again
    ]
    return _with_entry(node, "aliases", mapping((*entries, Entry(text_node(old, to.place), to)), to.place))


def _without(items: TreeNode, names: set[str]) -> TreeNode | None:
    """Return a list of examples without those of a rule."""
    if not isinstance(items, SequenceNode):
        return items
    left = tuple(each for each in items if not (isinstance(each, MappingNode) and each.text("rule") in names))
    return replace(items, items=left) if left else None


def _edited_or(tree: TreeNode | None, otherwise: TreeNode) -> TreeNode:
    """Return an edited tree, which may be an empty list or mapping; where nothing is left of it, another one."""
    return otherwise if tree is None else tree
