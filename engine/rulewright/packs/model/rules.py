"""Defines the rules of a pack as they are once read: frozen, typed, with every text's place.

`rulewright.packs.format` makes these values; the evaluators, checks and reports read them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, Literal, NoReturn, Protocol

from rulewright.blocks import Block
from rulewright.language.syntax import Invocation, Node, RuleReference
from rulewright.language.types import ContextType, Type
from rulewright.language.values import Absence, Failure, Value
from rulewright.packs.model.recorded import RecordedDecision
from rulewright.records import dataclass
from rulewright.source import Place, SourceText


@dataclass(frozen=True, slots=True)
class Citation:
    """Where in which document something stands. `document` is a short name of the pack's sources."""

    document: str
    section: str = ""
    exhibit: str = ""
    page: str = ""

    def __str__(self) -> str:
        parts = [self.document]
        if self.section:
            parts.append(f"section {self.section}" if self.section[0].isdecimal() else self.section)
        if self.exhibit:
            parts.append(f"exhibit {self.exhibit}")
        if self.page:
            parts.append(f"page {self.page}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Reading:
    """How an unclear place of a document is read: its id, the question, the reading chosen."""

    id: str
    question: str
    reading: str


@dataclass(frozen=True, slots=True)
class Expression:
    """A FEEL expression: its text with its places, its tree with names resolved, and its inferred type.

    `types` are those of all nodes, in the order of `nodes_in(tree)`.
    """

    source: SourceText
    tree: Node
    type: Type
    types: tuple[Type, ...]

    @property
    def text(self) -> str:
        """The expression as written."""
        return self.source.text


@dataclass(frozen=True, slots=True)
class Input:
    """A formal parameter of a rule. `otherwise` gives its value where a case or call does not (shown in the trace).

    `decided` goes before `otherwise`: a call of a discretion, whose recorded decision is the value where there is one.
    """

    name: str
    type: Type
    title: str = ""
    otherwise: Expression | None = None
    place: Place | None = None
    decided: Expression | None = None


@dataclass(frozen=True, slots=True)
class Rounding:
    """A rounding that the document declares: decimal places of the value and a mode (`half_up`, `half_even` …)."""

    places: int
    mode: str


@dataclass(frozen=True, slots=True)
class Output:
    """One result of a decision. `expression` is None where a decision table gives it."""

    name: str
    type: Type
    title: str = ""
    expression: Expression | None = None
    rounding: Rounding | None = None
    range: Expression | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A named intermediate result of a decision (`where`); later steps see earlier ones."""

    name: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must hold (`requires`) of a case or a record, and what there is where it does not.

    That is an error with `message`, and with the names that `names` gives behind it. Of a case the outcome may be
    unknown instead, and `needs` gives the names of the facts that are missing; or it is open, and `awaits` is the
    discretion whose decision it waits for.
    """

    condition: Expression
    message: str
    place: Place
    needs: Expression | None = None
    awaits: Expression | None = None
    names: Expression | None = None

    def has_said(self, reason: str) -> bool:
        """Whether the reason of an error is this message, with or without names behind it."""
        return bool(self.message) and (
            reason == self.message or (self.names is not None and reason.startswith(f"{self.message}: "))
        )

    @property
    def words(self) -> str:
        """What there is where the condition does not hold."""
        if self.needs is not None:
            return f"else it needs {self.needs.text}"
        return f"else it waits for {self.awaits.text}" if self.awaits is not None else self.message


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a decision table: a cell of unary tests for each input, an expression for each output."""

    number: int
    tests: tuple[Expression, ...]
    results: tuple[Expression, ...]
    place: Place
    note: str = ""


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A decision table with its DMN hit policy (`unique`, `any`, `first`, `priority`, `collect` …).

    `is_disjoint` says that it was proved, when the pack was read, that no two rows hold for one case.
    """

    hit_policy: str
    inputs: tuple[Expression, ...]
    rows: tuple[TableRow, ...]
    aggregation: str = ""
    output_values: tuple[tuple[Value, ...], ...] = ()
    defaults: tuple[Expression, ...] = ()
    place: Place | None = None
    is_disjoint: bool = False

    def could_differ(self, one: TableRow, other: TableRow) -> bool:
        """Return whether two rows that both hold could make another outcome than one of them alone."""
        if self.hit_policy == "any":
            return [each.tree for each in one.results] != [each.tree for each in other.results]
        return not self.is_disjoint


FigureStatus = Literal["enacted", "anticipated", "preliminary", "proposed", "illustrative", "open"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its value, as written, with its own source and status.

    Where `status` is `open` there is no value yet, and `absence` names who decides (empty where nobody is named).
    Otherwise a text in `absence` is the reason why there is none: the figure does not apply. `value` is None then.
    """

    value: object
    written: str
    place: Place
    status: FigureStatus
    source: Citation
    absence: str = ""
    note: str = ""


Figures = Mapping[tuple[str, ...], Figure]
"""The figures of a table by the texts of their keys."""


def of_inputs(inputs: Iterable[Input]) -> Iterator[Expression]:
    """Yield the formulas that stand for inputs which are not given."""
    for each in inputs:
        yield from (formula for formula in (each.decided, each.otherwise) if formula is not None)


def discretion_of(expression: Expression) -> str:
    """Return the id of the rule that an expression names or calls; empty where it is anything else."""
    tree = expression.tree
    function = tree.function if isinstance(tree, Invocation) else tree
    return function.id if isinstance(function, RuleReference) else ""


# ── What every kind of rule says of itself ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Awaited:
    """What of a rule itself an outcome may wait for: a figure, or a decision that a case records.

    `is_open` says whether anything is missing; `words` say who gives it.
    """

    kind: Literal["figure", "decision"]
    words: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Reachable:
    """A piece of a rule that an example ought to reach, by the key under which a trace records it.

    The key of a requirement is its message, that of a row its number (None where no row matches), that of a figure its
    keys.
    """

    kind: Literal["requirement", "row", "figure"]
    key: object
    what: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(ABC):
    """What every rule of a pack has, whatever its kind. `id` is the full dotted id."""

    is_recorded: ClassVar[bool] = False
    """Whether a case records what is decided: then the rule's value is its recorded decision."""

    is_figure: ClassVar[bool] = False
    """Whether the rule is a figure: then the trace of a rule that calls it notes the figure, and no part of its own."""

    is_prose: ClassVar[bool] = False
    """Whether nothing computes with the rule."""

    id: str
    title: str
    source: Citation
    place: Place
    subject: str
    kind: str = ""
    modality: str = ""
    about: str = ""
    effective: str = ""
    amendable: str = ""
    readings: tuple[Reading, ...] = ()
    aliases: tuple[str, ...] = ()
    depends: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()

    @property
    def word(self) -> str:
        """The word for the kind of the rule."""
        return type(self).__name__.lower()

    @property
    @abstractmethod
    def results(self) -> tuple[tuple[str, Type], ...]:
        """The names and types of what the outcome is made of: one, or the entries of a record."""

    @property
    def outcome(self) -> Type:
        """The type of the outcome: a record where there are several results."""
        return self.results[0][1] if len(self.results) == 1 else ContextType(self.results)

    def output_type(self, name: str) -> Type | None:
        """Return the declared type of a result; None where there is none of that name."""
        return dict(self.results).get(name)

    @property
    def figure_status(self) -> str:
        """The status of the rule's figures, `open` for a choice; empty for what has neither."""
        return ""

    def expressions(self) -> Iterator[Expression]:
        """Yield every expression of the rule, in the order in which they are evaluated."""
        yield from of_inputs(self.inputs)
        yield from (expression for _, expression in self.formulas())

    def formulas(self) -> Iterator[tuple[str, Expression]]:
        """Yield the formulas of the rule with the names that they give a value to, as the trace notes them."""
        return iter(())

    def assignments(self) -> Iterator[tuple[str, Expression]]:
        """Yield the formulas, and all others that may give an output its value, such as cells of a table."""
        return self.formulas()

    def conditions(self) -> tuple[Requirement, ...]:
        """Return what must hold before there is an outcome."""
        return ()

    def rounding(self, _output: str) -> Rounding | None:
        """Return how an output is rounded; None where it is not."""
        return None

    def figure(self, _key: tuple[str, ...]) -> Figure | None:
        """Return the figure for some keys; None where there is none."""
        return None

    def authority(self) -> tuple[str, str]:
        """Return who decides, and whose approval that takes; empty where nobody is named."""
        return "", ""

    def awaited(self) -> Awaited | None:
        """Return what of the rule itself an outcome may wait for, missing or not."""
        return None

    def reachable(self) -> Iterator[Reachable]:
        """Yield what an example ought to reach, beside the rule as a whole and the turns of its formulas."""
        return iter(())

    def row_tests(self) -> Iterator[Expression]:
        """Yield what says which row of a decision table hits: its inputs, and the tests of its rows."""
        return iter(())

    def row_words(self, number: int) -> str:
        """Return which row of a decision table hit, in words."""
        return f"row {number}"

    @abstractmethod
    def body(self) -> Iterator[Block]:
        """Yield what the rule says, for people, below its title and what every rule says."""

    @abstractmethod
    def evaluate(self, names: Mapping[str, Value], evaluation: Evaluation) -> Value:
        """Return the outcome, or why there is none, for the values of the inputs."""


class Evaluation(Protocol):
    """What a rule is evaluated with: expressions get values, and the trace gets what shows how an outcome came about.

    `names` are what an expression sees: the inputs, and what was computed before.
    """

    def evaluate(self, expression: Expression, names: Mapping[str, Value], /) -> Value:
        """Return the value of an expression."""

    def test(self, tests: Expression, value: Value, names: Mapping[str, Value], /) -> Value:
        """Return whether a value passes unary tests."""

    def decide(self, table: DecisionTable, outputs: int, names: Mapping[str, Value], /) -> tuple[Value, ...] | Absence:
        """Return a value for each output of a decision table, or why there is none; note the rows that it takes."""

    def departure(self, value: Value, type_: Type, name: str, /) -> Failure | None:
        """Return the error of the first part of a value that is not of the type; None where all are."""

    def recorded(self, rule: str, /) -> Mapping[tuple[str, ...], RecordedDecision]:
        """Return the recorded decisions of a case on a rule by the texts of its inputs' values."""

    def note_decision(self, decision: RecordedDecision, names: Mapping[str, Value], /) -> None:
        """Note the recorded decision that is the outcome, and what it was made for; nothing where it holds for all."""

    def refuse_decision(self, failure: Failure, /) -> NoReturn:
        """End the evaluation: a decision is recorded that cannot stand, so nothing may go on as if there were none."""

    def round(self, output: str, value: Value, rounding: Rounding, /) -> Value:
        """Return a value rounded; note it."""

    def note_step(self, name: str, value: Value, /) -> None:
        """Note the value of a step."""

    def note_output(self, name: str, value: Value, /) -> None:
        """Note the value of an output."""

    def note_figure(self, rule: str, key: tuple[str, ...], value: Value, /) -> None:
        """Note a figure that was read."""

    def absorb(self, failure: Failure, /) -> None:
        """Note an error that does not matter to the outcome: a warning."""
