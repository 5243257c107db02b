"""Says in blocks what a rule, a subject or a pack holds, as an analyst reads it: words first, sources always.

A rule shows what it is called, where it stands in the document, what it takes and gives, its formulas or tables, its
readings, its examples, and which rules it rests on and which rest on it.
"""

from __future__ import annotations

from collections.abc import Iterator

from rulewright.blocks import INDENT, Block, Fitting, Grid, Prose, Stack, Tree, Words
from rulewright.packs.model.links import references_of
from rulewright.packs.model.pack import Pack, Subject
from rulewright.packs.model.rules import Rule
from rulewright.packs.model.text import labeled, paragraphs
from rulewright.packs.model.version_names import version_words

TALLEST = 2
"""An index whose rows take more lines is a list."""


def rule_text(rule: Rule, pack: Pack) -> Iterator[Block]:
    """Yield a rule in full."""
    kind = " · ".join(part for part in (rule.kind or rule.word, rule.modality, str(rule.source)) if part)
    yield Stack((_title(rule.title), Words(rule.id, "dim"), Words(kind, "dim")))
    if rule.about:
        yield Stack(paragraphs(rule.about), INDENT)
    yield from rule.body()
    for label, text in (("effective", rule.effective), ("an amendment may touch", rule.amendable)):
        if text:
            yield labeled(label, paragraphs(text))
    if rule.readings:
        words = (Prose(f"{reading.id}: {reading.question} → {reading.reading}") for reading in rule.readings)
        yield labeled("readings", words)
    called = sorted({*references_of(rule), *rule.depends})
    users = sorted(pack.links.users.get(rule.id, ()))
    examples = pack.links.examples.get(rule.id, ())
    for label, names in (("depends on", called), ("used by", users), ("examples", examples)):
        if names:
            yield labeled(label, [Prose(", ".join(names))])


def subject_text(subject: Subject, pack: Pack) -> Iterator[Block]:
    """Yield a subject: every rule of it in full, in the order of the file."""
    about = Words(f"{subject.id} · {subject.source} · {subject.path}", "dim")
    yield Stack((_title(subject.title), Prose(about)))
    for number, id_ in enumerate(subject.rules):
        if number:
            yield Prose(Words("─" * 60, "dim"), is_cut=True)
        yield from rule_text(pack.rules[id_], pack)


def index_text(pack: Pack) -> Iterator[Block]:
    """Yield every rule of a pack in a line, by subject: id, kind, modality, status of the figures, source."""
    for subject in pack.subjects:
        rows = tuple(
            (rule.id, rule.kind or rule.word, rule.modality, rule.figure_status, str(rule.source))
            for rule in (pack.rules[id_] for id_ in subject.rules)
        )
        table = Grid(("rule", "kind", "modality", "status", "source"), rows, tallest=TALLEST)
        entries = (Tree(id_, (Prose(Words(" · ".join(filter(None, rest)), "dim")),)) for id_, *rest in rows)
        yield Stack((_title(f"{subject.title} ({subject.id})"), Fitting((table, Stack(tuple(entries))))))


def pack_text(pack: Pack) -> Iterator[Block]:
    """Yield what a pack holds: its documents, its subjects, its statements and its amendments."""
    about = Words(f"{pack.id} · version {version_words(pack.version)} · digest {pack.digest[:12]}", "dim")
    yield Stack((_title(pack.title), Prose(about)))
    yield labeled("documents", (f"{document.id}: {document.title}" for document in pack.documents.values()))
    rows = tuple((each.id, each.title, str(len(each.rules))) for each in pack.subjects)
    yield labeled("subjects", [Grid(("subject", "title", "rules"), rows, right=(2,))])
    if pack.statements:
        yield labeled("statements", (f"{id_}: {plan.title}" for id_, plan in pack.statements.items()))
    if pack.timeline.amendments:
        dated = (
            (each.id, each.title, each.change_class, each.known_from, each.in_force)
            for each in pack.timeline.amendments
        )
        yield labeled("amendments", [Grid(("id", "title", "class", "known from", "in force"), tuple(dated))])
    yield Prose("`rulewright show PACK SUBJECT` or `rulewright show PACK RULE` shows more.")


def version_line(pack: Pack, as_of: str | None, known_on: str | None) -> Block:
    """Return which version of a pack is shown; without dates that is the base."""
    if as_of is None and known_on is None:
        return Prose(Words(f"{pack.id} · the base, without amendments", "dim"))
    about = f", as of {as_of}" if as_of is not None else ""
    known = f", as known on {known_on or pack.timeline.latest}"
    return Prose(Words(f"{pack.id} · version {version_words(pack.version)}{about}{known}", "dim"))


def _title(text: str) -> Block:
    return Prose(Words(text, "title"), INDENT)
