"""Makes the files of a statement: two tables, a page, receipts for each party and for all, and a manifest of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.metadata import version
from urllib.parse import quote

from rulewright.evaluate.engine import Engine
from rulewright.evaluate.receipt import Object
from rulewright.reports.statement_csv import long_csv, wide_csv
from rulewright.reports.statement_html import statement_page
from rulewright.statements.chain import HEAD, MANIFEST, MANIFEST_SCHEMA, SIGNATURE, chained
from rulewright.statements.earlier import engine_of
from rulewright.statements.receipts import dates, receipts
from rulewright.statements.result import StatementResult
from rulewright.statements.signing import SigningKey

SHARED = "shared.json"
"""The receipt of the lines over all parties."""


def statement_files(
    result: StatementResult,
    engine: Engine,
    *,
    engine_version: str = "",
    is_draft: bool = False,
    key: SigningKey | None = None,
) -> Mapping[str, str]:
    """Return the texts of all files by their paths in a folder, the manifest last, signed with `key` if there is one.

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
    written = receipts(result, engine, written_by)
    named = {SHARED if party is None else f"receipts/{quote(party, safe=' ')}.json": party for party in written}
    files |= {path: written[party].text for path, party in named.items()}
    digests = {path: written[party].digest for path, party in named.items()}
    manifest = chained(_heading(result, engine, written_by, is_draft=is_draft), files, digests)
    if key is not None:
        manifest[SIGNATURE] = key.sign(str(manifest[HEAD]))
    files[MANIFEST] = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    return files


def _heading(result: StatementResult, engine: Engine, engine_version: str, *, is_draft: bool) -> Object:
    """Return of what the files were written, and who is not in them."""
    return {
        "schema": MANIFEST_SCHEMA,
        "statement": result.plan.id,
        "period": result.period,
        **({"known_on": result.known_on} if result.known_on else {}),
        "draft": is_draft,
        "pack": {"id": engine.id, "version": engine.version, "digest": engine.digest},
        "engine": engine_version,
        **dates(result.recorded.known_on, result.choice),
        "tables": dict(result.table_digests),
        "left_out": [{"party": each.key, "label": each.label, "reason": each.reason} for each in result.left_out],
    }
