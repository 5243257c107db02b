"""Drafts an amendment from a copy of a pack's files in which an analyst has made its changes.

The copy is compared with the base piece by piece, what differs is written as an amendment, and the amendment is applied
to the base again: only when that gives the text of the copy is there a draft. Beside the pack's other amendments it is
then judged like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rulewright.diagnostics import Diagnostic
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.packs.amendments.address import AddressError, read_address
from rulewright.packs.amendments.consolidation import Consolidated
from rulewright.packs.amendments.difference import EditComparison
from rulewright.packs.amendments.drafting import Head, amendment_text
from rulewright.packs.amendments.oldnames import with_old_names
from rulewright.packs.amendments.parts import PieceDifference
from rulewright.packs.amendments.pieces import Piece, node_beside, nothing_there
from rulewright.packs.amendments.text import PackText
from rulewright.packs.files import FileBytes, PackFiles, read_files
from rulewright.packs.format.found import Findings
from rulewright.packs.loading import PackReading
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.timeline import UnplacedError
from rulewright.packs.yaml.tree import MappingNode, ScalarNode
from rulewright.source import Place

UNREADABLE = ("yaml-", "unread-file", "missing-file")
"""How the codes of what keeps a file from being read begin."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An amendment as it was drafted: its text, empty where there is none; `pack` is the base with it.

    `changes` counts its changes.
    """

    text: str
    diagnostics: tuple[Diagnostic, ...]
    changes: int = 0
    pack: Pack | None = None

    @property
    def is_refused(self) -> bool:
        """Whether there is nothing to write."""
        return any(each.is_error for each in self.diagnostics)


def draft_amendment(
    folder: Path,
    edited: Path,
    head: Head,
    renames: Mapping[str, str],
    *,
    path: str,
    knows_renames: bool = False,
) -> Draft:
    """Return the amendment of a pack that makes of its base the text of an edited copy of its folder.

    `renames` are new names by addresses of the base; what looks like a rename and is none of them is refused, unless
    the author `knows_renames`. `path` is that of the file to be written, at which problems of the draft are reported.

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
    named = _named(renames, PackText.of(base.trees), PackText.of(copy.trees), findings)
    before = with_old_names(PackText.of(base.trees), named, is_base=True)
    after = with_old_names(PackText.of(copy.trees), named, is_base=False)
    comparison = EditComparison(before, after, named)
    changes = comparison.run()
    problems = [*findings.problems, *comparison.findings.problems]
    problems += () if knows_renames else [_question(*each) for each in comparison.parts.questions]
    if not changes and not problems:
        message, hint = "the edited files say what the base says", "edit the copy, or name another one"
        problems.append(Diagnostic("unsaid-change", message, Place(str(edited), 1, 1), hint))
    if problems:
        return Draft("", tuple(problems))
    text = amendment_text(base.base.id, head, changes)
    return _Drafting(files, base, copy, after, path).judged(text, head, changes)


def begin_amendment(folder: Path, head: Head, addresses: Sequence[str], *, path: str) -> Draft:
    """Return an amendment to be edited by hand: what stands at some addresses, as `was` and as `now`.

    It is what stands there when the amendment comes into force, as the pack's other amendments leave it.

    Raises:
        OSError: when the folder cannot be read.
    """
    files = read_files(folder)
    reading = PackReading(files, folder.resolve().name)
    wrong = [each for each in reading.base.diagnostics if each.is_error]
    if wrong:
        return Draft("", tuple(wrong))
    texts = {(): reading.trees} | {each.key: each.trees for each in reading.versions}
    as_of = head.spans[0][0] if head.spans else head.adopted
    try:
        key = reading.timeline.select(as_of, head.adopted).key
    except UnplacedError as error:
        return Draft("", (Diagnostic("unplaced-period", str(error), Place("--in-force", 1, 1), "give a date"),))
    pieces = PackText.of(texts.get(key, reading.trees)).pieces
    findings = Findings()
    changes: list[PieceDifference] = []
    for written in addresses:
        try:
            piece = pieces.piece(written)
            if piece.node is None:
                raise nothing_there(piece, written, node_beside(piece, pieces.files))
        except AddressError as error:
            findings.report(error.code, str(error), Place(written, 1, error.span.start + 1), error.hint)
            continue
        node = piece.node
        figure = node.get("value") if isinstance(node, MappingNode) and not piece.address.part else None
        is_value = piece.address.owner == "rule" and not piece.keys and figure is not None
        node = figure if is_value and figure is not None else node
        verb = "set" if is_value or isinstance(node, ScalarNode) else "replace"
        changes.append(PieceDifference(verb, str(piece.address), node.place, node, node))
    text = amendment_text(reading.base.id, head, changes)
    if findings.problems:
        return Draft(text, tuple(findings.problems))
    together = PackReading(replace(files, amendments=(*files.amendments, (path, text.encode()))), reading.name)
    known = set(reading.base.diagnostics)
    found = tuple(each for each in together.base.diagnostics if each not in known)
    return Draft(text, found, len(changes))


def _named(renames: Mapping[str, str], base: PackText, copy: PackText, findings: Findings) -> dict[str, str]:
    """Return the new names by the addresses of the base in full."""
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
        new = _new_name(given, piece)
        address = piece.address
        if not address.part and not address.keys and (address.owner, new) not in copy.pieces.owners.known:
            known = [id_ for owner, id_ in copy.pieces.owners.known if owner == address.owner]
            hint = did_you_mean(new, known) or "give the name that it has in the copy"
            message = f"there is no {address.owner} `{new}` in the edited copy"
            findings.report("unknown-address", message, Place("--rename", 1, 1), hint)
        named[str(address)] = new
    return named


def _new_name(given: str, piece: Piece) -> str:
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
    return given if address.owner != "rule" or given.startswith(namespace) else f"{namespace}{given}"


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
        return Draft(text, tuple(dict.fromkeys(each for each in found if each not in known)), len(changes), pack)

    def reading(self, text: str, others: Sequence[FileBytes]) -> PackReading:
        """Return the pack with the amendment, and with others."""
        return PackReading(replace(self.files, amendments=(*others, (self.path, text.encode()))), self.base.name)


def _unsaid(change: PieceDifference) -> Diagnostic:
    message = f"`{change.address}` cannot be amended to what is written here"
    hint = "make this change in an amendment by hand, in other steps; or report it with the files"
    return Diagnostic("unsaid-change", message, change.place, hint)
