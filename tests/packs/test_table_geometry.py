"""The geometry of decision tables, compared with evaluating every cell for every case."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pack_cases import SUBJECT, pack_of
from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.language.temporal.values import Date
from rulewright.packs import table_columns, table_regions

TYPES = {
    "period": (["BP1", "BP2", "BP3"], ['"BP1"', '"BP2", "BP3"', 'not("BP1")', 'not(["BP1"], "BP2")', "-"]),
    "tier": ([1, 2, 3, 4, 5], ["1", "[2..4]", "> 2.5", "< 3, 5", "not(1, 2)", "? in (1, 3)", "between_cell", "-"]),
    "boolean": ([True, False], ["true", "false", "not(true)", "-", "true and ? = false", "? or false"]),
    "number": (
        [-1, 0, 0.5, 1, 1.5, 2, 3, 9],
        [
            *("0", "> 1", "<= 1", "[0..cap]", "(1..2)", "]1..2]", "< 0", "not(> 1)", "-"),
            *(
                "(= 1)",
                "(!= 1)",
                "not((!= 1))",
                "? > 0 and ? <= 1",
                "? in (1, [1..2])",
                "[[0..1], 2]",
                "not(1, [0..1], > 5)",
            ),
        ],
    ),
    "boolean?": ([True, False, None], ["true", "false", "null", "not(null)", "not(true, null)", "-"]),
}
CELL = {"between_cell": "? between 2 and 3"}


def table_of(types, rows, policy="unique", outputs="number", extra=""):
    inputs = ", ".join(f'i{index}: "{name}"' for index, name in enumerate(types))
    columns = ", ".join(f"i{index}" for index in range(len(types)))
    lines = [f"        - {{when: [{', '.join(_quoted(cell) for cell in row)}], then: ['1']}}" for row in rows]
    text = f"""\
parameters:
  cap: {{title: Cap, type: number, value: 1}}
decisions:
  table:
    title: Table
    inputs: {{{inputs}}}
    outputs: {{out: {outputs}}}
    table:
      hit_policy: {policy}
      inputs: [{columns}]
      rows:
"""
    return pack_of({"base/rules.yaml": SUBJECT + text + "\n".join(lines) + "\n" + extra})


def _quoted(cell):
    return "'" + CELL.get(cell, cell).replace("'", "''") + "'"


def geometry(pack):
    codes = {"table-overlap", "table-gap", "unreachable-row"}
    return [(each.code, each.message) for each in pack.diagnostics if each.code in codes]


@st.composite
def tables(draw):
    types = draw(st.lists(st.sampled_from(sorted(TYPES)), min_size=1, max_size=2))
    row = st.tuples(*(st.sampled_from(TYPES[name][1]) for name in types))
    return types, draw(st.lists(row, min_size=1, max_size=4))


def hits(pack, types):
    """Return for every case which rows hold."""
    reference = ReferenceEvaluator(pack.rules, pack.types)
    table = pack.rules["small.table"].table
    for case in product(*(TYPES[name][0] for name in types)):
        values = [_feel(value) for value in case]
        names = {f"i{index}": value for index, value in enumerate(values)}
        yield [
            all(reference.test(cell.tree, value, names) is True for cell, value in zip(row.tests, values, strict=True))
            for row in table.rows
        ]


def _feel(value):
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


@settings(max_examples=150)
@given(tables())
def test_overlaps_and_gaps_are_those_that_the_cases_show(table):
    types, rows = table
    pack = table_of(types, rows)
    if any(each.is_error and not each.code.startswith("table-") for each in pack.diagnostics):
        return
    codes = {code for code, _ in geometry(pack)}
    counts = [sum(found) for found in hits(pack, types)]
    assert ("table-gap" in codes) == (0 in counts)
    assert ("table-overlap" in codes) == any(count > 1 for count in counts)


@settings(max_examples=100)
@given(tables())
def test_rows_never_reached_are_those_that_no_case_reaches(table):
    types, rows = table
    pack = table_of(types, rows, policy="first")
    if any(each.is_error for each in pack.diagnostics):
        return
    reached = {found.index(True) for found in hits(pack, types) if True in found}
    unreachable = {int(message.split()[1]) - 1 for code, message in geometry(pack)}
    assert unreachable == {
        number for number in set(range(len(rows))) - reached if any(found[number] for found in hits(pack, types))
    }


@pytest.mark.parametrize(
    ("type_", "rows", "expected"),
    [
        ("date", ['< date("2020-01-01")', '> @"2020-01-01"'], ['no row covers `i0` = @"2020-01-01"']),
        ("date", ['< date("2020-01-01")', '>= @"2020-01-01"'], []),
        ("date", ['[@"2020-01-01"..@"2020-12-31"]', '> @"2020-12-31"'], ['no row covers `i0` = @"2019-12-31"']),
        ("string", ['"a"', '"b"'], ["no row covers `i0` = any other text"]),
        ("string", ['"a"', 'not("a")'], []),
        ("number", ["< cap", ">= cap"], []),
        ("number", ["<= cap", ">= small.cap"], ["rows 1 and 2 both hold for `i0` = 1"]),
        ("number", ["<= 0.1", ">= 0.2"], ["no row covers `i0` = 0.15"]),
        ("number", ["[0..50)", "(50..100]"], ["no row covers `i0` = 50"]),
        ("number", ["[0..49]", "(50..100]"], ["no row covers `i0` = 50"]),
        ("number", ["[0..50]", "(50..100]"], ["no row covers `i0` = -1"]),
        ("list<number>", ["-", "-"], ["rows 1 and 2 both hold for every case"]),
        ("list<number>", ["[1, 2]", "[1, 2]"], []),
        ("string", ['starts with(?, "a")', '"b"'], []),
    ],
)
def test_witnesses(type_, rows, expected):
    pack = table_of([type_], [(row,) for row in rows])
    assert [message for _, message in geometry(pack)] == expected


@pytest.mark.parametrize("cell", ['!= @"P1D"', '(!= @"P1D")', 'not(@"P1D")', "? != null", "true and ? != null"])
def test_nothing_is_said_of_a_column_that_is_beyond_analysis(cell):
    pack = table_of(["days and time duration"], [(cell,), ("-",)], policy="first")
    assert geometry(pack) == []


def test_a_gap_in_a_table_with_otherwise_is_covered():
    pack = table_of(["period"], [('"BP1"',)], extra="      otherwise: ['2']\n")
    assert geometry(pack) == []


@pytest.mark.parametrize("columns", ["i0, i0 + i1", "i0, twice"])
def test_of_columns_that_rest_on_one_input_nothing_is_claimed(columns):
    text = f"""\
decisions:
  table:
    title: Table
    inputs: {{i0: number, i1: number}}
    where: {{twice: i0 * 2}}
    outputs: {{out: number}}
    table:
      hit_policy: unique
      inputs: [{columns}]
      rows:
        - {{when: ["> 5", "-"], then: ["1"]}}
        - {{when: ["<= 5", "> 20"], then: ["1"]}}
"""
    assert geometry(pack_of({"base/rules.yaml": SUBJECT + text})) == []


def test_a_large_table_is_checked_in_time():
    rows = [
        (f'"BP{one + 1}"', str(two + 1), f"[{three * 10}..{three * 10 + 9}]")
        for one, two, three in product(range(3), range(5), range(20))
    ]
    pack = table_of(["period", "tier", "number"], rows)
    assert geometry(pack)[0] == ("table-gap", 'no row covers `i0` = "BP1", `i1` = 1, `i2` = 9.5')


@pytest.mark.parametrize("form", ["{}", "not({})", "[{}]"])
@pytest.mark.parametrize(("type_", "written"), [("number", "{}"), ("string", '"w{}"')])
def test_a_cell_of_twice_as_many_alternatives_takes_twice_as_many_answers(monkeypatch, form, type_, written):
    answered = []

    def counting(*arguments, **options):
        answered.append(arguments)
        return table_regions.meets(*arguments, **options)

    monkeypatch.setattr(table_columns, "meets", counting)
    counts = []
    for size in (50, 100):
        answered.clear()
        cell = form.format(", ".join(written.format(2 * each) for each in range(size)))
        table_of([type_], [(cell,), ("-",)], policy="first")
        counts.append(len(answered))
    assert 0 < counts[1] <= 2.2 * counts[0]


def test_dates_at_the_end_of_the_calendar():
    pack = table_of(["date"], [('<= @"999999999-12-31"',)])
    assert geometry(pack) == []
    assert Date(999_999_999, 12, 31)
