"""The page of a statement stands alone, and every number on it leads to its explanation."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from html_pages import Page
from rulewright.evaluate.engine import Engine
from rulewright.packs.loading import read_pack
from rulewright.reports.layout import draw
from rulewright.reports.statement_blocks import statement_text, total_words
from rulewright.reports.statement_csv import long_csv, wide_csv
from rulewright.reports.statement_html import statement_page
from rulewright.statements.compute import compute_statement
from rulewright.statements.tables import read_tables

STATEMENTS = Path(__file__).parents[1] / "statements"
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def engine():
    return Engine(read_pack(STATEMENTS / "pack"))


@pytest.fixture(scope="module")
def result(engine):
    plan = engine.pack.statements["meals"]
    return compute_statement(engine, plan, read_tables(plan, STATEMENTS / "tables"), "T1")


@pytest.fixture(scope="module")
def page(result, engine):
    html = statement_page(result, engine.pack, "1.2.3")
    return html, Page(html)


def test_the_page_is_well_formed_and_needs_no_network(page):
    html, parsed = page
    assert parsed.problems == []
    assert parsed.tags == []
    assert not re.search(r"https?://|@import|url\(", html)


def test_every_link_leads_somewhere_on_the_page_and_ids_are_unique(page):
    _, parsed = page
    assert len(set(parsed.ids)) == len(parsed.ids)
    assert {link[1:] for link in parsed.links} <= set(parsed.ids)


def test_every_line_of_every_party_is_on_the_page_and_linked_from_the_table(page, result):
    _, parsed = page
    for party in result.parties:
        for line in result.plan.lines:
            anchor = f"{party.key}.{line.id}"
            assert anchor in parsed.ids
            if line.is_summary:
                assert f"#{anchor}" in parsed.links


def test_open_lines_say_what_is_to_be_decided(page):
    html, _ = page
    assert "meals.inspection" in html
    assert "without South, Upper School" in html or "open" in html


def test_text_from_tables_cannot_become_markup(engine, tmp_path):
    for file in (STATEMENTS / "tables").iterdir():
        (tmp_path / file.name).write_text(file.read_text().replace("North School", "<script>alert(1)</script>"))
    plan = engine.pack.statements["meals"]
    statement = compute_statement(engine, plan, read_tables(plan, tmp_path), "T1")
    html = statement_page(statement, engine.pack, "1.2.3")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_the_text_of_a_statement(result, engine, golden):
    golden(draw(statement_text(result, engine.pack)) + "\n", HERE / "goldens" / "statement.txt")


def test_the_rows_of_a_statement(result, golden):
    golden(wide_csv(result), HERE / "goldens" / "statement.csv")
    golden(long_csv(result), HERE / "goldens" / "lines.csv")


def test_cells_of_a_table_are_no_formulas_of_a_spreadsheet(engine, tmp_path):
    for file in (STATEMENTS / "tables").iterdir():
        (tmp_path / file.name).write_text(file.read_text().replace("North School", "=1+1"))
    plan = engine.pack.statements["meals"]
    statement = compute_statement(engine, plan, read_tables(plan, tmp_path), "T1")
    assert ",'=1+1," in wide_csv(statement)


def test_a_total_of_which_nothing_is_known_is_no_amount(engine, tmp_path):
    for file in (STATEMENTS / "tables").iterdir():
        (tmp_path / file.name).write_text(file.read_text())
    (tmp_path / "inspections.csv").write_text("school,share,inspector,inspected\n")
    plan = engine.pack.statements["meals"]
    statement = compute_statement(engine, plan, read_tables(plan, tmp_path), "T1")
    rows = list(csv.DictReader(io.StringIO(wide_csv(statement))))
    assert (rows[-1]["earned"], rows[-1]["lost"], rows[-1]["not_known"]) == ("", "", "earned lost")
    assert rows[-1]["withheld"] not in {"", "0"}
    earned = statement.totals["earned"]
    assert total_words(earned, engine.pack.notation) == "not known"
    assert total_words(replace(earned, left_out=()), engine.pack.notation) == "–"
    assert total_words(replace(earned, left_out=(), amounts=2), engine.pack.notation) == "$0.00"
    summarized = replace(plan, lines=tuple(replace(line, is_summary=True) for line in plan.lines))
    shown = replace(statement, plan=summarized)
    assert re.search(r"Total .* not known", draw(statement_text(shown, engine.pack)))
    assert "<td>not known</td>" in statement_page(shown, engine.pack, "1.2.3")
