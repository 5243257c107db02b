"""Reads a pack from its folder: every file, every problem, and the model of what can be read.

Files are read in the order of their names, so that a pack is the same on every machine. Problems never stop the
reading: `Pack.diagnostics` has all of them, in the order of their places, and a pack with errors is there to be shown,
not to be evaluated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from rulewright.diagnostics import Diagnostic
from rulewright.language.builtins import BUILTINS
from rulewright.packs.cycles import find_cycles
from rulewright.packs.digest import digest_of
from rulewright.packs.files import FileBytes, PackFiles, read_files
from rulewright.packs.format.checks import CheckReader
from rulewright.packs.format.citations import CitationReader
from rulewright.packs.format.declarations import Declaration, DeclarationReader, SubjectFile, find_duplicates
from rulewright.packs.format.examples import ExampleReader
from rulewright.packs.format.expressions import ExpressionReader, SourceSpan
from rulewright.packs.format.header import Header, read_header
from rulewright.packs.format.rules import RuleReader
from rulewright.packs.format.statements import StatementReader, rules_of
from rulewright.packs.format.validation import Unsound, validate
from rulewright.packs.linking import Names
from rulewright.packs.model.pack import Check, Example, Pack
from rulewright.packs.model.rules import Rule
from rulewright.packs.model.statements import StatementPlan
from rulewright.packs.table_check import check_tables
from rulewright.packs.yaml.reader import TextFile, read_yaml
from rulewright.packs.yaml.tree import MappingNode, TreeNode
from rulewright.source import Place

FIRST_VERSION = "base"


def read_pack(path: Path) -> Pack:
    """Return the pack of a folder, with everything that is wrong in `diagnostics`."""
    return build_pack(read_files(path), path.name)


def build_pack(files: PackFiles, name: str = "") -> Pack:
    """Return the pack of these files; `name` is its id where pack.yaml gives none."""
    return _PackBuilder(files).build(name)


class _PackBuilder:
    """Goes from bytes to the model: trees, types, declarations, formulas, and what holds between rules."""

    def __init__(self, files: PackFiles) -> None:
        self.files = files
        self.problems: list[Diagnostic] = list(files.problems)
        self.header: Header
        self.declarations: dict[str, Declaration] = {}
        self.references: dict[str, dict[str, SourceSpan]] = {}
        self.faulty: set[str] = set()

    def build(self, name: str) -> Pack:
        header_file = self.tree(self.files.header, "pack")[0] if self.files.header else None
        if header_file is not None and header_file.root is None:
            return self.unread(name)
        self.header = read_header(header_file.root if header_file else None, self.problems)
        citations = CitationReader(self.header.documents, self.problems)
        subjects = self.subjects(citations)
        rules = self.rules(subjects, citations)
        checks = self.checks(subjects)
        examples = self.examples(rules, citations)
        statements = self.statements(rules, subjects, citations)
        self.report_cycles()
        self.problems.extend(check_tables({id_: rule for id_, rule in rules.items() if id_ not in self.faulty}))
        pack = Pack(
            self.header.id or name,
            self.header.title,
            FIRST_VERSION,
            "",
            self.header.documents,
            self.header.types,
            tuple(each.subject for each in subjects if each.subject.id),
            rules,
            examples,
            statements,
            checks,
            self.diagnostics(),
        )
        return replace(pack, digest=digest_of(pack))

    def unread(self, name: str) -> Pack:
        """Return a pack whose pack.yaml cannot be read: of other files only the form is judged, not what they name."""
        kinds = {"subject": self.files.base, "examples": self.files.examples, "statement": self.files.statements}
        for schema, files in kinds.items():
            for file in files:
                self.tree(file, schema)
        empty = Pack(name, "", FIRST_VERSION, "", {}, {}, (), {}, (), {}, (), self.diagnostics())
        return replace(empty, digest=digest_of(empty))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return what was found, each once, in the order in which the files are read."""
        header = [self.files.header] if self.files.header else []
        files = (*header, *self.files.base, *self.files.examples, *self.files.statements)
        order = {path: index for index, (path, _) in enumerate(files)}
        return tuple(
            sorted(
                dict.fromkeys(self.problems),
                key=lambda problem: (order.get(problem.place.path, -1), problem.place, problem.code),
            )
        )

    def tree(self, file: FileBytes, schema: str) -> tuple[TextFile, Unsound]:
        """Return the tree of a file, and which of its rules or examples do not fit the schema."""
        read = read_yaml(file[1], file[0])
        self.problems.extend(read.diagnostics)
        problems, unsound = validate(read, schema)
        self.problems.extend(problems)
        return read, unsound

    def subjects(self, citations: CitationReader) -> list[SubjectFile]:
        """Return what the files of `base` declare."""
        reader = DeclarationReader(self.header.reader, citations, self.problems)
        subjects: list[SubjectFile] = []
        places: dict[str, Place] = {}
        for file in self.files.base:
            tree, unsound = self.tree(file, "subject")
            read = reader.read(tree, unsound)
            if read is None or tree.root is None:
                subjects.extend([read] if read else [])
                continue
            place = _place_of(tree.root, "subject")
            first = places.setdefault(read.subject.id, place)
            if first is not place:
                message = f"there are two subjects `{read.subject.id}`"
                related = ((first, "the first one"),)
                self.problems.append(Diagnostic("duplicate-subject", message, place, "rename one", related=related))
            subjects.append(read)
        every = tuple(declaration for each in subjects for declaration in each.declarations)
        self.declarations = dict(find_duplicates(every, self.problems))
        return subjects

    def expressions(self, subject: SubjectFile) -> ExpressionReader:
        """Return the reader of a subject's formulas."""
        names = Names(
            frozenset(self.declarations), subject.subject.namespace, frozenset(BUILTINS), self.header.record_entries
        )
        signatures = {id_: declaration.signature for id_, declaration in self.declarations.items()}
        return ExpressionReader(names, signatures, self.header.types, self.problems)

    def rules(self, subjects: list[SubjectFile], citations: CitationReader) -> dict[str, Rule]:
        """Return the rules by id, in the order of the files."""
        rules: dict[str, Rule] = {}
        for subject in subjects:
            expressions = self.expressions(subject)
            for declaration in subject.declarations:
                if self.declarations[declaration.id] is not declaration:
                    continue
                own = replace(expressions, lines=declaration.file.lines, references={})
                before = len(self.problems)
                rule = RuleReader(own, citations, self.problems).read(declaration)
                if len(self.problems) > before:
                    self.faulty.add(declaration.id)
                self.references[declaration.id] = own.references
                if rule:
                    rules[rule.id] = rule
        return rules

    def checks(self, subjects: list[SubjectFile]) -> tuple[Check, ...]:
        """Return the checks of figures."""
        checks: list[Check] = []
        known: dict[str, Place] = {}
        for subject in subjects:
            expressions = replace(self.expressions(subject), lines=subject.lines)
            reader = CheckReader(expressions, self.header.reader, subject.subject.id, self.problems, known)
            for node in subject.checks:
                check = reader.read(node)
                if check:
                    checks.append(check)
        return tuple(checks)

    def examples(self, rules: Mapping[str, Rule], citations: CitationReader) -> tuple[Example, ...]:
        """Return the examples of all files."""
        aliases = self.aliases(rules)
        reader = ExampleReader(self.declarations, aliases, citations, self.problems)
        known: dict[str, Place] = {}
        examples: list[Example] = []
        for file in self.files.examples:
            tree, unsound = self.tree(file, "examples")
            examples.extend(reader.read(tree, unsound, known))
        return tuple(examples)

    def aliases(self, rules: Mapping[str, Rule]) -> dict[str, str]:
        """Return the ids that other names of rules stand for; a name that means two rules is reported."""
        aliases: dict[str, str] = {}
        for rule in rules.values():
            for alias in rule.aliases:
                other = alias if alias in rules else aliases.get(alias, rule.id)
                if other != rule.id:
                    message = f"`{alias}` is an alias of `{rule.id}`, and means `{other}` already"
                    related = ((rules[other].place, f"`{other}`"),)
                    hint = "drop the alias, or rename it"
                    self.problems.append(Diagnostic("duplicate-rule", message, rule.place, hint, related=related))
                aliases.setdefault(alias, rule.id)
        return aliases

    def statements(
        self, rules: dict[str, Rule], subjects: list[SubjectFile], citations: CitationReader
    ) -> dict[str, StatementPlan]:
        """Return the statements by id; their lines join the rules, so that they are run and explained like any."""
        plans: dict[str, StatementPlan] = {}
        names = Names(frozenset(self.declarations), "", frozenset(), self.header.record_entries)
        signatures = {id_: declaration.signature for id_, declaration in self.declarations.items()}
        for file in self.files.statements:
            tree, unsound = self.tree(file, "statement")
            if not isinstance(tree.root, MappingNode) or unsound or not subjects:
                continue
            expressions = ExpressionReader(names, signatures, self.header.types, self.problems, tree.lines)
            plan = StatementReader(self.header.reader, citations, expressions, rules, self.problems).read(tree.root)
            if plan.id in plans:
                message = f"there are two statements `{plan.id}`"
                related = ((plans[plan.id].place, "the first one"),)
                place = _place_of(tree.root, "statement")
                self.problems.append(Diagnostic("duplicate-statement", message, place, "rename one", related=related))
                continue
            plans[plan.id] = plan
            rules.update((rule.id, rule) for rule in rules_of(plan))
        return plans

    def report_cycles(self) -> None:
        """Report every cycle of rules once, with its whole path and the place of each step."""
        references = {rule: tuple(found) for rule, found in self.references.items()}
        for cycle in find_cycles(references):
            path = " → ".join(f"`{rule}`" for rule in (*cycle, cycle[0]))
            places = [
                (spans[other], f"`{rule}` uses `{other}`")
                for rule, other in pairwise((*cycle, cycle[0]))
                for spans in [self.references[rule]]
            ]
            related = tuple((each.source.place(each.span), words) for each, words in places)
            message = f"a cycle: {path}" if len(cycle) > 1 else f"`{cycle[0]}` uses itself"
            hint = "let one of them take what it needs as an input"
            self.problems.append(Diagnostic("cycle", message, related[0][0], hint, related=related[1:]))


def _place_of(root: TreeNode | None, key: str) -> Place:
    """Return where the value of a key stands."""
    node = root.get(key) if isinstance(root, MappingNode) else None
    found = node or root
    return found.place if found else Place("", 1, 1)
