"""Reads the facts of a case from files and from the command line, exactly as they are written."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import click
from rulewright import Case, evaluate, language
from rulewright.language import Type
from rulewright.source import read_file

from rulewright_cli.packs import unreadable

STANDARD_STREAM = "-"
YAML_SUFFIXES = (".yaml", ".yml")


def read_case_file(path: str, *, is_shown: bool = True) -> Case:
    """Return the case of a file: bare facts, or an object as in a file of cases, known by its key `inputs`.

    Its rule is empty where the file names none. Messages quote the file only where it `is_shown`.

    Raises:
        click.UsageError: when the file cannot be read or holds no case.
    """
    content = read_object(path, is_shown=is_shown)
    if not isinstance(content.get("inputs"), Mapping) or not set(content) <= set(evaluate.CASE_KEYS):
        return Case("", content)
    facts, recorded = content["inputs"], content.get("recorded")
    if not isinstance(facts, Mapping) or not isinstance(recorded, Mapping | None):
        raise click.UsageError(f'`{path}`: `recorded` is no object; write `"recorded": {{"id": value}}`')
    id_, as_of, known_on, rule = (content.get(name) for name in ("id", "as_of", "known_on", "rule"))
    return Case(
        "" if rule is None else str(rule),
        facts,
        "" if id_ is None else str(id_),
        None if as_of is None else str(as_of),
        None if known_on is None else str(known_on),
        recorded,
    )


def read_object(path: str, *, is_typed: bool = True, is_shown: bool = True) -> dict[str, object]:
    """Return the object that a JSON or YAML file holds; `-` is JSON on standard input.

    In YAML every scalar is text, which the declared types give its meaning. Where nothing declares types
    (`is_typed` is false), plain numbers and booleans are what they look like.

    Raises:
        click.UsageError: when the file cannot be read or holds no object.
    """
    try:
        content = sys.stdin.buffer.read() if path == STANDARD_STREAM else read_file(Path(path))
        if path.endswith(YAML_SUFFIXES):
            return _read_yaml(content, path, is_typed=is_typed, is_shown=is_shown)
        text = content.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise unreadable(error, path) from error
    try:
        value = language.read_json(text, path)
    except ValueError as error:
        is_quoting = not isinstance(error.__cause__, json.JSONDecodeError)
        raise click.UsageError(f"`{path}` is no JSON" if is_quoting and not is_shown else str(error)) from error
    if not isinstance(value, dict):
        raise click.UsageError(f'`{path}` holds no object; write `{{"name": value}}`')
    return value


def _read_yaml(content: bytes, path: str, *, is_typed: bool, is_shown: bool) -> dict[str, object]:
    from rulewright.packs import UnreadableYamlError, read_yaml_object  # noqa: PLC0415 - few cases are YAML

    try:
        return read_yaml_object(content, path, is_typed=is_typed)
    except UnreadableYamlError as error:
        raise click.UsageError(str(error) if is_shown else error.brief) from error
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def read_pairs(
    pairs: Iterable[str], option: str, read: Callable[[str, str], object], *, is_shown: bool = True
) -> dict[str, object]:
    """Return the values of options such as `name=value`; `read` makes one of a name and what is written for it.

    Messages quote what is no pair only where it `is_shown`.

    Raises:
        click.UsageError: when one is no pair, or a name stands twice.
    """
    values: dict[str, object] = {}
    for pair in pairs:
        name, equals, written = pair.partition("=")
        name = name.strip()
        if not equals or not name:
            shown = f"`{option} {pair}`" if is_shown else f"what stands behind one `{option}`"
            raise click.UsageError(f"{shown} is no pair; write `{option} name=value`")
        if name in values:
            raise click.UsageError(f"`{option} {name}=…` is given twice")
        values[name] = read(name, written)
    return values


def read_written(name: str, written: str, type_: Type | None = None) -> object:
    """Return the value that an option writes for a type, as a case gives it.

    Raises:
        click.UsageError: when the text begins like a list or object of JSON and is none, or has a percent without its
            sign.
    """
    try:
        given = language.given_by_text(written, type_)
    except ValueError as error:
        is_shown = type_ is None or not language.holds_personal(type_)
        raise click.UsageError(str(error) if is_shown else f"what is given for `{name}` is no JSON") from error
    unsigned = language.unsigned_percent(given, type_, name) if type_ is not None else None
    if unsigned is not None:
        raise click.UsageError(f"{unsigned.message}; {unsigned.hint}")
    return given
