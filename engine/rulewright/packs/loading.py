"""Reads a pack from its folder: every file, every problem, and the model of what can be read.

A pack is read in stages, each a function from values to a value and its problems: bytes to trees (`read_trees`), trees
to what of them fits the schema (`judge_trees`), and that to the model (`read_pieces`). Between the first two stand the
amendments: the trees of a version are those of the base with some amendments applied, and what follows knows no
difference. Problems never stop the reading: `Pack.diagnostics` has all of them, in the order of their places, and a
pack with errors is there to be shown, not to be evaluated. Files are read in the order of their names, so that a pack
is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from rulewright.diagnostics import Diagnostic
from rulewright.packs.amendments.consolidation import Amendments, Consolidated, sources_with
from rulewright.packs.amendments.reach import Reach
from rulewright.packs.amendments.text import files_of
from rulewright.packs.assembly import Judgments, empty_pack, judge, judge_trees, read_pieces
from rulewright.packs.calendars import calendar_of
from rulewright.packs.canonical import pack_digest
from rulewright.packs.files import BASE, FileBytes, PackFiles, read_files
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.schema import schema_of
from rulewright.packs.format.validation import validate
from rulewright.packs.kinds import all_kinds
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.published import Published
from rulewright.packs.model.timeline import Timeline, VersionKey
from rulewright.packs.model.version_names import version_name
from rulewright.packs.publication import read_published
from rulewright.packs.stages.header import newer_format, read_header
from rulewright.packs.trees import Trees, read_amendments, read_trees
from rulewright.packs.yaml.reader import TextFile
from rulewright.packs.yaml.tree import MappingNode
from rulewright.source import Place


def read_pack(path: Path) -> Pack:
    """Return the base version of a folder's pack, with everything that is wrong in `diagnostics`."""
    return build_pack(read_files(path), path.resolve().name)


def build_pack(files: PackFiles, name: str = "") -> Pack:
    """Return the base version of these files; `name` is the pack's id where pack.yaml gives none that can be one."""
    return PackReading(files, name).base


@dataclass(frozen=True)
class PackReading:
    """The reading of a pack's files: its base, and its versions by their amendments.

    With a timeline that is `known` already, a version is read without its base.
    """

    files: PackFiles
    name: str
    known: Timeline | None = None

    @cached_property
    def base(self) -> Pack:
        """The base version; what is wrong with the amendments is among its problems."""
        newer = newer_format(next((text.root for schema, text in self.trees.files if schema == "pack"), None))
        if newer is not None:
            return _finished(empty_pack(self.name, (newer,)), (newer,), {})
        pack, found = self._unamended
        problems = (*self._of_base, *(each for text in self.amending for each in text.diagnostics), *found)
        problems = (*problems, *self._versions.problems)
        return _finished(
            replace(pack, timeline=self.timeline), without_consequences(problems, self.files.lacking), self.order
        )

    def version(self, key: VersionKey) -> Pack:
        """Return the version with these amendments."""
        consolidated, problems, _ = self.text(key)
        return self.of_text(consolidated, problems)

    def text(self, key: VersionKey) -> Found[Consolidated]:
        """Return the text of the version with these amendments."""
        return self._amendments.value.consolidated(key)

    def of_text(self, text: Consolidated, problems: Sequence[Diagnostic] = ()) -> Pack:
        """Return the version of a text."""
        judged, unfit, _ = judge_trees(text.trees, self._judgments)
        is_whole = not any(each.is_error for each in (*problems, *unfit))
        pack, found, _ = read_pieces(judged, text.trees.sources, self.name, is_whole=is_whole)
        pack = replace(pack, version=version_name(text.key), timeline=self.timeline)
        return _finished(pack, (*problems, *unfit, *found), self.order)

    def amended(self, id_: str) -> tuple[Consolidated | None, tuple[Diagnostic, ...]]:
        """Return the text of the base with one amendment, wherever that is in force; None where there is none."""
        amendments, problems, _ = self._amendments
        if id_ not in amendments.known:
            return None, problems
        text, found, _ = amendments.consolidated(((id_, True),))
        problems = (*problems, *found)
        return (None if any(each.is_error for each in problems) else text), problems

    @property
    def versions(self) -> tuple[Consolidated, ...]:
        """The texts of all versions besides the base."""
        return self._versions.value[1]

    @cached_property
    def timeline(self) -> Timeline:
        """What is in force when."""
        if self.known is not None:
            return self.known
        timeline = self._amendments.value.timeline
        keys, texts = self._versions.value
        if not timeline.amendments:
            return timeline
        timeline = replace(timeline, texts=tuple(keys.items()))
        reach = Reach(files_of(self.trees), self._unamended[0])
        files = {each.key: files_of(each.trees) for each in texts}
        return replace(timeline, reached=reach.of_all(tuple(map(files.get, timeline.keys))))

    def published(self, file: FileBytes) -> Found[Published]:
        """Return what was published of the pack, as a file says."""
        return read_published(file, self.base.id)

    @property
    def amendment_places(self) -> Mapping[str, Place]:
        """Where the id of each amendment stands."""
        return {id_: each.id.place for id_, each in self._amendments.value.known.items()}

    # ── The stages ────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def trees(self) -> Trees:
        """The files of the base as trees."""
        return sources_with(read_trees(self.files), self.amending)

    @cached_property
    def amending(self) -> tuple[TextFile, ...]:
        """The files of amendments as trees."""
        return read_amendments(self.files)

    @property
    def amendments_by_path(self) -> Mapping[str, str]:
        """The id of the amendment in each file of amendments."""
        roots = {text.path: text.root for text in self.amending}
        return {path: root.text("amendment") for path, root in roots.items() if isinstance(root, MappingNode)}

    @property
    def texts(self) -> tuple[TextFile, ...]:
        """All files."""
        return (*(text for _, text in self.trees.files), *self.amending)

    @property
    def order(self) -> Mapping[str, int]:
        """The number of each file in the order in which they are read."""
        return {text.path: index for index, text in enumerate(self.texts)}

    @cached_property
    def _judgments(self) -> Judgments:
        trees = self.trees
        return {id(file.root): judge(schema, file, trees.sources) for schema, file in trees.files if file.root}

    @cached_property
    def _of_base(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the files of the base before anything is made of them, and with the folder."""
        return (*self.files.problems, *(each for _, text in self.trees.files for each in text.diagnostics))

    @cached_property
    def _unamended(self) -> tuple[Pack, tuple[Diagnostic, ...]]:
        judged, problems, _ = judge_trees(self.trees, self._judgments)
        is_whole = not any(each.is_error for each in (*self._of_base, *problems))
        pack, found, _ = read_pieces(judged, self.trees.sources, self.name, is_whole=is_whole)
        return pack, (*problems, *found)

    @cached_property
    def _amendments(self) -> Found[Amendments]:
        findings = Findings()
        if self.known is not None:
            return Amendments.read(self.amending, self.trees, self.name, self.known.clock)
        pack, base_problems = self._unamended
        header = read_header(next((text.root for schema, text in self.trees.files if schema == "pack"), None)).value
        clock = calendar_of(header, pack.rules).value if self.amending else Timeline().clock
        sound: list[TextFile] = []
        for file in self.amending:
            if file.root is None:
                continue
            is_erratum = isinstance(file.root, MappingNode) and "erratum" in file.root
            schema = schema_of("erratum" if is_erratum else "amendment", all_kinds())
            found = validate(file.root, schema, self.trees.sources)
            valid = findings.take(found)
            if not found.problems:
                sound.append(replace(file, root=valid.root))
        is_sound = not any(each.is_error for each in (*self._of_base, *base_problems))
        usable = sound if is_sound else ()  # a base with errors is mended first: amendments are of its text
        return findings.found(findings.take(Amendments.read(usable, self.trees, pack.id, clock)))

    @cached_property
    def _versions(self) -> Found[tuple[Mapping[VersionKey, VersionKey], tuple[Consolidated, ...]]]:
        findings = Findings()
        amendments = findings.take(self._amendments)
        is_sound = not any(each.is_error for each in findings.problems)
        return findings.found(findings.take(amendments.versions()) if is_sound else ({}, ()))


def without_consequences(problems: Sequence[Diagnostic], lacking: Collection[str]) -> Iterable[Diagnostic]:
    """Return the problems of a pack that do not follow from others of it.

    Where a file of `base` is among what is `lacking`, nobody knows what there is not: it may stand in that file.
    """
    return (each for each in problems if BASE not in lacking or each.code not in _UNKNOWN)


_UNKNOWN = {"unknown-discretion", "unknown-entry", "unknown-function", "unknown-name", "unknown-rule"}


def _finished(pack: Pack, problems: Iterable[Diagnostic], order: Mapping[str, int]) -> Pack:
    """Return a pack with its problems, each once, in the order in which the files are read, and with its digest."""
    found = tuple(
        sorted(
            dict.fromkeys(problems),
            key=lambda problem: (order.get(problem.place.path, -1), problem.place, problem.code),
        )
    )
    pack = replace(pack, diagnostics=found)
    return replace(pack, digest=pack_digest(pack))
