"""Finds what an edited text says otherwise than the base: as changes of pieces, each with what was and what is.

Pieces are compared where they have names: rules, types, checks, examples, statements and files by their ids, cells by
their keys, parts by their names. What is gone and what is new may be one thing under another name. That is never
guessed: `renames` says it, and what looks like one and is not said becomes a question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rulewright.packs.amendments.address import Address
from rulewright.packs.amendments.cells import Cells, UnsaidError
from rulewright.packs.amendments.owners import Owner
from rulewright.packs.amendments.parts import (
    ADDS,
    CHANGES,
    LATE,
    REPEALS,
    Parts,
    PieceDifference,
    entry_text,
    inside,
    is_same,
    says_the_same,
    without,
)
from rulewright.packs.amendments.text import PackText
from rulewright.packs.amendments.trees import mapping
from rulewright.packs.format.found import Findings
from rulewright.packs.kinds import all_kinds
from rulewright.packs.yaml.tree import MappingNode, TreeNode, plain
from rulewright.source import Place

HEADER = ("type", "unit", "document")
"""What pack.yaml declares."""


@dataclass(slots=True)
class EditComparison:
    """The comparison of an edited text with the base; `renames` has the new names by the addresses of the base."""

    base: PackText
    edited: PackText
    renames: Mapping[str, str]
    findings: Findings = field(default_factory=Findings)
    parts: Parts = field(init=False)

    def __post_init__(self) -> None:
        self.parts = Parts(self.base, self.renames)

    def run(self) -> tuple[PieceDifference, ...]:
        """Return the differences, in an order in which they can be made."""
        self.header()
        whole = self.files("subject")
        gone = self.rules(whole)
        self.checks(whole)
        self.files("statement")
        self.examples(gone)
        return tuple(sorted(self.parts.found, key=lambda each: each.turn))

    # ── What has a name of its own ────────────────────────────────────────────────────────────────────────────────

    def owners(self, text: PackText, owner: str) -> dict[str, Owner]:
        """Return what of one sort a text has, by id."""
        return {id_: found[0] for (sort, id_), found in text.pieces.owners.known.items() if sort == owner}

    def pairs(self, owner: str) -> Iterator[tuple[str, Owner | None, Owner | None]]:
        """Yield what of one sort there is in either text, by its id in the base, with what it is in each."""
        before, after = self.owners(self.base, owner), self.owners(self.edited, owner)
        names = {id_: self.parts.renamed(Address(owner, id_)) or id_ for id_ in before}
        for id_, each in before.items():
            yield id_, each, after.get(names[id_])
        for id_, each in after.items():
            if id_ not in names.values():
                yield id_, None, each

    def header(self) -> None:
        """Compare pack.yaml."""
        for owner in HEADER:
            for id_, before, after in self.pairs(owner):
                at = Address(owner, id_)
                if before is not None and after is not None:
                    self.parts.node(at, before.node, after.node, "")
                    self.parts.rename(at, id_, after.id, after.node.place)
                elif before is not None:
                    self.parts.repeal(at, before.node, turn=LATE)
                elif after is not None:
                    self.parts.note(PieceDifference("add", str(at), after.node.place, now=after.node, turn=REPEALS))
        for id_, before, after in self.pairs("pack"):
            if before is None or after is None:
                node = (before or after or _NOBODY).node
                self.unsaid(f"the pack is called `{id_}`, and the other one is not", node.place, "keep its id")
                continue
            self.root(Address("pack", id_), before, after, ("pack", "types", "units", "documents"))

    def files(self, owner: str) -> set[str]:
        """Compare what is a file of its own; return the ids of what is gone or new as a whole."""
        whole: set[str] = set()
        sections = ("checks", *(kind.section for kind in all_kinds())) if owner == "subject" else ()
        for id_, before, after in self.pairs(owner):
            at = Address(owner, id_)
            if before is not None and after is not None:
                self.root(at, before, after, (owner, *sections))
                self.parts.rename(at, id_, after.id, after.node.place)
            elif before is not None:
                whole.add(id_)
                self.parts.repeal(at, before.node)
            elif after is not None:
                whole.add(id_)
                self.parts.note(PieceDifference("add", str(at), after.node.place, now=after.node, turn=ADDS))
        return whole

    def root(self, at: Address, before: Owner, after: Owner, but: Sequence[str]) -> None:
        """Compare the parts of a file that are no pieces of their own."""
        was, now = without(before.node, but), without(after.node, but)
        old, new = entry_text(before.node, "namespace"), entry_text(after.node, "namespace")
        if at.owner == "subject" and old != new:
            hint = "keep it, or repeal the subject and add another one"
            self.unsaid(f"the namespace `{old}` is now `{new}`: every rule has another id", after.node.place, hint)
        elif was is not None and now is not None:
            self.parts.mapping(at, was, now, "")

    def rules(self, whole: set[str]) -> set[str]:
        """Compare the rules; return those that are gone, or were repealed to be added anew."""
        gone: dict[str, Owner] = {}
        new: dict[str, Owner] = {}
        for id_, before, after in self.pairs("rule"):
            in_files = [self.subject(text, each) for text, each in ((self.base, before), (self.edited, after)) if each]
            is_moved = before is not None and after is not None and self.has_moved(before, after)
            if before is not None and after is not None and not is_moved:
                self.rule(Address("rule", id_), before, after)
                self.parts.rename(Address("rule", id_), id_, after.id, after.node.place)
                continue
            if before is not None:
                gone[id_] = before
                if in_files[0] not in whole:
                    self.parts.repeal(Address("rule", id_), before.node)
            if after is not None:
                new[after.id] = after
                if in_files[-1] not in whole:
                    self.add_to_subject(after)
        self.question_rules(gone, new)
        return {id_ for id_, each in gone.items() if self.subject(self.base, each) not in whole}

    def add_to_subject(self, rule: Owner) -> None:
        """Note a rule that is new."""
        at = Address("subject", self.subject(self.edited, rule), (), tuple((str(step),) for step in rule.path))
        self.parts.note(PieceDifference("add", str(at), rule.node.place, now=rule.node, turn=ADDS))

    def has_moved(self, before: Owner, after: Owner) -> bool:
        """Whether a rule is of another kind or subject than it was."""
        return before.path[0] != after.path[0] or self.subject(self.base, before) != self.subject(self.edited, after)

    def subject(self, text: PackText, each: Owner) -> str:
        """Return the id of the subject that something stands in; of the edited text by its name in the base."""
        id_ = entry_text(text.files[each.file][1], "subject")
        names = {new: read for address, new in self.renames.items() if (read := address.removeprefix("subject:"))}
        return names.get(id_, id_) if text is self.edited else id_

    def question_rules(self, gone: Mapping[str, Owner], new: Mapping[str, Owner]) -> None:
        """Note the question of each rule that is gone whether one that is new is the same."""
        for id_, before in gone.items():
            for other, after in new.items():
                if other != id_ and before.path[0] == after.path[0] and _is_alike(before.node, after.node):
                    self.parts.questions.append((id_, other, after.node.place))

    def rule(self, at: Address, before: Owner, after: Owner) -> None:
        """Compare a rule that both texts have."""
        was, now = before.node, after.node
        if before.path[0] != "parameters" or not isinstance(was, MappingNode) or not isinstance(now, MappingNode):
            self.parts.node(at, was, now, "")
            return
        is_figure = "value" in was and "value" in now
        is_table = isinstance(was.get("table"), MappingNode) and isinstance(now.get("table"), MappingNode)
        if is_table and not is_same(was.get("keys", was), now.get("keys", now), "keys"):
            self.parts.put(at, was, now, "")
            return
        mark = len(self.parts.found)
        try:
            self.parts.mapping(at, was, now, "", but=("value",) if is_figure else ("table",) if is_table else ())
            if is_figure:
                self.figure(at, was, now)
            if is_table:
                self.cells(at, was, now)
        except UnsaidError:
            del self.parts.found[mark:]
            self.parts.put(at, was, now, "")

    def figure(self, at: Address, was: MappingNode, now: MappingNode) -> None:
        """Compare the figure of a parameter."""
        before, after = was.get("value"), now.get("value")
        if before is not None and after is not None and plain(before) != plain(after):
            self.parts.note(PieceDifference("set", str(at), after.place, before, after))

    def cells(self, at: Address, was: MappingNode, now: MappingNode) -> None:
        """Compare a table of figures cell by cell."""
        before, after = was.get("table", was), now.get("table", now)
        if plain(before) == plain(after):
            return
        mark = len(self.parts.found)
        try:
            for verb, keys, old, new in Cells.of(self.base, self.edited, was, now, self.renames).changes():
                node = next(each for each in (new, old, before) if each is not None)
                turn = REPEALS if verb == "repeal" else ADDS if verb == "add" else CHANGES
                self.parts.note(PieceDifference(verb, str(replace(at, keys=keys)), node.place, old, new, turn=turn))
        except UnsaidError:
            del self.parts.found[mark:]
            self.parts.put(inside(at, "table"), before, after, "table")

    def checks(self, whole: set[str]) -> None:
        """Compare the checks."""
        for id_, before, after in self.pairs("check"):
            at = Address("check", id_)
            if before is not None and after is not None:
                self.with_id(at, before, after)
            elif before is not None and self.subject(self.base, before) not in whole:
                self.parts.repeal(at, before.node)
            elif after is not None and (subject := self.subject(self.edited, after)) not in whole:
                part = Address("subject", subject, (), (("checks",), (id_,)))
                self.parts.note(PieceDifference("add", str(part), after.node.place, now=after.node, turn=ADDS))

    def examples(self, gone: set[str]) -> None:
        """Compare the examples; those of a rule that is gone go with it."""
        for id_, before, after in self.pairs("example"):
            at = Address("example", id_)
            rule = (
                self.base.pieces.owners.aliases.get(entry_text(before.node, "rule"), ()) if before is not None else ()
            )
            is_gone = before is not None and (
                entry_text(before.node, "rule") in gone or any(each.id in gone for each in rule)
            )
            if before is not None and after is not None and not is_gone:
                self.with_id(at, before, after)
            elif before is not None and not is_gone:
                self.parts.note(PieceDifference("ends", str(at), before.node.place, turn=REPEALS))
            elif after is not None:
                self.parts.note(PieceDifference("add", str(at), after.node.place, now=after.node, turn=ADDS))

    def with_id(self, at: Address, before: Owner, after: Owner) -> None:
        """Compare what has its id as an entry."""
        was, now = before.node, after.node
        if before.id == after.id or not isinstance(was, MappingNode) or not isinstance(now, MappingNode):
            self.parts.node(at, was, now, "")
        else:
            self.parts.mapping(at, was, now, "", but=("id",))
            self.parts.rename(at, before.id, after.id, after.node.place)

    def unsaid(self, message: str, place: Place, hint: str) -> None:
        """Report what no amendment can say."""
        self.findings.report("unsaid-change", message, place, hint)


def _is_alike(one: TreeNode, other: TreeNode) -> bool:
    """Whether two rules may be one: they have one title, or say the same but for it."""
    titles = entry_text(one, "title"), entry_text(other, "title")
    if titles[0] and titles[0] == titles[1]:
        return True
    return says_the_same(without(one, ("title", "aliases")), without(other, ("title", "aliases")))


_NOBODY = Owner("pack", "", "", (), mapping((), Place("", 1, 1)))
