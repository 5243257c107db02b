"""Defines the text of a pack while amendments are applied to it: the trees of its files, by their paths."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from rulewright.packs.amendments.owners import Files, Owners
from rulewright.packs.amendments.pieces import Pieces
from rulewright.packs.format.types import TypeReader
from rulewright.packs.stages.header import read_header
from rulewright.packs.trees import Trees
from rulewright.packs.yaml.reader import TextFile
from rulewright.packs.yaml.tree import TreeNode


@dataclass(frozen=True)
class PackText:
    """The schema and the root of each file by its path; `header` is the path of pack.yaml, `types` reads its types.

    `before` is the text without any amendment, `known` are the owners of the text from which this one was made.
    """

    files: Files
    header: str
    types: TypeReader
    before: PackText | None = None
    known: Owners | None = field(default=None, repr=False)

    @classmethod
    def of(cls, trees: Trees) -> PackText:
        """Return the text of a pack's files."""
        files = files_of(trees)
        header = next((path for path, (schema, _) in files.items() if schema == "pack"), "")
        return cls(files, header, read_header(files[header][1] if header else None).value.reader)

    @cached_property
    def pieces(self) -> Pieces:
        """The pieces of the text by their addresses."""
        return Pieces(self.files, self.types, Owners(self.files, self.known))

    @cached_property
    def base_paths(self) -> frozenset[str]:
        """The paths of the pack's own files."""
        return frozenset((self.before or self).files)

    def with_file(self, path: str, root: TreeNode | None, schema: str = "") -> PackText:
        """Return the text with a file changed, added (then with its schema) or, where it has no root, taken out."""
        files = dict(self.files)
        if root is None:
            files.pop(path, None)
        else:
            files[path] = (schema or files[path][0], root)
        types = read_header(root).value.reader if path == self.header else self.types
        known = self.pieces.owners if "pieces" in self.__dict__ else self.known
        return replace(self, files=files, types=types, before=self.before or self, known=known)

    def trees(self, given: Trees) -> Trees:
        """Return the text as trees; those that nothing was changed in are as they were given."""
        known = {file.path: file for _, file in given.files}
        unread = tuple((schema, file) for schema, file in given.files if file.root is None)
        return Trees(
            (*unread, *((schema, _file(known.get(path), root)) for path, (schema, root) in self.files.items())),
            given.sources,
        )


def files_of(trees: Trees) -> Files:
    """Return the schema and the root of each file by its path."""
    files: dict[str, tuple[str, TreeNode]] = {}
    for schema, file in trees.files:
        if file.root is not None:
            # What amendments add has the path of their file, which may be that of several files of the pack.
            files[f"{file.path}#{len(files)}" if file.path in files else file.path] = (schema, file.root)
    return files


def _file(known: TextFile | None, root: TreeNode) -> TextFile:
    if known is None:
        return TextFile(root.place.path, (), root, ())
    return known if known.root is root else replace(known, root=root)
