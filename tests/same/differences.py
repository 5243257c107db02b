"""Finds what differs between two answers, sorts it by kind, and knows which differences are meant.

A difference is one leaf of two JSON values. Where nothing but sentences differs, its class is `words`; every other
difference is one of `outcome`. A difference is meant where an entry of `accepted.toml` matches all of it: the case,
the field, the old text and the new one.
"""

from __future__ import annotations

import difflib
import fnmatch
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ACCEPTED = Path(__file__).with_name("accepted.toml")
SENTENCES = frozenset({"message", "hint", "reason", "error", "refused", "title"})
FACTS_OF_A_TEXT = re.compile(
    r"[\w./<>-]+:\d+:\d+"  # places
    r"|(?:error|warning)\[[a-z-]+\]"  # codes
    r"|-?\d+(?:[.,]\d+)*%?"  # figures
)
NOTHING = "(nothing)"
OUTCOME, WORDS = "outcome", "words"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: in which case, at which field, what it was and what it is."""

    group: str
    case: str
    field: str
    old: str
    new: str
    sort: str
    about: str = ""

    @property
    def kind(self) -> tuple[str, str]:
        """The group and the field without numbers: differences of one kind are reported together."""
        return self.group, re.sub(r"\d+", "#", self.field)

    @property
    def size(self) -> int:
        """How much there is to read."""
        return len(self.about) + len(self.old) + len(self.new)

    def text(self, most: int = 0) -> str:
        """Return the difference for people; of texts of several lines what differs, and of long ones the beginning."""
        lines = [f"{self.case}: {self.field}"]
        if self.about:
            lines.append(f"    about: {self.about}")
        if "\n" in self.old and "\n" in self.new:
            compared = difflib.unified_diff(self.old.splitlines(), self.new.splitlines(), n=0, lineterm="")
            lines += [f"    {line}" for line in list(compared)[2:]]
        else:
            lines += [f"    old: {self.old}", f"    new: {self.new}"]
        text = "\n".join(lines)
        return f"{text[:most]} …" if most and len(text) > most else text


@dataclass(frozen=True, slots=True)
class Named:
    """A difference that is meant, and why. `case` and `field` are patterns of names, `old` and `new` of texts."""

    name: str
    reason: str
    case: str
    field: str
    old: str
    new: str

    def matches(self, difference: Difference) -> bool:
        """Whether this is the difference that is meant."""
        return (
            fnmatch.fnmatchcase(difference.case, self.case)
            and fnmatch.fnmatchcase(difference.field, self.field)
            and bool(re.fullmatch(self.old, difference.old, re.DOTALL))
            and bool(re.fullmatch(self.new, difference.new, re.DOTALL))
        )


@dataclass(frozen=True, slots=True)
class Accepted:
    """What `accepted.toml` says: new names of old fields, fields that are new, and differences that are meant."""

    renamed: Mapping[str, str] = field(default_factory=dict)
    added: tuple[str, ...] = ()
    named: tuple[Named, ...] = ()

    def name_of(self, difference: Difference) -> str:
        """Return the name under which a difference is meant, or an empty text."""
        return next((each.name for each in self.named if each.matches(difference)), "")


def read_accepted(path: Path = ACCEPTED) -> Accepted:
    """Return what is declared; every entry names all that makes it narrow."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return Accepted(
        content["fields"]["renamed"],
        tuple(content["fields"]["added"]),
        tuple(Named(**each) for each in content.get("difference", ())),
    )


def differences_of(group: str, case: str, old: object, new: object) -> list[Difference]:
    """Return every leaf in which two answers to one case differ."""
    about = old.get("about", "") if isinstance(old, dict) else ""
    found = []
    for path, before, after in leaves(old, new):
        is_words = path.rpartition(".")[2].split("[")[0] in SENTENCES or _is_rewording(before, after)
        about_ = about if isinstance(about, str) else json.dumps(about, ensure_ascii=False)
        sort = WORDS if is_words else OUTCOME
        found.append(Difference(group, case, path, _text(before), _text(after), sort, about_))
    return found


def leaves(old: object, new: object, path: str = "") -> Iterator[tuple[str, object, object]]:
    """Yield the path, the old and the new value of every difference."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            inner = f"{path}.{key}" if path else key
            yield from leaves(old.get(key, NOTHING), new.get(key, NOTHING), inner)
        if old.keys() == new.keys() and list(old) != list(new):
            yield f"{path} (order)", list(old), list(new)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for place, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from leaves(before, after, f"{path}[{place}]")
    elif old != new or type(old) is not type(new):
        yield path, old, new


def _is_rewording(old: object, new: object) -> bool:
    """Whether two printed texts have the same places, codes and figures in the same order."""
    if not isinstance(old, str) or not isinstance(new, str) or "\n" not in old + new:
        return False
    return FACTS_OF_A_TEXT.findall(old) == FACTS_OF_A_TEXT.findall(new)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
