"""Shows the versions of a pack, each with the time for which it holds, and what became of one of its pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from rulewright.blocks import Block, Grid, Labeled, Prose, Stack, Tree, Verbatim, Words
from rulewright.evaluate.plain_json import JsonValue
from rulewright.packs.model.history import Event, History, WrittenPiece
from rulewright.packs.model.pack import Pack
from rulewright.packs.model.timeline import ALWAYS, AMENDMENT, CORRECTION, Dated, Segment, day_words
from rulewright.packs.model.version_names import version_name, version_words
from rulewright.source import Place

SCHEMA = "rulewright/versions/1"
DIGITS = 12
"""So much of a digest is shown."""

Digests = Mapping[str, str]
"""The digest of each version by its name."""


def versions_text(pack: Pack, known_on: str, digests: Digests) -> Iterator[Block]:
    """Yield the segments of time with the version of each, and the amendments, as they were known on a date."""
    timeline = pack.timeline
    yield Stack(
        (Words(pack.title, "title"), Words(f"{pack.id} · as known on {known_on}" if known_on else pack.id, "dim"))
    )
    segments = timeline.segments(known_on)
    yield Grid(("from", "to", "periods", "version", "digest"), tuple(_row(each, digests) for each in segments))
    if short := short_names(segments):
        yield Labeled(tuple((Words(name, "label"), Prose(whole)) for name, whole in short))
    rows = tuple(
        (each.id, each.known_from, each.in_force, timeline.state(each, known_on), each.title)
        for each in timeline.amendments
        if not each.is_erratum
    )
    if rows:
        yield Grid(("amendment", "adopted", "in force", "state", "title"), rows)
    read = [(each.id, reading_words(*reading)) for each in timeline.amendments for reading in each.readings]
    if read:
        yield Labeled(tuple((Words(id_, "label"), Prose(words)) for id_, words in read))
    errata = [each for each in timeline.amendments if each.is_erratum]
    rows = tuple(
        (each.id, each.known_from, each.in_force, timeline.state(each, known_on), each.title) for each in errata
    )
    if rows:
        yield Grid(("erratum", "found on", "in force", "state", "title"), rows)
        yield Labeled(tuple((Words(each.id, "label"), Prose(found_words(each))) for each in errata))


def _row(segment: Segment, digests: Digests) -> tuple[str, ...]:
    name = version_name(segment.selection.key)
    digest = "" if segment.problem else digests.get(name, "")[:DIGITS]
    return segment.first, segment.last, ", ".join(segment.periods), segment.problem or version_words(name), digest


def short_names(segments: Iterable[Segment]) -> tuple[tuple[str, str], ...]:
    """Return the versions that are shown by a short name, each with the whole one."""
    names = dict.fromkeys(version_name(each.selection.key) for each in segments if not each.problem)
    return tuple((words, name) for name in names if (words := version_words(name)) != name)


def reading_words(id_: str, question: str, reading: str) -> str:
    """Return how an unclear place of a document is read."""
    return f"{id_}: {question} → {reading}"


def _noted(month: str, readings: Sequence[tuple[str, str, str]]) -> dict[str, JsonValue]:
    """Return what few amendments say: the month that stands for the day of the adoption, and readings."""
    read: list[JsonValue] = [
        {"id": id_, "question": question, "reading": reading} for id_, question, reading in readings
    ]
    return {**({"month": month} if month else {}), **({"readings": read} if read else {})}


def found_words(erratum: Dated) -> str:
    """Return who found a mistake, and what the document says there."""
    return "; ".join(filter(None, (f"found by {erratum.found_by}" if erratum.found_by else "", erratum.passage)))


def versions_json(pack: Pack, known_on: str, digests: Digests) -> dict[str, JsonValue]:
    """Return the segments and the amendments as values for `json.dumps`."""
    timeline = pack.timeline
    segments: list[JsonValue] = [
        {
            "from": each.first,
            "to": each.last,
            "periods": list(each.periods),
            "version": "" if each.problem else version_name(each.selection.key),
            "digest": "" if each.problem else digests.get(version_name(each.selection.key), ""),
            "applied": [id_ for id_, is_in_force in each.selection.applied if is_in_force],
            "by_key": [id_ for id_, is_in_force in each.selection.key if not is_in_force],
            "left_out": [{"id": id_, "why": why} for id_, why in each.selection.left_out],
            "problem": each.problem,
        }
        for each in timeline.segments(known_on)
    ]
    amendments: list[JsonValue] = [
        {
            "id": each.id,
            "title": each.title,
            "class": each.change_class,
            "adopted": each.adopted,
            "in_force": list(map(str, each.spans)) or ([ALWAYS] if each.is_erratum else []),
            "annuls": list(each.annuls),
            "state": timeline.state(each, known_on),
            **_noted(each.month, each.readings),
            **({"found_by": each.found_by, "passage": each.passage} if each.is_erratum else {}),
        }
        for each in timeline.amendments
    ]
    head: dict[str, JsonValue] = {"schema": SCHEMA, "pack": pack.id, "title": pack.title, "known_on": known_on}
    return head | {"segments": segments, "amendments": amendments}


# ── A piece ───────────────────────────────────────────────────────────────────────────────────────────────────────


def piece_lines(piece: WrittenPiece) -> Verbatim:
    """Return the text of a piece; where amendments have written in it, each line has them in its margin."""
    notes = tuple(", ".join(each) for each in piece.by)
    return Verbatim(tuple(piece.text.split("\n")), notes if any(notes) else ())


def history_text(history: History) -> Iterator[Block]:
    """Yield what the base says at an address, and every change with its dates and its authority."""
    base = history.base
    yield Stack((Words(history.address, "title"), Words(f"{_counted(len(history.events))}", "dim")))
    if base is None:
        yield Prose("the base does not have it")
    else:
        yield Tree(Words(f"base · {base.place}", "label"), (Verbatim(tuple(base.text.split("\n"))),))
    for _, events in groupby(history.events, key=lambda event: event.amendment):
        yield _amended(tuple(events))


def _counted(number: int) -> str:
    return "no amendment has changed it" if not number else f"{number} change{'s' if number > 1 else ''}"


def _amended(events: Sequence[Event]) -> Block:
    """Return the changes of one amendment: what it says of itself once, then what each of them says."""
    first = events[0]
    is_erratum = first.is_erratum
    rows = (
        ("found on" if is_erratum else "adopted", day_words(first.adopted, first.month)),
        ("in force", ", ".join(first.spans) or (ALWAYS if is_erratum else "by its key")),
        ("by", first.found_by if is_erratum else first.authority),
        ("passage", first.passage),
        ("reason", first.reason),
        *(("reading", reading_words(*each)) for each in first.readings),
        ("annulled", f"by {first.annulled_by}" if first.annulled_by else ""),
    )
    said = tuple((Words(label, "label"), Prose(text)) for label, text in rows if text)
    head = Prose((Words(first.amendment, "title"), f" · {first.title}"), note=f" {first.place}")
    changes = (row for event in events for row in _change_rows(event, "" if event is first else str(event.place)))
    return Tree(head, (Labeled((*said, *changes), column=8),))


def _change_rows(event: Event, where: str) -> Iterator[tuple[Words, Block]]:
    """Yield what a change says: its address, with its place where the head has another one, what was and what is."""
    yield Words(event.verb, "label"), Prose((event.address, *(("  ", Words(where, "dim")) if where else ())))
    for label, text in (
        ("was in" if event.is_by_span else "was", event.was),
        ("now" if event.verb not in {"repeal", "ends"} else "goes on as", event.now),
    ):
        if text:
            yield Words(label, "label"), Verbatim(tuple(text.split("\n")))


def history_json(history: History) -> dict[str, JsonValue]:
    """Return what became of a piece as values for `json.dumps`."""
    names = ("amendment", "title", "adopted", "authority", "reason", "verb", "address", "was", "now", "annulled_by")
    events: list[JsonValue] = [
        {
            **{name: getattr(each, name) for name in names},
            "class": CORRECTION if each.is_erratum else AMENDMENT,
            **({"found_by": each.found_by, "passage": each.passage} if each.is_erratum else {}),
            "was_by_span": each.is_by_span,
            "in_force": list(each.spans) or ([ALWAYS] if each.is_erratum else []),
            **_noted(each.month, each.readings),
            "place": _place(each.place),
        }
        for each in history.events
    ]
    base = history.base
    said: dict[str, JsonValue] = {
        "base": base.text if base else None,
        "base_place": _place(base.place) if base else None,
    }
    return {"schema": "rulewright/history/1", "address": history.address, **said, "events": events}


def _place(place: Place) -> dict[str, JsonValue]:
    return {"path": place.path, "line": place.line, "column": place.column}
