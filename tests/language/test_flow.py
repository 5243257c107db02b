"""Of what is said to hold nothing personal, no value shows any of it, whatever the formula.

Formulas are made by chance. Of the personal texts one letter is enough to be known by: nothing else has it. What is
said to be no one's number stays the same when one person's number changes.
"""

import random
import re
from decimal import Decimal

import pytest
from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.language.descent import with_children
from rulewright.language.display import display
from rulewright.language.flow import Flow
from rulewright.language.grammar.parser import parse_expression
from rulewright.language.personal import holds_personal, marked
from rulewright.language.syntax import Name, RuleReference
from rulewright.language.types import NUMBER, STRING, ContextType, FunctionType, ListType, MapType
from rulewright.language.values import Absence, Failure
from rulewright.source import SourceText

LETTER = "漢"
TEXTS = (
    "name",
    "other",
    '"a"',
    "rows.who[1]",
    "rows.where[1]",
    "«t» + «t»",
    "if «b» then «t» else «t»",
    "[«t», «t»][1]",
    "[«t», «t»][item != «t»][1]",
    "{k: «t», l: «t», m: k + l}.m",
    "{k: «t», l: «t»}.l",
    "{k: {k: «t», l: «t»}}.k.k",
    "(for x in [«t», «t»] return x + «t»)[1]",
    "(for x in [«t»] return if count(partial) > 0 then partial[1] else «t»)[1]",
    "(for x in rows return x.where)[1]",
    "upper case(«t»)",
    "substring(string: «t», start position: 1)",
    'string join([«t», «t»], "-")',
    "string({k: «t», l: [«t»]})",
    'get value({k: «t», l: «t»}, "k")',
    "get entries({k: «t»})[1].value",
    'context put({k: «t», l: «t»}, "k", «t»).l',
    "(function(p, q) p + «t»)(«t», «t»)",
    "{f: function(p) p, v: f(«t»)}.v",
    "reverse([«t», «t»])[1]",
    "concatenate([«t»], [«t», «t»])[2]",
    "sort([«t», «t»], function(x, y) x < y)[1]",
    "concatenate(rows, [{who: «t», where: «t»}])[-1].where",
    "concatenate(rows, [{who: «t», where: «t»}])[-1].who",
    "rows[who = «t» or true].where[1]",
    "list replace([«t»], 1, «t»)[1]",
    "min(«t», «t»)",
    "string(min([«t», «t»]))",
    "string(count([«t»]))",
    "string(«b»)",
    'split(«t», "z")[1]',
    'replace(«t», "a", "b")',
)
BOOLEANS = (
    "«t» = «t»",
    "«t» in [«t», «t»]",
    "some x in [«t»] satisfies x = «t»",
    "contains(«t», «t»)",
    "not(«t» < «t»)",
    "«t» instance of string",
    "list contains([«t»], «t»)",
)
TYPES = {
    "name": marked(STRING),
    "other": STRING,
    "rows": ListType(ContextType((("who", marked(STRING)), ("where", STRING)))),
}
VALUES = {
    "name": LETTER * 3,
    "other": "plain",
    "rows": [{"who": LETTER, "where": "north"}, {"who": f"a{LETTER}", "where": "south"}],
}


def formula(source, depth, ways=TEXTS):
    way = source.choice(ways[:5] if depth == 0 and ways is TEXTS else ways)
    inner = {"t": TEXTS, "b": BOOLEANS}
    return re.sub("«(.)»", lambda part: f"({formula(source, max(depth - 1, 0), inner[part[1]])})", way)


def judged(text):
    parsed = parse_expression(SourceText.of(text), names=tuple(VALUES))
    assert parsed.tree is not None, (text, parsed.diagnostics)
    flow = Flow({})
    return holds_personal(flow.of(parsed.tree, TYPES)), ReferenceEvaluator().evaluate(parsed.tree, VALUES)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_said_to_hold_nothing_personal_shows_nothing(seed):
    source = random.Random(seed)  # noqa: S311  (no secret)
    counts = {"personal": 0, "plain": 0, "shown": 0}
    for _ in range(250):
        text = formula(source, 3)
        is_personal, value = judged(text)
        shown = not isinstance(value, Absence) and LETTER in display(value)
        assert is_personal or not shown, text
        counts["personal" if is_personal else "plain"] += 1
        counts["shown"] += shown
    assert min(counts.values()) > 20, counts


CAREFUL = ("function(p", ".who")
"""Ways that are personal whatever they are given: parameters may be anything in reach, and `who` is marked."""


@pytest.mark.parametrize("way", [each for each in TEXTS if "«t»" in each and not any(word in each for word in CAREFUL)])
def test_every_way_of_a_text_is_judged_by_what_it_holds(way):
    plain = re.sub("«b»", "true", way).replace("«t»", "other")
    assert judged(plain)[0] is False


NUMBERS = (
    "age",
    "other",
    "2",
    "«n» + «n»",
    "sum(«l»)",
    "mean(«l»)",
    "stddev(«l»)",
    "sum(list: «l»)",
    "max(«l»)",
    "count(«l»)",
    "[7, 8, 9][«n»]",
    "«l»[«n»]",
    "(for i in 1..«n» return i)[-1]",
    "{a: sum(«l»), b: a}.b",
    "(function(xs, x) sum(xs) + x)(«l», «n»)",
    "(for x in «l» return x + «n»)[1]",
    "string length(string(«n»))",
)
LISTS = (
    "amounts",
    "rows.paid",
    "rows[paid > «n»].paid",
    "rows[1].paid",
    "amounts[item > «n»]",
    "amounts[true]",
    "[«n»]",
    "[«n», «n»]",
    "(for x in [1] return «n»)",
    "(for x in rows return x.paid)",
    "(for x in rows return x.paid * «n»)",
    "(for i in 1..«n» return 1)",
    "(for i in [1..3] return i)",
    "(for r in rows, n in r.parts return n)",
    "(for r in rows, n in r.parts return n + «n»)",
    "get entries(by_name).value",
    "append(amounts, «n»)",
    "concatenate(«l», «l»)",
    "reverse(«l»)",
    "sort(«l», function(a, b) a < b)",
    "sublist(amounts, 1, 1)",
    "insert before(amounts, 1, «n»)",
    "(function(p) [p])(«n»)",
    "{l: «l»}.l",
    "flatten([«l», «l»])",
)
NUMBER_TYPES = {
    "age": marked(NUMBER),
    "other": NUMBER,
    "amounts": ListType(marked(NUMBER)),
    "rows": ListType(ContextType((("paid", marked(NUMBER)), ("parts", ListType(marked(NUMBER)))))),
    "by_name": MapType(marked(NUMBER), marked(STRING)),
}


def values_for(age):
    amounts = [Decimal(each) for each in (1, 2, 3)]
    rows = [{"paid": each, "parts": amounts} for each in amounts]
    by_name = {"a": Decimal(1), "b": Decimal(5)}
    return {"age": Decimal(age), "other": Decimal(1), "amounts": amounts, "rows": rows, "by_name": by_name}


def number_formula(source, depth, ways=NUMBERS):
    way = source.choice(ways[:3] if depth == 0 and ways is NUMBERS else ways)
    inner = {"n": NUMBERS, "l": LISTS}
    return re.sub("«(.)»", lambda part: f"({number_formula(source, max(depth - 1, 0), inner[part[1]])})", way)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_said_to_be_no_ones_number_does_not_change_with_a_person(seed):
    source = random.Random(seed)  # noqa: S311  (no secret)
    counts = {"personal": 0, "same": 0, "changed": 0}
    for _ in range(300):
        text = number_formula(source, 3)
        parsed = parse_expression(SourceText.of(text), names=tuple(NUMBER_TYPES))
        assert parsed.tree is not None, (text, parsed.diagnostics)
        is_personal = holds_personal(Flow({}).of(parsed.tree, NUMBER_TYPES))
        first, second = (ReferenceEvaluator().evaluate(parsed.tree, values_for(age)) for age in (1, 3))
        is_same = first == second or (isinstance(first, Failure) and isinstance(second, Failure))
        assert is_personal or is_same, text
        counts["personal" if is_personal else "same"] += 1
        counts["changed"] += not is_same
    assert min(counts.values()) > 20, counts


@pytest.mark.parametrize(
    "text",
    [
        "sum(amounts)",
        "mean(rows.paid)",
        "count(rows[paid > other])",
        "sum(rows[paid > other].paid)",
        "sum(for x in rows return x.paid * other)",
        "stddev(for r in rows, n in r.parts return n)",
        "sum(get entries(by_name).value)",
        "sum(concatenate(amounts, reverse(rows.paid)))",
        "count([age])",
        "some x in rows satisfies x.paid > age",
    ],
)
def test_what_says_something_of_many_is_no_ones(text):
    parsed = parse_expression(SourceText.of(text), names=tuple(NUMBER_TYPES))
    assert parsed.tree is not None
    assert not holds_personal(Flow({}).of(parsed.tree, NUMBER_TYPES))


TOTAL = FunctionType((("amounts", ListType(marked(NUMBER))),), NUMBER)
PLAIN = FunctionType((("amount", NUMBER),), NUMBER)
CALLS = {
    "total(amounts)": "",
    "total(rows.paid)": "",
    "total([age])": "total",
    "total(amounts: for x in [1] return age)": "total",
    "total([other])": "",
    "plain(other)": "",
    "plain(age)": "plain",
    "{f: plain}.f(age)": "plain",
    "(for f in [plain] return f(age))[1]": "plain",
    "(if true then plain else plain)(age)": "plain",
    "(function(x) plain(x))(age)": "plain",
    "sort(rows, plain)": "plain",
}


@pytest.mark.parametrize("text", CALLS)
def test_a_rule_that_does_not_know_of_a_person_is_found_however_it_is_called(text):
    rules = {"total": TOTAL, "plain": PLAIN}
    names = (*NUMBER_TYPES, *rules)
    parsed = parse_expression(SourceText.of(text), names=names)
    assert parsed.tree is not None
    flow = Flow(rules)
    flow.of(with_references(parsed.tree, rules), NUMBER_TYPES)
    assert {leak.rule for leak in flow.leaks} == ({CALLS[text]} - {""})


def with_references(tree, rules):
    """Return an expression whose names of rules are references to them, as linking makes them."""
    if isinstance(tree, Name) and tree.name in rules:
        return RuleReference(tree.name, span=tree.span)
    return with_children(tree, lambda child: with_references(child, rules))
