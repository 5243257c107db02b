"""Grows expressions that check clean: a pool of small ones, from which larger ones are made and kept if they check.

Every node of the language may come up, over names of every kind of type, so that what the checker accepts is tried
where a generator of well-typed trees would not look.
"""

from decimal import Decimal

from checker_cases import NAMED
from rulewright.language import syntax as s
from rulewright.language.builtins import BUILTINS
from rulewright.language.checker import Environment, check_expression
from rulewright.language.relations import without_null
from rulewright.language.temporal.values import Date, DateTime, DaysDuration, Time, YearsDuration
from rulewright.language.types import (
    BOOLEAN,
    DATE,
    DATE_AND_TIME,
    DAYS_DURATION,
    NUMBER,
    STRING,
    TIME,
    YEARS_DURATION,
    AnyType,
    ContextType,
    EnumType,
    FunctionType,
    ListType,
    MapType,
    NeverType,
    Nullable,
    NullType,
    NumberType,
    RangeType,
    SimpleType,
)
from rulewright.language.values import FunctionValue, Range
from rulewright.source import SourceText

RECORD = ContextType((("points", NAMED["points"]), ("part", Nullable(NAMED["season"]))), "record")
NAMES = {
    "x": NUMBER,
    "price": NAMED["money"],
    "model": NAMED["model"],
    "text": STRING,
    "flag": BOOLEAN,
    "day": DATE,
    "moment": DATE_AND_TIME,
    "clock": TIME,
    "span": DAYS_DURATION,
    "age": YEARS_DURATION,
    "xs": ListType(NUMBER),
    "gaps": ListType(Nullable(NUMBER)),
    "records": ListType(RECORD),
    "record": RECORD,
    "shares": MapType(NUMBER, NAMED["season"]),
    "reach": RangeType(NUMBER),
    "maybe": Nullable(NUMBER),
    "maybe_model": Nullable(NAMED["model"]),
}
ENVIRONMENT = Environment(names=NAMES, types=NAMED)
SOURCE = SourceText.of("x")
SMALL = (*(s.Name(name) for name in NAMES), *(s.NumberLiteral(Decimal(text)) for text in ("0", "1", "2", "0.5")))
LEAVES = (
    *SMALL,
    *(s.StringLiteral(text) for text in ("", "a", "C_mco", "spring", "D")),
    s.BooleanLiteral(True),
    s.BooleanLiteral(False),
    s.NullLiteral(),
    s.ListLiteral(()),
    *(s.AtLiteral(text) for text in ("2020-02-29", "PT1H", "P1Y", "10:00:00")),
)
ORDER = s.FunctionDefinition(
    (s.FormalParameter("a", None), s.FormalParameter("b", None)), s.Comparison("<", s.Name("a"), s.Name("b"))
)
TYPES = tuple(s.NamedType(name) for name in ("number", "string", "date", "boolean", "season"))


def grow(rng, rounds=60):
    """Return trees with what the checker says of them, smallest first."""
    pool = [(leaf, check_expression(leaf, SOURCE, ENVIRONMENT)) for leaf in LEAVES]
    for _ in range(rounds):
        tree = larger(rng, pool)
        checked = check_expression(tree, SOURCE, ENVIRONMENT)
        if checked.is_clean:
            pool.append((tree, checked))
    return pool[len(LEAVES) :]


def larger(rng, pool):
    """Return one more node over trees of the pool, later ones more often than early ones."""

    def some(*kinds):
        for _ in range(20 if kinds and AnyType not in kinds else 0):
            tree, checked = pick()
            if isinstance(checked.type, kinds):
                return tree
        return pick()[0]

    def pick():
        return rng.choice(pool if rng.random() < 0.6 else pool[-20:])

    def condition():
        candidates = [tree for tree, checked in pool if checked.type == BOOLEAN]
        return rng.choice(candidates) if rng.random() < 0.9 else some()

    def listed():
        return some(ListType)

    def with_item(tree):
        """Return the tree with a name replaced by one that is bound around it."""
        return rng.choice(
            [
                s.Name("item"),
                s.Name("i"),
                s.Arithmetic("+", s.Name("i"), tree),
                s.Comparison("!=", s.Name("item"), s.NullLiteral()),
                s.Comparison(">", s.Name("item"), tree),
                s.Comparison(rng.choice(["<", "="]), s.Name("points"), tree),
                s.PathExpression(s.Name("i"), "points"),
                s.Name("partial"),
                tree,
            ]
        )

    def iterators():
        end = some(NumberType) if rng.random() < 0.2 else None
        return (s.Iterator("i", some(NumberType) if end else listed(), end),)

    def test():
        return rng.choice(
            [
                lambda: s.ComparisonTest(rng.choice(["<", ">=", "=", "!="]), some()),
                lambda: s.RangeLiteral(some(), some(), rng.random() < 0.5, rng.random() < 0.5),
                some,
                listed,
            ]
        )()

    def called():
        builtin = rng.choice(tuple(BUILTINS.values()))
        signature = rng.choice(builtin.signatures)
        arguments = [some(type(without_null(type_))) for _, type_ in signature.parameters]
        if signature.is_variadic:
            arguments += arguments[-1:] * rng.randint(0, 1)
        return s.Invocation(s.Name(builtin.name), tuple(arguments))

    def guarded():
        name = rng.choice(["maybe", "maybe_model", "model", "text"])
        tests = [
            s.Comparison(rng.choice(["=", "!="]), s.Name(name), s.NullLiteral()),
            s.Comparison(rng.choice(["=", "!="]), s.Name(name), s.StringLiteral("C_mco")),
            s.In(s.Name(name), (s.StringLiteral("C_mco"), s.StringLiteral("A_partnership"))),
            s.InstanceOf(s.Name(name), s.NamedType("number")),
        ]
        guard = rng.choice(tests)
        if rng.random() < 0.3:
            guard = s.Invocation(s.Name("not"), (guard,))
        used = rng.choice([s.Name(name), s.Arithmetic("+", s.Name(name), s.NumberLiteral(Decimal(1)))])
        kind = rng.random()
        if kind < 0.2:
            return s.Conjunction(guard, s.Comparison(">", s.Name(name), some(NumberType)))
        if kind < 0.4:
            return s.Disjunction(guard, s.Comparison(">", s.Name(name), some(NumberType)))
        return s.If(guard, *rng.sample([used, some()], 2))

    makers = [
        lambda: s.Arithmetic(rng.choice(["+", "-", "*", "/", "**"]), some(), some()),
        lambda: s.Arithmetic(rng.choice(["+", "-", "*", "/"]), some(NumberType), some(NumberType)),
        lambda: s.Arithmetic(rng.choice(["+", "-"]), some(SimpleType), some(SimpleType)),
        lambda: s.Negation(some(NumberType, SimpleType)),
        lambda: s.Comparison(rng.choice(["=", "!=", "<", ">="]), some(), some()),
        lambda: s.Comparison(rng.choice(["=", "<", "<="]), some(NumberType), some(NumberType)),
        lambda: s.Conjunction(condition(), condition()),
        lambda: s.Disjunction(condition(), condition()),
        lambda: s.Between(some(NumberType), some(NumberType), some(NumberType)),
        lambda: s.In(some(), tuple(test() for _ in range(rng.randint(1, 2)))),
        lambda: s.InstanceOf(some(), rng.choice(TYPES)),
        lambda: s.If(condition(), some(), some()),
        lambda: s.ListLiteral(tuple(some() for _ in range(rng.randint(1, 3)))),
        lambda: s.ContextLiteral((s.ContextEntry("i", some()), s.ContextEntry("points", with_item(some())))),
        lambda: s.RangeLiteral(some(NumberType), some(NumberType), True, rng.random() < 0.5),
        lambda: s.PathExpression(
            some(), rng.choice(["points", "part", "spring", "i", "year", "days", "start", "time offset"])
        ),
        lambda: s.Filter(listed(), with_item(condition())),
        lambda: s.Filter(listed(), some(NumberType)),
        lambda: s.For(iterators(), with_item(some())),
        lambda: s.Quantified(rng.choice(["some", "every"]), iterators(), with_item(condition())),
        lambda: s.Invocation(s.Name("sort"), (listed(), ORDER)),
        lambda: s.Invocation(s.FunctionDefinition((s.FormalParameter("i", None),), with_item(some())), (some(),)),
        called,
        called,
        called,
        guarded,
        guarded,
    ]
    return rng.choice(makers)()


# ── Values ────────────────────────────────────────────────────────────────────────────────────────────────────────


def value_of(type_, rng):
    """Return a value of a type."""
    match type_:
        case Nullable(inner):
            return None if rng.random() < 0.4 else value_of(inner, rng)
        case NumberType():
            return Decimal(rng.choice(["0", "1", "2", "3", "10"] if type_.low else ["-2", "0", "0.5", "1", "2", "10"]))
        case EnumType():
            return rng.choice(type_.members)
        case ListType(item):
            return [value_of(item, rng) for _ in range(rng.randint(0, 3))]
        case RangeType():
            return Range(Decimal(1), Decimal(3), rng.random() < 0.5, True)
        case ContextType():
            return {name: value_of(each, rng) for name, each in type_.entries}
        case MapType(value, key):
            return {member: value_of(value, rng) for member in key.members}
    return {
        "string": rng.choice(["", "a", "C_mco"]),
        "boolean": rng.random() < 0.5,
        "date": Date(2020, 2, rng.randint(1, 29)),
        "date and time": DateTime(Date(2020, 2, 29), Time(10, 0, 0)),
        "time": Time(rng.randint(0, 23), 0, 0),
        "days and time duration": DaysDuration(rng.choice([-1, 0, 1]) * 3_600 * 10**9),
        "years and months duration": YearsDuration(rng.randint(-3, 14)),
    }[type_.name]


KINDS = {
    "string": str,
    "boolean": bool,
    "date": Date,
    "date and time": DateTime,
    "time": Time,
    "days and time duration": DaysDuration,
    "years and months duration": YearsDuration,
}


def belongs(value, type_, is_failure):
    """Whether a value is of a type, as strictly as the checker means it; failures are recognized by `is_failure`."""
    if is_failure(value) or isinstance(type_, AnyType):
        return True
    if value is None or isinstance(type_, NullType):
        return value is None and isinstance(type_, Nullable | NullType)
    match type_:
        case Nullable(inner):
            return belongs(value, inner, is_failure)
        case NumberType():
            return isinstance(value, Decimal) and (not type_.is_whole or value == value.to_integral_value())
        case EnumType(_, members):
            return value in members
        case SimpleType(name):
            return type(value) is KINDS[name]
        case ListType(item):
            return isinstance(value, list) and all(belongs(each, item, is_failure) for each in value)
        case RangeType(item):
            ends = [end for end in (value.start, value.end) if end is not None]
            return all(belongs(end, item, is_failure) for end in ends)
        case ContextType(entries, _, is_closed):
            known = dict(entries)
            return (not is_closed or set(value) == set(known)) and all(
                belongs(value[name], each, is_failure) for name, each in entries
            )
        case MapType(inner):
            return all(belongs(each, inner, is_failure) for each in value.values())
        case FunctionType():
            return isinstance(value, FunctionValue)
        case NeverType():
            return False
    return False


def is_known(type_):
    """Whether nothing of a type is left open; what a function gives is seen at its calls."""
    match type_:
        case AnyType():
            return False
        case Nullable(inner) | ListType(inner) | RangeType(inner) | MapType(inner):
            return isinstance(inner, NeverType) or is_known(inner)
        case ContextType(entries):
            return all(is_known(each) for _, each in entries)
    return True
