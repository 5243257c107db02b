"""Finds the piece of a pack that an address names, in the trees of its files.

An address is resolved by meaning though it leads into a tree: keys are read by the types of the table's keys, so that
an alias and another spelling of a number name the same cell; rules are known by their aliases, too; a cell that has no
row of its own stands under `"*"`. What names nothing, or two things, is refused with the nearest name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NoReturn

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.types import EnumType, Type
from rulewright.packs.amendments.address import Address, AddressError, Steps, read_address
from rulewright.packs.amendments.owners import Files, Owner, Owners, TreePath
from rulewright.packs.format.declaration import DeclarationReader
from rulewright.packs.format.decode import decode
from rulewright.packs.format.figures import EVERY
from rulewright.packs.format.types import TypeReader
from rulewright.packs.format.values import key_written
from rulewright.packs.kinds.parameter import WrittenParameter
from rulewright.packs.model.rules import Input
from rulewright.packs.yaml.tree import Entry, MappingNode, ScalarNode, SequenceNode, TreeNode
from rulewright.source import Place, SourceText, Span

BY_POSITION = frozenset({"first", "priority", "rule order", "output order"})
"""Hit policies under which the position of a row is part of its meaning."""

BARE = {"inputs": "type", "outputs": "type", "columns": "type"}
"""Below these keys a bare text stands for a mapping with this one key."""

WITH_ALIASES = frozenset({"columns"})
"""Below these keys a piece that was renamed keeps its old names among its own `aliases`."""

OF_OUTPUT = ("formula", "type", "round", "range")
"""Parts of an output that are named without it where a decision has one."""

NEW_OWNERS = frozenset({"type", "unit", "document", "example", "statement", "subject"})
"""What can be added by its own address; a rule and a check are added to their subject."""

SHOWN = 10
"""Of the names that are known somewhere so many are shown."""

OF_TABLE = ("rows", "hit_policy", "aggregation", "otherwise", "values")
"""Parts of a decision table that are named without `table`."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What an address leads to, or where it would stand.

    `node` is what stands at `path` of `file`; None where there is nothing yet, and `missing` are then the steps that
    lead on from `path`. `trail` names the piece however its address is written: it begins with the trail of all that
    the piece lies in. `bare` is the key that the node, if it is a text, stands for. `keys` are those of the table of
    figures of which the piece is a cell, or all cells that have its first keys. `star` says which of them, counted from
    0, has no row of its own, so that the piece stands under `"*"`; -1 where each has. `earlier` are the trails under
    the names that steps of the part had before a renaming.
    """

    address: Address
    file: str
    path: TreePath
    node: TreeNode | None
    trail: Steps
    bare: str = ""
    missing: Steps = ()
    keys: tuple[Input, ...] = ()
    star: int = -1
    earlier: tuple[Steps, ...] = ()

    @property
    def is_row(self) -> bool:
        """Whether the piece is all cells of a table that have its first keys."""
        return 0 < len(self.address.keys) < len(self.keys)

    def inside(self, step: str | int, node: TreeNode, name: str) -> Piece:
        """Return what stands one step further in the tree, under a name."""
        bare = BARE.get(str(self.path[-1]), "") if self.path else ""
        earlier = tuple((*each, name) for each in self.earlier)
        return replace(self, path=(*self.path, step), node=node, trail=(*self.trail, name), bare=bare, earlier=earlier)

    def known_before(self, names: Iterable[str]) -> Piece:
        """Return the piece with names that its last step had before."""
        earlier = (*self.earlier, *((*self.trail[:-1], name) for name in names))
        return replace(self, earlier=earlier)

    def without(self, name: str) -> Piece:
        """Return the place where something of this name would stand."""
        return replace(self, node=None, trail=(*self.trail, name), missing=(*self.missing, name))


@dataclass(frozen=True)
class Pieces:
    """The pieces of some files by their addresses; `types` reads the types of keys, `owners` what they begin with."""

    files: Files
    types: TypeReader
    owners: Owners

    def piece(self, text: str, *, is_new: bool = False) -> Piece:
        """Return the piece that an address names; its node is None where its last step leads to nothing.

        Of a piece that is new more than the last step may lead to nothing.

        Raises:
            AddressError: when the text is no address, leads to nothing before its last step, or to two things.
        """
        address = read_address(text)
        if is_new and (piece := self._new_owner(address)) is not None:
            return piece
        owner = self.owners.of(address)
        piece = Piece(replace(address, id=owner.id), owner.file, owner.path, owner.node, owner.trail)
        if address.keys:
            piece = self._cell(piece, text)
        for index, step in enumerate(address.part):
            if piece.node is None and is_new and len(step) == 1:
                piece = piece.without(step[0])
                continue
            if piece.node is None:
                _nothing(text, f"there is no `{replace(piece.address, part=address.part[:index])}`")
            is_first = index == 0 and owner.owner == "rule" and not address.keys
            if is_first:
                depth = len(piece.trail)
                piece = _shortened(piece, step, text)
                left_out = tuple((name,) for name in piece.trail[depth:])
                piece = replace(piece, address=replace(piece.address, part=(*left_out, *address.part)))
            piece = _step(piece, owner, step, text)
        return piece

    def _new_owner(self, address: Address) -> Piece | None:
        """Return the place of something with a name of its own that there is not yet."""
        is_whole = address.owner in NEW_OWNERS and not address.keys and not address.part
        if not is_whole or self.owners.named(address.owner, address.id):
            return None
        return Piece(address, "", (), None, (address.owner, address.id), missing=(address.id,))

    def keys_of(self, rule: TreeNode) -> tuple[Input, ...]:
        """Return the keys of a rule's table of figures, with their types."""
        written = decode(rule, WrittenParameter)
        return DeclarationReader(self.types).keys(written.keys).value

    def _cell(self, piece: Piece, text: str) -> Piece:
        """Return the cell of a table of figures."""
        rule, given = piece.node, piece.address.keys
        table = rule.get("table") if isinstance(rule, MappingNode) else None
        keys = self.keys_of(rule) if rule is not None and isinstance(table, MappingNode) else ()
        if not keys or table is None:
            _nothing(text, f"`{piece.address.id}` is no table of figures", "a part of it stands behind `#`")
        if len(given) > len(keys) or (len(given) < len(keys) and piece.address.part):
            names = ", ".join(f"`{each.name}`" for each in keys)
            _nothing(
                text, f"a cell of `{piece.address.id}` has {len(keys)} keys, not {len(given)}", f"they are {names}"
            )
        members = tuple(_member(written, key, text) for written, key in zip(given, keys, strict=False))
        piece = replace(piece, address=replace(piece.address, keys=members), keys=keys).inside("table", table, "table")
        for index, (member, key) in enumerate(zip(members, keys, strict=False)):
            row = _row(piece.node, member, key.type)
            if row is None and isinstance(piece.node, MappingNode) and member != EVERY:
                row = piece.node.entry(EVERY)
                piece = replace(piece, star=index if row is not None and piece.star < 0 else piece.star)
            piece = piece.without(member) if row is None else piece.inside(row.name, row.value, member)
        return replace(piece, bare="" if piece.is_row else "value")


def refuse_row(piece: Piece, text: str) -> None:
    """Refuse an address of several cells where one is meant.

    Raises:
        AddressError: when the piece is all cells that have some keys.
    """
    if piece.is_row:
        names = ", ".join(f"`{each.name}`" for each in piece.keys)
        given = len(piece.address.keys)
        _nothing(text, f"a cell of `{piece.address.id}` has {len(piece.keys)} keys, not {given}", f"they are {names}")


# ── Parts ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _shortened(piece: Piece, step: Steps, text: str) -> Piece:
    """Return the one output of a decision, or its table, where a step names a part of these as if it were its own."""
    rule, name = piece.node, step[0]
    if not isinstance(rule, MappingNode) or name in rule:
        return piece
    outputs, table = rule.get("outputs"), rule.get("table")
    if isinstance(outputs, MappingNode) and name in OF_OUTPUT:
        if len(outputs) > 1:
            known = ", ".join(f"`#outputs.{each.name}.{name}`" for each in outputs)
            message = f"`{piece.address.id}` has {len(outputs)} outputs, each with a `{name}`"
            raise AddressError("ambiguous-address", message, f"write one of {known}", Span(0, len(text)))
        for each in outputs:
            return piece.inside("outputs", outputs, "outputs").inside(each.name, each.value, each.name)
    if isinstance(table, MappingNode) and isinstance(outputs, MappingNode) and name in OF_TABLE:
        return piece.inside("table", table, "table")
    return piece


def _step(piece: Piece, owner: Owner, step: Steps, text: str) -> Piece:
    """Return what one step of a part leads to."""
    node, name = piece.node, step[0]
    if isinstance(node, SequenceNode):
        found = _item(piece, node, step, text, _policy(piece, owner))
        return _member_named(found, piece, owner, step) if piece.trail[-1:] == ("enum",) else found
    inner = node.get("value") if isinstance(node, MappingNode) else None
    if piece.bare == "value" and isinstance(inner, MappingNode) and name in inner:
        return piece.inside("value", inner, "value").inside(name, inner.get(name) or inner, name)
    if isinstance(node, MappingNode) and len(step) == 1:
        before = {each.name: _names_before(each.value) for each in node} if piece.trail[-1] in WITH_ALIASES else {}
        known = node.entry(name) or next((each for each in node if name in before.get(each.name, ())), None)
        if known is None:
            return piece.without(name)
        return piece.inside(known.name, known.value, known.name).known_before(before.get(known.name, ()))
    if not isinstance(node, ScalarNode) or not piece.bare or len(step) > 1:
        _nothing(
            text, f"`{piece.trail[-1]}` has no part `{', '.join(step)}`", "leave the rest of the address out", name
        )
    return replace(piece, trail=(*piece.trail, name), bare="") if piece.bare == name else piece.without(name)


def _names_before(node: TreeNode) -> tuple[str, ...]:
    """Return the names that a piece had before, which stand in it."""
    aliases = node.get("aliases") if isinstance(node, MappingNode) else None
    items = aliases.items if isinstance(aliases, SequenceNode) else ()
    return tuple(each.text for each in items if isinstance(each, ScalarNode))


def _member_named(found: Piece, members: Piece, owner: Owner, step: Steps) -> Piece:
    """Return a member of an enumeration by its name or by one that it had before, which stand beside the members."""
    aliases = owner.node.get("aliases") if isinstance(owner.node, MappingNode) else None
    entries = aliases.entries if isinstance(aliases, MappingNode) else ()
    pairs = {each.name: each.value.text for each in entries if isinstance(each.value, ScalarNode)}
    name = pairs.get(step[0], "") if found.node is None and len(step) == 1 else found.trail[-1]
    for number, each in enumerate(members.node if isinstance(members.node, SequenceNode) else ()):
        if name and isinstance(each, ScalarNode) and each.text == name:
            return members.inside(number, each, name).known_before(old for old, new in pairs.items() if new == name)
    return found


def _policy(piece: Piece, owner: Owner) -> str:
    table = owner.node.get("table") if isinstance(owner.node, MappingNode) else None
    return table.text("hit_policy") if piece.path[-1] == "rows" and isinstance(table, MappingNode) else ""


def _item(piece: Piece, node: SequenceNode, step: Steps, text: str, policy: str) -> Piece:
    """Return the item of a list that a step identifies."""
    known = [identity_of(each, policy) for each in node]
    wanted = tuple(" ".join(each.split()) for each in step)
    found = [number for number, each in enumerate(known) if each == wanted]
    found = found or [number for number, each in enumerate(known) if each and _without_quotes(each) == wanted]
    label = ", ".join(known[found[0]] if found else wanted)
    if len(found) > 1:
        message = f"{len(found)} items of the list are `{label}`"
        raise AddressError("ambiguous-address", message, "give each an `id` of its own", Span(0, len(text)))
    if found:
        return piece.inside(found[0], node.items[found[0]], label)
    if not all(known):
        what = f"rows under `{policy}`" if policy in BY_POSITION else "the items of this list"
        _nothing(text, f"nothing here is `{label}`", f"{what} are named by an `id`: give one to the item", label)
    return piece.without(label)


def identity_of(item: TreeNode, policy: str = "") -> Steps:
    """Return what identifies an item of a list: its id, else itself, else the tests of a row; nothing where none does.

    Where the position of a row is part of its meaning, its tests do not say which of two rows is meant.
    """
    if isinstance(item, ScalarNode):
        return (" ".join(item.text.split()),)
    if isinstance(item, MappingNode):
        if id_ := item.text("id"):
            return (id_,)
        tests = item.get("when")
        if isinstance(tests, SequenceNode) and policy not in BY_POSITION:
            return tuple(" ".join(each.text.split()) if isinstance(each, ScalarNode) else "" for each in tests)
    return ()


def _without_quotes(tests: Steps) -> Steps:
    """Return the tests of a row as people would write them in an address: texts without quotes."""
    return tuple(each[1:-1] if len(each) > 2 and each[0] == each[-1] == '"' else each for each in tests)


def node_beside(piece: Piece, files: Files) -> TreeNode:
    """Return the node in which a piece would stand that is not there."""
    node = files[piece.file][1]
    for step in piece.path:
        if isinstance(node, SequenceNode) and isinstance(step, int):
            node = node.items[step]
        elif isinstance(node, MappingNode):
            node = node.get(str(step), node)
    return node


def nothing_there(piece: Piece, text: str, beside: TreeNode) -> AddressError:
    """Return the error of an address whose last step leads to nothing; `beside` is where it would stand."""
    name = piece.missing[0]
    if isinstance(beside, SequenceNode):
        known = [", ".join(identity) for item in beside if (identity := identity_of(item))]
    else:
        known = [each.name for each in beside] if isinstance(beside, MappingNode) else []
    listed = ", ".join(f"`{each}`" for each in known[:SHOWN]) + (" …" if len(known) > SHOWN else "")
    hint = did_you_mean(name, known) or (f"known here are {listed}" if known else "")
    start = max(text.rfind(name), 0)
    end = start + len(name) if name in text else len(text)
    return AddressError("unknown-address", f"there is no `{piece.address}`", hint, Span(start, end))


# ── Keys ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _member(written: str, key: Input, text: str) -> str:
    """Return a key as the text under which its figure is kept; `*` stands for itself."""
    if written == EVERY and isinstance(key.type, EnumType):
        return EVERY
    member, problems, _ = key_written(ScalarNode(SourceText.of(written), "double", Place("", 1, 1)), key.type)
    if member is None or problems:
        message, hint = (problems[0].message, problems[0].hint) if problems else (f"`{written}` is no key", "")
        _nothing(text, message, hint, written)
    return member


def _row(node: TreeNode | None, member: str, type_: Type) -> Entry | None:
    """Return the row of a table that stands for a member, however its key is spelled."""
    if not isinstance(node, MappingNode):
        return None
    direct = node.entry(member)
    if direct is not None or member == EVERY:
        return direct
    return next((each for each in node if each.name != EVERY and key_written(each.key, type_).value == member), None)


def _nothing(text: str, message: str, hint: str = "", what: str = "") -> NoReturn:
    """Say that an address leads to nothing; `what` is the piece of it that does."""
    start = max(text.rfind(what), 0) if what else 0
    raise AddressError("unknown-address", message, hint, Span(start, start + len(what or text)))
