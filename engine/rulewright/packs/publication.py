"""Reads what was published of a pack from its file."""

from __future__ import annotations

from rulewright.packs.files import FileBytes
from rulewright.packs.format.decode import decode
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.schema import schema_of
from rulewright.packs.format.validation import validate
from rulewright.packs.format.written import Keyed, WrittenForm
from rulewright.packs.kinds import all_kinds
from rulewright.packs.model.published import Published, PublishedDate, PublishedText
from rulewright.packs.yaml.reader import read_yaml
from rulewright.packs.yaml.text import Sources
from rulewright.packs.yaml.tree import ScalarNode


class WrittenDate(WrittenForm):
    """A date, with the amendments known on it."""

    known_on: str = ""
    amendments: tuple[Keyed[str], ...] = ()


class WrittenText(WrittenForm):
    """The digests of one text."""

    known_on: str = ""
    at: str = ""
    version: str = ""
    text: str = ""
    outcome: str = ""


class WrittenPublished(WrittenForm):
    """The file."""

    pack: ScalarNode | None = None
    dates: tuple[WrittenDate, ...] = ()
    texts: tuple[WrittenText, ...] = ()


def read_published(file: FileBytes, pack: str) -> Found[Published]:
    """Return what was published of a pack, as its file says; nothing where that does not fit."""
    findings = Findings()
    path, content = file
    read = read_yaml(content, path)
    findings.problems += read.diagnostics
    if read.root is None:
        return findings.found(Published())
    schema = schema_of("published", all_kinds())
    valid = findings.take(validate(read.root, schema, Sources({path: read.lines})))
    if findings.problems:
        return findings.found(Published())
    written = decode(valid.root, WrittenPublished)
    if written.pack is not None and written.pack.text != pack:
        message = f"this is of the pack `{written.pack.text}`, and the folder is that of `{pack}`"
        findings.report("wrong-pack", message, written.pack.place, "take the file back to its pack")
        return findings.found(Published())
    dates = tuple(
        PublishedDate(each.known_on, tuple((known.name, known.value) for known in each.amendments), each.place)
        for each in written.dates
    )
    texts = tuple(
        PublishedText(each.known_on, each.at, each.version, each.text, each.outcome, each.place)
        for each in written.texts
    )
    return findings.found(Published(dates, texts))
