"""Makes the model of a pack from the trees of its files, in two stages.

Trees become what of them fits the schema (`judge_trees`), and that becomes the model (`read_pieces`). Problems never
stop the reading. Whether a text is the base of a pack or that of a version is nothing to these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, pairwise

from rulewright.diagnostics import Diagnostic
from rulewright.language.builtins import BUILTINS
from rulewright.language.types import ContextType, Type
from rulewright.packs.calendars import calendar_of
from rulewright.packs.cycles import find_cycles
from rulewright.packs.discretion_check import check_discretions
from rulewright.packs.format.citations import CitationReader
from rulewright.packs.format.expressions import ExpressionReader
from rulewright.packs.format.found import Findings, Found, References
from rulewright.packs.format.kind import Declaration
from rulewright.packs.format.rule_reader import RuleReader
from rulewright.packs.format.schema import schema_of
from rulewright.packs.format.validation import Unsound, validate
from rulewright.packs.free_text_check import check_free_texts
from rulewright.packs.kinds import all_kinds
from rulewright.packs.linking import NameTable
from rulewright.packs.message_check import check_messages
from rulewright.packs.model.pack import Check, Pack
from rulewright.packs.model.rules import Rule
from rulewright.packs.model.statements import StatementPlan, rules_of
from rulewright.packs.model.timeline import BASE
from rulewright.packs.personal_check import check_personal
from rulewright.packs.stages.checks import read_checks
from rulewright.packs.stages.examples import ExampleReader, sound_examples
from rulewright.packs.stages.header import Header, read_header, read_requirements
from rulewright.packs.stages.statements import StatementReader
from rulewright.packs.stages.subjects import SubjectFile, find_duplicates, read_subject, recover_ids
from rulewright.packs.table_check import check_nulls, check_tables
from rulewright.packs.trees import Trees
from rulewright.packs.yaml.reader import TextFile
from rulewright.packs.yaml.text import Sources
from rulewright.packs.yaml.tree import MappingNode

PACK_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


# ── What fits the schema ──────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Judged:
    """A file, as it was meant, with the pieces of it that do not fit the schema and are read no further."""

    schema: str
    file: TextFile
    unsound: Unsound


Judgments = dict[int, Found[Judged]]
"""What was found of files, by the identity of their roots: a version shares most roots with the base."""


def judge_trees(trees: Trees, known: Judgments | None = None) -> Found[tuple[Judged, ...]]:
    """Return the trees with what of them does not fit their schemas; of roots that are `known`, what was found then."""
    findings = Findings()
    found = known or {}
    judged = (found.get(id(file.root)) or judge(schema, file, trees.sources) for schema, file in trees.files)
    return findings.found(tuple(map(findings.take, judged)))


def judge(schema: str, file: TextFile, sources: Sources) -> Found[Judged]:
    """Return a file with what of it does not fit its schema."""
    if file.root is None:
        return Found(Judged(schema, file, frozenset()))
    valid, problems, references = validate(file.root, schema_of(schema, all_kinds()), sources)
    return Found(Judged(schema, replace(file, root=valid.root), valid.unsound), problems, references)


# ── The model ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Common:
    """What the readers of all pieces of a pack share."""

    header: Header
    citations: CitationReader
    declarations: Mapping[str, Declaration]
    sources: Sources

    @cached_property
    def aliases(self) -> Mapping[str, str]:
        """The other names of rules, with the ids that they stand for."""
        declared = self.declarations
        return {alias: id_ for id_, each in declared.items() for alias in each.written.aliases if alias not in declared}

    @cached_property
    def record_entries(self) -> Mapping[str, tuple[Type, ...]]:
        """The types of the entries of all named records, by the entry's name, and by names that it had before."""
        entries = dict(self.header.record_entries)
        for type_ in self.header.types.values():
            known = dict(type_.entries) if isinstance(type_, ContextType) else {}
            for alias, name in type_.aliases if isinstance(type_, ContextType) else ():
                entries[alias] = (*entries.get(alias, ()), known[name])
        return entries

    def expressions(self, namespace: str, built_ins: Iterable[str] = ()) -> ExpressionReader:
        """Return the reader of formulas inside a namespace; `built_ins` are functions that a rule's id may hide."""
        ids = frozenset(self.declarations)
        names = NameTable(ids, namespace, frozenset(built_ins), self.record_entries, self.aliases)
        types = {id_: declaration.type for id_, declaration in self.declarations.items()}
        return ExpressionReader(names, types, self.header.types, self.sources)


@dataclass(frozen=True, slots=True)
class _AssembledRules:
    """The rules by id, which of them have problems, and the ids that each refers to."""

    rules: Mapping[str, Rule]
    faulty: frozenset[str]
    references: Mapping[str, References]


def read_pieces(judged: Sequence[Judged], sources: Sources, name: str, *, is_whole: bool = True) -> Found[Pack]:
    """Return the pack of files that were judged; its digest is still to be taken.

    Where these are not the whole pack, or anything in them is an error, nobody knows that no formula reads a decision.
    """
    findings = Findings()
    by_schema = {schema: [each for each in judged if each.schema == schema] for schema in _SCHEMAS}
    root = by_schema["pack"][0].file.root if by_schema["pack"] else None
    if root is None:  # of the other files only the form is judged, not what they name
        return findings.found(empty_pack(name))
    header = findings.take(read_header(root))
    citations = CitationReader(header.documents)
    subjects = tuple(
        subject
        for each in by_schema["subject"]
        if (subject := findings.take(_subject(each, header, citations))) is not None
    )
    common = _Common(header, citations, findings.take(find_duplicates(subjects)), sources)
    read = findings.take(_rules(subjects, common))
    checks = findings.take(_checks(subjects, common))
    aliases = findings.take(_aliases(read.rules))
    written = [example for each in by_schema["examples"] for example in sound_examples(each.file.root, each.unsound)]
    clock = header.types.get(header.clock)
    examples = findings.take(ExampleReader(common.declarations, aliases, citations, sources, clock).read_all(written))
    plans = findings.take(_statements(by_schema["statement"] if subjects else (), read.rules, common))
    findings.problems.extend(_cycles(read.references))
    rules = {**read.rules, **{rule.id: rule for plan in plans.values() for rule in rules_of(plan)}}
    rules = findings.take(check_tables(rules, read.faulty))
    findings.problems.extend(check_nulls(rules))
    findings.problems.extend(check_free_texts(rules))
    findings.take(calendar_of(header, rules))
    findings.problems.extend(check_personal(rules, plans))
    requirements = findings.take(read_requirements(header, replace(common, declarations={}).expressions("", BUILTINS)))
    conditions = chain.from_iterable((*(rule.conditions() for rule in rules.values()), *requirements.values()))
    findings.problems.extend(check_messages(conditions))
    is_whole = is_whole and not any(each.is_error for each in findings.problems)
    findings.problems.extend(check_discretions(rules, (each.condition for each in checks), is_whole=is_whole))
    pack = Pack(
        header.id if PACK_ID.fullmatch(header.id) else name or header.id,
        header.title,
        BASE,
        "",
        header.documents,
        header.types,
        tuple(each.subject for each in subjects if each.subject.id),
        rules,
        examples,
        plans,
        checks,
        requirements,
        notation=header.notation,
        clock=header.clock,
        calendar=header.calendar.text if header.calendar else "",
    )
    return findings.found(pack)


def empty_pack(name: str, problems: tuple[Diagnostic, ...] = ()) -> Pack:
    """Return a pack of which nothing could be read."""
    return Pack(name, "", BASE, "", {}, {}, (), {}, (), {}, diagnostics=problems)


_SCHEMAS = ("pack", "subject", "examples", "statement")


def _subject(judged: Judged, header: Header, citations: CitationReader) -> Found[SubjectFile | None]:
    """Return what a file of `base` declares; of one that cannot be read the ids that stand in it."""
    file = judged.file
    if not isinstance(file.root, MappingNode):
        return Found(recover_ids(file.path, file.lines))
    return read_subject(file.root, judged.unsound, header.reader, citations)


def _rules(subjects: Sequence[SubjectFile], common: _Common) -> Found[_AssembledRules]:
    """Return the rules of all subjects, in the order of the files."""
    findings = Findings()
    rules: dict[str, Rule] = {}
    faulty: set[str] = set()
    references: dict[str, References] = {}
    discretions = frozenset(id_ for id_, each in common.declarations.items() if each.kind.rule.is_recorded)
    for subject in subjects:
        expressions = common.expressions(subject.subject.namespace, BUILTINS)
        reader = RuleReader(common.citations, expressions, common.sources, discretions)
        for declared in subject.declarations:
            if common.declarations[declared.id].key is not declared.key:
                continue
            references[declared.id] = {}
            if declared.signature is not None:
                found = declared.kind.read(declared.written, declared, declared.signature, reader)
                rule = findings.take(found)
                if rule is not None:
                    rules[declared.id] = rule
                references[declared.id] = found.references
                if found.problems:
                    faulty.add(declared.id)
    return findings.found(_AssembledRules(rules, frozenset(faulty), references))


def _checks(subjects: Sequence[SubjectFile], common: _Common) -> Found[tuple[Check, ...]]:
    """Return the checks of all subjects."""
    readers = [common.expressions(each.subject.namespace, BUILTINS) for each in subjects]
    written = [
        (subject.subject.id, expressions, check)
        for subject, expressions in zip(subjects, readers, strict=True)
        for check in subject.checks
    ]
    return read_checks(written, common.header.reader)


def _aliases(rules: Mapping[str, Rule]) -> Found[Mapping[str, str]]:
    """Return the ids that other names of rules stand for; a name that means two rules is reported."""
    findings = Findings()
    aliases: dict[str, str] = {}
    for rule in rules.values():
        for alias in rule.aliases:
            other = alias if alias in rules else aliases.get(alias, rule.id)
            if other != rule.id:
                message = f"`{alias}` is an alias of `{rule.id}`, and means `{other}` already"
                related = ((rules[other].place, f"`{other}`"),)
                findings.report("duplicate-rule", message, rule.place, "drop the alias, or rename it", related=related)
            aliases.setdefault(alias, rule.id)
    return findings.found(aliases)


def _statements(
    files: Sequence[Judged], rules: Mapping[str, Rule], common: _Common
) -> Found[Mapping[str, StatementPlan]]:
    """Return the statements by id; one that does not fit the schema is left out."""
    findings = Findings()
    plans: dict[str, StatementPlan] = {}
    expressions = common.expressions("")
    unread = frozenset(common.declarations.keys() - rules.keys())
    for each in files:
        root = each.file.root
        if not isinstance(root, MappingNode) or each.unsound:
            continue
        reader = StatementReader(common.header.reader, common.citations, expressions, rules, unread)
        plan = findings.take(reader.read(root))
        first = plans.setdefault(plan.id, plan)
        if first is not plan:
            message = f"there are two statements `{plan.id}`"
            place = (root.get("statement") or root).place
            related = ((first.place, "the first one"),)
            findings.report("duplicate-statement", message, place, "rename one", related=related)
    return findings.found(plans)


def _cycles(references: Mapping[str, References]) -> Iterable[Diagnostic]:
    """Yield every cycle of rules once, with its whole path and the place of each step."""
    for cycle in find_cycles({rule: tuple(found) for rule, found in references.items()}):
        path = " → ".join(f"`{rule}`" for rule in (*cycle, cycle[0]))
        steps = tuple(
            (references[rule][other].place, f"`{rule}` uses `{other}`") for rule, other in pairwise((*cycle, cycle[0]))
        )
        message = f"a cycle: {path}" if len(cycle) > 1 else f"`{cycle[0]}` uses itself"
        hint = "let one of them take what it needs as an input"
        yield Diagnostic("cycle", message, steps[0][0], hint, related=steps[1:])
