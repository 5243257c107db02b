"""Verifies a statement's folder without its pack, its tables or a network: the files, their chain, the signature."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.evaluate.receipt import DIGEST, json_digest, receipt_digest
from rulewright.language.reading.json_text import object_without_repeats
from rulewright.source import Place, read_file
from rulewright.statements.chain import FILES, HEAD, MANIFEST, MANIFEST_SCHEMA, SIGNATURE, heading_of, next_link
from rulewright.statements.signing import VerifyingKey, has_signed

RESTORE = "take the file from who wrote it, or compute the statement again"


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found in a statement's folder.

    `head` is the end of the chain that the manifest gives. `signer` is the public key in Base64 by which it is signed,
    empty where it is not, or not rightly; `is_vouched` says whether that is one of the keys that were given.
    """

    problems: tuple[Diagnostic, ...]
    files: int = 0
    receipts: int = 0
    head: str = ""
    is_signed: bool = False
    signer: str = ""
    is_vouched: bool = False

    @property
    def holds(self) -> bool:
        """Whether everything is as it was written, and signed by one of the keys, where keys were given."""
        return not any(problem.is_error for problem in self.problems)


def verify_statement(folder: Path, keys: Sequence[VerifyingKey] = ()) -> Verification:
    """Return what differs in a statement's folder from what was written, and who signed it.

    Raises:
        KeyFileError: when it is signed, and `cryptography` is not installed.
    """
    try:
        manifest = _manifest(folder / MANIFEST)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        message = f"the folder has no manifest that can be verified: {reason.lower()}"
        hint = "`rulewright statement --output` writes one with a chain; older ones have none"
        return Verification((Diagnostic("not-a-manifest", message, Place(MANIFEST, 1, 1), hint),))
    entries: list[dict[str, Any]] = manifest[FILES]
    lines = (folder / MANIFEST).read_text(encoding="utf-8", errors="replace").splitlines()
    found = [
        *_broken_links(manifest, lines),
        *(problem for entry in entries for problem in _changes(folder, entry)),
        *_unlisted(folder, {entry["path"] for entry in entries}),
    ]
    signer, signature = _signature(manifest, keys)
    vouched = signer in {key.written for key in keys}
    receipts = sum("receipt" in entry for entry in entries)
    is_signed = SIGNATURE in manifest
    problems = (*found, *signature)
    return Verification(problems, len(entries), receipts, manifest[HEAD], is_signed, signer, vouched)


def _manifest(path: Path) -> dict[str, Any]:
    """Return a manifest of the form that is written.

    Raises:
        OSError: when it cannot be read.
        ValueError: when it is of another form.
    """
    try:
        read = json.loads(read_file(path, follows=False), object_pairs_hook=object_without_repeats)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(read, dict) or read.get("schema") != MANIFEST_SCHEMA:
        raise ValueError(f"it is no `{MANIFEST_SCHEMA}`")
    if not _has_chain(read):
        raise ValueError("it has no chain")
    return read


def _has_chain(manifest: Mapping[str, Any]) -> bool:
    entries = manifest.get(FILES)
    return isinstance(manifest.get(HEAD), str) and isinstance(entries, list) and all(map(_is_entry, entries))


def _is_entry(entry: object) -> bool:
    return isinstance(entry, dict) and all(isinstance(entry.get(name), str) for name in ("path", "sha256", "link"))


def _broken_links(manifest: Mapping[str, Any], lines: Sequence[str]) -> Iterator[Diagnostic]:
    """Yield the first place where the chain does not follow from what the manifest says."""
    link = json_digest(heading_of(manifest))
    for entry in manifest[FILES]:
        link = next_link(link, entry["path"], entry.get("receipt", entry["sha256"]))
        if link != entry["link"]:
            message = f"the chain is broken at `{entry['path']}`: the manifest was changed there or before"
            yield Diagnostic("chain-broken", message, _place_of(entry, lines), RESTORE)
            return
    if link != manifest[HEAD]:
        message = "the chain does not end in its head: the manifest was changed at its end"
        yield Diagnostic("chain-broken", message, Place(MANIFEST, 1, 1), RESTORE)


def _place_of(entry: Mapping[str, Any], lines: Sequence[str]) -> Place:
    written = json.dumps(entry["path"], ensure_ascii=False)
    number = next((number for number, line in enumerate(lines, 1) if written in line), 1)
    return Place(MANIFEST, number, 1)


def _changes(folder: Path, entry: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Yield what is otherwise with a file than its manifest has it."""
    path = entry["path"]
    place = Place(path, 1, 1)
    try:
        content = read_file(folder / _inside(path), within=folder, follows=False)
    except FileNotFoundError:
        yield Diagnostic("file-gone", f"`{path}` was written and is gone", Place(MANIFEST, 1, 1), RESTORE)
        return
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        yield Diagnostic("file-gone", f"`{path}` cannot be read: {reason.lower()}", Place(MANIFEST, 1, 1), RESTORE)
        return
    if "receipt" in entry:
        yield from _changes_of_receipt(content, entry, place)
    elif hashlib.sha256(content).hexdigest() != entry["sha256"]:
        yield Diagnostic("file-changed", f"`{path}` is not as it was written", place, RESTORE)


def _changes_of_receipt(content: bytes, entry: Mapping[str, Any], place: Place) -> Iterator[Diagnostic]:
    """Yield what a receipt says otherwise; another layout is no change of what it says."""
    path = entry["path"]
    try:
        receipt = json.loads(content, object_pairs_hook=object_without_repeats)
    except (ValueError, RecursionError):
        yield Diagnostic("file-changed", f"`{path}` is no JSON, or gives a name twice", place, RESTORE)
        return
    said = receipt_digest(receipt) if isinstance(receipt, dict) else ""
    if said != entry["receipt"]:
        message = f"the receipt `{path}` does not say what it said when it was written"
        yield Diagnostic("file-changed", message, place, RESTORE)
    elif receipt.get(DIGEST) != said:
        yield Diagnostic("file-changed", f"the digest in `{path}` is not that of the receipt", place, RESTORE)
    elif hashlib.sha256(content).hexdigest() != entry["sha256"]:
        message = f"`{path}` is laid out otherwise than it was written, and says the same"
        yield Diagnostic("file-changed", message, place, severity=Severity.WARNING)


def _inside(path: str) -> str:
    """Return the path of a file in the folder.

    Raises:
        ValueError: when it leads out of it.
    """
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts:
        raise ValueError("its path leads out of the folder")
    return path


def _unlisted(folder: Path, listed: set[str]) -> Iterator[Diagnostic]:
    """Yield the files that nobody wrote: an error among receipts, a warning where others may lie."""
    within = {str(PurePosixPath(path).parent) for path in listed} - {"."}
    for each in sorted(folder.rglob("*")):
        path = each.relative_to(folder).as_posix()
        if path in listed or path == MANIFEST or (each.is_dir() and not each.is_symlink()):
            continue
        severity = Severity.ERROR if str(PurePosixPath(path).parent) in within else Severity.WARNING
        message = f"`{path}` is no file of the statement"
        yield Diagnostic("file-not-listed", message, Place(path, 1, 1), "put it elsewhere", severity)


def _signature(manifest: Mapping[str, Any], keys: Sequence[VerifyingKey]) -> tuple[str, list[Diagnostic]]:
    """Return by which key a head is signed, and what is wrong with the signature."""
    place = Place(MANIFEST, 1, 1)
    signature = manifest.get(SIGNATURE)
    if signature is None:
        hint = "`rulewright statement --sign KEY` signs it"
        missing = Diagnostic("signature-missing", "the statement is not signed", place, hint)
        return "", [missing] if keys else []
    if not isinstance(signature, dict) or not has_signed(signature, manifest[HEAD]):
        message = "the signature is not that of this statement"
        return "", [Diagnostic("signature-wrong", message, place, "get the right one from who signed it")]
    signer = str(signature["public_key"])
    if keys and signer not in {key.written for key in keys}:
        message = f"the statement is signed by another key than those given: {signer}"
        return signer, [Diagnostic("signature-foreign", message, place, "give the key of who may sign, with --key")]
    return signer, []
