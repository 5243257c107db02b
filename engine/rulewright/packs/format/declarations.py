"""Reads what the rules of a subject are called, take and answer, before any formula is looked at.

Formulas may use rules of every subject in any order, so all signatures are known before the first formula is linked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from rulewright.diagnostics import Diagnostic
from rulewright.language.types import ANY, STRING, ContextType, FunctionType, MapType, Type
from rulewright.packs.format.citations import CitationReader
from rulewright.packs.format.names import refuse_reserved_name
from rulewright.packs.format.parameters import read_keys
from rulewright.packs.format.validation import Unsound
from rulewright.packs.model.pack import Subject
from rulewright.packs.model.rules import Citation, Input
from rulewright.packs.types import TypeReader
from rulewright.packs.yaml.reader import TextFile
from rulewright.packs.yaml.tree import Entry, MappingNode, ScalarNode, SequenceNode, TreeNode
from rulewright.source import Mark, Place, SourceText

Section = Literal["parameters", "decisions", "discretions", "definitions"]
NAMESPACE = re.compile(r"^namespace:\s*[\"']?([\w.]*)[\"']?\s*(?:#.*)?$", re.MULTILINE)
ID_LINE = re.compile(r"  ([a-z][\w.]*):")
SECTIONS: tuple[Section, ...] = get_args(Section)


@dataclass(frozen=True, slots=True)
class Result:
    """A name and type that a rule answers with, and the tree of what declares it."""

    name: str
    type: Type
    node: TreeNode
    key: ScalarNode


@dataclass(frozen=True, slots=True)
class Declaration:
    """A rule as far as others need to know it.

    `inputs` have no `otherwise` yet; `optional` names those that will. `collected_key` is that of a parameter with
    `answers: map`. A rule with `is_sound` false does not fit the schema: it is known, and nothing more is said of it.
    """

    id: str
    section: Section
    entry: Entry
    file: TextFile
    subject: str
    namespace: str
    source: Citation
    inputs: tuple[Input, ...]
    optional: frozenset[str]
    results: tuple[Result, ...]
    collected_key: Input | None = None
    is_sound: bool = True

    @property
    def place(self) -> Place:
        """Where the rule's id stands."""
        return self.entry.key.place

    @property
    def body(self) -> MappingNode:
        """What stands below the id."""
        value = self.entry.value
        return value if isinstance(value, MappingNode) else MappingNode((), value.place)

    @property
    def result(self) -> Type:
        """The type of the outcome."""
        if not self.is_sound:
            return ANY
        if len(self.results) == 1:
            type_ = self.results[0].type
            return MapType(type_, self.collected_key.type) if self.collected_key else type_
        return ContextType(tuple((result.name, result.type) for result in self.results))

    @property
    def signature(self) -> Type:
        """The type of a reference to the rule: a function where it has inputs, else its outcome."""
        if not self.is_sound:
            return ANY
        if not self.inputs:
            return self.result
        return FunctionType(tuple((each.name, each.type) for each in self.inputs), self.result, optional=self.optional)


@dataclass(frozen=True, slots=True)
class SubjectFile:
    """The rules that one file declares."""

    subject: Subject
    declarations: tuple[Declaration, ...]
    checks: tuple[MappingNode, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeclarationReader:
    """Reads the declarations of subject files."""

    types: TypeReader
    citations: CitationReader
    problems: list[Diagnostic]

    def read(self, file: TextFile, unsound: Unsound) -> SubjectFile | None:
        """Return what a file declares; `unsound` are the rules that do not fit the schema."""
        root = file.root
        if not isinstance(root, MappingNode):
            return recover_ids(file)
        namespace = root.text("namespace")
        source = self.citations.read(root.get("source"), Citation(""))
        declarations: list[Declaration] = []
        for section in SECTIONS:
            rules = root.get(section)
            for entry in rules if isinstance(rules, MappingNode) else ():
                id_ = f"{namespace}.{entry.name}" if namespace else entry.name
                self.refuse_reserved(entry)
                is_sound = (section, entry.name) not in unsound
                body = entry.value if isinstance(entry.value, MappingNode) else None
                own = self.citations.read(body.get("source"), source) if body and is_sound else source
                known = Declaration(
                    id_,
                    section,
                    entry,
                    file,
                    root.text("subject"),
                    namespace,
                    own,
                    (),
                    frozenset(),
                    (),
                    is_sound=is_sound,
                )
                declarations.append(self.complete(known) if body and is_sound else known)
        ids = tuple(declaration.id for declaration in declarations)
        subject = Subject(root.text("subject"), root.text("title"), file.path, namespace, ids, source)
        return SubjectFile(subject, tuple(declarations), _checks(root, unsound), file.lines)

    def refuse_reserved(self, entry: Entry) -> None:
        """Report the names of a rule that formulas could not use."""
        refuse_reserved_name(entry.key, self.problems)
        body = entry.value if isinstance(entry.value, MappingNode) else None
        for part in ("inputs", "keys", "where") if body else ():
            named = body.get(part) if body else None
            for each in named if isinstance(named, MappingNode) else ():
                refuse_reserved_name(each.key, self.problems)

    def complete(self, known: Declaration) -> Declaration:
        """Return a declaration with its inputs and results."""
        body = known.body
        match known.section:
            case "parameters":
                keys = read_keys(body.get("keys"), self.types)
                is_map = body.text("answers") == "map"
                collected = keys[-1] if is_map and keys else None
                inputs = keys[:-1] if collected else keys
                return replace(known, inputs=inputs, results=(self.figure(known),), collected_key=collected)
            case "discretions":
                inputs, optional = self.inputs(body.get("inputs"))
                return replace(known, inputs=inputs, optional=optional, results=(self.figure(known),))
            case "definitions":
                text = body.get("text")
                return replace(known, results=(Result("text", STRING, text or body, known.entry.key),))
            case _:
                inputs, optional = self.inputs(body.get("inputs"))
                return replace(known, inputs=inputs, optional=optional, results=self.outputs(body.get("outputs")))

    def figure(self, known: Declaration) -> Result:
        """Return the one result of a parameter or a discretion."""
        type_ = known.body.get("type")
        return Result(known.body.text("output") or "value", self.types.written(type_), known.body, known.entry.key)

    def inputs(self, node: TreeNode | None) -> tuple[tuple[Input, ...], frozenset[str]]:
        """Return inputs without their `otherwise`, and the names of those that have one."""
        inputs: list[Input] = []
        optional: set[str] = set()
        for entry in node if isinstance(node, MappingNode) else ():
            title = ""
            type_: TreeNode | None = entry.value
            if isinstance(entry.value, MappingNode):
                type_, title = entry.value.get("type"), entry.value.text("title")
                if "otherwise" in entry.value:
                    optional.add(entry.name)
            inputs.append(Input(entry.name, self.types.written(type_), title, None, entry.key.place))
        return tuple(inputs), frozenset(optional)

    def outputs(self, node: TreeNode | None) -> tuple[Result, ...]:
        """Return the outputs of a decision."""
        results: list[Result] = []
        for entry in node if isinstance(node, MappingNode) else ():
            type_ = entry.value.get("type") if isinstance(entry.value, MappingNode) else entry.value
            results.append(Result(entry.name, self.types.written(type_), entry.value, entry.key))
        return tuple(results)


def _checks(root: MappingNode, unsound: Unsound) -> tuple[MappingNode, ...]:
    node = root.get("checks")
    items = node.items if isinstance(node, SequenceNode) else ()
    return tuple(
        item for index, item in enumerate(items) if isinstance(item, MappingNode) and ("checks", index) not in unsound
    )


def recover_ids(file: TextFile) -> SubjectFile | None:
    """Return the ids that stand in a file that YAML cannot read, so that no use of them is reported as well.

    They are found by the layout that subjects have: a section at the margin, ids two blanks inside it.
    """
    text = "\n".join(file.lines)
    namespace = NAMESPACE.search(text)
    before = f"{namespace[1]}." if namespace and namespace[1] else ""
    declarations: list[Declaration] = []
    section: Section | None = None
    for number, line in enumerate(file.lines, start=1):
        if line[:1].isalpha():
            section = next((each for each in SECTIONS if line.startswith(f"{each}:")), None)
        found = ID_LINE.match(line) if section else None
        if section and found:
            place = Place(file.path, number, 3)
            key = ScalarNode(SourceText(file.path, found[1], (Mark(0, number, 3),)), "plain", place)
            entry = Entry(key, MappingNode((), place))
            declarations.append(
                Declaration(
                    before + found[1], section, entry, file, "", "", Citation(""), (), frozenset(), (), is_sound=False
                )
            )
    subject = Subject("", "", file.path, before[:-1], (), Citation(""))
    return SubjectFile(subject, tuple(declarations), (), file.lines) if declarations else None


def find_duplicates(declarations: tuple[Declaration, ...], problems: list[Diagnostic]) -> Mapping[str, Declaration]:
    """Return the declarations by id, and report every id that stands twice."""
    known: dict[str, Declaration] = {}
    for declaration in declarations:
        first = known.setdefault(declaration.id, declaration)
        if first is not declaration:
            message = f"there are two rules `{declaration.id}`"
            related = ((first.place, "the first one"),)
            problems.append(
                Diagnostic("duplicate-rule", message, declaration.place, "rename one of them", related=related)
            )
    return known
