"""Makes the files of a statement: two tables, a page, and a receipt for each party."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from urllib.parse import quote

from rulewright.evaluate.engine import Engine
from rulewright.reports.statement_csv import long_csv, wide_csv
from rulewright.reports.statement_html import statement_page
from rulewright.reports.statement_receipts import receipts
from rulewright.statements.result import StatementResult


def statement_files(result: StatementResult, engine: Engine, *, engine_version: str = "") -> Mapping[str, str]:
    """Return the texts of all files by their paths in a folder, the receipts last.

    The name of a receipt is its party's key, with escapes for what names cannot have. `engine_version` is that of the
    engine; where it is empty, the installed one.
    """
    written_by = engine_version or version("rulewright")
    files = {
        "statement.csv": wide_csv(result),
        "lines.csv": long_csv(result),
        "statement.html": statement_page(result, engine.pack, written_by),
    }
    for key, text in receipts(result, engine, written_by).items():
        files[f"receipts/{quote(key, safe=' ')}.json"] = text
    return files
