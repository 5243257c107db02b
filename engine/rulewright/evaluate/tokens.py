"""Makes tokens, which stand in outputs in the place of personal values.

A token is the beginning of the HMAC-SHA-256 of a value under a key. Equal values have equal tokens under one key, so
that rows can still be joined; who has no key can neither compute a token from a value nor try values out. Without a key
that the user gives there is one of this run alone, drawn by chance.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from typing import Any

from rulewright.evaluate.plain_json import JsonValue, to_json
from rulewright.language.kinds import kind_of
from rulewright.language.values import Value

PREFIX = "personal-"
BYTES = 10
"""So many bytes of the digest are in a token: of a billion values no two are likely to share one."""

SHORTEST_KEY = 16
"""A key of fewer bytes could be guessed."""

TOKEN = re.compile(rf"{PREFIX}[a-z2-7]{{16}}")
SCHEMA = "rulewright/personal/1"


class Tokens:
    """Makes tokens under one key; with `keeps` it knows afterwards for which values, and where they were shown.

    Safe to use from several threads, and to send to other processes, which have the key then.
    """

    __slots__ = ("_key", "has_own_key", "is_used", "kept")

    def __init__(self, key: bytes | None = None, *, keeps: bool = False) -> None:
        if key is not None and len(key) < SHORTEST_KEY:
            raise ValueError(f"a key for personal values has at least {SHORTEST_KEY} bytes, this one has {len(key)}")
        self._key = os.urandom(32) if key is None else key
        self.has_own_key = key is None
        self.is_used = False
        self.kept: dict[str, tuple[JsonValue, dict[str, None]]] | None = {} if keeps else None

    def __reduce__(self) -> tuple[Callable[..., Tokens], tuple[bytes, bool]]:
        """Send the key, and not what was kept."""
        return _received, (self._key, self.has_own_key)

    def of(self, value: Value, where: str = "") -> str:
        """Return the token of a value; `where` says where it stands in the place of it."""
        import base64  # noqa: PLC0415  (few packs have personal values)
        import hmac  # noqa: PLC0415  (the same)

        written = to_json(value)
        content = json.dumps([kind_of(value), written], ensure_ascii=True, sort_keys=True)
        digest = hmac.new(self._key, f"{SCHEMA} {content}".encode("ascii"), "sha256").digest()
        token = PREFIX + base64.b32encode(digest[:BYTES]).decode("ascii").lower()
        self.is_used = True
        if self.kept is not None:
            _, places = self.kept.setdefault(token, (written, {}))
            if where:
                places[where] = None
        return token

    def to_json(self) -> dict[str, JsonValue]:
        """Return which token stands for which value, and where, as values for `json.dumps`."""
        kept = sorted((self.kept or {}).items())
        listed = [{"token": token, "value": value, "where": list(places)} for token, (value, places) in kept]
        return {"schema": SCHEMA, "values": listed}


def _received(key: bytes, has_own_key: bool) -> Tokens:
    tokens = Tokens(key)
    tokens.has_own_key = has_own_key
    return tokens


def values_in(document: object) -> Mapping[str, JsonValue]:
    """Return which token stands for which value, as a document of `Tokens.to_json` says.

    Raises:
        ValueError: when it is no such document.
    """
    listed = document.get("values") if isinstance(document, Mapping) and document.get("schema") == SCHEMA else None
    if not isinstance(listed, list) or not all(isinstance(each, Mapping) and "value" in each for each in listed):
        raise ValueError(f"this does not say what tokens stand for: its schema is not `{SCHEMA}`")
    return {str(each.get("token")): each["value"] for each in listed}


def with_values(content: Any, values: Mapping[str, JsonValue]) -> Any:
    """Return JSON with the values that its tokens stand for, as far as they are known."""

    def named(found: re.Match[str]) -> str:
        value = values.get(found[0])
        return value if isinstance(value, str) else found[0]

    if isinstance(content, str):
        return values[content] if content in values else TOKEN.sub(named, content)
    if isinstance(content, Mapping):
        return {TOKEN.sub(named, str(name)): with_values(each, values) for name, each in content.items()}
    return [with_values(each, values) for each in content] if isinstance(content, list | tuple) else content


def tokens_in(content: Any) -> frozenset[str]:
    """Return the tokens in JSON, also those inside texts and names."""
    if isinstance(content, str):
        return frozenset(TOKEN.findall(content))
    if isinstance(content, Mapping):
        return frozenset().union(*(tokens_in(each) for pair in content.items() for each in pair))
    return frozenset().union(*map(tokens_in, content)) if isinstance(content, list | tuple) else frozenset()


def is_token(text: object) -> bool:
    """Whether a text is a token."""
    return isinstance(text, str) and TOKEN.fullmatch(text) is not None
