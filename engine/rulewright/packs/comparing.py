"""Compares two versions of a pack piece by piece, by meaning: what differs, of which class, and which amendment did it.

The pieces are found in the trees, as an amendment is drafted from an edited copy. What is written otherwise and says
the same falls away: by the canonical form of the rule, statement, check or type that it lies in, then by that of the
piece. Figures are compared as they were read, cell by cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rulewright.packs.amendments.address import Address, read_address
from rulewright.packs.amendments.difference import EditComparison
from rulewright.packs.amendments.meaning import same
from rulewright.packs.amendments.owners import Owner
from rulewright.packs.amendments.parts import FORMULAS, PieceDifference, entry_text
from rulewright.packs.canonical import PLACES, PROSE, canonical
from rulewright.packs.change_classes import class_of
from rulewright.packs.changed_by import Changers
from rulewright.packs.format.written import NOWHERE
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.kinds.parameter import Parameter
from rulewright.packs.model.comparing import NEUTRAL, ChangeClass, FigureMove, VersionChange
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.rules import Figure, Rule
from rulewright.packs.version_texts import Rename, VersionText
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, SequenceNode, TreeNode
from rulewright.packs.yaml.writing import in_lines
from rulewright.source import Place

Cell = tuple[str, str, str]
"""The name of a cell, what was and what is."""


@dataclass(frozen=True, slots=True)
class Differences:
    """What two versions say differently; both texts are under the names of the later one.

    `renames` are those that were declared or confirmed, `questions` what looks like one and is none of them.
    """

    before: VersionText
    after: VersionText
    changes: tuple[VersionChange, ...]
    renames: tuple[Rename, ...] = ()
    questions: tuple[tuple[str, str], ...] = ()


def differences_of(before: VersionText, after: VersionText, confirmed: Sequence[Rename] = ()) -> Differences:
    """Return what two versions say differently."""
    if before.text.files == after.text.files:
        return Differences(before, after, ())
    declared, undone = after.declared(before), before.declared(after)
    forth = (*declared, *(each for each in confirmed if each not in declared))
    one, other = before.renamed(forth), after.renamed(undone)
    inner = [each for each in (*forth, *map(_turned, undone)) if not each.stays_known]
    known = frozenset(
        (at.owner, each.to if not at.part else at.id)
        for each in (*forth, *map(_turned, undone))
        for at in [read_address(each.address)]
        if each.stays_known
    )
    finding = _Finding(one, other, {each.address: each.to for each in inner}, known)
    renames = [finding.renamed(each, each.address) for each in forth]
    renames += [finding.renamed(_turned(each), each.address) for each in undone]
    changes = (*finding.other_pack(), *renames, *finding.changes())
    questions = tuple((old, new) for old, new, _ in finding.comparison.parts.questions)
    return Differences(one, other, changes, (*forth, *map(_turned, undone)), questions)


def _turned(rename: Rename) -> Rename:
    """Return a rename that takes another one back."""
    at = read_address(rename.address)
    return Rename(rename.new_address(), ", ".join(at.part[-1]) if at.part else at.id)


@dataclass(slots=True)
class _Finding:
    """Finds the changes between two versions under one set of names."""

    before: VersionText
    after: VersionText
    renames: Mapping[str, str]
    renamed_owners: frozenset[tuple[str, str]]
    comparison: EditComparison = field(init=False)
    changers: Changers = field(init=False)
    _same: dict[tuple[str, str, frozenset[str]], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.comparison = EditComparison(self.before.text, self.after.text, self.renames)
        self.changers = Changers(self.before, self.after)

    def changes(self) -> Iterator[VersionChange]:
        """Yield the changes: of figures as they were read, of all else as it is written."""
        read: set[str] = set()
        for difference in self.comparison.run():
            at = read_address(difference.address)
            is_old_name = at.part[:1] == (("aliases",),) and (at.owner, at.id) in self.renamed_owners
            if difference.verb == "rename" or is_old_name:
                continue
            pair = self.parameters(at)
            if pair is not None and (at.keys or at.part[:1] in {(), (("table",),), (("value",),)}):
                if at.id not in read:
                    read.add(at.id)
                    yield from self.figures(*pair)
            elif not self.says_the_same(at, difference):
                yield self.change(at, difference)

    def other_pack(self) -> Iterator[VersionChange]:
        """Yield what differs where the packs have other ids."""
        was, now = self.before.pack.id, self.after.pack.id
        if was != now:
            yield VersionChange(ChangeClass.WORDING, "set", f"pack:{was}#pack", "pack", now, "", was, now, self.place)

    @property
    def place(self) -> Place:
        """Where the later pack begins."""
        text = self.after.text
        return text.files[text.header][1].place if text.header else NOWHERE

    # ── What says the same ────────────────────────────────────────────────────────────────────────────────────────

    def says_the_same(self, at: Address, difference: PieceDifference) -> bool:
        """Whether what is written otherwise says the same."""
        was, now = difference.was, difference.now
        if difference.verb in {"add", "repeal", "ends"} and not at.part:
            return False
        if self.is_owner_same(at, PLACES):
            return True
        pieces = [_part(_owned(version.pack, at), at) for version in (self.before, self.after)]
        if None not in pieces and canonical(pieces[0]) == canonical(pieces[1]):
            return True
        return was is not None and now is not None and same(was, now, at.part[-1][0] if at.part else "")

    def is_neutral(self, at: Address) -> bool:
        """Whether what a change lies in moves no outcome by itself, in spite of all that is said differently."""
        return at.owner in {"rule", "statement", "type"} and self.is_owner_same(at, PROSE)

    def is_owner_same(self, at: Address, omitted: frozenset[str]) -> bool:
        """Whether both versions have what an address begins with, and it is the same but for what is omitted."""
        question = (at.owner, at.id, omitted)
        found = self._same.get(question)
        if found is None:
            one, other = (_owned(version.pack, at) for version in (self.before, self.after))
            is_there = one is not None and other is not None
            found = self._same[question] = is_there and canonical(one, omitted) == canonical(other, omitted)
        return found

    # ── Figures ───────────────────────────────────────────────────────────────────────────────────────────────────

    def parameters(self, at: Address) -> tuple[Parameter, Parameter] | None:
        """Return the parameter of both versions that an address is about, where its figures have the same keys."""
        if at.owner != "rule":
            return None
        one, other = (version.pack.find_rule(at.id) for version in (self.before, self.after))
        if not isinstance(one, Parameter) or not isinstance(other, Parameter):
            return None
        names = [[each.name for each in _keys(rule)] for rule in (one, other)]
        return (one, other) if names[0] == names[1] else None

    def figures(self, before: Parameter, after: Parameter) -> Iterator[VersionChange]:
        """Yield the figures that differ; those that are written once for several keys are one."""
        groups: dict[tuple[object, ...], list[tuple[str, ...]]] = {}
        for key in dict.fromkeys((*before.figures, *after.figures)):
            was, now = before.figures.get(key), after.figures.get(key)
            if was is None or now is None or canonical(was) != canonical(now):
                groups.setdefault((was and was.place, now and now.place), []).append(key)
        for keys in groups.values():
            was, now = before.figures.get(keys[0]), after.figures.get(keys[0])
            shown = tuple("|".join(dict.fromkeys(column)) for column in zip(*keys, strict=True))
            at = Address("rule", after.id, shown)
            by = (each for key in keys for each in self.changers.of(replace(at, keys=key)))
            figure = now or was
            yield VersionChange(
                _class_of_figure(was, now),
                "add" if was is None else "repeal" if now is None else "set",
                str(at),
                "rule",
                after.id,
                after.subject,
                _figure_words(was, before),
                _figure_words(now, after),
                figure.place if figure is not None else after.place,
                str(figure.source if figure is not None else after.source),
                tuple(dict.fromkeys(by)),
                FigureMove(after.type, was.value if was else None, now.value if now else None),
            )

    # ── All else ──────────────────────────────────────────────────────────────────────────────────────────────────

    def change(self, at: Address, difference: PieceDifference) -> VersionChange:
        """Return what differs, as a change."""
        is_added = at.owner == "subject" and len(at.part) == 2 and difference.verb == "add"
        owner = self.owner(at)
        rule = self.rule(at, difference)
        section = str(owner.path[0]) if owner is not None and at.owner == "rule" else ""
        kind = class_of(at, section)
        if kind not in NEUTRAL and not is_added and self.is_neutral(at):
            kind = ChangeClass.WORDING
        last = at.part[-1][0] if at.part else ""
        is_text = isinstance(difference.was or difference.now, ScalarNode)
        return VersionChange(
            kind,
            difference.verb,
            self.address(at, rule if is_added else None, difference),
            "rule" if rule is not None else at.owner,
            rule.id if rule is not None else at.id,
            rule.subject if rule is not None else self.subject(at, difference),
            _text(difference.was),
            _text(difference.now),
            difference.place,
            str(rule.source) if rule is not None else "",
            self.changers.of(at, is_whole=difference.verb in {"add", "repeal", "ends"}),
            cells=self.cells(at, difference) if kind is ChangeClass.ROW else (),
            is_formula=is_text and (last in FORMULAS or at.part[-2:-1] == (("where",),)),
        )

    def renamed(self, rename: Rename, declared: str) -> VersionChange:
        """Return a rename as a change, as it was declared: words, but where callers or cases go by the name."""
        at = read_address(rename.address)
        is_noticed = not rename.stays_known and at.part[:1] != (("where",),)
        rule = self.after.pack.find_rule(at.id if at.part else rename.to) if at.owner == "rule" else None
        by = self.changers.of_rename(declared)
        return VersionChange(
            ChangeClass.INTERFACE if is_noticed else ChangeClass.WORDING,
            "rename",
            rename.address,
            at.owner,
            rule.id if rule is not None else at.id,
            rule.subject if rule is not None else "",
            ", ".join(at.part[-1]) if at.part else at.id,
            rename.to,
            rule.place if rule is not None else self.place,
            str(rule.source) if rule is not None else "",
            by,
        )

    @staticmethod
    def address(at: Address, added: Rule | None, difference: PieceDifference) -> str:
        """Return the address of what differs; of what was added to a subject its own."""
        if added is not None:
            return added.id
        is_check = at.owner == "subject" and at.part[:1] == (("checks",),) and difference.verb == "add"
        return f"check:{at.part[1][0]}" if is_check else str(at)

    def owner(self, at: Address) -> Owner | None:
        """Return what an address begins with, in the later text or else in the earlier one."""
        for text in (self.after.text, self.before.text):
            if found := text.pieces.owners.known.get((at.owner, at.id)):
                return found[0]
        return None

    def rule(self, at: Address, difference: PieceDifference) -> Rule | None:
        """Return the rule that a change is about: one that is new is named by its subject and its place there."""
        id_ = at.id
        if at.owner == "subject" and len(at.part) == 2 and difference.verb == "add":
            found = self.owner(Address("subject", at.id))
            namespace = entry_text(found.node, "namespace") if found is not None else ""
            id_ = f"{namespace}.{at.part[1][0]}" if namespace else at.part[1][0]
        elif at.owner != "rule":
            return None
        return self.after.pack.rules.get(id_) or self.before.pack.rules.get(id_)

    def subject(self, at: Address, difference: PieceDifference) -> str:
        """Return the subject of something that is no rule; of an example that of its rule."""
        if at.owner == "subject":
            return at.id
        if at.owner == "check":
            checks = (*self.after.pack.checks, *self.before.pack.checks)
            return next((each.subject for each in checks if each.id == at.id), "")
        if at.owner == "example":
            node = difference.now if difference.now is not None else difference.was
            named = entry_text(node, "rule") if node is not None else ""
            examples = (*self.after.pack.examples, *self.before.pack.examples)
            named = named or next((each.rule for each in examples if each.id == at.id), "")
            rule = self.after.pack.find_rule(named) or self.before.pack.find_rule(named)
            return rule.subject if rule is not None else ""
        return ""

    def cells(self, at: Address, difference: PieceDifference) -> tuple[Cell, ...]:
        """Return the cells of a row that differ."""
        rule = self.after.pack.find_rule(at.id)
        if not isinstance(rule, Decision) or rule.table is None:
            return ()
        names = {
            "when": [each.text for each in rule.table.inputs],
            "then": [f"→ {each.name}" for each in rule.outputs if each.expression is None],
        }
        found: list[Cell] = []
        for part, columns in names.items():
            was, now = (_items(node, part) for node in (difference.was, difference.now))
            for number, column in enumerate(columns):
                one, other = (_text(cells[number]) if number < len(cells) else "" for cells in (was, now))
                if one.split() != other.split():
                    found.append((column, one, other))
        return tuple(found)


def _owned(pack: Pack, at: Address) -> Any:
    """Return what an address begins with, as it was read; None where there is none, or it cannot be said."""
    match at.owner:
        case "rule":
            return pack.find_rule(at.id)
        case "type":
            return (pack.types[at.id], pack.requirements.get(at.id)) if at.id in pack.types else None
        case "statement":
            return pack.statements.get(at.id)
        case "document":
            return pack.documents.get(at.id)
        case "check":
            return next((each for each in pack.checks if each.id == at.id), None)
        case "example":
            return next((each for each in pack.examples if each.id == at.id), None)
    return None


def _part(owner: Any, at: Address) -> Any:
    """Return the input, output or step of a rule that an address is about, as it was read; None where it is none."""
    names = {"inputs": "inputs", "outputs": "outputs", "where": "steps"}
    if not isinstance(owner, Rule) or len(at.part) < 2 or at.part[0][0] not in names:
        return None
    parts = getattr(owner, names[at.part[0][0]], ())
    return next((each for each in parts if each.name == at.part[1][0]), None)


def _keys(parameter: Parameter) -> tuple[Any, ...]:
    return (*parameter.inputs, *((parameter.collected_key,) if parameter.collected_key else ()))


def _class_of_figure(was: Figure | None, now: Figure | None) -> ChangeClass:
    if was is None or now is None or canonical(was, PROSE) != canonical(now, PROSE):
        return ChangeClass.FIGURE
    return ChangeClass.SOURCE if was.source != now.source else ChangeClass.WORDING


def _figure_words(figure: Figure | None, parameter: Parameter) -> str:
    if figure is None:
        return ""
    text = figure.absence or figure.written or str(figure.value)
    return text if figure.status == parameter.status else f"{text} ({figure.status})"


def _items(node: TreeNode | None, part: str) -> Sequence[TreeNode]:
    listed = node.get(part) if isinstance(node, MappingNode) else None
    return listed.items if isinstance(listed, SequenceNode) else ()


def _text(node: TreeNode | None) -> str:
    """Return a tree as people read it."""
    if node is None:
        return ""
    return node.text.strip() if isinstance(node, ScalarNode) else in_lines(node)
