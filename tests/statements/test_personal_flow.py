"""A statement hides no personal value in its period, its chart or who decided, so none may be there."""

import shutil
from pathlib import Path

import pytest
from rulewright import load_pack
from rulewright.packs.loading import read_pack
from rulewright.source import Place
from rulewright.statements.result import PartyStatement, StatementResult
from rulewright.statements.table_rows import DataRow
from rulewright.statements.tables import TableData

CLINIC = Path(__file__).parents[1] / "cli" / "clinic"
CHART = "chart: {title: Bills, whole: budget_left, parts: [cost]}\n"
CHANGES = {
    "the period": ("month: {enum: [M1, M2]}", "month: {enum: [M1, M2], personal: yes}", "the period `month` is shown"),
    "a chart": ("reconciliations:", f"{CHART}reconciliations:", "the chart would show `budget_left`"),
    "an actor": ("actor: string,", "actor: {type: string, personal: yes},", "the column `actor` is personal"),
    "an unmarked line": (
        "type: money, personal: yes, summary",
        "type: money, summary",
        "`budget_left` gets a personal",
    ),
    "what is decided": ("amount: money,", "amount: {type: money, personal: yes},", "personal column `amount` as none"),
    "whom it is about": ("patient: patient_id}", "patient: string}", "personal column `id` as none"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_statement_would_show_of_persons_is_reported(tmp_path, name):
    old, new, message = CHANGES[name]
    folder = tmp_path / "clinic"
    shutil.copytree(CLINIC, folder)
    changed = 0
    for path in folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        changed += text.count(old)
        path.write_text(text.replace(old, new), encoding="utf-8")
    assert changed == 1
    found = read_pack(folder).diagnostics
    assert {each.code for each in found} == {"personal-flow"}
    assert any(message in each.message for each in found), found


def test_the_clinic_itself_has_no_problem():
    assert read_pack(CLINIC).diagnostics == ()


def test_tables_and_statements_show_how_much_there_is_and_no_value():
    row = DataRow({"name": "Zyxwanda"}, Place("people.csv", 2, 1))
    data = TableData({"people": (row,)}, (), {"people.csv": ("name", "Zyxwanda")}, {})
    assert repr(data) == "TableData(rows of {people: 1}, 0 diagnostics)"
    party = PartyStatement("personal-a", "personal-a", {}, {"person": row.record}, {})
    engine = load_pack(CLINIC)
    (plan,) = engine.pack.statements.values()
    result = StatementResult(plan, "M1", (party,), {}, (), {}, engine.read_decisions({}))
    assert repr(result) == f"StatementResult({plan.id!r}, 'M1', 1 parties, 0 totals, 0 failures)"
    assert "Zyxwanda" not in repr((row, party))
