"""Reads and writes saved cases: a pack with a case on which the evaluators once did not agree.

A case is a YAML file with the files of the pack, the rule, the facts, and what else a case may have. While the
evaluators still differ there, it says under `open` for what reason, and by patterns of a field and of what both say
which differences are of this kind: these `make soak` counts and reports no more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from comparison import Difference
from sample_packs import Example
from shrinking import Specimen

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved case. `open` is empty where the evaluators must agree; else it says why they do not, and how."""

    name: str
    specimen: Specimen
    open: Mapping[str, str] = field(default_factory=dict)

    def names(self, differences: Sequence[Difference]) -> bool:
        """Whether the first of the fields that differ is of the kind that is open."""
        first = differences[0]
        wanted = self.open
        said = ((wanted["field"], first.field), (wanted["compiled"], first.compiled))
        said += ((wanted["reference"], first.reference if first.field != "status" else _reasons(differences)),)
        return all(re.fullmatch(pattern, text, re.DOTALL) for pattern, text in said)


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def read_saved(folder: Path = FOLDER) -> Iterator[Saved]:
    """Yield the saved cases of a folder."""
    for path in sorted(folder.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        example = Example(path.stem, content["rule"], content["facts"], content.get("options", {}))
        yield Saved(path.stem, Specimen(content["files"], example), content.get("open", {}))


def write_saved(saved: Saved, folder: Path) -> Path:
    """Write a saved case into a folder; facts that are no JSON are written as their text."""
    example = saved.specimen.example
    options = {name: value for name, value in example.options.items() if value is not None}
    content = {
        **({"open": dict(saved.open)} if saved.open else {}),
        "files": dict(saved.specimen.files),
        "rule": example.rule,
        "facts": _plain(example.facts),
        **({"options": _plain(options)} if options else {}),
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{saved.name}.yaml"
    text = yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    path.write_text(text, encoding="utf-8")
    return path


def _reasons(differences: Sequence[Difference]) -> str:
    """Return the status that the reference evaluator answers, and its reason."""
    return " ".join(each.reference for each in differences if each.field in {"status", "message"})


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
