"""Writes expressions that take too much: texts, lists, contexts and ranges that grow, loops without an end."""

from __future__ import annotations

import random

SIZES = ("10", "1000", "100000", "999999", "1000000", "10000000", "10**12")
GROWN = (
    'string join(for i in 1..{n} return "{t}")',
    "for i in 1..{n} return i",
    "for i in 1..{n}, j in 1..{m} return i * j",
    "concatenate(for i in 1..{n} return i, for i in 1..{m} return i)",
    "for i in 1..{n} return {{a: i, b: [i, i]}}",
    "for i in 1..{n} return (for j in 1..{m} return j)",
    "for i in 1..{n} return if i = 1 then 1 else partial[-1] + 1",
    "for i in 1..{n} return partial",
    "for i in 1..{n} return [i..i + 1]",
    'for i in 1..{n} return "{t}" + string(i)',
)
USES = (
    "count({0})",
    "sum({0})",
    "sort({0}, function(a, b) a > b)",
    "distinct values({0})",
    "union({0}, {0})",
    "reverse({0})",
    "flatten([{0}, {0}, [{0}]])",
    "({0}) = ({0})",
    "5 in ({0})",
    "list contains({0}, -1)",
    "index of({0}, 1)",
    "({0})[item > 5]",
    "({0})[item in ({0})]",
    "some x in {0} satisfies x = -1",
    "every x in {0} satisfies list contains({0}, x)",
    "string({0})",
    "upper case(string({0}))",
    'replace(string({0}), "(a+)+b", "x")',
    'split(string({0}), "1")',
    "string length(string({0}) + string({0}))",
    "mode({0})",
    "median({0})",
    "stddev({0})",
    "product({0})",
    "{{a: {0}, b: [a, a, a], c: [b, b, b], d: [c, c, c], e: [d, d, d], f: flatten(e)}}.f",
    "{{a: {0}, b: [a, a], c: [b, b]}} = {{a: {0}, b: [a, a], c: [b, b]}}",
    "({0}).a",
    "({0}).a.b",
    "[{0}, {0}].a",
    "remove({0}, 1)",
    "insert before({0}, 1, {0})",
    "sublist({0}, 2)",
    "append({0}, {0})",
    "min({0})",
    "substring(string({0}), 5)",
    'matches(string({0}), "^(([a-z])+.)+[A-Z]([a-z])+$")',
    "for x in {0} return {0}",
)
ALONE = (
    "9 ** 9 ** 9 ** 9",
    "10 ** {n}",
    "2 ** 0.5 ** {n}",
    "exp({n})",
    "1e6000 * 1e6000",
    "{n} / 3 / 7 / 1e-6000",
    "modulo({n}, 1e-6000)",
    "decimal(1 / 3, {n})",
    "round up(1 / 3, 6000)",
    '@"P{n}D" * {m}',
    'date("2020-01-31") + duration("P{n}Y")',
    'for d in @"0001-01-01"..@"9999-12-31" return d + @"P1D"',
    'for d in @"0001-01-01"..@"9999-12-31" return string(d)',
    "{{f: function(n) if n = 0 then 0 else f(n - 1) + f(n - 1), r: f(30)}}.r",
    "{{f: function(n) f(n + 1), r: f(1)}}.r",
    "(function(f) f(f))(function(f) f(f))",
    '{{s: "{t}", a: s + s, b: a + a, c: b + b, d: c + c, e: d + d, f: e + e, g: f + f, h: g + g, i: h + h}}.i',
    "{{a: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], b: for x in a, y in a, z in a, u in a, v in a, w in a return [x, y]}}.b",
    'replace("{t}", "", "{t}{t}{t}{t}")',
    'string join(split("{t}{t}{t}", ""), "{t}{t}")',
    "some i in 1..{n} satisfies i < 0",
    "every i in 1..{n}, j in 1..{n} satisfies i > 0",
    "[1..{n}] = [1..{n}]",
    "1e{n}",
    "1e-{n} * 1e{m}",
    "({n} + 0.1) ** {m}.5",
    "count(for i in 1..{n} return 1.0000001 ** (i + 0.123))",
    "count(for i in 1..{n} return log(exp(i / 1000)))",
    '{{a: "{t}", b: for i in 1..{n} return matches(a, "(x?){{1,900}}y" + string(i))}}.b',
    'count(for i in 1..{n} return replace("{t}", "[\\p{{L}}-[" + string(i) + "]]", "$0"))',
    'for i in 1..{n} return matches("{t}", "\\w{{1,100}}\\d" + string(i))',
    'for i in 1..{n} return split("{t}{t}", "{t}|" + string(i))',
    'count(for i in 1..{n} return replace("{t}", ".", "{t}"))',
    "context merge(for i in 1..{n} return context([{{key: string(i), value: i}}]))",
    "(for i in 1..{n} return if i = 1 then {{}} else context put(partial[-1], string(i), i))[-1]",
    "(for i in 1..{n} return if i = 1 then 1 else [partial[-1], partial[-1]])[-1]",
    "(for i in 1..{n} return if i = 1 then 1 else {{a: partial[-1]}})[-1]",
    "(for i in 1..{n} return {{a: partial}})[-1]",
    "context(for i in 1..{n} return {{key: string(i), value: i}})",
    "get entries(context(for i in 1..{n} return {{key: string(i), value: [i]}}))",
    "sort(for i in 1..{n} return i, function(a, b) (for j in 1..{m} return j)[a] > b)",
    "list replace(for i in 1..{n} return i, function(a, b) every j in 1..{m} satisfies j > a, 1)",
    "count(for i in 1..{n} return function(x) x + i)",
    'count(for i in 1..{n} return date and time("2020-01-31T10:00:00@Europe/Paris") + @"P1Y" * i)',
    'some d in @"0001-01-01"..@"9999-12-31" satisfies week of year(d) = 60',
    'duration("P" + string join(for i in 1..{n} return "9") + "D")',
    'number(string join(for i in 1..{n} return "9"), null, null)',
    'date(string join(for i in 1..{n} return "9") + "-01-01")',
    "string(for i in 1..{n} return 1e6000)",
    "for i in 1..{n} return string(1e6000 + i)",
    'count(for i in 1..{n} return range("[1.." + string(i) + "]"))',
    "for i in 1..{n} return modulo(1e6000, i * 1e-6000)",
    "count(for i in 1..{n} return stddev(1e6000, i, 1e-6000))",
    "{{f: function(n, g) if n = 0 then 0 else g(n - 1, g) + g(n - 1, g), r: f({n}, f)}}.r",
    "{{x: [1, 2], y: [x, x], z: [y, y], r: (for i in 1..{n} return [z, z, z, z]), s: [r, r, r]}}",
    "{n} in (for i in 1..{m} return [i..i + 1])",
    "distinct values(for i in 1..{n} return [[[i]]])",
    "(for i in 1..{n} return {{a: i, b: {{c: i}}}}).b.c",
    "(for i in 1..{n} return {{a: i, b: {{c: i}}}})[b.c > {m}]",
    "{n} in [1..{n}]",
    "count([1..{n}])",
)
WRAPPED = (
    "({0})",
    "[{0}]",
    "-({0})",
    "not({0})",
    "if true then {0} else 0",
    "{{a: {0}}}",
    "{0}[1]",
    "{0} + 1",
    "[{0}][1]",
)


def hostile_expression(source: random.Random) -> str:
    """Return an expression that may take too much."""
    chance = source.random()
    if chance < 0.2:
        text = _filled(source.choice(ALONE), source)
    elif chance < 0.3:
        text = source.choice(("1", '"a"', "null", "[]"))
        wrap = source.choice(WRAPPED)
        for _ in range(source.choice((10, 140, 160, 1000, 5000))):
            text = wrap.format(text)
    elif chance < 0.35:
        text = source.choice((" + ", " and ", " or ", ", ")).join(["1"] * source.choice((50, 200, 5000, 60000)))
        text = f"[{text}]"
    else:
        text = _filled(source.choice(GROWN), source)
        for _ in range(source.choice((1, 1, 2))):
            text = source.choice(USES).format(text)
    return text


def _filled(shape: str, source: random.Random) -> str:
    letters = source.choice(("a", "ab", "a" * 1000, "é" * 5000, "\U0001f600" * 100))
    return shape.format(n=source.choice(SIZES), m=source.choice(SIZES), t=letters)
