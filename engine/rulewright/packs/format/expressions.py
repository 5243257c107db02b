"""Reads the expressions of a pack: parses, links and checks them, with every place in the file.

Between the author's text and FEEL stands YAML, which takes some of FEEL's characters for its own. What it has changed
or would change is refused here with the way to write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rulewright.diagnostics import Diagnostic
from rulewright.language.checker import Environment, check_expression, check_unary_tests
from rulewright.language.foreign import QUOTES, constant_hint
from rulewright.language.grammar.parser import BETWEEN_NAMES, Parsed, parse_expression, parse_unary_tests
from rulewright.language.syntax import Name, Node, UnaryTests
from rulewright.language.types import ANY, BOOLEAN, EnumType, Type
from rulewright.packs.format.found import Findings, Found, SourceSpan
from rulewright.packs.linking import NameTable, link
from rulewright.packs.model.rules import Expression
from rulewright.packs.yaml.text import Sources, quoted
from rulewright.packs.yaml.tree import ScalarNode, TreeNode
from rulewright.source import Span

NOTHING: Mapping[str, str] = {}
WORDS = re.compile(r"[\w][\w .,'&/()-]*")


@dataclass(frozen=True, slots=True)
class ExpressionReader:
    """Reads the expressions of one subject.

    `names` is what they can name; `signatures` and `types` are what the checker knows of rules and named types.
    """

    names: NameTable
    signatures: Mapping[str, Type]
    types: Mapping[str, Type]
    sources: Sources
    known_types: dict[Type, Type] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Names that inputs and outputs of the rule had before, with those that they have."""

    def read(
        self,
        node: TreeNode | None,
        local: Mapping[str, Type],
        expected: Type | None = None,
        later: Mapping[str, str] = NOTHING,
    ) -> Found[Expression | None]:
        """Return a formula; None where there is none, or where it cannot be parsed.

        `local` are the names around it with their types, `expected` is the type that its place declares, `later`
        names what is computed here or below.
        """
        if not isinstance(node, ScalarNode):
            return Found(None)
        findings = Findings()
        tree = findings.take(self.linked(node, parse_expression(node.source), local, later))
        if tree is None:
            return findings.found(None)
        checked = check_expression(tree, node.source, self.environment(local), expected)
        findings.problems.extend(self.checked(node, tree, checked.diagnostics))
        return findings.found(Expression(node.source, checked.tree, checked.type, self.kept(checked.types)))

    def read_tests(
        self, node: TreeNode | None, local: Mapping[str, Type], input_type: Type
    ) -> Found[Expression | None]:
        """Return the unary tests of a cell or a range; None where there are none, or where they cannot be parsed."""
        if not isinstance(node, ScalarNode):
            return Found(None)
        findings = Findings()
        tree = findings.take(self.linked(node, parse_unary_tests(node.source), local, NOTHING))
        if tree is None:
            return findings.found(None)
        checked = check_unary_tests(tree, node.source, self.environment(local), input_type)
        findings.problems.extend(self.checked(node, tree, checked.diagnostics))
        return findings.found(Expression(node.source, checked.tree, BOOLEAN, self.kept(checked.types)))

    def kept(self, types: Sequence[Type]) -> tuple[Type, ...]:
        """Return types of which those that are equal are the same object in all expressions, and are kept once."""
        return tuple(self.known_types.setdefault(each, each) for each in types)

    def environment(self, local: Mapping[str, Type]) -> Environment:
        """Return what the checker may name."""
        return Environment(local, self.signatures, self.types, aliases=self.aliases)

    def linked(
        self, node: ScalarNode, parsed: Parsed, local: Mapping[str, Type], later: Mapping[str, str]
    ) -> Found[Node | None]:
        """Return the tree with references to rules; None where there is no whole one."""
        wrong_quotes = _wrong_quotes(node)
        if wrong_quotes is not None:
            return Found(None, (wrong_quotes,))
        problems = [*self.changed(node), *(_with_quotes(node, problem) for problem in parsed.diagnostics)]
        if parsed.tree is None or any(problem.is_error for problem in parsed.diagnostics):
            return Found(None, tuple(problems))
        old = {each: local[name] for each, name in self.aliases.items() if name in local and each not in local}
        linked = link(parsed.tree, node.source, self.names, {**local, **old} if old else local, later)
        references = {id_: SourceSpan(node.source, span) for id_, span in linked.references.items()}
        return Found(linked.tree, (*problems, *linked.diagnostics), references)

    def changed(self, node: ScalarNode) -> Iterator[Diagnostic]:
        """Yield why YAML programs read a plain formula in another way than its author."""
        if node.style != "plain" or not node.text:
            return
        if node.text == "-":
            message = "`-` alone begins a list in YAML"
            yield Diagnostic("yaml-unquoted", message, node.place, f"put it in quotes: `{quoted('-')}`")
        last = node.source.place(Span(len(node.text) - 1, len(node.text)))
        line = self.sources.line(last)
        behind = line[last.column :]
        if behind.lstrip().startswith("#"):
            place = replace(last, column=last.column + 1 + behind.index("#"), end_column=len(line) + 1)
            message = f"YAML drops `{behind.strip()}` behind the formula as a comment"
            hint = "put the comment on a line above"
            if not behind.strip().startswith("# "):
                hint = f"put the whole text in quotes: `{quoted(node.text + behind.rstrip())}`"
            yield Diagnostic("yaml-unquoted", message, place, hint)

    def checked(self, node: ScalarNode, tree: Node, problems: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
        """Yield the checker's problems; a text that has lost its quotes, or never had them, gets its own hint."""
        alone = tree.tests[0] if isinstance(tree, UnaryTests) and len(tree.tests) == 1 else tree
        for problem in problems:
            if problem.code == "unknown-name" and isinstance(alone, Name):
                yield self.with_string_hint(node, alone.name, problem)
            else:
                yield problem

    def with_string_hint(self, node: ScalarNode, name: str, problem: Diagnostic) -> Diagnostic:
        """Return the problem with a hint at the text that was probably meant."""
        written = quoted(f'"{name}"')
        if node.style in {"single", "double"}:
            own = constant_hint(name) or "the quotes are YAML's"
            return replace(problem, hint=f"{own}; for the text write `{written}`")
        if any(name in type_.members for type_ in self.types.values() if isinstance(type_, EnumType)):
            return replace(problem, hint=f"for the text write `{written}`")
        return problem


def _wrong_quotes(node: ScalarNode) -> Diagnostic | None:
    """Return that a word processor's quotes stand around a formula, where the author meant those of YAML."""
    text = node.text
    if node.style != "plain" or len(text) < 2 or text[-1] not in QUOTES.get(text[0], ""):
        return None
    message = f"`{text[0]}` and `{text[-1]}` are no quotes of YAML, and belong to the text"
    return Diagnostic("yaml-unquoted", message, node.place, f"write straight ones: `{quoted(text[1:-1])}`")


def _with_quotes(node: ScalarNode, problem: Diagnostic) -> Diagnostic:
    """Return a problem of the parser, hinting at quotes where the whole formula is words."""
    is_words = node.style in {"single", "double"} and WORDS.fullmatch(node.text) and " " in node.text
    if is_words and problem.hint in {"", BETWEEN_NAMES}:  # what another language writes has a better hint
        written = quoted(f'"{node.text}"')
        return replace(problem, hint=f"if it is a text, the quotes are YAML's; write `{written}`")
    return problem


def tree_type(expression: Expression | None) -> Type:
    """Return the type of an expression; `any` where there is none."""
    return expression.type if expression else ANY
