"""Lists phrases of other languages by the place where reading them stops, so that a message can say what to write here.

A phrase is known by the text before that place and by the text from it on, however much of the expression around it has
been read: `if x is null then` stops where `then` is expected, `x is null` where the end is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_FUNCTION = "a function is written `function(a, b) a + b`"
_SEVERAL = r",[\w\s,]*\)\s*[=-]>"
"""Behind the first name of an arrow function of several."""
_NEAR = 80
"""So many characters are looked at on either side."""

PHRASES: Sequence[tuple[str, str, str]] = (
    # before, behind, what to write; the names of groups stand for what they found
    (r"", r"(?:is\s+)?(?:greater|more|larger|higher)\s+than\s+or\s+equal\s+to\b", "write `>=`"),
    (r"", r"(?:is\s+)?(?:less|smaller|fewer|lower)\s+than\s+or\s+equal\s+to\b", "write `<=`"),
    (r"", r"(?:is\s+)?(?:greater|more|larger|higher)\s+than\b", "write `>`"),
    (r"", r"(?:is\s+)?(?:less|smaller|fewer|lower)\s+than\b", "write `<`"),
    (r"", r"(?:is\s+)?at\s+least\b", "write `>=`"),
    (r"", r"(?:is\s+)?at\s+most\b", "write `<=`"),
    (r"", r"(?:is\s+)?within\b", "write `in`, with a range behind it: `x in [a..b]`"),
    (r"", r"(?:equals|(?:is\s+)?equal\s+to)\b", "write `=`"),
    (r"", r"is\s+not\s+(?:null|none|nil|undefined)\b", "write `!= null`"),
    (r"", r"is\s+(?:null|none|nil|undefined)\b", "write `= null`"),
    (r"", r"is\s+not\b", "write `!=`"),
    (r"", r"is\b", "write `=`"),
    (r"", r"not\s+in\b", "write `not(x in …)`"),
    (r"", r"not\s+between\b", "write `not(x between a and b)`"),
    (r"\bnot\s*", r"(?!in\b|between\b)[\w\"@]", "write `not(…)`"),
    (r"(?:^|[(,=]|\b(?:if|and|or|then|else))\s*", r"between\s*\(", "write `x between a and b`"),
    (r"\bif\b[^{}]*", r"\{", "write `if … then … else …`"),
    (r"", r"::", "write `number(text, null, null)` or `string(x)`"),
    (r"\d\s*", r"(?:[kKmM]|[xX][0-9a-fA-F]+)\b", "write the number with all its decimal digits"),
    (r"", r"\?\?", "write `if x = null then … else x`"),
    (r"", r"\?", "write `if … then … else …`"),
    (r"", r"(?:elif|elsif|elseif)\b", "write `else if`"),
    (r"\bcase\s*", r"when\b", "write `if … then … else …`"),
    (r"\blambda\s*", r"\w", _FUNCTION),
    (r"\b(?:let|var|const)\s*", r"\w", "name it as a key of a context: `{y: 1, result: y + 1}.result`"),
    (r"^\s*", r"=", "leave the `=` before the formula out"),
    (r"^\s*", r"return\b", "leave `return` out: a formula is its result"),
    (r"\bf", r'"', 'write `string(x) + " text"`: texts are joined with `+`'),
    (r"", r"plus\b", "write `+`"),
    (r"", r"minus\b", "write `-`"),
    (r"", r"(?:times|multiplied\s+by)\b", "write `*`"),
    (r"", r"divided\s+by\b", "write `/`"),
    (r"", r"(?:thousand|million|billion)\b", "write the number with all its decimal digits"),
    (r"^\s*select\s*", r"\w", "write `list[condition].entry`"),
    (r"\A(?:(?!\b(?:for|some|every)\b).)*", r"where\b", "write `list[condition]`"),
    (r"", r"like\b", "write `contains(text, part)` or `matches(text, pattern)`"),
    (r"", r"contains\b", "write `contains(text, part)` or `list contains(list, x)`"),
    (r"", r"starts\s+with\b", "write `starts with(text, part)`"),
    (r"", r"ends\s+with\b", "write `ends with(text, part)`"),
    (r"", r"(?:mod|rem)\b", "write `modulo(a, b)`"),
    (r"", r"div\b", "write `floor(a / b)`"),
    (r"", r"xor\b", "write `!=`"),
    (r"[(,\[]\s*", r"\*{1,2}\w", "give the list itself"),
    (r"[+*/-]", r"=", "nothing is given a value here: a formula is its result"),
    (r"\+", r"\+", "write `x + 1`"),
    (r"\.(?:map|select|collect|forEach)\(\s*\((?P<name>\w+)\s*", _SEVERAL, "write `for {name} in list return …`"),
    (r"\.(?:filter|where|find|findAll)\(\s*\(\w+\s*", _SEVERAL, "write `list[condition]`: it sees each as `item`"),
    (r"\.(?:reduce|fold)\(\s*\(\w+\s*", _SEVERAL, "write `sum(for item in list return …)`"),
    (r"\.(?:sort|sorted|order)\(\s*\(\w+\s*", _SEVERAL, "write `sort(list, function(a, b) a < b)`"),
    (r"\(\s*\w+\s*", _SEVERAL, _FUNCTION),
    (r"\.(?:map|select|collect)\(\s*\(?(?P<name>\w+)\)?\s*=?", r"-?>", "write `for {name} in list return …`"),
    (r"\.(?:filter|where|find|findAll)\(\s*\(?\w+\)?\s*=?", r"-?>", "write `list[condition]`: it sees each as `item`"),
    (r"\.(?:some|any|anyMatch)\(\s*\(?(?P<name>\w+)\)?\s*=?", r"-?>", "write `some {name} in list satisfies …`"),
    (r"\.(?:every|all|allMatch)\(\s*\(?(?P<name>\w+)\)?\s*=?", r"-?>", "write `every {name} in list satisfies …`"),
    (r"\.(?:reduce|fold|sumOf|sum)\([^()]*\(?[^()]*\)?\s*=?", r"-?>", "write `sum(for item in list return …)`"),
    (r"(?:\w(?<!\bif)\(\s*\w+|[(,]\s*\([\w\s,]*\))\s*=?", r"-?>", _FUNCTION),
    (r"(?:^|,)\s*\w+\s*=", r">", f"write `>=`; {_FUNCTION}"),
    (r"", r"->", "an entry is read with `.`, as in `a.b`"),
    (r"\S\s*", r"for\s+(?:all|every|each)\b", "write `every x in list satisfies …`"),
    (r"\S\s*", r"for\s+(?P<name>\w+)\s+in\b[^\]\)]*\bif\b", "write `for {name} in list[condition] return …`"),
    (r"\S\s*", r"for\s+(?P<name>\w+)\s+in\b", "write `for {name} in list return …`: what is made of each stands last"),
    (
        r"(?<![\w.])(?P<first>[\w.]+)\s*",
        r"\.\.\s*(?P<last>\w[\w.]*)",
        "a range stands in brackets: `[{first}..{last}]`",
    ),
    (r"", r"\.\.(?!\.)", "a range stands in brackets: `[a..b]`"),
    (
        r"(?<![\w.])(?P<first>[A-Za-z_][\w.]*)\s*",
        r"\.\d+",
        "items are counted from 1, in brackets: the first is `{first}[1]`",
    ),
    (r"\[\s*-?\w*\s*", r":\s*-?\w*\s*\]", "write `sublist(list, start, length)`; items are counted from 1"),
    (r"(?<![\w.])(?P<first>\d+)\s*", r":\s*(?P<last>\d+)", "a range stands in brackets: `[{first}..{last}]`"),
    (r"(?<![\w.])(?P<first>\d+)", r"_(?P<last>\d+)", "write `{first}{last}`, without a mark between the digits"),
    (r"", r":=", "write `=`"),
    (r"(?<![\w.])(?P<number>\d+)\s*", r"(?:day|days)\b", 'write `duration("P{number}D")`'),
    (r"(?<![\w.])(?P<number>\d+)\s*", r"(?:month|months)\b", 'write `duration("P{number}M")`'),
    (r"(?<![\w.])(?P<number>\d+)\s*", r"(?:year|years)\b", 'write `duration("P{number}Y")`'),
    (r"(?<![\w.])(?P<number>\d+)\s*", r"(?:hour|hours)\b", 'write `duration("PT{number}H")`'),
)
_WORD = re.compile(r"\{(name|number|first|last)\}")
"""What a hint takes from the phrase; splitting at it leaves these names in between."""
_COMPILED = tuple(
    (re.compile(rf"(?:{before})\Z", re.IGNORECASE), re.compile(behind, re.IGNORECASE), hint)
    for before, behind, hint in PHRASES
)


def phrase_hint(text: str, place: int) -> str:
    """Return what is written for the phrase that a text goes on with at a place; empty where none is known."""
    start = max(0, place - _NEAR)
    before, behind = text[start:place], text[place : place + _NEAR]
    for before_it, from_it_on, hint in _COMPILED:
        found = from_it_on.match(behind)
        earlier = before_it.search(before) if found else None
        if found and earlier:
            words = {**earlier.groupdict(), **found.groupdict()}
            return "".join(words.get(part, part) for part in _WORD.split(hint))
    return ""
