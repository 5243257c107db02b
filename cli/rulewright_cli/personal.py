"""Defines the options for personal values: the key of their tokens, and the file that says what these stand for."""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rulewright import Engine
from rulewright.source import read_file, real_path

from rulewright_cli.packs import unreadable
from rulewright_cli.terminal import complain

if TYPE_CHECKING:
    from rulewright import Tokens

KEY_VARIABLE = "RULEWRIGHT_PERSONAL_KEY"
LARGEST_KEY = 1 << 20
MODE = 0o600


class Personal:
    """How a command shows personal values, as its options say."""

    __slots__ = ("file", "key", "made")

    def __init__(self, key: str | None, file: str | None) -> None:
        self.key = key
        self.file = file
        self.made: Tokens | None = None

    def engine(self, engine: Engine) -> Engine:
        """Return the engine with the tokens of the options.

        Raises:
            click.UsageError: when the key cannot be read or is too short, or when the file is there already.
        """
        if not engine.has_personal and self.key is None and self.file is None:
            return engine
        from rulewright import Tokens  # noqa: PLC0415 - few packs have personal values

        if self.file is not None and os.path.lexists(self.file):
            raise click.UsageError(f"`{self.file}` is there already, and is not replaced; name another, or remove it")
        try:
            key = None if self.key is None else read_file(Path(self.key), largest=LARGEST_KEY).strip()
        except (OSError, ValueError) as error:
            raise unreadable(error, self.key or "") from error
        try:
            self.made = Tokens(key, keeps=self.file is not None)
        except ValueError as error:
            raise click.UsageError(f"`{self.key}`: {error}; `head -c 32 /dev/urandom | base64` makes one") from error
        return engine.with_tokens(self.made)

    def is_in(self, folder: Path) -> bool:
        """Whether the file that says what tokens stand for would lie in a folder."""
        return self.file is not None and real_path(Path(self.file)).is_relative_to(real_path(folder))

    def finish(self) -> None:
        """Write the file, and say where tokens hold for this run alone.

        Raises:
            click.UsageError: when the file cannot be written.
        """
        if self.made is None:
            return
        if self.file is not None:
            self._write(self.file, json.dumps(self.made.to_json(), ensure_ascii=False, indent=2) + "\n")
            complain(f"{self.file} says which personal values the tokens stand for")
        elif self.made.is_used and self.made.has_own_key:
            complain("personal values have tokens of this run alone; --personal-key makes the same ones in every run")

    @staticmethod
    def _write(path: str, text: str) -> None:
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(text.encode("utf-8", "backslashreplace"))
                stream.flush()
                os.fsync(stream.fileno())
        except (OSError, ValueError) as error:
            raise unreadable(error, path) from error


def personal_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options for personal values; the command gets them as `personal`, and they are seen to when it ends."""

    @functools.wraps(function)
    def with_options(**given: Any) -> None:
        personal = Personal(given.pop("personal_key"), given.pop("personal"))
        try:
            function(personal=personal, **given)
        finally:
            personal.finish()

    key = click.option(
        "--personal-key",
        metavar="FILE",
        envvar=KEY_VARIABLE,
        help=f"The key by which personal values get their tokens, at least 16 bytes; also {KEY_VARIABLE}=FILE.",
    )
    file = click.option(
        "--personal",
        metavar="FILE",
        help="Write there which personal values the tokens stand for; only you can read it.",
    )
    return key(file(with_options))
