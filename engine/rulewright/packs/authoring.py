"""Drafts an amendment from a copy of a pack's files in which an analyst has made its changes.

The copy is compared with the base piece by piece, what differs is written as an amendment, and the amendment is applied
to the base again: only when that gives the text of the copy is there a draft. Beside the pack's other amendments it is
then judged like any other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rulewright.diagnostics import Diagnostic
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.packs.amendments.address import Address, AddressError, read_address
from rulewright.packs.amendments.consolidation import Consolidated
from rulewright.packs.amendments.difference import EditComparison
from rulewright.packs.amendments.drafting import Head, amendment_text
from rulewright.packs.amendments.edits import keeps_alias, with_alias, with_name_before, with_rule_alias
from rulewright.packs.amendments.owners import Owner
from rulewright.packs.amendments.parts import PieceDifference
from rulewright.packs.amendments.pieces import Piece
from rulewright.packs.amendments.text import PackText
from rulewright.packs.amendments.trees import edited, text_node
from rulewright.packs.files import FileBytes, PackFiles, read_files
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.loading import PackReading
from rulewright.packs.model.pack import Pack
from rulewright.packs.yaml.tree import MappingNode, TreeNode
from rulewright.source import Place

UNREADABLE = ("yaml-", "unread-file", "missing-file")
"""How the codes of what keeps a file from being read begin."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An amendment as it was drafted: its text, empty where there is none; `pack` is the base with it.

    `changes` counts its changes, `examples` are those of the copy as written, and `proposed` names changes that are for
    the author to confirm. One that was begun is to be edited by hand: errors do not keep it from being written.
    """

    text: str
    diagnostics: tuple[Diagnostic, ...]
    changes: int = 0
    pack: Pack | None = None
    is_begun: bool = False
    examples: Mapping[str, MappingNode] = field(default_factory=dict, repr=False)
    proposed: tuple[str, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether anything is wrong with it."""
        return any(each.is_error for each in self.diagnostics)

    @property
    def is_refused(self) -> bool:
        """Whether there is nothing to write."""
        return self.has_errors and not self.is_begun


def draft_amendment(
    folder: Path,
    edited: Path,
    head: Head,
    renames: Mapping[str, str],
    *,
    path: str,
    knows_renames: bool = False,
    extends: Collection[str] = (),
) -> Draft:
    """Return the amendment of a pack that makes of its base the text of an edited copy of its folder.

    `renames` are new names by addresses of the base; what looks like a rename and is none of them is refused, unless
    the author `knows_renames`. `extends` are the addresses of new members which figures under `"*"` are to reach.
    `path` is that of the file to be written, at which problems of the draft are reported.

    Raises:
        OSError: when a folder cannot be read.
    """
    files, others = read_files(folder), read_files(edited)
    base = PackReading(replace(files, amendments=()), folder.resolve().name)
    copy = PackReading(replace(others, amendments=()), folder.resolve().name)
    wrong = [each for pack in (base.base, copy.base) for each in pack.diagnostics if each.is_error]
    if wrong:  # a file that cannot be read comes before what its absence leads to
        return Draft("", tuple(sorted(wrong, key=lambda each: not each.code.startswith(UNREADABLE))))
    findings = Findings()
    named = findings.take(_named(renames, PackText.of(base.trees), PackText.of(copy.trees)))
    before = _with_old_names(PackText.of(base.trees), named, is_base=True)
    after = _with_old_names(PackText.of(copy.trees), named, is_base=False)
    comparison = EditComparison(before, after, named)
    changes = findings.take(_extending(comparison.run(), extends))
    problems = [*findings.problems, *comparison.findings.problems]
    problems += () if knows_renames else [_question(*each) for each in comparison.parts.questions]
    if not changes and not problems:
        message, hint = "the edited files say what the base says", "edit the copy, or name another one"
        problems.append(Diagnostic("unsaid-change", message, Place(str(edited), 1, 1), hint))
    if problems:
        return Draft("", tuple(problems))
    text = amendment_text(base.base.id, head, changes)
    return _Drafting(files, base, copy, after, path).judged(text, head, changes)


def _extending(changes: Sequence[PieceDifference], extends: Collection[str]) -> Found[tuple[PieceDifference, ...]]:
    """Return changes of which some say that figures under a `"*"` are meant for what they add."""
    findings = Findings()
    wanted: dict[str, str] = {}
    for written in extends:
        try:
            wanted[str(read_address(written))] = written
        except AddressError as error:
            findings.report(error.code, str(error), Place("--extends", 1, 1), error.hint)
    added = {str(read_address(each.address)) for each in changes if each.address.startswith("type:") and not each.to}
    for address in wanted.keys() - added:
        hint = "name a member that the copy adds, such as `type:color#enum[red]`"
        findings.report("unknown-address", f"the copy adds no `{wanted[address]}`", Place("--extends", 1, 1), hint)
    extended = (replace(each, extends=str(read_address(each.address)) in wanted) for each in changes)
    return findings.found(tuple(extended))


def _named(renames: Mapping[str, str], base: PackText, copy: PackText) -> Found[dict[str, str]]:
    """Return the new names by the addresses of the base in full."""
    findings = Findings()
    named: dict[str, str] = {}
    for written, given in renames.items():
        try:
            piece = base.pieces.piece(written)
        except AddressError as error:
            findings.report(error.code, str(error), Place("--rename", 1, 1), error.hint)
            continue
        if piece.node is None:
            findings.report("unknown-address", f"there is no `{piece.address}`", Place("--rename", 1, 1))
            continue
        new = _new_name(given, piece, copy)
        address = piece.address
        if not address.part and not address.keys and (address.owner, new) not in copy.pieces.owners.known:
            known = [id_ for owner, id_ in copy.pieces.owners.known if owner == address.owner]
            hint = did_you_mean(new, known) or "give the name that it has in the copy"
            message = f"there is no {address.owner} `{new}` in the edited copy"
            findings.report("unknown-address", message, Place("--rename", 1, 1), hint)
        named[str(address)] = new
    return findings.found(named)


def _new_name(given: str, piece: Piece, copy: PackText) -> str:
    """Return the name that a piece is to have: given as such, as its whole address, or without a rule's namespace."""
    address = piece.address
    try:
        read = read_address(given)
    except AddressError:
        return given
    if read.part and (read.owner, read.part[:-1], len(read.part)) == (
        address.owner,
        address.part[:-1],
        len(address.part),
    ):
        return ", ".join(read.part[-1])
    if address.part or address.keys or read.part or read.keys:
        return given
    if read.owner == address.owner != "rule":
        return read.id
    namespace = address.id.removesuffix(str(piece.path[-1]))
    is_whole = (address.owner, given) in copy.pieces.owners.known or given.startswith(namespace)
    return given if address.owner != "rule" or is_whole else f"{namespace}{given}"


def _question(old: str, new: str, place: Place) -> Diagnostic:
    message = f"`{old}` is gone, and `{new}` is like it"
    hint = f"say `--rename '{old}={new}'` if it has another name, or `--no-renames` if these are two things"
    return Diagnostic("unconfirmed-rename", message, place, hint)


@dataclass(frozen=True, slots=True)
class _Drafting:
    """What a draft is judged by: the files of the pack, its base, the copy, and the path of the file to be written.

    `wanted` is the text that the base with the amendment is to give.
    """

    files: PackFiles
    base: PackReading
    copy: PackReading
    wanted: PackText
    path: str

    def judged(self, text: str, head: Head, changes: Sequence[PieceDifference]) -> Draft:
        """Return a draft, judged alone and beside the other amendments of the pack."""
        alone = self.reading(text, ())
        version, problems = alone.amended(head.id)
        if version is None:
            return Draft(text, problems)
        left = EditComparison(PackText.of(version.trees), self.wanted, {}).run()
        pack = alone.of_text(version)
        if left or pack.digest != self.copy.of_text(Consolidated(self.wanted.trees(self.copy.trees), (), ())).digest:
            return Draft(text, tuple(_unsaid(each) for each in left or changes))
        others = tuple(each for each in self.files.amendments if each[0] != self.path)
        together = self.reading(text, others) if others else alone
        found = [each for each in together.base.diagnostics if each.place.path == self.path or each.is_error]
        for each in together.versions:
            if any(id_ == head.id for id_, _ in each.key):
                found += together.of_text(each).diagnostics
        known = set(self.base.base.diagnostics)
        problems = tuple(dict.fromkeys(each for each in found if each not in known))
        owners = self.wanted.pieces.owners.known
        examples = {
            id_: each[0].node
            for (owner, id_), each in owners.items()
            if owner == "example" and isinstance(each[0].node, MappingNode)
        }
        return Draft(text, problems, len(changes), pack, examples=examples)

    def reading(self, text: str, others: Sequence[FileBytes]) -> PackReading:
        """Return the pack with the amendment, and with others."""
        return PackReading(replace(self.files, amendments=(*others, (self.path, text.encode()))), self.base.name)


def _unsaid(change: PieceDifference) -> Diagnostic:
    message = f"`{change.address}` cannot be amended to what is written here"
    hint = "make this change in an amendment by hand, in other steps; or report it with the files"
    return Diagnostic("unsaid-change", message, change.place, hint)


def _with_old_names(text: PackText, renames: Mapping[str, str], *, is_base: bool) -> PackText:
    """Return a text in which each renamed rule, member and column has its old name as an alias, if it has not already.

    So the base and the edited text differ in a name alone.
    """
    for written, new in renames.items():
        old = read_address(written)
        id_ = new if old.owner == "rule" and not is_base else old.id
        found = text.pieces.owners.known.get((old.owner, id_), ())
        node = _renamed(found[0], old, new, is_base=is_base) if found else None
        if found and node is not None:
            root = edited(text.files[found[0].file][1], found[0].path, lambda _, node=node: node)  # type: ignore[misc]
            text = text.with_file(found[0].file, root)
    return text


def _renamed(owner: Owner, old: Address, new: str, *, is_base: bool) -> TreeNode | None:
    """Return a rule, type or statement with the alias; None where a rename leaves none, or it is there."""
    node, place = owner.node, owner.node.place
    if not isinstance(node, MappingNode):
        return None
    aliases = node.get("aliases")
    if old.owner == "rule" and not old.part:
        known = [getattr(each, "text", "") for each in aliases or ()]  # type: ignore[union-attr]  # a list of texts
        return with_rule_alias(node, old.id, place) if old.id not in known else None
    if old.owner == "type" and old.part[:1] == (("enum",),):
        member = old.part[1][0]
        is_there = isinstance(aliases, MappingNode) and member in aliases
        return with_alias(node, member, text_node(new, place)) if not is_there else None
    if keeps_alias(old):
        name = old.part[-1][0]
        path = (*(each[0] for each in old.part[:-1]), name if is_base else new)
        return edited(node, path, lambda piece: with_name_before(piece, name, text_node(new, place)))
    return None
