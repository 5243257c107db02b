"""Defines the rules of a pack as they are once read: frozen, typed, with every text's place.

`rulewright.packs.format` makes these values; the evaluators, checks and reports read them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rulewright.language.syntax import Node
from rulewright.language.types import Type
from rulewright.language.values import Value
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
    """A formal parameter of a rule. `otherwise` gives its value where a case or call does not (shown in the trace)."""

    name: str
    type: Type
    title: str = ""
    otherwise: Expression | None = None
    place: Place | None = None


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
    """What must hold before a decision has an outcome (`requires`), and the message of the error where it does not."""

    condition: Expression
    message: str
    place: Place


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
    """A decision table with its DMN hit policy (`unique`, `any`, `first`, `priority`, `collect` …)."""

    hit_policy: str
    inputs: tuple[Expression, ...]
    rows: tuple[TableRow, ...]
    aggregation: str = ""
    output_values: tuple[tuple[Value, ...], ...] = ()
    defaults: tuple[Expression, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What every rule of a pack has. `id` is the full dotted id."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Rule):
    """A figure, or a table of figures by keys, as a rule: asked with its keys, it answers the figure.

    `figures` maps a tuple of key values (strings; numbers as canonical decimal text) to a figure; a figure without
    keys stands under the empty tuple. `inputs` are the keys that are asked for. `collected_key`, where set, is a
    further last key that is not asked for: the parameter answers a context over it (the weights of all domains in
    one period), so that a key of `figures` has one element more than `inputs`; `type` is the type of one figure.
    Where `status` is `open` there are no figures: whatever it is asked with, the answer is unknown.
    """

    type: Type
    inputs: tuple[Input, ...] = ()
    figures: Mapping[tuple[str, ...], Figure]
    status: FigureStatus = "enacted"
    changed_by: str = ""
    approval: str = ""
    collected_key: Input | None = None
    output: str = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Rule):
    """A rule with an outcome, computed by formulas (`outputs`) or by a decision table."""

    inputs: tuple[Input, ...]
    steps: tuple[Step, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    outputs: tuple[Output, ...]
    table: DecisionTable | None = None

    @property
    def is_record(self) -> bool:
        """Whether the outcome is a record (several outputs) rather than a bare value."""
        return len(self.outputs) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Discretion(Rule):
    """A choice that belongs to a named actor: open until a recorded decision is in the case."""

    decided_by: str
    inputs: tuple[Input, ...] = ()
    type: Type
    limits: Expression | None = None
    approval: str = ""
    output: str = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition(Rule):
    """A rule in words: what the document says that no formula can, kept so that it can be cited, shown and audited."""

    text: str
    table: tuple[tuple[str, ...], ...] = ()
