"""Says in blocks what rules of several kinds have: inputs, formulas, texts."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from rulewright.blocks import HANGING, Block, Code, Fitting, Grid, Prose, Stack, Tree, Words
from rulewright.language.description import describe
from rulewright.language.personal import holds_personal
from rulewright.language.types import Type
from rulewright.packs.model.rules import Expression, Input


def labeled(label: str, parts: Iterable[Block]) -> Block:
    """Return blocks below a label."""
    return Tree(Words(label, "label"), tuple(parts))


def paragraphs(text: str) -> tuple[Block, ...]:
    """Return the paragraphs of a text."""
    return tuple(Prose(" ".join(paragraph.split())) for paragraph in text.strip().split("\n\n"))


def one_line(expression: Expression) -> str:
    """Return an expression as it is written, on one line."""
    return " ".join(expression.text.split())


def as_written(expression: Expression) -> str:
    """Return an expression in the lines of its author."""
    return textwrap.dedent(expression.text).strip()


def inputs_text(inputs: Sequence[Input]) -> Iterator[Block]:
    """Yield what a rule takes."""
    if inputs:
        yield labeled("takes", [columns([(x.name, describe(x.type), x.title, _instead(x)) for x in inputs])])


def _instead(input_: Input) -> str:
    """Return whether an input is personal, and what stands for it where it is not given."""
    parts = (("as decided in", input_.decided), ("otherwise", input_.otherwise))
    words = [f"{word} {one_line(formula)}" for word, formula in parts if formula is not None]
    return ", ".join((*mark_of(input_.type), *words))


def mark_of(type_: Type) -> tuple[str, ...]:
    """Return the word for a type whose values are personal, or partly so; nothing for others."""
    if type_.is_personal:
        return ("personal",)
    return ("personal in part",) if holds_personal(type_) else ()


def formulas_text(label: str, formulas: Sequence[tuple[str, Expression]]) -> Iterator[Block]:
    """Yield formulas with the names that they give a value to."""
    if formulas:
        yield labeled(label, (Code(Words(name, "value"), as_written(each)) for name, each in formulas))


def columns(rows: Sequence[tuple[str, ...]]) -> Block:
    """Return columns without a head, empty ones left out; one below the other where there is no room."""
    filled = [index for index in range(len(rows[0])) if any(row[index] for row in rows)]
    table = Grid((), tuple(tuple(row[index] for index in filled) for row in rows))
    items = (Prose(f"{name}  {' · '.join(filter(None, rest))}", HANGING) for name, *rest in rows)
    return Fitting((table, Stack(tuple(items))))
