"""Writes a comparison of two versions as JSON: all that its text says, figures with all their digits."""

from __future__ import annotations

from decimal import Decimal, localcontext

from rulewright.compare.comparison import RuleVerdict, Side, VersionComparison
from rulewright.compare.examples import ExampleMove
from rulewright.evaluate.outcome import Outcome, Status
from rulewright.evaluate.plain_json import JsonValue, present_json
from rulewright.language.numbers import DECIMAL128
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.model.comparing import FigureMove, VersionChange
from rulewright.reports.comparison import times_of
from rulewright.reports.witnesses import witness_text
from rulewright.source import Place

SCHEMA = "rulewright/comparison/1"


def compared_json(comparison: VersionComparison) -> dict[str, JsonValue]:
    """Return a comparison as values for `json.dumps`."""
    decisions = [each for each in comparison.rules if isinstance(each.rule, Decision)]
    others = [each for each in comparison.rules if not isinstance(each.rule, Decision)]
    return {
        "schema": SCHEMA,
        "pack": comparison.after.pack.id,
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "is_identical": comparison.is_identical,
        "changes": [_change(each) for each in comparison.changes],
        "questions": [list(each) for each in comparison.questions],
        "decisions": [{**_verdict(each, comparison), **_found(each, comparison)} for each in decisions],
        "figures": [_verdict(each, comparison) for each in others],
        "lines": [{"statement": each.statement, **_verdict(each, comparison)} for each in comparison.lines],
        "examples": [_example(each) for each in comparison.examples],
        "elsewhere": list(times_of(comparison)),
    }


def _side(side: Side) -> JsonValue:
    return {
        "name": side.name,
        "version": side.version,
        "digest": side.pack.digest,
        "applied": list(side.applied),
        "left_out": [{"id": id_, "why": why} for id_, why in side.left_out],
        "problems": [
            {"code": each.code, "message": each.message, "place": _place(each.place), "hint": each.hint}
            for each in side.problems
            if each.is_error
        ],
    }


def _place(place: Place) -> JsonValue:
    return {"path": place.path, "line": place.line, "column": place.column}


def _change(change: VersionChange) -> JsonValue:
    return {
        "class": change.change_class.value,
        "kind": change.kind.value,
        "verb": change.verb,
        "address": change.address,
        "in": change.owner,
        "id": change.id,
        "subject": change.subject,
        "was": change.was,
        "now": change.now,
        "figure": None if change.figure is None else _figure(change.figure),
        "cells": [{"name": name, "was": was, "now": now} for name, was, now in change.cells],
        "source": change.source,
        "place": _place(change.place),
        "by": [
            {
                "id": each.id,
                "title": each.title,
                "known_from": each.known_from,
                "in_force": each.in_force,
                "authority": each.authority,
                "is_erratum": each.is_erratum,
                "is_undone": each.is_undone,
            }
            for each in change.by
        ],
    }


def _figure(move: FigureMove) -> JsonValue:
    """Return the values of a figure, with the difference and the part of what it was, where it is a number."""
    was, now = move.was, move.now
    by: Decimal | None = None
    share: Decimal | None = None
    if isinstance(was, Decimal) and isinstance(now, Decimal):
        with localcontext(DECIMAL128):
            by = now - was
            share = by / abs(was) if was else None
    return {
        "was": present_json(was),
        "now": present_json(now),
        "difference": present_json(by),
        "share": present_json(share),
    }


def _verdict(found: RuleVerdict, comparison: VersionComparison) -> dict[str, JsonValue]:
    return {
        "rule": found.rule.id,
        "title": found.rule.title,
        "verdict": found.verdict.value,
        "because": list(found.because),
        "rests_on": list(comparison.rests_on.get(found.rule.id, ())),
        "before": found.digests[0],
        "after": found.digests[1],
        "witness": None if found.witness is None or found.witness.is_found else found.witness.example.id,
    }


def _found(found: RuleVerdict, comparison: VersionComparison) -> dict[str, JsonValue]:
    """Return a case that a search has found, and how it went; null for what there is not."""
    move, searched = found.witness, found.searched
    case: JsonValue = None
    if move is not None and move.is_found:
        case = {
            "near": move.near or None,
            "before": _outcome(move.before),
            "after": _outcome(move.after),
            "example": witness_text(found, comparison),
        }
    how: JsonValue = None if searched is None else {"cases": searched.cases, "is_cut": searched.is_cut}
    return {"case": case, "searched": how}


def _example(move: ExampleMove) -> JsonValue:
    return {
        "example": move.example.id,
        "rule": move.rule,
        "before": _outcome(move.before),
        "after": _outcome(move.after),
        "is_disputed": move.is_disputed,
    }


def _outcome(outcome: Outcome | None) -> JsonValue:
    """Return what an outcome says; null where there is no such rule."""
    if outcome is None:
        return None
    return {
        "status": outcome.status.value,
        "value": None if outcome.status is Status.ERROR else present_json(outcome.shown),
        "needs": list(outcome.needs),
        "message": outcome.message,
    }
