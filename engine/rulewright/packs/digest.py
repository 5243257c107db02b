"""Writes the canonical text of a pack, and its digest.

Two packs have the same canonical text when they say the same: the order of files and rules, layout, comments, quotes
and the spelling of formulas do not count; every word, figure, source and formula does. Examples are no part of it, as
no outcome rests on them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from rulewright.language.grammar.printer import print_expression
from rulewright.language.syntax import Node, Reference
from rulewright.language.types import Type
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.rules import Expression, Figure
from rulewright.packs.scalar_values import canonical_number
from rulewright.packs.yaml.tree import MappingNode, plain
from rulewright.source import Place


def canonical_text(pack: Pack) -> str:
    """Return the canonical text of a pack: JSON with sorted keys, rules by id."""
    content = {
        "pack": pack.id,
        "title": pack.title,
        "documents": _plain(pack.documents),
        "types": _plain(pack.types),
        "subjects": {subject.id: [subject.title, subject.namespace] for subject in pack.subjects},
        "rules": _plain(pack.rules),
        "checks": {check.id: _plain(check) for check in pack.checks},
        "statements": _plain(pack.statements),
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest_of(pack: Pack) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical_text(pack).encode("utf-8")).hexdigest()


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | str() | int():
            return value
        case Decimal():
            return canonical_number(value)
        case Expression():
            return print_expression(_in_full(value.tree))
        case Figure():
            # As written or as read, the figure is the same.
            return {"figure": _plain(value.value), "status": value.status, "source": _plain(value.source)} | (
                {"absence": value.absence} if value.absence else {}
            )
        case MappingNode():
            return plain(value)
        case Mapping():
            return {_key(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _ if is_dataclass(value):
            return _record(value)
    return str(value)


def _record(value: Any) -> Any:
    record = {
        each.name: _plain(getattr(value, each.name))
        for each in fields(value)
        if each.name != "place" and getattr(value, each.name) not in ("", (), None)
    }
    return [type(value).__name__, record] if isinstance(value, Type) else record


def _key(key: object) -> str:
    return json.dumps(key, ensure_ascii=False) if isinstance(key, tuple) else str(key)


def _in_full(node: Any) -> Any:
    """Return a tree whose references print as full ids."""
    match node:
        case Reference(id=id_):
            return Reference(id_, id_)
        case Node():
            return type(node)(**{name: _in_full(getattr(node, name)) for name in type(node).__slots__})
        case tuple():
            return tuple(_in_full(item) for item in node)
        case Place():
            return None
    return node
