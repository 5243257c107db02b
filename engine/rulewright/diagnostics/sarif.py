"""Writes diagnostics for programs: as SARIF 2.1.0, which code hosts show beside the lines, and as plain JSON."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from rulewright.diagnostics.codes import known_codes, read_page
from rulewright.diagnostics.diagnostic import Diagnostic
from rulewright.source import Place

SCHEMA = "rulewright/diagnostics/1"
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_sarif(diagnostics: Iterable[Diagnostic], version: str) -> str:
    """Return a SARIF log of one run; `version` is that of the engine."""
    found = tuple(diagnostics)
    codes = sorted({diagnostic.code for diagnostic in found})
    documented = known_codes()
    run = {
        "tool": {
            "driver": {"name": "rulewright", "version": version, "rules": [_rule(code, documented) for code in codes]}
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, codes) for diagnostic in found],
    }
    return json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def diagnostics_json(diagnostics: Iterable[Diagnostic]) -> str:
    """Return a JSON document with one object for each diagnostic."""
    content = {"schema": SCHEMA, "diagnostics": [as_dict(diagnostic) for diagnostic in diagnostics]}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def as_dict(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as plain values."""
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        **_place(diagnostic.place),
        "related": [{**_place(place), "message": words} for place, words in diagnostic.related],
    }


def _place(place: Place) -> dict[str, Any]:
    return {"path": place.path, "line": place.line, "column": place.column, "end_column": place.end_column or None}


def _rule(code: str, documented: Sequence[str]) -> dict[str, Any]:
    if code not in documented:
        return {"id": code}
    page = read_page(code)
    return {"id": code, "shortDescription": {"text": page.what}, "help": {"text": page.text, "markdown": page.text}}


def _result(diagnostic: Diagnostic, codes: Sequence[str]) -> dict[str, Any]:
    text = f"{diagnostic.message} ({diagnostic.hint})" if diagnostic.hint else diagnostic.message
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": codes.index(diagnostic.code),
        "level": diagnostic.severity.value,
        "message": {"text": text},
        "locations": [_location(diagnostic.place)],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {"id": number, **_location(place), "message": {"text": words}}
            for number, (place, words) in enumerate(diagnostic.related, start=1)
        ]
    return result


def _location(place: Place) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column}
    if place.end_column:
        region["endColumn"] = place.end_column
    path = PurePath(place.path)
    uri = path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
