"""Reads the cases of the checker: texts whose lines are expressions with the problems expected beside them.

A line that begins with `#` declares what the lines below it see:

    # names: age number, model enum(A, B), measures list<record(points points, eligible boolean)>
    # rules: scoring.rate(period period, share? percent) -> rate, scoring.cap money
    # expects: money          what the place of the expression declares
    # input: number           the lines are unary tests of such an input
    # assumes: share != null  a condition that holds wherever the lines are evaluated
    # allows: clock         reading it; `nulls`: that a call by name leaves out what may be null

Behind `###` stand the column and code of every problem (`incomparable(warning)` where that is no error), or `: type`
where there is none and the type matters.
"""

import re
from dataclasses import dataclass, field, fields, is_dataclass, replace

from rulewright.language.checker import Checked, Environment, check_expression, check_unary_tests
from rulewright.language.grammar.parser import parse_expression, parse_unary_tests
from rulewright.language.kinds import SCALAR_TYPES
from rulewright.language.syntax import Name, Node, PathExpression, RuleReference
from rulewright.language.types import (
    ANY,
    ContextType,
    EnumType,
    FunctionType,
    ListType,
    MapType,
    Nullable,
    NumberType,
    RangeType,
    Type,
    Unit,
)
from rulewright.source import SourceText

USD = Unit((("USD", 1),))
NAMED = {
    "money": NumberType(USD, "money"),
    "money_million": NumberType(Unit((("USD", 1),), 6), "money_million"),
    "rate": NumberType(Unit((("USD", 1), ("member", -1), ("month", -1))), "rate"),
    "members": NumberType(Unit((("member", 1),)), "members", is_whole=True, low="0"),
    "months": NumberType(Unit((("month", 1),)), "months", is_whole=True, low="0"),
    "fraction": NumberType(name="fraction", low="0", high="1"),
    "growth": NumberType(name="percent", low="-1", high="2"),
    "points": NumberType(Unit((("point", 1),)), "points", low="0", high="10"),
    "model": EnumType("model", ("A_partnership", "B_primary_care", "C_mco"), (("A", "A_partnership"),)),
    "quarter": EnumType("quarter", ("Q0", "Q1", "Q2")),
    "period": EnumType("period", ("PREP", "BP1", "BP2", "BP3")),
    "season": EnumType("season", ("spring", "summer")),
    "year_part": EnumType("year_part", ("summer", "winter")),
}
TOKEN = re.compile(r"\s*(->|[A-Za-z_][\w.]*|[<>(),?])")


class Declarations:
    """Reads `name type, name type …`."""

    def __init__(self, text):
        self.tokens = TOKEN.findall(text)
        assert "".join(self.tokens) == re.sub(r"\s", "", text), f"cannot read {text!r}"

    def take(self, token):
        found = bool(self.tokens) and self.tokens[0] == token
        if found:
            self.tokens.pop(0)
        return found

    def pairs(self):
        found = {}
        while self.tokens and self.tokens[0] != ")":
            name = self.tokens.pop(0)
            is_optional = self.take("?")
            found[name] = (self.rule(), is_optional)
            self.take(",")
        return found

    def rule(self):
        if not self.take("("):
            return self.type()
        parameters = self.pairs()
        assert self.take(")")
        assert self.take("->")
        optional = frozenset(name for name, (_, is_optional) in parameters.items() if is_optional)
        pairs = tuple((name, type_) for name, (type_, _) in parameters.items())
        return FunctionType(pairs, self.type(), optional=optional)

    def type(self):
        words = [self.tokens.pop(0)]
        while (
            self.tokens
            and self.tokens[0] in {"and", "time", "duration", "months"}
            and words[0]
            in {
                "date",
                "days",
                "years",
            }
        ):
            words.append(self.tokens.pop(0))
        type_ = self.made(" ".join(words))
        return Nullable(type_) if self.take("?") else type_

    def made(self, name):
        if name in {"list", "range", "map"}:
            assert self.take("<")
            inner = self.type()
            key = None
            if self.take(","):
                key, inner = inner, self.type()
            assert self.take(">")
            return MapType(inner, key) if name == "map" else {"list": ListType, "range": RangeType}[name](inner)
        if name in {"enum", "record"}:
            assert self.take("(")
            if name == "record":
                entries = tuple((key, type_) for key, (type_, _) in self.pairs().items())
                made = ContextType(entries)
            else:
                members = []
                while self.tokens[0] != ")":
                    members.append(self.tokens.pop(0))
                    self.take(",")
                made = EnumType("enum", tuple(members))
            assert self.take(")")
            return made
        return SCALAR_TYPES.get(name) or NAMED[name]


@dataclass(frozen=True)
class Surroundings:
    """What the lines below a header see."""

    environment: Environment = field(default_factory=lambda: Environment(types=NAMED))
    expected: Type | None = None
    input: Type | None = None

    def declared(self, key, text):
        if key in {"expects", "input"}:
            return replace(self, **{"expected" if key == "expects" else "input": Declarations(text).type()})
        if key == "assumes":
            condition = parse_expression(SourceText.of(text)).tree
            return replace(self, environment=replace(self.environment, assumed=(*self.environment.assumed, condition)))
        if key == "allows":
            return replace(
                self,
                environment=replace(self.environment, forbid_clock="clock" not in text, fills_null="nulls" in text),
            )
        names = {name: type_ for name, (type_, _) in Declarations(text).pairs().items()}
        return replace(self, environment=replace(self.environment, **{key: names}))

    def check(self, text, path="<expression>") -> Checked:
        source = SourceText.of(text, path)
        parsed = (parse_expression if self.input is None else parse_unary_tests)(source)
        if parsed.tree is None:
            return Checked(ANY, parsed.diagnostics, {})
        tree = linked(parsed.tree, self.environment)
        if self.input is not None:
            checked = check_unary_tests(tree, source, self.environment, self.input)
        else:
            checked = check_expression(tree, source, self.environment, self.expected)
        return replace(checked, diagnostics=parsed.diagnostics + checked.diagnostics)


def linked(node, environment):
    """Return the tree with the ids of rules resolved, as a linker does."""
    dotted = dotted_text(node)
    if dotted in environment.rules and dotted.split(".")[0] not in environment.names:
        return RuleReference(dotted, dotted, span=node.span)
    changes = {}
    for part in fields(node):
        value = getattr(node, part.name)
        if isinstance(value, Node):
            changes[part.name] = linked(value, environment)
        elif isinstance(value, tuple) and part.name != "span":
            changes[part.name] = tuple(
                linked(each, environment) if is_dataclass(each) and isinstance(each, Node) else each for each in value
            )
    return replace(node, **changes) if changes else node


def dotted_text(node):
    if isinstance(node, Name):
        return node.name
    if isinstance(node, PathExpression):
        before = dotted_text(node.target)
        return None if before is None else f"{before}.{node.name}"
    return None


def headed(line):
    """Return the key and text of a header line, or None."""
    match = re.match(r"#+ (names|rules|expects|input|allows|assumes):\s*(.*)$", line)
    return match.groups() if match else None


def read_cases(text):
    """Return (line number, expression, what stands behind `###`, surroundings) of every case."""
    surroundings = Surroundings()
    was_header = False
    for number, line in enumerate(text.splitlines(), start=1):
        header = headed(line)
        if header:
            surroundings = (surroundings if was_header else Surroundings()).declared(*header)
        was_header = header is not None
        if header or not line.strip() or line.startswith("# "):
            continue
        expression, _, expected = line.partition("###")
        yield number, expression.rstrip(), expected.strip(), surroundings
