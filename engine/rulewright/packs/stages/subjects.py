"""Reads what the rules of a subject are called, take and answer, before any formula is looked at.

Formulas may use rules of every subject in any order, so all signatures are known before the first formula is linked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rulewright.packs.format.citations import CitationReader
from rulewright.packs.format.declaration import DeclarationReader
from rulewright.packs.format.decode import decode
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.kind import Declaration, RuleKind
from rulewright.packs.format.names import reserved_names
from rulewright.packs.format.types import TypeReader
from rulewright.packs.format.validation import Unsound
from rulewright.packs.format.written import NOWHERE, WrittenCitation, WrittenForm, WrittenRule
from rulewright.packs.kinds import all_kinds
from rulewright.packs.model.pack import Subject
from rulewright.packs.model.rules import Citation
from rulewright.packs.stages.checks import WrittenCheck
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, SequenceNode
from rulewright.source import Mark, Place, SourceText

NAMESPACE = re.compile(r"^namespace:\s*[\"']?([\w.]*)[\"']?\s*(?:#.*)?$", re.MULTILINE)
ID_LINE = re.compile(r"  ([a-z][\w.]*):")
NAMED_PARTS = ("inputs", "keys", "where")
"""The parts of rules whose keys are names that formulas use."""


class WrittenSubject(WrittenForm):
    """What a file of `base` says before its rules and checks."""

    subject: ScalarNode | None = None
    title: str = ""
    namespace: str = ""
    source: WrittenCitation | None = None


@dataclass(frozen=True, slots=True)
class SubjectFile:
    """What one file declares: its rules, and its checks as they are written; `place` is where its id stands.

    `repeated` are ids that stand twice in one section.
    """

    subject: Subject
    place: Place
    declarations: tuple[Declaration, ...]
    checks: tuple[WrittenCheck, ...]
    repeated: frozenset[str] = frozenset()


def read_subject(
    root: MappingNode, unsound: Unsound, types: TypeReader, citations: CitationReader
) -> Found[SubjectFile]:
    """Return what a file declares; `unsound` are its rules and checks that do not fit the schema."""
    findings = Findings()
    reader = DeclarationReader(types)
    written = decode(root, WrittenSubject)
    id_, place = (written.subject.text, written.subject.place) if written.subject else ("", root.place)
    source = findings.take(citations.read(written.source, Citation("")))
    declarations: list[Declaration] = []
    before = f"{written.namespace}." if written.namespace else ""
    repeated: set[str] = set()
    for kind in all_kinds():
        rules = root.get(kind.section)
        repeated.update(before + name for name in (rules.repeated if isinstance(rules, MappingNode) else ()))
        for entry in rules if isinstance(rules, MappingNode) else ():
            rule = decode(entry.value, kind.written)
            findings.problems.extend(reserved_names(entry.key))
            for part in NAMED_PARTS:
                for each in getattr(rule, part, ()):
                    findings.problems.extend(reserved_names(each.key))
            own, signature = source, None
            if (kind.section, entry.name) not in unsound:
                own = findings.take(citations.read(rule.source, source))
                signature = findings.take(kind.declare(rule, reader))
            declarations.append(Declaration(before + entry.name, kind, entry.key, rule, id_, own, signature))
    ids = tuple(declaration.id for declaration in declarations)
    subject = Subject(id_, written.title, root.place.path, written.namespace, ids, source)
    checks = _checks(root, unsound)
    return findings.found(SubjectFile(subject, place, tuple(declarations), checks, frozenset(repeated)))


def _checks(root: MappingNode, unsound: Unsound) -> tuple[WrittenCheck, ...]:
    node = root.get("checks")
    items = node.items if isinstance(node, SequenceNode) else ()
    return tuple(decode(item, WrittenCheck) for index, item in enumerate(items) if ("checks", index) not in unsound)


def recover_ids(path: str, lines: Sequence[str]) -> SubjectFile | None:
    """Return the ids that stand in a file that YAML cannot read, so that no use of them is reported as well.

    They are found by the layout that subjects have: a section at the margin, ids two blanks inside it.
    """
    namespace = NAMESPACE.search("\n".join(lines))
    before = f"{namespace[1]}." if namespace and namespace[1] else ""
    declarations: list[Declaration] = []
    kind: RuleKind | None = None
    for number, line in enumerate(lines, start=1):
        if line[:1].isalpha():
            kind = next((each for each in all_kinds() if line.startswith(f"{each.section}:")), None)
        found = ID_LINE.match(line)
        if kind and found:
            place = Place(path, number, 3)
            key = ScalarNode(SourceText(path, found[1], (Mark(0, number, 3),)), "plain", place)
            declarations.append(Declaration(before + found[1], kind, key, WrittenRule(), "", Citation(""), None))
    subject = Subject("", "", path, before[:-1], (), Citation(""))
    return SubjectFile(subject, NOWHERE, tuple(declarations), ()) if declarations else None


def find_duplicates(subjects: Sequence[SubjectFile]) -> Found[Mapping[str, Declaration]]:
    """Return the declarations by id, and report every id, of a subject or a rule, that stands twice.

    Of a rule whose id stands twice nothing more is said to others: either might be meant.
    """
    findings = Findings()
    places: dict[str, Place] = {}
    known: dict[str, Declaration] = {}
    ambiguous: set[str] = set()
    for each in subjects:
        ambiguous |= each.repeated
        if each.place is not NOWHERE:
            first_place = places.setdefault(each.subject.id, each.place)
            if first_place is not each.place:
                message = f"there are two subjects `{each.subject.id}`"
                related = ((first_place, "the first one"),)
                findings.report("duplicate-subject", message, each.place, "rename one", related=related)
        for declaration in each.declarations:
            first = known.setdefault(declaration.id, declaration)
            if first is not declaration:
                message = f"there are two rules `{declaration.id}`"
                related = ((first.place, "the first one"),)
                findings.report("duplicate-rule", message, declaration.place, "rename one of them", related=related)
                ambiguous.add(declaration.id)
    return findings.found(
        {id_: replace(each, signature=None) if id_ in ambiguous else each for id_, each in known.items()}
    )
