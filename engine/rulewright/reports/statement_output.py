"""Makes the files of a statement: two tables, a page, receipts for each party and for all, and a manifest of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from urllib.parse import quote

from rulewright.evaluate.engine import Engine
from rulewright.evaluate.plain_json import JsonValue
from rulewright.reports.statement_csv import long_csv, wide_csv
from rulewright.reports.statement_html import statement_page
from rulewright.statements.earlier import engine_of
from rulewright.statements.receipts import dates, receipts
from rulewright.statements.result import StatementResult

MANIFEST = "manifest.json"
SCHEMA = "rulewright/statement-manifest/1"
SHARED = "shared.json"
"""The receipt of the lines over all parties."""


def statement_files(
    result: StatementResult, engine: Engine, *, engine_version: str = "", is_draft: bool = False
) -> Mapping[str, str]:
    """Return the texts of all files by their paths in a folder, the manifest last.

    The name of a receipt is its party's key, with escapes for what names cannot have. `engine_version` is that of the
    engine; where it is empty, the installed one. A draft says so on its page and in its manifest.
    """
    written_by = engine_version or version("rulewright")
    engine = engine_of(result.choice) if result.choice else engine
    files = {
        "statement.csv": wide_csv(result),
        "lines.csv": long_csv(result),
        "statement.html": statement_page(result, engine.pack, written_by, is_draft=is_draft),
    }
    for key, text in receipts(result, engine, written_by).items():
        files[SHARED if key is None else f"receipts/{quote(key, safe=' ')}.json"] = text
    files[MANIFEST] = _manifest(result, engine, written_by, files, is_draft=is_draft)
    return files


def _manifest(
    result: StatementResult, engine: Engine, engine_version: str, files: Mapping[str, str], *, is_draft: bool
) -> str:
    """Return what was written, of what, and who is not in it."""
    listed = [(path, text.encode("utf-8", "backslashreplace")) for path, text in files.items()]
    manifest: dict[str, JsonValue] = {
        "schema": SCHEMA,
        "statement": result.plan.id,
        "period": result.period,
        **({"known_on": result.known_on} if result.known_on else {}),
        "draft": is_draft,
        "pack": {"id": engine.id, "version": engine.version, "digest": engine.digest},
        "engine": engine_version,
        **dates(result.recorded.known_on, result.choice),
        "tables": dict(result.table_digests),
        "left_out": [{"party": each.key, "label": each.label, "reason": each.reason} for each in result.left_out],
        "files": [
            {"path": path, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for path, content in listed
        ],
    }
    return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
