"""Reads examples: the facts of a case and what the rule is expected to answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.numbers import ROUNDING_MODES
from rulewright.language.reading.giving import as_fact
from rulewright.language.reading.profiles import EXAMPLE
from rulewright.language.reading.scalars import NUMBER_TEXT
from rulewright.language.types import DATE, ContextType, EnumType, MapType, NumberType, Type
from rulewright.language.values import Value
from rulewright.packs.format.citations import CitationReader
from rulewright.packs.format.decode import decode
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.kind import Declaration, RuleSignature
from rulewright.packs.format.validation import Unsound
from rulewright.packs.format.values import read_value
from rulewright.packs.format.written import Keyed, WrittenCitation, WrittenForm
from rulewright.packs.model.pack import Example, Expectation
from rulewright.packs.yaml.text import Sources
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, SequenceNode, TreeNode, plain
from rulewright.source import Place

STATUSES = ("known", "unknown", "open", "error")
EXPECTED_KEYS = frozenset({"value", "places", "mode", "tolerance", "status", "needs", "exact"})


SAY_VALUE = "write `value: …`; an outcome that does not apply is `value: null`"


class WrittenExample(WrittenForm):
    """An example."""

    id: ScalarNode | None = None
    rule: ScalarNode | None = None
    title: str = ""
    source: WrittenCitation | None = None
    inputs: tuple[Keyed[TreeNode], ...] = ()
    recorded: tuple[Keyed[TreeNode], ...] = ()
    expect: TreeNode | None = None
    exact: TreeNode | None = None
    note: str = ""
    as_of: ScalarNode | None = None
    known_on: ScalarNode | None = None


class WrittenExpectation(WrittenForm):
    """What is expected of an outcome or of one output, where more is said than the value."""

    value: TreeNode | None = None
    places: TreeNode | None = None
    mode: ScalarNode | None = None
    tolerance: TreeNode | None = None
    status: ScalarNode | None = None
    needs: tuple[ScalarNode, ...] = ()
    exact: str = ""


def sound_examples(root: TreeNode | None, unsound: Unsound) -> tuple[WrittenExample, ...]:
    """Return the examples of a file as they are written, but for those that do not fit the schema."""
    items = root.get("examples") if isinstance(root, MappingNode) else None
    nodes = enumerate(items if isinstance(items, SequenceNode) else ())
    return tuple(decode(item, WrittenExample) for index, item in nodes if ("examples", index) not in unsound)


@dataclass(frozen=True, slots=True)
class ExampleReader:
    """Reads the examples of a pack against the declarations of its rules; `clock` is the type of its periods."""

    declarations: Mapping[str, Declaration]
    aliases: Mapping[str, str]
    citations: CitationReader
    sources: Sources
    clock: Type | None = None

    def read_all(self, written: Sequence[WrittenExample]) -> Found[tuple[Example, ...]]:
        """Return the examples that can be read; an id stands once in a pack."""
        findings = Findings()
        known: dict[str, Place] = {}
        examples: list[Example] = []
        for each in written:
            id_, place = (each.id.text, each.id.place) if each.id else ("", each.place)
            first = known.setdefault(id_, place)
            if first is not place:
                related = ((first, "the first one"),)
                message = f"there are two examples `{id_}`"
                findings.report("duplicate-example", message, place, "rename one", related=related)
            example = findings.take(self.example(id_, place, each))
            if example is not None:
                examples.append(example)
        return findings.found(tuple(examples))

    def example(self, id_: str, place: Place, written: WrittenExample) -> Found[Example | None]:
        """Return one example; None where its rule is not known."""
        findings = Findings()
        name = written.rule.text if written.rule else ""
        rule = self.declarations.get(self.aliases.get(name, name))
        if rule is None:
            # An id with capitals is reported where it stands.
            if name not in {each.lower() for each in self.declarations if each != each.lower()}:
                hint = did_you_mean(name, self.declarations) or "an id is written in full, with its namespace"
                where = written.rule.place if written.rule else written.place
                findings.report("unknown-rule", f"there is no rule `{name}`", where, hint)
            return findings.found(None)
        if rule.signature is None:
            return findings.found(None)
        example = Example(
            id_,
            rule.id,
            written.title,
            findings.take(self.citations.read(written.source, rule.source)) if written.source else None,
            findings.take(_facts(written.inputs, rule.id, rule.signature)),
            findings.take(self.recorded(written.recorded)),
            findings.take(self.expected(written, rule.id, rule.signature)),
            place,
            written.note,
            findings.take(self.date(written.as_of, self.clock)),
            findings.take(self.date(written.known_on, None)),
        )
        return findings.found(example)

    def date(self, node: ScalarNode | None, clock: Type | None) -> Found[str]:
        """Return a date as it is written, or a member of the clock."""
        findings = Findings()
        periods = dict(clock.aliases) | {each: each for each in clock.members} if isinstance(clock, EnumType) else {}
        if node is None or node.text in periods:
            return findings.found("" if node is None else node.text)
        problems = read_value(node, DATE, EXAMPLE).problems
        if problems and isinstance(clock, EnumType):
            hint = did_you_mean(node.text, periods) or "give a date such as `2020-01-31`, or a period of the clock"
            message = f"`{node.text}` is neither a date nor a member of `{clock.name}`"
            findings.report("wrong-type", message, node.place, hint)
        else:
            findings.problems.extend(problems)
        return findings.found(node.text)

    def recorded(self, written: Sequence[Keyed[TreeNode]]) -> Found[Mapping[str, object]]:
        """Return the recorded decisions as they are written; the evaluation reads them like those of a case."""
        findings = Findings()
        discretions = [each.id for each in self.declarations.values() if each.kind.rule.is_recorded]
        for each in written:
            if each.name not in discretions:
                hint = did_you_mean(each.name, discretions)
                findings.report("unknown-rule", f"there is no discretion `{each.name}`", each.key.place, hint)
        return findings.found({each.name: plain(each.value) for each in written})

    # ── What is expected ──────────────────────────────────────────────────────────────────────────────────────────

    def expected(self, written: WrittenExample, rule: str, signature: RuleSignature) -> Found[tuple[Expectation, ...]]:
        """Return what is expected of each output; an empty output name means the outcome as a whole."""
        findings = Findings()
        expect, exact = written.expect, written.exact
        if expect is None:
            return findings.found(())
        types = dict(signature.results)
        if not isinstance(expect, MappingNode) or _is_single(expect, types):
            own = exact.text if isinstance(exact, ScalarNode) else ""
            return findings.found((findings.take(self.expectation("", expect, signature.outcome, own)),))
        expectations: list[Expectation] = []
        if not len(expect):
            findings.report("missing-key", "`expect` says nothing", expect.place, SAY_VALUE)
        for entry in expect:
            if entry.name not in types:
                names = ", ".join(f"`{name}`" for name in types)
                hint = did_you_mean(entry.name, types) or f"outputs are {names}"
                findings.report("unknown-output", f"`{rule}` has no output `{entry.name}`", entry.key.place, hint)
                continue
            own = exact.text(entry.name) if isinstance(exact, MappingNode) else ""
            expectations.append(findings.take(self.expectation(entry.name, entry.value, types[entry.name], own)))
        return findings.found(tuple(expectations))

    def expectation(self, output: str, node: TreeNode, type_: Type, exact: str) -> Found[Expectation]:
        """Return one expectation, from a bare value or from `{value, places, …}`."""
        findings = Findings()
        details = WrittenExpectation()
        value: TreeNode | None = node
        if isinstance(node, MappingNode) and _is_detailed(node, type_):
            details, value = decode(node, WrittenExpectation), node.get("value")
            for entry in node:
                if entry.name not in EXPECTED_KEYS:
                    hint = did_you_mean(entry.name, EXPECTED_KEYS)
                    findings.report("unknown-key", f"unknown key `{entry.name}`", entry.key.place, hint)
        status = findings.take(_word(details.status, STATUSES, "a status", "known"))
        if value is None and status == "known" and not findings.problems:
            message = "this expects an outcome that is known, and does not say which value it has"
            findings.report("missing-key", message, node.place, SAY_VALUE)
        elif value is not None and status in STATUSES and status != "known":
            message = f"an outcome that is `{status}` has no value to compare"
            findings.report("wrong-form", message, value.place, "drop `value`, or the `status`")
        expectation = Expectation(
            output,
            findings.take(_value(value, type_)),
            self.written(value),
            findings.take(_places(details.places)),
            findings.take(_word(details.mode, tuple(ROUNDING_MODES), "a rounding mode", "half_up")),
            findings.take(_tolerance(details.tolerance, type_)),
            details.exact or exact,
            status or "known",
            tuple(item.text for item in details.needs),
        )
        return findings.found(expectation)

    def written(self, node: TreeNode | None) -> str:
        """Return a value as it stands in the file."""
        if node is None:
            return ""
        return node.text if isinstance(node, ScalarNode) else self.sources.text_at(node.place)


def _facts(written: Sequence[Keyed[TreeNode]], rule: str, signature: RuleSignature) -> Found[Mapping[str, object]]:
    """Return the facts, read as values of the declared types, as a case gives them."""
    findings = Findings()
    types = {each.name: each.type for each in signature.inputs}
    values: dict[str, object] = {}
    for each in written:
        type_ = types.get(each.name)
        if type_ is None:
            names = ", ".join(f"`{name}`" for name in types)
            hint = did_you_mean(each.name, types) or (f"inputs are {names}" if types else "it has none")
            findings.report("unknown-input", f"`{rule}` has no input `{each.name}`", each.key.place, hint)
        else:
            values[each.name] = as_fact(findings.take(read_value(each.value, type_, EXAMPLE)), type_)
    return findings.found(values)


def _is_single(node: MappingNode, results: Mapping[str, Type]) -> bool:
    """Return whether a mapping is about the outcome as a whole, rather than of its outputs one by one."""
    outputs = set(results) if len(results) > 1 else set()
    names = {entry.name for entry in node}
    if names & outputs:
        return False
    return not outputs or bool(names & EXPECTED_KEYS)


def _is_detailed(node: MappingNode, type_: Type) -> bool:
    """Return whether a mapping says how a value is compared, rather than being the value."""
    names = {entry.name for entry in node}
    if isinstance(type_, ContextType) and names <= {name for name, _ in type_.entries}:
        return False
    if isinstance(type_, MapType | ContextType):
        return bool(names & {"value", "status"})
    return True


def _value(node: TreeNode | None, type_: Type) -> Found[Value]:
    """Return an expected value; whatever the type, the outcome may be null (a figure that does not apply)."""
    if node is None or (isinstance(node, ScalarNode) and node.style == "plain" and node.text == "null"):
        return Found(None)
    return read_value(node, type_, EXAMPLE)


def _places(node: TreeNode | None) -> Found[int | None]:
    """Return a number of places."""
    findings = Findings()
    if node is None:
        return findings.found(None)
    if isinstance(node, ScalarNode) and node.text.lstrip("-").isdecimal() and len(node.text) <= 3:
        return findings.found(int(node.text))
    findings.report("wrong-form", "`places` is a whole number", node.place, "write how many decimals are printed")
    return findings.found(None)


def _word(node: ScalarNode | None, words: Sequence[str], what: str, default: str) -> Found[str]:
    """Return one of some words."""
    findings = Findings()
    if node is None:
        return findings.found(default)
    if node.text not in words:
        hint = did_you_mean(node.text, words) or "known are " + ", ".join(f"`{each}`" for each in words)
        findings.report("unknown-word", f"`{node.text}` is not {what}", node.place, hint)
    return findings.found(node.text)


def _tolerance(node: TreeNode | None, type_: Type) -> Found[Decimal | None]:
    """Return a tolerance, in the unit of the figures that are compared."""
    if node is None:
        return Found(None)
    plain_number = isinstance(node, ScalarNode) and NUMBER_TEXT.fullmatch(node.text)
    number_type = type_ if isinstance(type_, NumberType) and not plain_number else NumberType()
    value, problems, _ = read_value(node, number_type)
    return Found(value if isinstance(value, Decimal) else None, problems)
