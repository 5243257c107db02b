"""Finds the rules that amendments cannot have reached, by the trees alone: what is not read again cannot differ.

Trees of a version share every node that no amendment has touched. A rule whose own node is shared, and that rests on
such rules alone, says in the version what it says in the base, unless names in it have come to mean something else. Of
that the worst is assumed: a rule in which a new name stands, in whatever sense, counts as reached.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rulewright.packs.amendments.owners import Files, rule_aliases
from rulewright.packs.kinds import all_kinds
from rulewright.packs.model.links import references_of
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.statements import rules_of
from rulewright.packs.model.timeline import EVERY_RULE
from rulewright.packs.yaml.tree import Entry, MappingNode, ScalarNode, TreeNode

WORD = re.compile(r"\w+")

WITHOUT_REACH = {"pack": frozenset({"title", "documents", "types"}), "subject": frozenset({"title", "checks"})}
"""What may differ at the head of a file without a difference to any rule; of types that is seen one by one."""


@dataclass(slots=True)
class _Seen:
    """What a version has otherwise: rules of the base, and the last parts of new names; `is_all` if it may be all."""

    rules: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    is_all: bool = False


class Reach:
    """The rules of a base, and what rests on what, to be compared with versions."""

    def __init__(self, files: Files, pack: Pack) -> None:
        self._files = files
        self._pack = pack
        self._users: dict[str, list[str]] = {}
        self._naming: dict[str, set[str]] = {}
        """The rules in whose formulas a word stands."""
        for rule in pack.rules.values():
            for used in references_of(rule):
                self._users.setdefault(used, []).append(rule.id)
            for word in {word for each in rule.expressions() for word in WORD.findall(each.source.text)}:
                self._naming.setdefault(word, set()).add(rule.id)

    def of_all(self, versions: Sequence[Files | None]) -> tuple[tuple[str, int], ...]:
        """Return the rules that versions may have changed, each with the set of their numbers; None is the base."""
        reached: dict[str, int] = {}
        for number, files in enumerate(versions):
            ids = self.of(files) if files is not None else ()
            for id_ in (EVERY_RULE,) if ids is None else ids:
                reached[id_] = reached.get(id_, 0) | 1 << number
        return tuple(sorted(reached.items()))

    def of(self, files: Files) -> tuple[str, ...] | None:
        """Return the ids of the rules of the base that a version may have changed; None where it may be all of them."""
        seen = _Seen()
        for path, (schema, root) in self._files.items():
            now = files.get(path, (schema, None))[1]
            if now is not root:
                _COMPARED[schema](self, seen, root, now)
        for path, (schema, root) in files.items():
            if path not in self._files and schema == "subject":
                seen.names.update(_last_parts(rule for _, rule in _rules(root)))
        if seen.is_all:
            return None
        naming = (self._naming.get(name, ()) for name in seen.names)
        return tuple(sorted(self._with_users(seen.rules.union(*naming))))

    def _with_users(self, ids: Iterable[str]) -> set[str]:
        pending, found = list(ids), set[str]()
        while pending:
            id_ = pending.pop()
            if id_ not in found:
                found.add(id_)
                pending += self._users.get(id_, ())
        return found

    # ── What is different in a file ───────────────────────────────────────────────────────────────────────────────

    def header(self, seen: _Seen, root: TreeNode, now: TreeNode | None) -> None:
        """Note what a header makes different: but for new enumerations, whatever it says of types may reach all."""
        types, types_now = (_entries(each, "types") for each in (root, now))
        is_known = all(types_now.get(name) is node for name, node in types.items())
        new = (node for name, node in types_now.items() if name not in types)
        seen.is_all |= _is_other_head("pack", root, now) or not is_known or not all(map(_is_enumeration, new))

    def subject(self, seen: _Seen, root: TreeNode, now: TreeNode | None) -> None:
        """Note what a subject makes different: rules that are not as they were, or all where its head is another."""
        rules, rules_now = dict(_rules(root)), dict(_rules(now))
        is_other = _is_other_head("subject", root, now)
        seen.rules |= {
            _id(root, name)
            for (section, name), entry in rules.items()
            if is_other or (there := rules_now.get((section, name))) is None or there.value is not entry.value
        }
        changed = (at for at, entry in rules_now.items() if at not in rules or rules[at].value is not entry.value)
        for at in changed:
            known = _last_parts((rules[at],)) if at in rules else ()
            seen.names.update(set(_last_parts((rules_now[at],))).difference(known))

    def statement(self, seen: _Seen, root: TreeNode, now: TreeNode | None) -> None:  # noqa: ARG002  (as the others)
        """Note what a statement makes different: its own lines."""
        plan = self._pack.statements.get(root.text("statement")) if isinstance(root, MappingNode) else None
        seen.rules |= {rule.id for rule in (rules_of(plan) if plan is not None else ())}

    def examples(self, seen: _Seen, root: TreeNode, now: TreeNode | None) -> None:
        """Note nothing: no rule rests on an example."""


_COMPARED = {"pack": Reach.header, "subject": Reach.subject, "statement": Reach.statement, "examples": Reach.examples}


def _is_other_head(schema: str, root: TreeNode, now: TreeNode | None) -> bool:
    apart = WITHOUT_REACH[schema] | {kind.section for kind in all_kinds()}
    before, after = ({name: node for name, node in _entries(each).items() if name not in apart} for each in (root, now))
    return before.keys() != after.keys() or any(after[name] is not node for name, node in before.items())


def _entries(node: TreeNode | None, name: str = "") -> Mapping[str, TreeNode]:
    inside = node.get(name) if name and isinstance(node, MappingNode) else node
    return {each.name: each.value for each in inside} if isinstance(inside, MappingNode) else {}


def _is_enumeration(node: TreeNode) -> bool:
    return isinstance(node, MappingNode) and "enum" in node


def _rules(root: TreeNode | None) -> Iterator[tuple[tuple[str, str], Entry]]:
    """Yield the rules of a subject by their section and name."""
    for kind in all_kinds():
        section = root.get(kind.section) if isinstance(root, MappingNode) else None
        for entry in section if isinstance(section, MappingNode) else ():
            yield (kind.section, entry.name), entry


def _id(root: TreeNode, name: str) -> str:
    namespace = root.text("namespace") if isinstance(root, MappingNode) else ""
    return f"{namespace}.{name}" if namespace else name


def _last_parts(rules: Iterable[Entry]) -> Iterator[str]:
    """Yield the last part of every name of some rules: without it no formula can mean one of them."""
    for rule in rules:
        names: tuple[ScalarNode, ...] = (rule.key, *rule_aliases(rule.value))
        yield from (each.text.rsplit(".", 1)[-1] for each in names)
