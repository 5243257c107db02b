"""Compares what an amendment says there was with what there is: by meaning, so that layout and spelling do not count.

A figure is its value and its status; its source and note count where the amendment writes them. A formula is its tree.
Texts for people are their words. The rows of a table whose hit policy knows no order are a set.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rulewright.language.grammar.parser import Parsed, parse_expression, parse_unary_tests
from rulewright.language.grammar.printer import print_expression
from rulewright.packs.amendments.pieces import BY_POSITION, Pieces
from rulewright.packs.format.citations import CitationReader
from rulewright.packs.format.decode import decode
from rulewright.packs.format.figures import EVERY, FigureReader
from rulewright.packs.format.schema import PROSE
from rulewright.packs.format.values import key_written
from rulewright.packs.kinds.parameter import WrittenParameter
from rulewright.packs.model.rules import Citation, Figure, Input
from rulewright.packs.yaml.text import Sources
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, SequenceNode, TreeNode, plain

WORDS = PROSE | {"document", "section", "exhibit", "page", "changed_by", "approval", "decided_by", "id"}
"""Keys whose values are words."""
IN_ORDER = frozenset({"inputs", "where", "outputs", "record", "keys", "reads"})
"""Mappings in which the order of the entries is part of the meaning."""
DETAILS = ("source", "note", "status")


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """Reads the figures of the rule in which a piece stands."""

    reader: FigureReader

    @classmethod
    def of(cls, rule: TreeNode, pieces: Pieces, sources: Sources) -> RuleFigures:
        """Return the reader of a rule's figures."""
        written = decode(rule, WrittenParameter)
        type_ = pieces.types.written(written.type).value
        status = written.status.text if written.status else "enacted"
        return cls(FigureReader(type_, status, Citation(""), CitationReader({}), sources))  # type: ignore[arg-type]  # a status, as the schema will see

    def same(self, one: TreeNode, other: TreeNode) -> bool:
        """Whether two figures have one value and one status; details count where the first has them."""
        if _meaning(self.reader.read(one).value) != _meaning(self.reader.read(other).value):
            return False
        written = [name for name in ("source", "note") if isinstance(one, MappingNode) and name in one]
        return all(isinstance(other, MappingNode) and _same_entry(one, other, name) for name in written)

    def same_cells(self, one: TreeNode, other: TreeNode, keys: Sequence[Input]) -> bool:
        """Whether two pieces of a table hold the same figures; `keys` are those that lead on to a cell."""
        if not keys:
            return self.same(one, other)
        first, second = (_by_key(each, keys[0]) for each in (one, other))
        return first.keys() == second.keys() and all(
            self.same_cells(first[key], second[key], keys[1:]) for key in first
        )


def _by_key(node: TreeNode, key: Input) -> dict[str, TreeNode]:
    """Return what stands under each key of a table, by the text under which its figures are kept."""
    entries = node if isinstance(node, MappingNode) else ()
    return {
        each.name if each.name == EVERY else key_written(each.key, key.type).value or each.name: each.value
        for each in entries
    }


def _meaning(figure: Figure) -> tuple[object, ...]:
    return (figure.value, figure.status, figure.absence)


def _same_entry(one: TreeNode, other: TreeNode, name: str) -> bool:
    first = one.get(name) if isinstance(one, MappingNode) else None
    second = other.get(name) if isinstance(other, MappingNode) else None
    return first is not None and second is not None and same(first, second, name)


def same(one: TreeNode, other: TreeNode, name: str = "", policy: str = "") -> bool:
    """Whether two trees say the same; `name` is the key under which they stand."""
    if isinstance(one, ScalarNode) and isinstance(other, ScalarNode):
        return _same_text(one, other, name)
    if isinstance(one, SequenceNode) and isinstance(other, SequenceNode):
        if name == "rows" and policy and policy not in BY_POSITION:
            return _same_set(one, other)
        return len(one) == len(other) and all(same(a, b, name) for a, b in zip(one, other, strict=True))
    if not isinstance(one, MappingNode) or not isinstance(other, MappingNode):
        return False
    names, others = [each.name for each in one], [each.name for each in other]
    if names != others if name in IN_ORDER else sorted(names) != sorted(others):
        return False
    policy = one.text("hit_policy")
    return all(same(each.value, other.get(each.name, other), each.name, policy) for each in one)


def where_apart(was: TreeNode, node: TreeNode, name: str = "", policy: str = "") -> tuple[TreeNode, TreeNode, str]:
    """Return where two trees begin to say other things, as deep inside as possible; in words, where an entry lacks."""
    if isinstance(was, SequenceNode) and isinstance(node, SequenceNode):
        one, other = list(was), list(node)
        if name == "rows" and policy and policy not in BY_POSITION:
            one, other = (
                [row for row in rows if not any(same(row, each) for each in beside)]
                for rows, beside in ((was, node), (node, was))
            )
        pairs = [pair for pair in zip(one, other, strict=False) if not same(*pair, name)]
        return where_apart(*pairs[0], name) if len(was) == len(node) and pairs else (was, node, "")
    if not isinstance(was, MappingNode) or not isinstance(node, MappingNode):
        return was, node, ""
    for each in was:
        beside = node.get(each.name)
        if beside is None:
            return each.value, node, f"there was no `{each.name}`"
        if not same(each.value, beside, each.name, was.text("hit_policy")):
            return where_apart(each.value, beside, each.name, was.text("hit_policy"))
    missing = next((each for each in node if each.name not in was), None)
    return (was, node, "") if missing is None else (was, missing.value, f"there was `{missing.name}` as well")


def spelled_otherwise(was: TreeNode, node: TreeNode) -> str:
    """Return the hint for a figure that is the one that stands there in a spelling that its type does not take."""
    said, there = (each.get("value") if isinstance(each, MappingNode) else each for each in (was, node))
    if not isinstance(said, ScalarNode) or not isinstance(there, ScalarNode) or said.text == there.text:
        return ""
    one, other = _number(said.text), _number(there.text)
    if one is None or other is None:
        return ""
    if one == other:
        return f"`{said.text}` and `{there.text}` are one value: write `{there.text}`, as it stands there"
    is_sign_missing = (
        other.scaleb(2) == one and there.text.strip().endswith("%") and not said.text.strip().endswith("%")
    )
    return f"a percent has its sign: write `{there.text}`" if is_sign_missing else ""


def _number(text: str) -> Decimal | None:
    """Return the number that people would read in a text: with signs of currency, of percent, and of thousands."""
    plain_text = text.strip().strip("$€£ ").removesuffix("%").replace(",", "").replace("_", "").replace(" ", "")
    try:
        number = Decimal(plain_text)
    except ArithmeticError:
        return None
    if not number.is_finite():
        return None
    return number.scaleb(-2) if text.strip().endswith("%") else number


def _same_set(one: SequenceNode, other: SequenceNode) -> bool:
    left = list(other)
    for item in one:
        found = next((each for each in left if same(item, each)), None)
        if found is None:
            return False
        left.remove(found)
    return not left


def _same_text(one: ScalarNode, other: ScalarNode, name: str) -> bool:
    if one.text.split() == other.text.split():
        return True
    if name in WORDS or plain(one) == plain(other):
        return plain(one) == plain(other)
    return any(_is_one_tree(one, other, parse) for parse in (parse_expression, parse_unary_tests))


def _is_one_tree(one: ScalarNode, other: ScalarNode, parse: Callable[..., Parsed]) -> bool:
    first, second = parse(one.source), parse(other.source)
    if first.tree is None or second.tree is None or first.diagnostics or second.diagnostics:
        return False
    return print_expression(first.tree) == print_expression(second.tree)
