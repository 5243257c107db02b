"""Signs the head of a chain, and verifies signatures, with Ed25519 and without a network.

Keys lie in files in PEM, as `openssl genpkey -algorithm ed25519` and `openssl pkey -pubout` write them. The package
`cryptography` is imported when a key is first used: `rulewright[sign]` installs it.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

from rulewright.evaluate.plain_json import JsonValue
from rulewright.records import dataclass
from rulewright.source import read_file
from rulewright.statements.chain import MANIFEST_SCHEMA

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALGORITHM = "Ed25519"
LARGEST_KEY = 16_384
"""Bytes of a file that may hold a key."""

MAKE_KEY = "`openssl genpkey -algorithm ed25519` writes a private key, `openssl pkey -pubout -in KEY` its public one"

Key = TypeVar("Key")


class KeyFileError(Exception):
    """Says why a file gives no key, and what to do."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key, with which heads are signed."""

    private: Ed25519PrivateKey

    @classmethod
    def read(cls, path: Path) -> SigningKey:
        """Return the private key in a file.

        Raises:
            KeyFileError: when the file gives none, or when `cryptography` is not installed.
        """
        ed25519, pem = _library()
        return cls(_key(path, lambda content: pem.load_pem_private_key(content, None), ed25519.Ed25519PrivateKey))

    def sign(self, head: str) -> dict[str, JsonValue]:
        """Return the signature of a head, as it stands in a manifest."""
        value = b64encode(self.private.sign(_signed(head))).decode()
        return {"algorithm": ALGORITHM, "public_key": _written(self.private.public_key()), "value": value}


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A public key, as a reader of statements has it from who signs them."""

    written: str
    """Its 32 bytes in Base64."""

    @classmethod
    def read(cls, path: Path) -> VerifyingKey:
        """Return the public key in a file.

        Raises:
            KeyFileError: when the file gives none, or when `cryptography` is not installed.
        """
        ed25519, pem = _library()
        return cls(_written(_key(path, pem.load_pem_public_key, ed25519.Ed25519PublicKey)))


def has_signed(signature: Mapping[str, object], head: str) -> bool:
    """Whether a signature is that of a head by the key that it names.

    Raises:
        KeyFileError: when `cryptography` is not installed.
    """
    ed25519, _ = _library()
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  (an extra, which is there)

    try:
        key = ed25519.Ed25519PublicKey.from_public_bytes(b64decode(str(signature.get("public_key")), validate=True))
        key.verify(b64decode(str(signature.get("value")), validate=True), _signed(head))
    except (InvalidSignature, ValueError):
        return False
    return signature.get("algorithm") == ALGORITHM


def _library() -> tuple[ModuleType, ModuleType]:
    try:
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415  (an extra)
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415  (the same)
    except ModuleNotFoundError as error:
        raise KeyFileError("signatures need the package `cryptography`", "install `rulewright[sign]`") from error
    return ed25519, serialization


def _key(path: Path, load: Callable[[bytes], object], kind: type[Key]) -> Key:
    try:
        key = load(read_file(path, largest=LARGEST_KEY))
    except OSError as error:
        raise KeyFileError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}", MAKE_KEY) from error
    except TypeError as error:  # by which the library refuses a key that is under a password
        hint = f"`openssl pkey -in {path}` writes it without one, for a file that is yours alone"
        raise KeyFileError(f"the key in {path} is under a password", hint) from error
    except ValueError as error:
        raise KeyFileError(f"{path} holds no key in PEM of the kind that is needed", MAKE_KEY) from error
    if not isinstance(key, kind):
        raise KeyFileError(f"the key in {path} is not of {ALGORITHM}", MAKE_KEY)
    return key


def _signed(head: str) -> bytes:
    """Return what is signed: a head, and that it is one of these manifests."""
    return f"{MANIFEST_SCHEMA}\n{head}\n".encode("ascii", "backslashreplace")


def _written(key: Ed25519PublicKey) -> str:
    return b64encode(key.public_bytes_raw()).decode()
