"""Finds everything that an address may begin with: rules, types, documents, checks, examples, whole files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.packs.amendments.address import OWNERS, Address, AddressError, Steps
from rulewright.packs.kinds import all_kinds
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, SequenceNode, TreeNode
from rulewright.source import Span

TreePath = tuple[str | int, ...]
"""The steps through a tree: keys of mappings, indexes of lists."""

SHOWN = 10
"""Of the ids that are known so many are shown."""

Files = Mapping[str, tuple[str, TreeNode]]
"""The schema and the root of each file of a pack, by its path."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Something with a name of its own in a pack, and where its node stands."""

    owner: str
    id: str
    file: str
    path: TreePath
    node: TreeNode

    @property
    def trail(self) -> Steps:
        """The way to the node in words: what stands in a list is named by its id."""
        return (self.file, *(step if isinstance(step, str) else self.id for step in self.path))

    @property
    def earlier_trails(self) -> tuple[Steps, ...]:
        """The ways there would be to a rule under its other names, such as those it had before a renaming."""
        if self.owner != "rule":
            return ()
        namespace = self.id.removesuffix(str(self.path[-1]))
        return tuple((*self.trail[:-1], each.text.removeprefix(namespace)) for each in rule_aliases(self.node))


def rule_aliases(rule: TreeNode | None) -> tuple[ScalarNode, ...]:
    """Return the nodes of a rule's other names."""
    aliases = rule.get("aliases") if isinstance(rule, MappingNode) else None
    items = aliases.items if isinstance(aliases, SequenceNode) else ()
    return tuple(each for each in items if isinstance(each, ScalarNode))


ByKindAndId = Mapping[tuple[str, str], tuple[Owner, ...]]
"""Owners by what they are and their id."""


@dataclass(frozen=True)
class Owners:
    """What addresses into some files may begin with."""

    files: Files
    before: Owners | None = None

    @cached_property
    def of_file(self) -> Mapping[str, tuple[Owner, ...]]:
        """What each file holds; of files that are as they were `before`, that is known."""
        files, known = (self.before.files, self.before.of_file) if self.before is not None else ({}, {})
        return {
            path: known[path] if path in files and files[path][1] is root else tuple(_OF_SCHEMA[schema](path, root))
            for path, (schema, root) in self.files.items()
        }

    @cached_property
    def _by_name(self) -> Mapping[str, ByKindAndId]:
        """What each file holds, by what it is and its id; of files that are as they were `before`, that is known."""
        files, known = (self.before.of_file, self.before._by_name) if self.before is not None else ({}, {})  # noqa: SLF001
        return {
            path: known[path] if files.get(path) is owners else _named(owners) for path, owners in self.of_file.items()
        }

    def named(self, owner: str, id_: str) -> tuple[Owner, ...]:
        """Return everything of one kind and id."""
        return tuple(each for names in self._by_name.values() for each in names.get((owner, id_), ()))

    @cached_property
    def known(self) -> ByKindAndId:
        """Everything by what it is and its id."""
        return _named(each for owners in self.of_file.values() for each in owners)

    @cached_property
    def aliases(self) -> Mapping[str, tuple[Owner, ...]]:
        """The rules that have a name as an alias."""
        found: dict[str, tuple[Owner, ...]] = {}
        for declared in self.known.values():
            for alias in rule_aliases(declared[0].node) if declared[0].owner == "rule" else ():
                found[alias.text] = (*found.get(alias.text, ()), *declared)
        return found

    def of(self, address: Address) -> Owner:
        """Return what an address begins with.

        Raises:
            AddressError: when there is none, or more than one.
        """
        id_ = _id(address)
        found = self.named(address.owner, id_)
        if not found and address.owner == "rule":
            found = self.aliases.get(id_, ())
        if len(found) == 1:
            return found[0]
        span = Span(0, len(str(Address(address.owner, address.id))))
        if found:
            places = ", ".join(str(each.node.place) for each in found)
            message = f"`{address.id}` means {len(found)} things: {places}"
            raise AddressError("ambiguous-address", message, "rename all but one of them", span)
        raise AddressError(
            "unknown-address", f"there is no {address.owner} `{id_}`", partial(self._hint, address), span
        )

    def _hint(self, address: Address) -> str:
        """Return what to do about the id of an address, which nothing has."""
        id_ = _id(address)
        known = [each for owner, each in self.known if owner == address.owner]
        elsewhere = next((owner for owner in OWNERS if (owner, id_) in self.known), "")
        if elsewhere:
            return f"write `{elsewhere}:{id_}`" if elsewhere != "rule" else f"write `{id_}`"
        if hint := did_you_mean(id_, known, self.aliases if address.owner == "rule" else ()):
            return hint
        if address.owner == "rule":
            return "an id is written in full, with its namespace"
        return f"known are {', '.join(f'`{each}`' for each in known[:SHOWN])}" if known else "there is none here"


def _id(address: Address) -> str:
    return address.id.replace("-", "_") if address.owner == "subject" else address.id


def _named(owners: Iterable[Owner]) -> ByKindAndId:
    found: dict[tuple[str, str], tuple[Owner, ...]] = {}
    for each in owners:
        found[each.owner, each.id] = (*found.get((each.owner, each.id), ()), each)
    return found


def _of_header(file: str, root: MappingNode) -> Iterator[Owner]:
    yield Owner("pack", root.text("pack"), file, (), root)
    for owner in ("type", "unit", "document"):
        section = root.get(f"{owner}s")
        for each in section if isinstance(section, MappingNode) else ():
            yield Owner(owner, each.name, file, (f"{owner}s", each.name), each.value)


def _of_subject(file: str, root: MappingNode) -> Iterator[Owner]:
    yield Owner("subject", root.text("subject"), file, (), root)
    namespace = root.text("namespace")
    for kind in all_kinds():
        rules = root.get(kind.section)
        for each in rules if isinstance(rules, MappingNode) else ():
            id_ = f"{namespace}.{each.name}" if namespace else each.name
            yield Owner("rule", id_, file, (kind.section, each.name), each.value)
    yield from _items("check", "checks", file, root)


def _of_examples(file: str, root: MappingNode) -> Iterator[Owner]:
    yield from _items("example", "examples", file, root)


def _of_statement(file: str, root: MappingNode) -> Iterator[Owner]:
    yield Owner("statement", root.text("statement"), file, (), root)


def _items(owner: str, section: str, file: str, root: MappingNode) -> Iterator[Owner]:
    items = root.get(section)
    for number, item in enumerate(items if isinstance(items, SequenceNode) else ()):
        if isinstance(item, MappingNode) and item.text("id"):
            yield Owner(owner, item.text("id"), file, (section, number), item)


def _found_in(find: Callable[[str, MappingNode], Iterator[Owner]]) -> Callable[[str, TreeNode], Iterator[Owner]]:
    return lambda file, root: find(file, root) if isinstance(root, MappingNode) else iter(())


_OF_SCHEMA = {
    "pack": _found_in(_of_header),
    "subject": _found_in(_of_subject),
    "examples": _found_in(_of_examples),
    "statement": _found_in(_of_statement),
}
