"""Lists how other languages and spreadsheets write what FEEL has, so that a message can say what to write here."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

SIGNS: Mapping[str, str] = {
    "&&": "and",
    "&": "and",
    "||": "or",
    "|": "or",
    "===": "=",
    "==": "=",
    "!==": "!=",
    "<>": "!=",
    "≠": "!=",
    "=>": ">=",
    "≥": ">=",
    "=<": "<=",
    "≤": "<=",
    "^": "**",
    "×": "*",
    "÷": "/",
    "−": "-",
    "–": "-",
    ";": ",",
    "%in%": "in",
}
"""Operators and separators, and FEEL's own for each."""

QUOTES: Mapping[str, str] = {"“": "”", "”": "”", "„": "“”", "«": "»", "»": "«", "‘": "’", "’": "’", "‚": "‘’", "`": "`"}
"""Characters that open a text elsewhere, and those that close it."""

CONSTANTS: Mapping[str, str] = {
    "true": "true",
    "yes": "true",
    "false": "false",
    "no": "false",
    "null": "null",
    "none": "null",
    "nil": "null",
    "undefined": "null",
    "nan": "null",
}
"""Words for constants, in small letters."""

FUNCTIONS: Mapping[str, str] = {
    "if": "if … then … else …",
    "iif": "if … then … else …",
    "iff": "if … then … else …",
    "switch": "if … then … else if … then … else …",
    "case": "if … then … else if … then … else …",
    "ifs": "if … then … else if … then … else …",
    "ifelse": "if … then … else …",
    "choose": "if … then … else if … then … else …",
    "casewhen": "if … then … else if … then … else …",
    "iferror": "if x = null then … else x",
    "fillna": "if x = null then … else x",
    "isna": "x = null",
    "isnan": "x = null",
    "isnone": "x = null",
    "exists": "some x in list satisfies …",
    "foreach": "for item in list return …",
    "reduce": "sum(for item in list return …)",
    "empty": "count(list) = 0",
    "first": "list[1]",
    "head": "list[1]",
    "last": "list[-1]",
    "tail": "sublist(list, 2)",
    "slice": "sublist(list, start, length)",
    "push": "append(list, x)",
    "c": "[a, b]",
    "array": "[a, b]",
    "dict": "{a: 1}",
    "nunique": "count(distinct values(list))",
    "maxifs": "max(list[condition].entry)",
    "minifs": "min(list[condition].entry)",
    "touppercase": "upper case(text)",
    "tolowercase": "lower case(text)",
    "tofixed": "decimal(n, places)",
    "format": "string(x)",
    "log10": "log(n) / log(10)",
    "indexof": "index of(list, x)",
    "and": "a and b",
    "or": "a or b",
    "xor": "a != b",
    "isnull": "x = null",
    "isblank": "x = null",
    "isempty": "count(list) = 0",
    "coalesce": "if x = null then … else x",
    "ifnull": "if x = null then … else x",
    "ifna": "if x = null then … else x",
    "nvl": "if x = null then … else x",
    "len": "count(list)` or `string length(text)",
    "length": "count(list)` or `string length(text)",
    "size": "count(list)",
    "counta": "count(list)",
    "countif": "count(list[condition])",
    "countifs": "count(list[condition])",
    "sumif": "sum(list[condition].entry)",
    "sumifs": "sum(list[condition].entry)",
    "sumproduct": "sum(for … in list return …)",
    "average": "mean(list)",
    "avg": "mean(list)",
    "averageif": "mean(list[condition].entry)",
    "stdev": "stddev(list)",
    "std": "stddev(list)",
    "percentile": "median(list)` or `sort(list, function(a, b) a < b)[number]",
    "quantile": "median(list)` or `sort(list, function(a, b) a < b)[number]",
    "rank": "count(list[item > x]) + 1",
    "sorted": "sort(list, function(a, b) a < b)",
    "unique": "distinct values(list)",
    "reversed": "reverse(list)",
    "filter": "list[condition]",
    "map": "for item in list return …",
    "vlookup": "list[key = x][1]",
    "xlookup": "list[key = x][1]",
    "lookup": "list[key = x][1]",
    "index": "list[number]",
    "match": "index of(list, x)",
    "find": "contains(text, part)` or `index of(list, x)",
    "search": "contains(text, part)",
    "round": "round half up(n, places)` or `decimal(n, places)",
    "rounddown": "round down(n, places)",
    "roundup": "round up(n, places)",
    "trunc": "round down(n, 0)",
    "int": "floor(n)",
    "ceil": "ceiling(n)",
    "mod": "modulo(a, b)",
    "rem": "modulo(a, b)",
    "power": "a ** b",
    "pow": "a ** b",
    "ln": "log(n)",
    "sign": "if n < 0 then -1 else 1",
    "str": "string(x)",
    "text": "string(x)",
    "tostring": "string(x)",
    "isinstance": "x instance of number",
    "typeof": "x instance of number",
    "type": "x instance of number",
    "float": "number(text, null, null)",
    "parseint": "number(text, null, null)",
    "tonumber": "number(text, null, null)",
    "concat": "a + b",
    "textjoin": 'string join(list, ", ")',
    "join": 'string join(list, ", ")',
    "upper": "upper case(text)",
    "lower": "lower case(text)",
    "left": "substring(text, 1, length)",
    "right": "substring(text, -length)",
    "mid": "substring(text, start, length)",
    "substr": "substring(text, start, length)",
    "startswith": "starts with(text, part)",
    "endswith": "ends with(text, part)",
    "year": "date.year",
    "month": "date.month",
    "day": "date.day",
    "weekday": "day of week(date)",
    "hour": "time.hour",
    "minute": "time.minute",
    "second": "time.second",
    "datedif": "b - a",
    "datediff": "b - a",
    "edate": 'date + duration("P1M")',
    "eomonth": 'date(d.year, d.month, 1) + duration("P1M") - duration("P1D")',
    "dateadd": 'date + duration("P1D")',
    "datevalue": "date(text)",
}
"""Functions, in small letters without marks between their words, and what is written for them."""

METHODS: Mapping[str, str] = {"includes": "contains(text, part)` or `list contains(list, x)"}
"""Methods, in small letters, that are called as a function of FEEL which does something else."""

_CELL = re.compile(r"\$?[A-Z]{1,3}\$?[1-9][0-9]*")

_CALL_OF_IF = re.compile(r"\bI?IF\s*\(", re.IGNORECASE)


def constant_hint(name: str) -> str:
    """Return how a constant of another language, or a cell, is written; empty where the name is none."""
    if _CELL.fullmatch(name):
        return "a cell of a spreadsheet has no name here: give what it holds as an input"
    own = CONSTANTS.get(name.casefold())
    return f"write `{own}`" if own and own != name else ""


def function_hint(name: str) -> str:
    """Return what is written for a function of another language; empty where it is none that is known.

    One of a module (`math.floor`) is known by its last name.
    """
    words = name.casefold().replace("_", "")
    own = FUNCTIONS.get(words.replace(".", "")) or FUNCTIONS.get(words.rpartition(".")[2])
    return f"write `{own}`" if own else ""


def method_hint(name: str, built_ins: Container[str]) -> str:
    """Return what is written for an entry or a method of another language's values; empty where it is none."""
    if own := METHODS.get(name.casefold()):
        return f"write `{own}`"
    called = f"write `{name}(…)`, with what it works on in the brackets" if name in built_ins else ""
    return function_hint(name) or called


def sign_hint(sign: str, before: str, after: str) -> str:
    """Return what is written for a sign, by the text before and behind it."""
    if sign == ";" and _CALL_OF_IF.search(before):
        return "write `if … then … else …`"
    if sign == "|" and after.startswith(">"):
        return "write `f(x)`: what a function works on stands in its brackets"
    if sign == "&" and '"' in (before.rstrip()[-1:], after.lstrip()[:1]):
        return "texts are joined with `+`"
    own = SIGNS[sign]
    if own == ",":
        return "separate with `,`"
    return f"write `{own}`" if own != "-" else "write the minus sign as `-`"
