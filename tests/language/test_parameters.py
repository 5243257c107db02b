"""What is said where the arguments of a call do not meet the parameters of what is called."""

from __future__ import annotations

import pytest
from rulewright.language.parameters import FormalParameters, callee_of, misbound
from rulewright.language.syntax import ListLiteral, Name, PathExpression, RuleReference

DATE = (FormalParameters(("from",)), FormalParameters(("year", "month", "day")))
RATE = (FormalParameters(("members", "months", "share"), optional=frozenset({"months"})),)
DUE = (FormalParameters(("amount", "share", "months"), optional=frozenset({"share", "months"})),)
SUM = (FormalParameters(("list",)), FormalParameters(("c1", "c2"), is_variadic=True))
NOW = (FormalParameters(()),)
PUT = (FormalParameters(("context", "key", "value"), untyped=frozenset({"value"}), fills_null=True),)
READ = (FormalParameters(("from", "grouping", "decimal"), nullable=frozenset({"grouping", "decimal"})),)


@pytest.mark.parametrize(
    ("ways", "call", "said"),
    [
        (DATE, 1, ""),
        (DATE, 3, ""),
        (DATE, 0, "missing-argument: `f` is called without `from`; it is `f(from)` or `f(year, month, day)`"),
        (DATE, 2, "extra-argument at 1: `f` takes 1 or 3 arguments, not 2; it is `f(from)` or `f(year, month, day)`"),
        (DATE, 5, "extra-argument at 3: `f` takes 1 or 3 arguments, not 5; it is `f(from)` or `f(year, month, day)`"),
        (DATE, "day month year", ""),
        (DATE, "day month", "missing-argument: `f` is called without `year`; it is `f(from)` or `f(year, month, day)`"),
        (DATE, "from day", "missing-argument: `f` needs other arguments; it is `f(from)` or `f(year, month, day)`"),
        (DATE, "yaer", "unknown-argument at 0: `f` has no argument `yaer`; did you mean `year`?"),
        (RATE, 3, ""),
        (RATE, "share members", ""),
        (RATE, 1, "missing-argument: `f` is called without `months`, `share`; it is `f(members, months, share)`"),
        (RATE, "share", "missing-argument: `f` is called without `members`; it is `f(members, months, share)`"),
        (DUE, 1, ""),
        (DUE, 3, ""),
        (DUE, 4, "extra-argument at 3: `f` takes 1 or 2 or 3 arguments, not 4; it is `f(amount, share, months)`"),
        (SUM, 9, ""),
        (SUM, 0, "missing-argument: `f` is called without `list`; it is `f(list)` or `f(c1, c2, …)`"),
        (NOW, 0, ""),
        (NOW, 1, "extra-argument at 0: `f` takes 0 arguments, not 1; it is `f()`"),
        (PUT, "key context", ""),
        (PUT, 2, "missing-argument: `f` is called without `value`; it is `f(context, key, value)`"),
        (PUT, "key value", "missing-argument: `f` is called without `context`; it is `f(context, key, value)`"),
        (PUT, "key key context", "duplicate-name at 1: argument `key` is given twice; remove one, or rename it"),
        (
            READ,
            0,
            "missing-argument: `f` is called without `from`, `grouping`, `decimal`; it is `f(from, grouping, decimal)`",
        ),
        (
            READ,
            1,
            (
                "missing-argument: `f` is called without `grouping`, `decimal`;"
                " write null for what is left out: `f(from, null, null)`"
            ),
        ),
        (
            READ,
            "from",
            "missing-argument: `f` is called without `grouping`, `decimal`; it is `f(from, grouping, decimal)`",
        ),
    ],
)
def test_a_call_that_does_not_meet_its_parameters_is_reported(ways, call, said):
    count, names = (call, ()) if isinstance(call, int) else (0, call.split())

    problems = misbound("f", ways, count, names)

    assert [
        f"{each.code}{'' if each.argument is None else f' at {each.argument}'}: {each.reason}" for each in problems
    ] == ([said] if said else [])


def test_every_unknown_name_is_reported():
    problems = misbound("f", RATE, 0, ("membres", "members", "shares"))

    assert [each.argument for each in problems] == [0, 2]


def test_a_call_by_position_and_by_name_is_reported_at_the_first_name():
    (problem,) = misbound("f", RATE, 2, ("share",))

    assert (problem.code, problem.argument) == ("mixed-arguments", 2)


def test_an_example_is_part_of_the_hint():
    (problem,) = misbound("abs", (FormalParameters(("n",)),), 0, (), "abs(-1)")

    assert problem.hint == "it is `abs(n)`, as in `abs(-1)`"


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (Name("f"), "f"),
        (PathExpression(PathExpression(Name("a"), "b"), "f"), "a.b.f"),
        (RuleReference("fees.due", "due"), "due"),
        (RuleReference("fees.due"), "fees.due"),
        (PathExpression(ListLiteral(()), "f"), ""),
        (ListLiteral(()), ""),
    ],
)
def test_a_function_is_called_what_stands_before_the_brackets(function, name):
    assert callee_of(function) == name


def test_a_function_without_a_name_is_called_that():
    (problem,) = misbound("", (FormalParameters(("a", "b")),), 1)

    assert problem.reason == "the function is called without `b`; it is `function(a, b)`"


@pytest.mark.parametrize(
    ("way", "call", "places"),
    [
        (RATE[0], 2, (0, 1)),
        (RATE[0], 4, (0, 1, 2, None)),
        (RATE[0], "share moths members", (2, None, 0)),
        (SUM[1], 4, (0, 1, 1, 1)),
    ],
)
def test_each_argument_has_the_place_of_its_parameter(way, call, places):
    count, names = (call, ()) if isinstance(call, int) else (0, call.split())

    assert way.bind("f", count, names).places == places
