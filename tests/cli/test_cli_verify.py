"""`verify` as a command: what it prints, its exit codes, and what `statement --sign` writes for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PACK = Path(__file__).parents[1] / "statements" / "pack"
TABLES = Path(__file__).parents[1] / "statements" / "tables"


@pytest.fixture
def keys(tmp_path) -> tuple[Path, Path]:
    key = Ed25519PrivateKey.generate()
    pem = serialization.Encoding.PEM
    own, public = tmp_path / "key.pem", tmp_path / "state.pem"
    kind = serialization.PrivateFormat.PKCS8
    own.write_bytes(key.private_bytes(pem, kind, serialization.NoEncryption()))
    public.write_bytes(key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo))
    return own, public


@pytest.fixture
def write(run, tmp_path):
    """Write the statement of the small pack; return its folder."""

    def write(*more: object) -> Path:
        arguments = (TABLES, "--pack", PACK, "--period", "T1", "--output", tmp_path / "out", *more)
        result = run("statement", *arguments)
        assert result.exit_code == 0, result.stderr
        return tmp_path / "out"

    return write


def test_a_statement_that_is_not_signed_holds_and_says_so(run, write):
    folder = write()
    result = run("verify", folder)
    head = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["head"]
    assert (result.exit_code, result.stderr) == (0, "")
    assert [line.strip() for line in result.stdout.splitlines()[-2:]] == [f"head: {head}", "not signed"]


def test_a_signed_one_names_the_key_and_whether_it_counts(run, write, keys):
    folder = write("--sign", keys[0])
    assert "whether that key counts nobody says here (--key)" in " ".join(run("verify", folder).stdout.split())
    result = run("verify", folder, "--key", keys[1])
    assert (result.exit_code, result.stderr) == (0, "")
    assert ", one of the keys given" in " ".join(result.stdout.split())


def test_a_changed_digit_a_removed_receipt_and_a_foreign_key_are_each_reported(run, write, keys, tmp_path):
    folder = write("--sign", keys[0])
    other = tmp_path / "other.pem"
    public = Ed25519PrivateKey.generate().public_key()
    pem = serialization.Encoding.PEM
    other.write_bytes(public.public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo))
    first, second = sorted((folder / "receipts").iterdir())[:2]
    text = first.read_text(encoding="utf-8")
    first.write_text(text.replace('"value":"', '"value":"1', 1), encoding="utf-8")
    second.unlink()

    result = run("verify", folder, "--key", other)

    assert result.exit_code == 1
    for code in ("file-changed", "file-gone", "signature-foreign"):
        assert f"error[{code}]" in result.stderr
    assert "are listed in the manifest" in " ".join(result.stdout.split())
    found = json.loads(run("verify", folder, "--key", other, "--format", "json").stdout)
    assert found["holds"] is False
    assert [each["code"] for each in found["diagnostics"]] == ["file-changed", "file-gone", "signature-foreign"]


@pytest.mark.parametrize(
    ("arguments", "reported"),
    [
        (("verify", "{tmp}", "--key", "{tmp}/none.pem"), "cannot be read"),
        (("verify", "{tmp}/none"), "does not exist"),
        (("statement", TABLES, "--pack", PACK, "--period", "T1", "--sign", "{key}"), "say into which folder"),
        (
            ("statement", TABLES, "--pack", PACK, "--period", "T1", "--output", "{tmp}/out", "--sign", "{public}"),
            "holds no key in PEM",
        ),
    ],
)
def test_what_gives_no_key_is_wrong_usage(run, tmp_path, keys, arguments, reported):
    given = [str(each).format(tmp=tmp_path, key=keys[0], public=keys[1]) for each in arguments]
    result = run(*given)
    assert result.exit_code == 2
    assert reported in " ".join(result.stderr.split())
    assert not (tmp_path / "out").exists()


def test_a_folder_without_a_manifest_cannot_be_verified(run, tmp_path):
    result = run("verify", tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[not-a-manifest]" in result.stderr
    assert json.loads(run("verify", tmp_path, "--format", "json").stdout)["head"] is None
