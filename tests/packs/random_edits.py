"""Edits the files of a pack by chance: any text, any item, any entry, wherever it stands.

Nothing here knows what a pack means. Most edits of an edit at random break the pack, and are passed over by the tests;
those that are left are of every kind that a file can hold.
"""

import re
from dataclasses import replace

from rulewright.packs.yaml.reader import read_yaml
from rulewright.packs.yaml.tree import Entry, MappingNode, ScalarNode, SequenceNode
from rulewright.packs.yaml.writing import in_lines
from rulewright.source import Mark, SourceText

WORDS = ("also", "not yet", "of the year", "in full")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(?=%?$)")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSIDE = re.compile(r"(?<![\w.\"])[0-9]+(?![\w.\"])")
OPERATORS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "+": "-", " * ": " + ", "and": "or"}
FLIPPED = {"true": "false", "false": "true", "unique": "any", "first": "rule order", "open": "anticipated"}


def edited_by_chance(files, source):
    """Return files in which one to four things were edited, with the words for what was done."""
    files, done = dict(files), []
    for _ in range(source.randint(1, 4)):
        path = source.choice(sorted(files))
        root = read_yaml(files[path].encode(), path).root
        if root is None:  # what was edited before can no longer be read
            break
        places = list(_nodes(root, ()))
        at, node = source.choice(places)
        made, what = _edited(node, source)
        if made is not None:
            files[path] = in_lines(_with(root, at, made)) + "\n"
            done.append(f"{path} {'.'.join(map(str, at))}: {what}")
    return files, done


def _nodes(node, path):
    yield path, node
    if isinstance(node, MappingNode):
        for number, entry in enumerate(node):
            yield from _nodes(entry.value, (*path, number))
    elif isinstance(node, SequenceNode):
        for number, item in enumerate(node):
            yield from _nodes(item, (*path, number))


def _with(node, path, made):
    if not path:
        return made
    first, *rest = path
    if isinstance(node, SequenceNode):
        items = list(node.items)
        items[first] = _with(items[first], rest, made)
        return replace(node, items=tuple(items))
    entries = list(node.entries)
    entries[first] = Entry(entries[first].key, _with(entries[first].value, rest, made))
    return replace(node, entries=tuple(entries))


def _text(node, text):
    return replace(node, source=SourceText(node.place.path, text, (Mark(0, node.place.line, node.place.column),)))


def _edited(node, source):
    """Return a node edited, and what was done; None where nothing can be."""
    if isinstance(node, ScalarNode):
        text = _other(node.text, source)
        return (None, "") if text == node.text else (_text(node, text), f"{node.text!r} becomes {text!r}")
    parts = node.items if isinstance(node, SequenceNode) else node.entries
    if not parts:
        return None, ""
    number = source.randrange(len(parts))
    what = source.choice(("out", "swap", "twice", "grow"))
    some = list(parts)
    if what == "out":
        if len(some) == 1:
            return None, ""
        del some[number]
    elif what == "swap":
        other = source.randrange(len(parts))
        some[number], some[other] = some[other], some[number]
    else:
        some.insert(source.randrange(len(parts) + 1), _renamed(some[number], source))
    key = "items" if isinstance(node, SequenceNode) else "entries"
    return replace(node, **{key: tuple(some)}), f"{what} {number}"


def _renamed(part, source):
    """Return a copy of an item or entry under another name, so that there may be both."""
    if isinstance(part, Entry):
        return Entry(_text(part.key, f"{part.key.text}{source.choice(('_2', '_b'))}"), part.value)
    if isinstance(part, ScalarNode):
        return _text(part, f"{part.text}2")
    if isinstance(part, MappingNode) and "id" in part:
        entries = (
            Entry(each.key, _text(each.value, f"{each.value.text}-2")) if each.name == "id" else each for each in part
        )
        return replace(part, entries=tuple(entries))
    return part


def _other(text, source):
    if text in FLIPPED:
        return FLIPPED[text]
    if DATE.fullmatch(text):
        return f"{text[:8]}{source.randint(10, 28)}"
    if found := NUMBER.match(text):
        return f"{found[0]}{source.choice(('1', '5', '0'))}{text[found.end() :]}"
    if INSIDE.search(text) and source.random() < 0.5:
        return INSIDE.sub(lambda found: str(int(found[0]) + source.randint(0, 2)), text, count=1)
    for sign, other in OPERATORS.items():
        if sign in text and source.random() < 0.5:
            return text.replace(sign, other, 1)
    if " " in text and source.random() < 0.7:
        return f"{text} {source.choice(WORDS)}"
    return source.choice((f"({text})", f"{text} {source.choice(WORDS)}", f"{text}2", text.title(), f'"{text}"'))
