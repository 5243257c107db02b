"""Reads examples: the facts of a case and what the rule is expected to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rulewright.diagnostics import Diagnostic
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.types import ContextType, MapType, NumberType, Type
from rulewright.language.values import Value
from rulewright.packs.figures import read_value
from rulewright.packs.format.citations import CitationReader
from rulewright.packs.format.declarations import Declaration
from rulewright.packs.format.validation import Unsound
from rulewright.packs.model.pack import Example, Expectation
from rulewright.packs.scalar_values import NUMBER_TEXT
from rulewright.packs.yaml.reader import TextFile
from rulewright.packs.yaml.text import text_at
from rulewright.packs.yaml.tree import MappingNode, Plain, ScalarNode, SequenceNode, TreeNode, plain
from rulewright.source import Place

STATUSES = ("known", "unknown", "open", "error")
EXPECTED_KEYS = frozenset({"value", "places", "mode", "tolerance", "status", "needs", "exact"})
MODES = ("half_up", "half_even", "half_down", "up", "down", "floor", "ceiling")


@dataclass(frozen=True, slots=True)
class ExampleReader:
    """Reads the examples of a pack against the declarations of its rules."""

    declarations: Mapping[str, Declaration]
    aliases: Mapping[str, str]
    citations: CitationReader
    problems: list[Diagnostic]
    lines: Sequence[str] = ()

    def read(self, file: TextFile, unsound: Unsound, known: dict[str, Place]) -> tuple[Example, ...]:
        """Return the examples of a file that can be read; `unsound` are those that do not fit the schema.

        `known` gives the places of all examples by id, and grows: an id stands once in a pack.
        """
        root = file.root
        items = root.get("examples") if isinstance(root, MappingNode) else None
        examples: list[Example] = []
        reader = replace(self, lines=file.lines)
        for index, item in enumerate(items if isinstance(items, SequenceNode) else ()):
            if ("examples", index) in unsound or not isinstance(item, MappingNode):
                continue
            example = reader.example(item, known)
            if example:
                examples.append(example)
        return tuple(examples)

    def report(self, code: str, message: str, place: Place, hint: str) -> None:
        """Note a problem."""
        self.problems.append(Diagnostic(code, message, place, hint))

    def example(self, node: MappingNode, known: dict[str, Place]) -> Example | None:
        """Return one example; None where its rule is not known."""
        id_node, rule_node = node.get("id") or node, node.get("rule") or node
        id_ = node.text("id")
        first = known.setdefault(id_, id_node.place)
        if first is not id_node.place:
            message = f"there are two examples `{id_}`"
            related = ((first, "the first one"),)
            self.problems.append(Diagnostic("duplicate-example", message, id_node.place, "rename one", related=related))
        name = node.text("rule")
        rule = self.declarations.get(self.aliases.get(name, name))
        if rule is None and name in {each.lower() for each in self.declarations if each != each.lower()}:
            return None  # The id with capitals is reported where it stands.
        if rule is None:
            hint = did_you_mean(name, self.declarations) or "an id is written in full, with its namespace"
            self.report("unknown-rule", f"there is no rule `{name}`", rule_node.place, hint)
            return None
        if not rule.is_sound:
            return None
        source = node.get("source")
        return Example(
            id_,
            rule.id,
            node.text("title"),
            self.citations.read(source, rule.source) if source else None,
            self.inputs(node.get("inputs"), rule),
            self.recorded(node.get("recorded")),
            self.expected(node, rule),
            id_node.place,
            node.text("note"),
        )

    def inputs(self, node: TreeNode | None, rule: Declaration) -> dict[str, Value]:
        """Return the facts as values of the declared types."""
        types = {each.name: each.type for each in rule.inputs}
        values: dict[str, Value] = {}
        for entry in node if isinstance(node, MappingNode) else ():
            type_ = types.get(entry.name)
            if type_ is None:
                names = ", ".join(f"`{name}`" for name in types)
                hint = did_you_mean(entry.name, types) or (f"inputs are {names}" if types else "it has none")
                message = f"`{rule.id}` has no input `{entry.name}`"
                self.report("unknown-input", message, entry.key.place, hint)
            else:
                values[entry.name] = read_value(entry.value, type_, self.problems, is_case=True)
        return values

    def recorded(self, node: TreeNode | None) -> dict[str, Plain]:
        """Return the recorded decisions as they are written; the evaluation reads them like those of a case."""
        recorded: dict[str, Plain] = {}
        discretions = [each.id for each in self.declarations.values() if each.section == "discretions"]
        for entry in node if isinstance(node, MappingNode) else ():
            if entry.name not in discretions:
                hint = did_you_mean(entry.name, discretions)
                self.report("unknown-rule", f"there is no discretion `{entry.name}`", entry.key.place, hint)
            recorded[entry.name] = plain(entry.value)
        return recorded

    # ── What is expected ──────────────────────────────────────────────────────────────────────────────────────────

    def expected(self, node: MappingNode, rule: Declaration) -> tuple[Expectation, ...]:
        """Return what is expected of each output; an empty output name means the outcome as a whole."""
        expect = node.get("expect")
        if expect is None:
            return ()
        exact = node.get("exact")
        result = rule.result
        if not isinstance(expect, MappingNode) or self.is_single(expect, rule):
            own = exact.text if isinstance(exact, ScalarNode) else ""
            return (self.expectation("", expect, result, own),)
        types = {each.name: each.type for each in rule.results}
        expectations: list[Expectation] = []
        for entry in expect:
            if entry.name not in types:
                names = ", ".join(f"`{name}`" for name in types)
                hint = did_you_mean(entry.name, types) or f"outputs are {names}"
                self.report("unknown-output", f"`{rule.id}` has no output `{entry.name}`", entry.key.place, hint)
                continue
            own = exact.text(entry.name) if isinstance(exact, MappingNode) else ""
            expectations.append(self.expectation(entry.name, entry.value, types[entry.name], own))
        return tuple(expectations)

    def is_single(self, node: MappingNode, rule: Declaration) -> bool:
        """Return whether a mapping tells of the outcome as a whole, rather than of its outputs one by one."""
        outputs = {each.name for each in rule.results} if len(rule.results) > 1 else set()
        names = {entry.name for entry in node}
        if names & outputs:
            return False
        return not outputs or bool(names & EXPECTED_KEYS)

    def expectation(self, output: str, node: TreeNode, type_: Type, exact: str) -> Expectation:
        """Return one expectation, from a bare value or from `{value, places, …}`."""
        details = MappingNode((), node.place)
        value: TreeNode | None = node
        if isinstance(node, MappingNode) and _is_detailed(node, type_):
            details, value = node, node.get("value")
            exact = node.text("exact") or exact
        for entry in details:
            if entry.name not in EXPECTED_KEYS:
                hint = did_you_mean(entry.name, EXPECTED_KEYS)
                self.report("unknown-key", f"unknown key `{entry.name}`", entry.key.place, hint)
        status = details.get("status")
        if isinstance(status, ScalarNode) and status.text not in STATUSES:
            hint = did_you_mean(status.text, STATUSES) or "known are " + ", ".join(f"`{each}`" for each in STATUSES)
            self.report("unknown-word", f"`{status.text}` is not a status", status.place, hint)
        needs = details.get("needs")
        needed = needs.items if isinstance(needs, SequenceNode) else ()
        return Expectation(
            output,
            self.value(value, type_),
            self.written(value),
            self.whole(details.get("places")),
            self.mode(details.get("mode")),
            self.number(details.get("tolerance"), type_),
            exact,
            details.text("status") or "known",
            tuple(item.text for item in needed if isinstance(item, ScalarNode)),
        )

    def value(self, node: TreeNode | None, type_: Type) -> Value:
        """Return an expected value; whatever the type, the outcome may be null (a figure that does not apply)."""
        if node is None or (isinstance(node, ScalarNode) and node.style == "plain" and node.text == "null"):
            return None
        return read_value(node, type_, self.problems, is_case=True)

    def written(self, node: TreeNode | None) -> str:
        """Return a value as it stands in the file."""
        if node is None:
            return ""
        return node.text if isinstance(node, ScalarNode) else text_at(self.lines, node.place)

    def whole(self, node: TreeNode | None) -> int | None:
        """Return a number of places."""
        if node is None:
            return None
        if isinstance(node, ScalarNode) and node.text.lstrip("-").isdecimal() and len(node.text) <= 3:
            return int(node.text)
        self.report("wrong-form", "`places` is a whole number", node.place, "write how many decimals are printed")
        return None

    def mode(self, node: TreeNode | None) -> str:
        """Return a rounding mode."""
        if not isinstance(node, ScalarNode):
            return "half_up"
        if node.text not in MODES:
            hint = did_you_mean(node.text, MODES) or "known are " + ", ".join(f"`{each}`" for each in MODES)
            self.report("unknown-word", f"`{node.text}` is not a rounding mode", node.place, hint)
        return node.text

    def number(self, node: TreeNode | None, type_: Type) -> Decimal | None:
        """Return a tolerance, in the unit of the figures that are compared."""
        if node is None:
            return None
        plain_number = isinstance(node, ScalarNode) and NUMBER_TEXT.fullmatch(node.text)
        number_type = type_ if isinstance(type_, NumberType) and not plain_number else NumberType()
        value = read_value(node, number_type, self.problems)
        return value if isinstance(value, Decimal) else None


def _is_detailed(node: MappingNode, type_: Type) -> bool:
    """Return whether a mapping says how a value is compared, rather than being the value."""
    names = {entry.name for entry in node}
    if isinstance(type_, ContextType) and names <= {name for name, _ in type_.entries}:
        return False
    if isinstance(type_, MapType | ContextType):
        return bool(names & {"value", "status"})
    return True
