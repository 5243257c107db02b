"""Opens the packs that a command names, and says what is wrong with one that cannot be opened."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click
from rulewright import Diagnostic, Engine, PackError, Place, UnknownRuleError, bundled_packs, load_pack
from rulewright.diagnostics import FileLines, did_you_mean
from rulewright.packs import find_pack
from rulewright.source import real_path

from rulewright_cli.exit_codes import EXIT_PROBLEMS
from rulewright_cli.terminal import print_problems

HEADER = "pack.yaml"


def open_pack(name: str) -> Engine:
    """Return the engine of a pack; where it has errors, print them and exit with 1.

    Raises:
        click.UsageError: when there is no such pack, or its files cannot be read.
    """
    folder = find_folder(name)
    try:
        return load_pack(folder)
    except PackError as error:
        complain_of(error.diagnostics)
        sys.exit(EXIT_PROBLEMS)
    except OSError as error:
        raise unreadable(error, name) from error


def find_folder(name: str) -> Path:
    """Return the folder of a pack, as short as it can be written from here.

    Raises:
        click.UsageError: when there is no such pack.
    """
    try:
        folder = find_pack(name)
    except (OSError, ValueError) as error:
        bundled = bundled_packs()
        hint = did_you_mean(name, bundled) or f"a bundled pack is {', '.join(f'`{each}`' for each in bundled)}"
        raise click.UsageError(f"there is no pack `{name}`, neither a folder nor a bundled pack; {hint}") from error
    return Path(shown_path(str(folder)))


def find_id(engine: Engine, name: str) -> str:
    """Return the id of a rule of a pack by its id or an alias.

    Raises:
        click.UsageError: when there is none.
    """
    try:
        return engine.id_of(name)
    except UnknownRuleError as error:
        hint = _elsewhere(engine, name) or error.hint or f"`rulewright show {engine.id} --index` lists all rules"
        raise click.UsageError(f"there is no rule `{name}`; {hint}") from error


def _elsewhere(engine: Engine, rule: str) -> str:
    """Return which other pack has a rule of that id: a bundled one, or that of the working folder."""
    here = {str(Path.cwd()): Path.cwd()} if (Path.cwd() / HEADER).is_file() else {}
    for name, folder in {**bundled_packs(), **here}.items():
        try:
            other = load_pack(folder)
        except (PackError, OSError):
            continue
        if other.digest != engine.digest and rule in other.rules:
            return f"the pack `{shown_path(name)}` has it: name that one"
    return ""


def pack_around(folder: Path) -> Path | None:
    """Return the folder of the pack in which a folder lies; None where it lies in none."""
    whole = real_path(folder)
    return next((each for each in (whole, *whole.parents) if (each / HEADER).is_file()), None)


def complain_of(diagnostics: Iterable[Diagnostic]) -> None:
    """Print the problems of a pack, with the lines they stand in, to standard error."""
    print_problems(map(with_short_paths, diagnostics), FileLines())


def with_short_paths(diagnostic: Diagnostic) -> Diagnostic:
    """Return a diagnostic with its paths as short as they can be written from here."""
    related = tuple((shown_place(place), words) for place, words in diagnostic.related)
    return replace(diagnostic, place=shown_place(diagnostic.place), related=related)


def shown_place(place: Place) -> Place:
    """Return a place with its path as short as it can be written from here."""
    return replace(place, path=shown_path(place.path))


def shown_path(path: str) -> str:
    """Return a path from the current folder, where it lies below it, else as it is."""
    if not Path(path).is_absolute():
        return path
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return path
    return path if relative.startswith("..") else relative


def unreadable(error: OSError | ValueError, path: str) -> click.UsageError:
    """Return the wrong usage of a file that cannot be read or written."""
    if isinstance(error, UnicodeDecodeError):
        return click.UsageError(f"`{path}` is not UTF-8 (byte {error.start + 1}); save it as UTF-8")
    if isinstance(error, OSError):
        reason = (error.strerror or str(error)).lower()
        return click.UsageError(f"`{shown_path(str(error.filename or path))}`: {reason}")
    return click.UsageError(f"`{path!r}` is no path: {error}")
