"""One folder of tables serves all versions of a statement, whatever a column is called there or whether it is there."""

import pytest
from rulewright import check_pack
from rulewright.statements import compute_statement, read_tables
from test_earlier_versions import COLUMN, GONE, laid

RENAMED = '  - {rename: "statement:all#tables.parties.columns.amount", to: owed}\n'
NOT_READ = "warning nothing reads column `{}` here: only another version of the statement has it"
NO_NUMBER = "error `extra` is the text `no number`, but a number (`money`) is needed"
TWICE = "error `{}` and `{}` are two names of one column, `{}`"

CASES = [
    # changes, head, period, what is said, the line (with a fee of 3 in BP1, and of 4 from BP3 on)
    (COLUMN, "party,amount,extra\nA,10,5", "BP1", [NOT_READ.format("extra")], "23"),
    (COLUMN, "party,amount,extra\nA,10,5", "BP3", [], "29"),
    (COLUMN, "party,amount,extra\nA,10,no number", "BP1", [NOT_READ.format("extra")], "23"),
    (
        COLUMN,
        "party,amount,extra\nA,10,no number",
        "BP3",
        [NO_NUMBER],
        None,
    ),
    (COLUMN, "party,amount\nA,10", "BP3", ["error column `extra` is missing"], None),
    (COLUMN, "party,amount,exta\nA,10,5", "BP1", ["error unknown column `exta`"], None),
    (GONE, "party,amount\nA,10", "BP3", [NOT_READ.format("amount")], "4"),
    (RENAMED, "party,amount\nA,10", "BP1", [], "23"),
    (RENAMED, "party,amount\nA,10", "BP3", [], "24"),
    (RENAMED, "party,owed\nA,10", "BP1", [], "23"),
    (RENAMED, "party,owed\nA,10", "BP3", [], "24"),
    (RENAMED, "amount,party,owed\n10,A,10", "BP1", [TWICE.format("amount", "owed", "amount")], None),
    (RENAMED, "amount,party,owed\n10,A,10", "BP3", [TWICE.format("amount", "owed", "owed")], None),
    (RENAMED, "party,amount,amount\nA,10,10", "BP3", ["error column `amount` stands twice"], None),
]


@pytest.mark.parametrize("case", CASES)
def test_a_column_is_taken_by_what_any_version_calls_it(tmp_path, case):
    changes, table, period, said, late = case
    engine = laid(tmp_path, changes, table=f"{table}\n")
    choice = engine.choose_at(period, None)
    version = engine.chosen(choice)
    plan = version.pack.statements["all"]
    plans = [each.pack.statements["all"] for each in engine.versions]
    data = read_tables(plan, tmp_path / "data", period, plans)
    assert [f"{each.severity.value} {each.message}" for each in data.diagnostics] == said
    if late is not None:
        result = compute_statement(version, plan, data, period, choice=choice)
        assert str(result.parties[0].outcomes["late"].value) == late


def test_an_earlier_period_reads_a_column_under_the_name_of_its_version(tmp_path):
    engine = laid(tmp_path, RENAMED, table="party,owed\nA,10\n")
    choice = engine.choose_at("BP3", None)
    version = engine.chosen(choice)
    plan = version.pack.statements["all"]
    result = compute_statement(version, plan, read_tables(plan, tmp_path / "data", "BP3"), "BP3", choice=choice)
    assert result.parties[0].outcomes["so_far"].value == 24 + 23 + 23


def test_versions_are_read_only_for_a_column_that_is_not_known(tmp_path):
    engine = laid(tmp_path, COLUMN)
    plan = engine.at("BP1").pack.statements["all"]

    def versions():
        raise AssertionError
        yield plan

    assert read_tables(plan, tmp_path / "data", "BP1", versions()).diagnostics == ()


def test_what_nobody_reads_is_not_shown_beside_what_is_wrong(tmp_path):
    engine = laid(tmp_path, COLUMN, table="party,amount,extra\nA,ten,private\n")
    plan = engine.at("BP1").pack.statements["all"]
    plans = [each.pack.statements["all"] for each in engine.versions]
    data = read_tables(plan, tmp_path / "data", "BP1", plans)
    (lines,) = data.lines.values()
    assert [each.code for each in data.diagnostics] == ["unread-column", "wrong-type"]
    assert lines[0] == "party,amount,extra"
    assert "ten" in lines[1]
    assert "private" not in lines[1]


def test_two_columns_have_no_name_in_common(tmp_path):
    laid(tmp_path, COLUMN)
    path = tmp_path / "pack" / "statements" / "all.yaml"
    text = path.read_text()
    assert text.count("amount: money}") == 1
    path.write_text(text.replace("amount: money}", "amount: {type: money, aliases: [party]}}"))
    (problem, *_) = check_pack(tmp_path / "pack").diagnostics
    assert (problem.code, problem.place.line) == ("duplicate-column", 5)
    path.write_text(text.replace("amount: money}", "sum: {type: money, aliases: [amount]}, x: string}"))
    assert [each.code for each in check_pack(tmp_path / "pack").diagnostics if each.place.path == str(path)] == []
