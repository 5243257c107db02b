"""Makes packs of what a test writes: a header and one subject."""

from __future__ import annotations

from rulewright.packs.files import PackFiles
from rulewright.packs.loading import build_pack
from rulewright.packs.model.pack import Pack


def pack_of(header: bytes, subject: bytes, path: str = "rules.yaml", id_: str = "") -> Pack:
    """Return the pack of a header and of one subject, which is the file `path` of its base."""
    return build_pack(PackFiles(("pack.yaml", header), ((f"base/{path}", subject),), (), ()), id_)
