"""A statement's folder is as it was written, or what is changed, gone, added or signed otherwise is reported."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from rulewright import Engine
from rulewright.evaluate.receipt import json_digest, receipt_digest
from rulewright.packs.loading import read_pack
from rulewright.reports import statement_files
from rulewright.statements import (
    KeyFileError,
    SigningKey,
    VerifyingKey,
    compute_statement,
    read_tables,
    verify_statement,
)
from rulewright.statements.chain import heading_of, next_link

HERE = Path(__file__).parent
MEALS = Engine(read_pack(HERE / "pack"))
PEM = serialization.Encoding.PEM


def write_keys(folder: Path, name: str, private=None, password: bytes | None = None) -> tuple[Path, Path]:
    """Write a private key and its public one; return their files."""
    private = private or ed25519.Ed25519PrivateKey.generate()
    lock = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    own, public = folder / f"{name}.pem", folder / f"{name}.pub.pem"
    own.write_bytes(private.private_bytes(PEM, serialization.PrivateFormat.PKCS8, lock))
    public.write_bytes(private.public_key().public_bytes(PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
    return own, public


@pytest.fixture(scope="module")
def keys(tmp_path_factory) -> dict[str, tuple[Path, Path]]:
    folder = tmp_path_factory.mktemp("keys")
    return {
        "state": write_keys(folder, "state"),
        "other": write_keys(folder, "other"),
        "curve": write_keys(folder, "curve", ec.generate_private_key(ec.SECP256R1())),
        "locked": write_keys(folder, "locked", password=b"a password"),
    }


@pytest.fixture(scope="module")
def signed(tmp_path_factory, keys) -> Path:
    folder = tmp_path_factory.mktemp("signed") / "statement"
    (plan,) = MEALS.pack.statements.values()
    result = compute_statement(MEALS, plan, read_tables(plan, HERE / "tables"), "T1")
    for path, text in statement_files(result, MEALS, key=SigningKey.read(keys["state"][0])).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="")
    return folder


@pytest.fixture
def folder(signed, tmp_path) -> Path:
    return Path(shutil.copytree(signed, tmp_path / "statement"))


def found_in(folder: Path, *keys: Path) -> list[tuple[str, str]]:
    found = verify_statement(folder, [VerifyingKey.read(key) for key in keys])
    return [(each.code, each.place.path) for each in found.problems]


def edit_text(path: str, edit: Callable[[str], str]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        before = (folder / path).read_text(encoding="utf-8")
        assert edit(before) != before
        (folder / path).write_text(edit(before), encoding="utf-8")

    return change


def edit_manifest(edit: Callable[[dict], object]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        edit(manifest)
        (folder / "manifest.json").write_text(json.dumps(manifest, indent=2), encoding="utf-8")

    return change


def receipt_of(folder: Path) -> Path:
    return min((folder / "receipts").iterdir())


def with_new_digest(folder: Path) -> None:
    """Change an amount of a receipt, and its digest with it."""
    path = receipt_of(folder)
    receipt = json.loads(path.read_text(encoding="utf-8"))
    receipt["lines"][0]["outcome"]["value"] = "1"
    receipt["digest"] = receipt_digest(receipt)
    path.write_text(json.dumps(receipt), encoding="utf-8")


def forge(folder: Path) -> None:
    """Change an amount, and digests, links and head with it, as who can write all of the folder can."""
    with_new_digest(folder)
    path = receipt_of(folder)
    receipt = json.loads(path.read_text(encoding="utf-8"))

    def chain(manifest: dict) -> None:
        link = json_digest(heading_of(manifest))
        for entry in manifest["files"]:
            if entry["path"] == f"receipts/{path.name}":
                entry["receipt"] = receipt["digest"]
            link = entry["link"] = next_link(link, entry["path"], entry.get("receipt", entry["sha256"]))
        manifest["head"] = link

    edit_manifest(chain)(folder)


def repeat_a_name(folder: Path) -> None:
    path = receipt_of(folder)
    path.write_text(path.read_text(encoding="utf-8").replace("{", '{"party": "another", ', 1), encoding="utf-8")


def test_a_folder_as_it_was_written_holds(folder, keys):
    found = verify_statement(folder, [VerifyingKey.read(keys["other"][1]), VerifyingKey.read(keys["state"][1])])
    assert found.problems == ()
    assert (found.holds, found.is_signed, found.is_vouched) == (True, True, True)
    assert found.receipts == len(list((folder / "receipts").iterdir())) > 1
    assert found.files > found.receipts
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert found.head == manifest["head"] == manifest["files"][-1]["link"]
    assert not verify_statement(folder).is_vouched
    assert verify_statement(folder).holds


CHANGES = {
    "a figure of a table": (edit_text("statement.csv", lambda text: text.replace("1", "2", 1)), "file-changed"),
    "a receipt and its digest": (with_new_digest, "file-changed"),
    "a name given twice": (repeat_a_name, "file-changed"),
    "no JSON": (lambda folder: receipt_of(folder).write_text("{", encoding="utf-8"), "file-changed"),
    "a list": (lambda folder: receipt_of(folder).write_text("[]", encoding="utf-8"), "file-changed"),
    "a receipt taken away": (lambda folder: receipt_of(folder).unlink(), "file-gone"),
    "a folder in its place": (lambda folder: receipt_of(folder).unlink() or receipt_of_name(folder), "file-gone"),
    "a receipt added": (lambda folder: shutil.copy(receipt_of(folder), folder / "receipts/Z.json"), "file-not-listed"),
    "the period": (edit_manifest(lambda manifest: manifest.update(period="T2")), "chain-broken"),
    "the order": (edit_manifest(lambda manifest: manifest["files"].reverse()), "chain-broken"),
    "an entry taken out": (edit_manifest(lambda manifest: manifest["files"].pop()), "chain-broken"),
    "a path": (edit_manifest(lambda manifest: manifest["files"][0].update(path="other.csv")), "chain-broken"),
    "the head": (edit_manifest(lambda manifest: manifest.update(head="0" * 64)), "chain-broken"),
    "all of it": (forge, "signature-wrong"),
    "another key": (edit_manifest(lambda manifest: manifest["signature"].update(public_key="AAAA")), "signature-wrong"),
    "no Base64": (edit_manifest(lambda manifest: manifest["signature"].update(value="é")), "signature-wrong"),
    "another algorithm": (
        edit_manifest(lambda manifest: manifest["signature"].update(algorithm="x")),
        "signature-wrong",
    ),
    "no signature any more": (edit_manifest(lambda manifest: manifest.pop("signature")), "signature-missing"),
    "a text as signature": (edit_manifest(lambda manifest: manifest.update(signature="x")), "signature-wrong"),
    "no manifest": (lambda folder: (folder / "manifest.json").unlink(), "not-a-manifest"),
    "no chain": (edit_manifest(lambda manifest: manifest.pop("head")), "not-a-manifest"),
    "no files": (edit_manifest(lambda manifest: manifest.pop("files")), "not-a-manifest"),
    "files of another kind": (edit_manifest(lambda manifest: manifest.update(files=[1])), "not-a-manifest"),
    "files that are no list": (edit_manifest(lambda manifest: manifest.update(files=7)), "not-a-manifest"),
    "another schema": (edit_manifest(lambda manifest: manifest.update(schema="x/1")), "not-a-manifest"),
    "a deep manifest": (
        lambda folder: (folder / "manifest.json").write_text("[" * 200_000, encoding="utf-8"),
        "not-a-manifest",
    ),
}


def receipt_of_name(folder: Path) -> None:
    names = {path.name for path in (folder / "receipts").iterdir()}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    gone = next(
        each["path"] for each in manifest["files"] if Path(each["path"]).name not in names and "/" in each["path"]
    )
    (folder / gone).mkdir()


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_changed_is_reported(folder, keys, name):
    change, code = CHANGES[name]
    change(folder)
    assert code in [each for each, _ in found_in(folder, keys["state"][1])]
    assert not verify_statement(folder, [VerifyingKey.read(keys["state"][1])]).holds


def test_a_path_that_leads_out_of_the_folder_is_not_read(folder, tmp_path):
    (tmp_path / "secret").write_text("x", encoding="utf-8")
    edit_manifest(lambda manifest: manifest["files"][0].update(path="../secret"))(folder)
    (problem,) = [each for each in verify_statement(folder).problems if each.code == "file-gone"]
    assert "leads out of the folder" in problem.message


def test_another_layout_and_a_note_beside_are_warnings(folder, keys):
    path = receipt_of(folder)
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=4), encoding="utf-8")
    (folder / "notes.txt").write_text("looked at", encoding="utf-8")
    found = verify_statement(folder, [VerifyingKey.read(keys["state"][1])])
    assert [(each.code, each.is_error) for each in found.problems] == [
        ("file-changed", False),
        ("file-not-listed", False),
    ]
    assert found.holds


def test_a_key_that_does_not_count_is_foreign(folder, keys):
    assert found_in(folder, keys["other"][1]) == [("signature-foreign", "manifest.json")]


@pytest.mark.parametrize(
    ("read", "name", "which", "reason"),
    [
        (SigningKey, "curve", 0, "not of Ed25519"),
        (VerifyingKey, "curve", 1, "not of Ed25519"),
        (SigningKey, "locked", 0, "under a password"),
        (SigningKey, "state", 1, "holds no key in PEM"),
        (VerifyingKey, "state", 0, "holds no key in PEM"),
    ],
)
def test_a_file_that_gives_no_key_says_why(keys, read, name, which, reason):
    with pytest.raises(KeyFileError, match=reason) as raised:
        read.read(keys[name][which])
    assert "openssl" in raised.value.hint


def test_a_file_that_cannot_be_read_gives_no_key(tmp_path):
    with pytest.raises(KeyFileError, match="cannot be read: no such file"):
        VerifyingKey.read(tmp_path / "none.pem")


def test_without_the_package_it_says_what_to_install(keys, monkeypatch):
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives", None)
    with pytest.raises(KeyFileError, match="need the package `cryptography`") as raised:
        SigningKey.read(keys["state"][0])
    assert raised.value.hint == "install `rulewright[sign]`"
