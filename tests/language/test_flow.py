"""Of what is said to hold nothing personal, no value shows any of it, whatever the formula.

Formulas are made by chance. Of the personal texts one letter is enough to be known by: nothing else has it.
"""

import random
import re

import pytest
from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.language.display import display
from rulewright.language.flow import Flow
from rulewright.language.grammar.parser import parse_expression
from rulewright.language.personal import holds_personal, marked
from rulewright.language.types import STRING, ContextType, ListType
from rulewright.language.values import Absence
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
