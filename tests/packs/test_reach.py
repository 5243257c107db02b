"""Rules that an edit is said not to have reached say what they said, and so do all on which they rest."""

import random

import pytest
from authoring_cases import BASE
from random_edits import edited_by_chance
from rulewright.evaluate.crossings import text_digests
from rulewright.packs.amendments.reach import Reach
from rulewright.packs.amendments.text import files_of
from rulewright.packs.files import PackFiles
from rulewright.packs.loading import PackReading
from rulewright.packs.trees import Trees
from rulewright.packs.yaml.tree import Entry, MappingNode, SequenceNode, plain

NEEDED = 12
"""So many edits of a seed must leave a pack in order: else nothing is tried."""

HEADER = "format: 1\npack: small\ntitle: Small\ndocuments: {one: {title: One}}\n"
TYPES = "types:\n  period: {enum: [A, B]}\n  row: {record: {amount: number, since: number}}\n"
SUBJECT = """\
subject: money
title: Money
namespace: money
source: {document: one}
parameters:
  rate: {title: A rate, value: 2, type: number}
decisions:
  paid: {title: What is paid, inputs: {count: number}, outputs: {paid: {type: number, formula: count * rate}}}
  twice: {title: Twice that, inputs: {count: number}, outputs: {twice: {type: number, formula: 2 * paid(count)}}}
  late: {title: Late, inputs: {rows: list<row>}, outputs: {late: {type: number, formula: "count(rows[since > 2])"}}}
  free: {title: Apart, inputs: {count: number}, outputs: {free: {type: number, formula: count + 1}}}
"""


def shared(before, now):
    """Return a tree that is another one only where it says something else, as consolidation makes it."""
    if plain(before) == plain(now):
        return before
    if isinstance(before, MappingNode) and isinstance(now, MappingNode):
        entries = tuple(
            Entry(each.key, shared(before.get(each.name), each.value)) if each.name in before else each for each in now
        )
        return MappingNode(entries, now.place, now.repeated)
    if isinstance(before, SequenceNode) and isinstance(now, SequenceNode):
        pairs = zip(before.items, now.items, strict=False)
        return SequenceNode((*(shared(*each) for each in pairs), *now.items[len(before.items) :]), now.place)
    return now


def reading_of(files):
    """Return the reading of a pack's files, given as text by path."""
    groups = {"base/": [], "examples/": [], "statements/": []}
    for path, text in sorted(files.items()):
        if path != "pack.yaml":
            groups[path[: path.index("/") + 1]].append((path, text.encode()))
    return PackReading(PackFiles(("pack.yaml", files["pack.yaml"].encode()), *map(tuple, groups.values())), "pack")


def reached(base, now):
    """Return what a reach says of an edited pack: the rules that may have changed, or None."""
    before = files_of(base.trees)
    after = {
        path: (schema, shared(before[path][1], root) if path in before else root)
        for path, (schema, root) in files_of(now.trees).items()
    }
    return Reach(before, base.base).of(after)


@pytest.mark.parametrize("seed", range(4))
def test_what_is_not_reached_is_the_same(seed):
    source, tried, apart = random.Random(seed), 0, 0  # noqa: S311  (cases, not secrets)
    base = reading_of(BASE)
    digests = text_digests(base.base)
    while tried < NEEDED:
        files, done = edited_by_chance(BASE, source)
        now = reading_of(files)
        if any(each.is_error for each in now.base.diagnostics):
            continue
        tried += 1
        ids = reached(base, now)
        if ids is not None:
            left = {id_: digest for id_, digest in digests.items() if id_ not in ids}
            found = text_digests(now.base)
            assert {id_: found.get(id_) for id_ in left} == left, done
            apart += len(left)
    assert apart


@pytest.mark.parametrize(
    ("path", "written", "instead", "ids"),
    [
        ("base/money.yaml", "value: 2", "value: 3", ("money.paid", "money.rate", "money.twice")),
        ("base/money.yaml", "title: Money", "title: Other", ()),
        ("base/money.yaml", "namespace: money", "namespace: cash", "all"),
        ("base/money.yaml", "document: one", 'document: one, section: "1"', "all"),
        # A rule of the name of a built-in, and one of the name of an entry, may be what others mean by it.
        ("base/money.yaml", "decisions:", "  count: {title: C, value: 1, type: number}\ndecisions:", "naming count"),
        ("base/money.yaml", "decisions:", "  since: {title: S, value: 1, type: number}\ndecisions:", ("money.late",)),
        ("base/money.yaml", "decisions:", "  other: {title: O, value: 1, type: number}\ndecisions:", ()),
        ("base/money.yaml", "title: Apart,", "title: Apart, aliases: [rate],", "naming rate"),
        ("pack.yaml", "title: One", "title: Another", ()),
        ("pack.yaml", "title: Small", "title: Large", ()),
        ("pack.yaml", "enum: [A, B]", "enum: [A, B, C]", None),
        ("pack.yaml", "types:", "types:\n  kind: {enum: [X]}", ()),
        ("pack.yaml", "types:", "types:\n  line: {record: {count: number}}", None),
    ],
)
def test_what_an_edit_reaches(path, written, instead, ids):
    files = {"pack.yaml": HEADER + TYPES, "base/money.yaml": SUBJECT}
    assert written in files[path]
    base, now = reading_of(files), reading_of({**files, path: files[path].replace(written, instead, 1)})
    assert base.base.diagnostics == ()
    everything = tuple(sorted(base.base.rules))
    expected = {
        "all": everything,
        "naming count": ("money.free", "money.late", "money.paid", "money.twice"),
        "naming rate": ("money.free", "money.paid", "money.twice"),
    }
    assert reached(base, now) == (expected[ids] if isinstance(ids, str) else ids)


def test_a_file_that_is_gone_or_new():
    files = {"pack.yaml": HEADER + TYPES, "base/money.yaml": SUBJECT}
    new = "subject: cash\ntitle: Cash\nnamespace: cash\nsource: {document: one}\nparameters:\n"
    new += "  paid: {title: Another rule of the name, value: 2, type: number}\n"
    base, now = reading_of(files), reading_of({**files, "base/cash.yaml": new})
    assert reached(base, now) == ("money.twice",)
    assert reached(now, base) == ("cash.paid",)


def test_a_trees_own_identity_counts():
    base = reading_of({"pack.yaml": HEADER + TYPES, "base/money.yaml": SUBJECT})
    files = files_of(Trees(base.trees.files, base.trees.sources))
    assert Reach(files, base.base).of(files) == ()
