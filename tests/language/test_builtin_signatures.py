"""How signatures of built-ins are read, and what they say about types."""

from __future__ import annotations

from decimal import Decimal

import pytest
from rulewright.language.builtins import BUILTINS
from rulewright.language.builtins.builtin import builtin
from rulewright.language.builtins.signatures import read_signatures, type_of_text
from rulewright.language.description import describe
from rulewright.language.grammar.known_names import BUILT_IN_NAMES
from rulewright.language.types import NULL, NUMBER, STRING, ListType, NumberType, Unit
from rulewright.language.values import Failure

MONEY = NumberType(Unit((("USD", 1),)), "money")


def shown(text: str) -> list[str]:
    """Return the parameters of each signature that a text stands for."""
    return [
        ", ".join(f"{name}: {describe(type_)}" for name, type_ in each.parameters) + (", …" if each.is_variadic else "")
        for each in read_signatures(text, len)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f() -> date", [""]),
        ("f(a: number) -> number", ["a: number"]),
        ("f(start position: date and time) -> any", ["start position: date and time"]),
        ("f(a: number, b?: string?) -> number", ["a: number", "a: number, b: string?"]),
        ("f(a?: number, b?: number) -> number", ["", "a: number", "a: number, b: number"]),
        ("f(a: list<N>, b: T, …) -> list<T>", ["a: list<number>, b: any, …"]),
        ("f(a: list<B>, b: B) -> boolean", ["a: list<any>, b: any"]),
        ("f(a: list<list<string?>>) -> any", ["a: list<list<string?>>"]),
        ("f(a: range<number>, b: context) -> any", ["a: range<number>, b: context<>"]),
        (
            "f(a: list<context<key: string, value: any>>, b: number) -> any",
            ["a: list<context<key: string, value: any>>, b: number"],
        ),
        (
            "f(by: function<list<T>, any> -> list<T>, a: T) -> T",
            ["by: function<list<any>, any> -> list<any>, a: any"],
        ),
        ("f(by: function<> -> T) -> T", ["by: function<> -> any"]),
    ],
)
def test_a_signature_stands_for_one_for_each_count_of_parameters(text, expected):
    assert shown(text) == expected


def test_a_type_that_there_is_not_is_refused():
    with pytest.raises(KeyError):
        type_of_text("list<nubmer>")


@pytest.mark.parametrize(
    ("name", "arguments", "result"),
    [
        ("append", (ListType(MONEY), MONEY), ListType(MONEY)),
        ("append", (MONEY, MONEY), ListType(MONEY)),
        ("min", (ListType(MONEY),), MONEY),
        ("max", (MONEY, MONEY), MONEY),
        ("sum", (ListType(STRING),), NUMBER),
        ("mode", (ListType(MONEY),), ListType(MONEY)),
        ("sort", (ListType(MONEY), STRING), ListType(MONEY)),
        ("flatten", (ListType(ListType(MONEY)),), ListType(MONEY)),
        ("string", (NULL,), NULL),
        ("count", (ListType(MONEY),), NUMBER),
    ],
)
def test_the_result_has_the_type_that_the_arguments_determine(name, arguments, result):
    signature = next(each for each in BUILTINS[name].signatures if each.takes(len(arguments)))

    assert signature.result_type(arguments) == result


def test_a_function_is_declared_with_its_help_and_its_example():
    @builtin("double of(n: N) -> N", example=("double of(2)", "4"), more={"double of(s: string) -> string": str.lower})
    def double(n):
        """Returns twice
        a number.
        """
        return n * 2

    assert (double.name, double.summary, double.example) == ("double of", "Returns twice a number", "double of(2)")
    assert double.call(3.0).code == "wrong-argument"
    assert double.call("A") == "a"
    assert double.call_named({"s": "A"}) == "a"


def test_the_grammar_knows_the_names_of_several_words_that_are_declared_and_no_others():
    known = {name for entries in BUILT_IN_NAMES.values() for _, name in entries}

    assert known == {name for name in BUILTINS if " " in name}


@pytest.mark.parametrize("name", [name for name, each in BUILTINS.items() if each.pattern])
def test_a_pattern_stands_in_one_place_whatever_the_signature(name):
    each = BUILTINS[name]

    assert {signature.parameters[each.pattern_place][0] for signature in each.signatures} == {each.pattern}


@pytest.mark.parametrize("name", [name for name, each in BUILTINS.items() if each.forgets_lists])
def test_what_forgets_lists_holds_none_in_its_result(name):
    given = [Decimal(1), Decimal(2)]
    rest = [Decimal(1)] * (len(BUILTINS[name].signatures[0].parameters) - 1)
    result = BUILTINS[name].call(given, *rest)

    assert not isinstance(result, Failure) or name in {"all", "any"}
    assert result is not given
    assert not isinstance(result, list) or all(item is not given for item in result)
