"""Writes the canonical form of a pack, piece by piece, and its two digests: of its text and of its outcomes.

Two pieces have the same canonical form when they say the same: layout, comments, quotes and the spelling of formulas do
not count, nor does the order of files, of rules, of aliases, of a statement's tables and their columns, and of the rows
of a table whose hit policy knows none; every figure, source, formula, title and note does. Examples are no part of it,
as no outcome rests on them, nor is what the header says about units and about the pack, and what a subject or document
says about itself beside its title.

What is empty, and what is at its default, is left out: a model that gains a field with a default gives every pack that
says nothing of it the digest that it had (`docs/reference/digests.md`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from typing import Any

from rulewright.language.descent import with_children
from rulewright.language.grammar.printer import print_expression
from rulewright.language.numbers import number_text
from rulewright.language.syntax import Node, RuleReference
from rulewright.language.types import ContextType, EnumType, Type
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.rules import DecisionTable, Expression, Figure, Rule
from rulewright.packs.model.statements import ROW_OF, StatementPlan, StatementTable

Canonical = None | bool | int | str | list["Canonical"] | dict[str, "Canonical"]
"""What JSON can say."""

UNORDERED = frozenset({"unique", "any"})
"""Hit policies under which the order of a table's rows has no meaning."""

PLACES = frozenset({"place", "is_disjoint"})
"""Fields that say where something stands, or follow from the others."""

EMPTY: tuple[Canonical, ...] = ("", [], None)
"""What says nothing in a field without a default."""

PROSE = PLACES | {
    *("title", "about", "source", "readings", "message", "note", "modality", "effective", "amendable", "subject"),
    *("depends", "informs_nothing", "group", "is_summary", "chart", "period_title", "label"),
}
"""Fields that move no outcome, and no need, wherever they stand."""


def canonical_pieces(pack: Pack) -> dict[str, Canonical]:
    """Return the canonical form of a pack: of its rules, checks, statements, types and documents each by its id."""
    return {
        "pack": pack.id,
        "title": pack.title,
        **({"clock": [pack.clock, pack.calendar]} if pack.clock else {}),
        "documents": canonical(pack.documents),
        "types": canonical(pack.types),
        **({"requirements": canonical(pack.requirements)} if pack.requirements else {}),
        "subjects": {subject.id: [subject.title, subject.namespace] for subject in pack.subjects},
        "rules": canonical(pack.rules),
        "checks": {check.id: canonical(check) for check in pack.checks},
        "statements": canonical(pack.statements),
    }


def pack_digest(pack: Pack) -> str:
    """Return the SHA-256, in hexadecimal, of a pack's canonical form as JSON with sorted keys."""
    return hashlib.sha256(_text(canonical_pieces(pack)).encode("utf-8")).hexdigest()


def outcome_digest_of(pack: Pack) -> str:
    """Return the SHA-256, in hexadecimal, of all that can change an outcome of a pack, or what one needs.

    Two packs with one such digest answer every case in the same way, but for words.
    """
    pieces: dict[str, Any] = {
        "pack": pack.id,
        "clock": [pack.clock, pack.calendar],
        "types": pack.types,
        "requirements": pack.requirements,
        "rules": {id_: rule for id_, rule in pack.rules.items() if not rule.is_prose},
        "statements": pack.statements,
    }
    return hashlib.sha256(_text(canonical(pieces, PROSE)).encode("utf-8")).hexdigest()


def canonical_text(value: Any) -> str:
    """Return the canonical form of a piece of a pack as JSON with sorted keys."""
    return _text(canonical(value))


def canonical(value: Any, omitted: frozenset[str] = PLACES) -> Canonical:
    """Return the canonical form of a piece of a pack: of a rule, a table, a figure, a formula, a type.

    Fields of the names in `omitted` are left out.
    """
    match value:
        case None | bool() | str() | int():
            return value
        case Decimal():
            return number_text(value)
        case Expression():
            return print_expression(_in_full(value.tree))
        case Figure():
            return _figure(value, omitted)
        case DecisionTable(hit_policy=policy) if policy in UNORDERED:
            unnumbered = (replace(row, number=0) for row in value.rows)
            rows = sorted(unnumbered, key=lambda row: _text(canonical(row, omitted)))
            return _record(replace(value, rows=tuple(rows)), omitted)
        case StatementPlan(tables=tables):
            return _record(replace(value, tables=tuple(sorted(tables, key=lambda each: each.id))), omitted)
        case StatementTable(columns=columns):
            return _record(replace(value, columns=tuple(sorted(columns, key=lambda each: each.name))), omitted)
        case EnumType(aliases=aliases):
            return [type(value).__name__, _record(replace(value, aliases=tuple(sorted(aliases))), omitted)]
        case Mapping():
            return {_key(key): canonical(item, omitted) for key, item in value.items()}
        case list() | tuple():
            return [canonical(item, omitted) for item in value]
        case Rule():
            return {"rule": value.word, **_record(value, omitted)}
        case ContextType(name=name) if name.startswith(ROW_OF):
            return [type(value).__name__, _record(replace(value, name=name.removeprefix(ROW_OF)), omitted)]
        case Type():
            return [type(value).__name__, _record(value, omitted)]
        case _ if is_dataclass(value):
            return _record(value, omitted)
    return str(value)


def _figure(figure: Figure, omitted: frozenset[str]) -> Canonical:
    """Return a figure by its value: as written or as read, it is the same. No outcome rests on why there is none."""
    form = _record(figure, omitted | {"written"})
    return form | {"absence": True} if "source" in omitted and figure.absence else form


def _record(value: Any, omitted: frozenset[str]) -> dict[str, Canonical]:
    """Return what a record says: what is at its default is left out, and what is empty where there is no default."""
    form: dict[str, Canonical] = {}
    for name, default in _fields(type(value), omitted):  # type: ignore[arg-type]  # a class can be hashed
        written = canonical(getattr(value, name), omitted)
        if not any(type(written) is type(each) and written == each for each in default):
            form[name] = written
    return form


@cache
def _fields(class_: type[Any], omitted: frozenset[str]) -> tuple[tuple[str, tuple[Canonical, ...]], ...]:
    """Return the fields of a class that count, each with the canonical forms that are left out."""
    defaults = {
        each.name: each.default if each.default_factory is MISSING else each.default_factory()
        for each in fields(class_)
        if each.name not in omitted
    }
    return tuple((name, EMPTY if each is MISSING else (canonical(each, omitted),)) for name, each in defaults.items())


def _key(key: object) -> str:
    return json.dumps(key, ensure_ascii=False) if isinstance(key, tuple) else str(key)


def _text(form: Canonical) -> str:
    return json.dumps(form, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _in_full(node: Node) -> Node:
    """Return a tree whose references print as full ids."""
    return RuleReference(node.id, node.id) if isinstance(node, RuleReference) else with_children(node, _in_full)
