"""Writes amendments as an author would: the head, then each change with what was and what is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rulewright.packs.amendments.parts import PieceDifference
from rulewright.packs.amendments.trees import mapping
from rulewright.packs.model.timeline import ALWAYS
from rulewright.packs.yaml.tree import Entry, MappingNode, ScalarNode, SequenceNode, TreeNode
from rulewright.packs.yaml.writing import in_lines
from rulewright.source import Mark, Place, SourceText

HERE = Place("", 1, 1)


@dataclass(frozen=True, slots=True)
class Head:
    """What an amendment says of itself.

    `spans` are the ends of each span, the last one empty where it is open; one that begins with `ALWAYS` is all time.
    """

    id: str
    title: str
    adopted: str
    document: str
    reason: str
    spans: tuple[tuple[str, str], ...] = ()
    periods: str = ""
    section: str = ""
    approved_by: str = ""
    approved_on: str = ""
    after: tuple[str, ...] = ()

    @property
    def is_always(self) -> bool:
        """Whether it is in force at all times."""
        return self.spans == ((ALWAYS, ""),)


def amendment_text(pack: str, head: Head, changes: Sequence[PieceDifference]) -> str:
    """Return the text of an amendment's file."""
    spans = SequenceNode(tuple(_form({"from": first, "to": last}) for first, last in head.spans), HERE)
    authority = _form(
        {
            "document": head.document,
            "section": _quoted(head.section),
            "approved_by": head.approved_by,
            "approved_on": head.approved_on,
        }
    )
    entries: dict[str, TreeNode | str | None] = {
        "amendment": head.id,
        "pack": pack,
        "title": head.title,
        "adopted": head.adopted,
        "in_force": ALWAYS if head.is_always else spans if head.spans else None,
        "periods": head.periods,
        "authority": authority,
        "reason": head.reason,
        "after": SequenceNode(tuple(map(_text, head.after)), HERE) if head.after else None,
    }
    return f"{in_lines(_form(entries))}\nchanges:\n{changes_text(changes)}"


def changes_text(changes: Sequence[PieceDifference]) -> str:
    """Return the lines of changes, which are the end of an amendment's file."""
    written = (in_lines(_change(each)).split("\n") for each in changes)
    lines = (f"  {'  ' if number else '- '}{line}".rstrip() for change in written for number, line in enumerate(change))
    return "".join(f"{line}\n" for line in lines)


def _change(change: PieceDifference) -> MappingNode:
    beside = {change.beside[0]: change.beside[1]} if change.beside else {}
    extends = "yes" if change.extends else ""
    said = {
        "was": change.was,
        "was_in": was_by_span(change.was_in),
        "now": change.now,
        "to": change.to,
        "extends": extends,
    }
    return _form({change.verb: change.address, **beside, **said})


def was_by_span(found: Sequence[tuple[tuple[str, str], TreeNode]]) -> SequenceNode | None:
    """Return the list of what was there by the ends of spans; None where nothing is said by span."""
    items = tuple(_form({"from": first, "to": last, "was": was}) for (first, last), was in found)
    return SequenceNode(items, HERE) if items else None


def _form(entries: Mapping[str, TreeNode | str | None]) -> MappingNode:
    """Return a mapping of what is said."""
    found = [
        Entry(_text(name), value if not isinstance(value, str) else _text(value))
        for name, value in entries.items()
        if value is not None and value != ""
    ]
    return mapping(found, HERE)


def _text(text: str) -> ScalarNode:
    return ScalarNode(SourceText("", text, (Mark(0, 1, 1),)), "plain", HERE)


def _quoted(text: str) -> ScalarNode | None:
    return ScalarNode(SourceText("", text, (Mark(0, 1, 1),)), "double", HERE) if text else None
