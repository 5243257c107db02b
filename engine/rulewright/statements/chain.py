"""Chains the files of a statement: each link is a digest of the link before it and of what a file says.

Whoever keeps the last link, the head, can say later whether a file was changed, taken away, added or put in another's
place. A receipt counts by the digest that it has of itself, which is the same in whatever layout; what is personal in
it is a token, so that the values, which lie elsewhere, can be erased and the chain still holds. Other files count by
their bytes, and the manifest by all that it says beside the chain.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from rulewright.evaluate.plain_json import JsonValue
from rulewright.evaluate.receipt import Object, json_digest

MANIFEST = "manifest.json"
MANIFEST_SCHEMA = "rulewright/statement-manifest/1"
FILES, HEAD, SIGNATURE = "files", "head", "signature"


def chained(heading: Object, files: Mapping[str, str], receipts: Mapping[str, str]) -> Object:
    """Return the manifest of files by their paths and texts; `receipts` has the digests of those that are receipts.

    `heading` is what else the manifest says.
    """
    link = json_digest(heading)
    entries: list[JsonValue] = []
    for path, text in files.items():
        content = text.encode("utf-8", "backslashreplace")
        digest = hashlib.sha256(content).hexdigest()
        link = next_link(link, path, receipts.get(path, digest))
        own: Object = {"receipt": receipts[path]} if path in receipts else {}
        entries.append({"path": path, "bytes": len(content), "sha256": digest, **own, "link": link})
    return {**heading, FILES: entries, HEAD: link}


def heading_of(manifest: Mapping[str, JsonValue]) -> Object:
    """Return what a manifest says beside the chain, which is the chain's beginning."""
    return {name: value for name, value in manifest.items() if name not in {FILES, HEAD, SIGNATURE}}


def next_link(link: str, path: str, digest: str) -> str:
    """Return the link of a file behind another link."""
    return json_digest({"after": link, "path": path, "digest": digest})
