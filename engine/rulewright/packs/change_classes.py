"""Says of what class a change is, by the address of what has changed."""

from __future__ import annotations

from rulewright.packs.amendments.address import Address
from rulewright.packs.amendments.meaning import WORDS
from rulewright.packs.canonical import PROSE
from rulewright.packs.model.comparing import ChangeClass

CITATION = frozenset({"source", "document", "section", "exhibit", "page", "file", "adopted"})
"""Parts that say where something stands in a document."""

AUTHORITY = frozenset({"approval", "decided_by", "changed_by"})
"""Parts that say who decides, or sets figures."""

TEXTS = (WORDS | PROSE | {"titles", "aliases", "reading", "question"}) - CITATION - AUTHORITY
"""Parts that are words."""

FORMULA = frozenset({"formula", "otherwise", "decided", "round", "range"})
"""Parts of an input or output that are no part of its type."""

OWNERS = {
    "example": ChangeClass.EXAMPLE,
    "type": ChangeClass.INTERFACE,
    "unit": ChangeClass.WORDING,
    "document": ChangeClass.SOURCE,
    "check": ChangeClass.LOGIC,
    "subject": ChangeClass.LOGIC,
    "statement": ChangeClass.LOGIC,
    "pack": ChangeClass.INTERFACE,
}
"""What a change is of something that is no rule."""

SECTIONS = {
    "parameters": ChangeClass.FIGURE,
    "decisions": ChangeClass.LOGIC,
    "definitions": ChangeClass.WORDING,
    "discretions": ChangeClass.DISCRETION,
}
"""What a change is of a rule as a whole."""

DATA = frozenset({"tables", "reads", "party", "recorded", "period", "earlier", "columns"})
"""Parts of a statement that say what it takes."""


def class_of(at: Address, section: str) -> ChangeClass:
    """Return the class of a change at an address; `section` is that of the subject in which its rule stands."""
    names = [step[0] if len(step) == 1 else "" for step in at.part]
    first = names[0] if names else ""
    if at.owner == "example":
        return ChangeClass.EXAMPLE
    if at.owner == "type" and first == "aliases":
        return ChangeClass.INTERFACE
    if names and (first in CITATION or names[-1] in CITATION):
        return ChangeClass.SOURCE
    if (names and names[-1] in TEXTS and first not in {"where", "inputs", "outputs"} | DATA) or names[1:][-1:] == [
        "title"
    ]:
        return ChangeClass.WORDING
    if at.owner == "subject" and first in SECTIONS:
        return SECTIONS[first]
    if at.owner == "statement" and first in DATA:
        return ChangeClass.INTERFACE
    if at.owner != "rule":
        return OWNERS[at.owner]
    return _of_part(section, names)


def _of_part(section: str, names: list[str]) -> ChangeClass:
    """Return the class of a change in a rule, by the names of the steps that lead to it."""
    whole = SECTIONS[section]
    if AUTHORITY & set(names[-1:]):
        return ChangeClass.DISCRETION
    first = names[0] if names else ""
    if section == "discretions":
        return whole
    if first in {"inputs", "outputs", "keys", "type", "answers", "output"} and not FORMULA & set(names[2:]):
        return ChangeClass.INTERFACE
    if section == "decisions" and (first == "rows" or names[:2] == ["table", "rows"]):
        return ChangeClass.ROW
    return whole
