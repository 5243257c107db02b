"""Finds what the examples of a pack ought to reach: rules, branches, table rows, figures.

A branch is a place where a formula can go one way or the other:

- the `then` and the `else` of an `if`;
- an operand of `and` that is false, or of `or` that is true, and so decides; and, where no `if` and no requirement
  needs it, that no operand does;
- an input's `otherwise`, taken because the input was not given;
- a requirement that is not met.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from rulewright.language.descent import children
from rulewright.language.syntax import Conjunction, Disjunction, If, Node
from rulewright.packs.model.rules import Expression, Input, Rule
from rulewright.source import Place

LONGEST = 60
"""So many characters of a formula are quoted at most."""


class PointKind(Enum):
    """What kind of thing an example reaches."""

    RULE = "rule"
    BRANCH = "branch"
    ROW = "row"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Point:
    """Something that an example ought to reach, with its place in the pack; `what` says it in words."""

    kind: PointKind
    rule: str
    subject: str
    what: str
    place: Place


@dataclass(frozen=True, slots=True)
class Turn:
    """One way that a formula can go: there where a node of its tree comes to a boolean.

    `is_condition` where the node is the condition of an `if`, for which null counts as false.
    """

    node: Node
    value: bool
    point: Point
    is_condition: bool = False


def rule_point(rule: Rule) -> Point | None:
    """Return the point of a rule as a whole; a rule in words has none, since nothing computes with it."""
    if rule.is_prose:
        return None
    return Point(PointKind.RULE, rule.id, rule.subject, rule.title, rule.place)


def assumption_point(rule: Rule, input_: Input) -> Point:
    """Return the point of an input's `otherwise`."""
    what = f"`{input_.name}` is not given and taken from its `otherwise`"
    return Point(PointKind.BRANCH, rule.id, rule.subject, what, input_.place or rule.place)


# ── Branches ──────────────────────────────────────────────────────────────────────────────────────────────────────


def turns_of(rule: Rule) -> Iterator[Turn]:
    """Yield the ways that the formulas of a rule can go, in the order in which they are written."""
    conditions = {id(each.condition) for each in rule.conditions()}
    for expression in rule.expressions():
        yield from _turns(expression.tree, _PointMaker(rule, expression), is_reported=id(expression) in conditions)


@dataclass(frozen=True, slots=True)
class _PointMaker:
    """Makes the points of one expression."""

    rule: Rule
    expression: Expression

    def turn(self, node: Node, value: bool, what: str, at: Node, *, is_condition: bool = False) -> Turn:
        """Return the turn of a node that comes to a boolean; its place is that of the node `at`."""
        place = self.expression.source.place(at.span)
        return Turn(node, value, Point(PointKind.BRANCH, self.rule.id, self.rule.subject, what, place), is_condition)

    def written(self, node: Node) -> str:
        """Return a node as the author wrote it, on one line and not too long."""
        text = " ".join(self.expression.text[slice(*node.span)].split())
        return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _turns(node: Node, writer: _PointMaker, *, is_reported: bool) -> Iterator[Turn]:
    """Yield the turns of a tree. `is_reported` where a node above has turns for both values."""
    match node:
        case If():
            condition = writer.written(node.condition)
            yield writer.turn(node.condition, True, f"`then` of `if {condition}`", node.consequence, is_condition=True)
            yield writer.turn(node.condition, False, f"`else` of `if {condition}`", node.alternative, is_condition=True)
            yield from _turns(node.condition, writer, is_reported=True)
            yield from _turns(node.consequence, writer, is_reported=False)
            yield from _turns(node.alternative, writer, is_reported=False)
        case Conjunction() | Disjunction():
            yield from _chain(node, writer, is_reported=is_reported)
        case _:
            for child in children(node):
                yield from _turns(child, writer, is_reported=False)


def _chain(node: Conjunction | Disjunction, writer: _PointMaker, *, is_reported: bool) -> Iterator[Turn]:
    """Yield the turns of `a and b and c`: each operand that decides, then that none does."""
    decisive = isinstance(node, Disjunction)
    operands = list(_operands(node, type(node)))
    word = "or" if decisive else "and"
    for operand in operands:
        what = f"`{writer.written(operand)}` is {'true' if decisive else 'false'} and decides the `{word}`"
        yield writer.turn(operand, decisive, what, operand)
        yield from _turns(operand, writer, is_reported=True)
    if not is_reported:
        what = f"all operands of `{word}` are {'false' if decisive else 'true'}"
        yield writer.turn(node, not decisive, what, node)


def _operands(node: Node, kind: type[Node]) -> Iterator[Node]:
    if isinstance(node, Conjunction | Disjunction) and isinstance(node, kind):
        yield from _operands(node.left, kind)
        yield from _operands(node.right, kind)
    else:
        yield node
