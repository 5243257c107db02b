"""Says in an author's words why YAML cannot read a text, and how to write what was probably meant.

Formulas are the usual reason: FEEL and YAML share `[`, `{`, `>`, `*`, `"` and more. The hint shows the whole text in
quotes, ready to be copied.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import yaml

from rulewright.diagnostics import Diagnostic
from rulewright.packs.yaml.text import OPENING, bracket_depth, quoted, text_at
from rulewright.source import Place

VALUE = re.compile(r"""^(?P<before>\s*(?:-\s+)*(?:(?:[\w.]+|"[^"]*"|'[^']*')\s*:(?:\s+|$))?)(?P<value>.*)$""")
ITEM_BEGUN = re.compile(
    r"""(?:^|[\[{,]|:\s)\s*(?P<value>(?:[^\[\]{},:()"']|:(?!\s)|\([^()]*|\)|"[^"]*"|'[^']*'|[\[{][^\[\]{}]*[\]}])+)$"""
)
INDICATORS = "[]{}>|%@`*&!?\"'-,#"
INDENTATION = "compare its indentation with the lines above"
REASONS = (
    (
        "found character that cannot start any token",
        "an unquoted text cannot begin with `{character}`",
        "put it in quotes",
    ),
    ("mapping values are not allowed", "a `:` inside an unquoted text", INDENTATION + ", or put the text in quotes"),
    ("found unexpected end of stream", "a quote that is never closed", "close it"),
    ("found unexpected document indicator", "a quote that is never closed", "close it"),
    ("did not find expected ',' or ']'", "a `[` that is never closed", "close it, and separate the items by commas"),
    ("did not find expected ',' or '}'", "a `{{` that is never closed", "close it, and separate the keys by commas"),
    ("did not find expected '-' indicator", "this line is no item of the list above it", INDENTATION),
    ("did not find expected key", "this line does not continue the mapping above it", INDENTATION),
    ("could not find expected ':'", "a key without `:`", "write `key: value`"),
    ("did not find expected <document start>", "this line does not continue what stands above it", INDENTATION),
    ("found unknown escape character", "an unknown escape behind `\\`", "double the `\\`, or use single quotes"),
    ("found unexpected ':'", "a `:` without a value", "write a blank and the value behind it"),
    ("did not find expected node content", "`{character}` closes nothing", "delete it, or put the text in quotes"),
    ("block sequence entries are not allowed", "a `-` where no list can begin", "begin the list on the next line"),
    ("mapping keys are not allowed", "a `?` where no key can begin", "put the text in quotes"),
    ("did not find expected comment or line break", "text behind `{character}`", "begin the text on the next line"),
    ("found a tab character", "a tab where only spaces may stand", "write spaces"),
)
IN_CONTEXT = ("never closed", "text behind", "a key without")
KEY_WITHOUT_BLANK = re.compile(r"\s*(?:-\s+)*([\w.]+):([^\s:].*)")


def unquoted_hint(lines: Sequence[str], place: Place, otherwise: str) -> str:
    """Return a hint for a text that YAML takes for something of its own: what to do, and how a formula is written."""
    text = text_at(lines, place)
    return f"{otherwise}; a formula goes in quotes: `{quoted(text)}`" if text else otherwise


def explain_syntax_error(error: yaml.MarkedYAMLError, lines: Sequence[str], path: str) -> Diagnostic:
    """Return the diagnostic of a file that YAML cannot read."""
    mark = error.problem_mark or error.context_mark
    problem = error.problem or "the file cannot be read"
    line, column = (mark.line, mark.column) if mark else (0, 0)
    reasons = ((text, hint) for start, text, hint in REASONS if problem.startswith(start))
    reason, hint = next(reasons, (problem, "compare the indentation, quotes and brackets with the lines above"))
    unquoted = _unquoted_in_brackets(problem, lines, Place(path, line + 1, column + 1))
    if unquoted is not None:
        return unquoted
    context = error.context_mark
    if context and any(part in reason for part in IN_CONTEXT):
        line, column = context.line, context.column
    if line >= len(lines):
        line, column = len(lines) - 1, len(lines[-1])
    content = lines[line]
    character = content[column : column + 1]
    is_at_end = not character and line == len(lines) - 1
    if is_at_end and (opened := _unclosed_bracket(lines)):
        line, column = opened
        reason, hint = f"a `{lines[line][column].replace('{', '{{')}` that is never closed", "close it"
    character = character or content[:1]
    joined = KEY_WITHOUT_BLANK.fullmatch(content)
    if "a key without" in reason and joined:
        reason, hint = "no blank behind the `:` of a key", f"write `{joined[1]}: {joined[2]}`"
    opened_at = _unclosed_quote(lines, line) if hint == INDENTATION else None
    if opened_at is not None:
        place = Place(path, opened_at[0] + 1, opened_at[1] + 1, opened_at[1] + 2)
        message = f"a quote that is closed only in line {line + 1}"
        return Diagnostic("yaml-syntax", message, place, "close it where its text ends")
    message = reason.format(character=character)
    place = Place(path, line + 1, column + 1, column + 2)
    start = None if "never closed" in reason or "without a value" in reason else _start_of_value(content, column)
    if start is None:
        return Diagnostic("yaml-syntax", message, place, hint)
    text = text_at(lines, Place(path, line + 1, start + 1))
    return Diagnostic("yaml-unquoted", message, place, f"put the whole text in quotes: `{quoted(text)}`")


def _unquoted_in_brackets(problem: str, lines: Sequence[str], place: Place) -> Diagnostic | None:
    """Return that a text inside brackets should have been quoted: it goes on with what YAML has a use for."""
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    before, rest = line[: place.column - 1], line[place.column - 1 :]
    begun = ITEM_BEGUN.search(before)
    if not problem.startswith("did not find expected ',' or") or rest[:1] in ("", ":") or not begun:
        return None
    if begun["value"].startswith("- "):  # an item of a list, below a bracket that is never closed
        return None
    start = replace(place, column=begun.start("value") + 1)
    message = f"`{rest[0]}` cannot stand in an unquoted text inside brackets"
    place = replace(place, end_column=place.column + 1)
    return Diagnostic(
        "yaml-unquoted", message, place, f"put the whole text in quotes: `{quoted(text_at(lines, start))}`"
    )


def _unclosed_quote(lines: Sequence[str], last: int) -> tuple[int, int] | None:
    """Return where a quote stands that is open at the end of its line and that a quote in the last line closes."""
    for number in range(last - 1, -1, -1):
        found = VALUE.match(lines[number])
        if found and found["value"][:1] in {'"', "'"} and _is_never_closed(found["value"]):
            mark = found["value"][0]
            is_first = not any(mark in line for line in lines[number + 1 : last])
            return (number, found.end("before")) if is_first and mark in lines[last] else None
    return None


def _unclosed_bracket(lines: Sequence[str]) -> tuple[int, int] | None:
    """Return where the bracket stands that is still open at the end of a file."""
    depth = 0
    opened: tuple[int, int] | None = None
    for number, line in enumerate(lines):
        before, depth = depth, depth + bracket_depth(line)
        if before <= 0 < depth:
            opened = number, min(line.find(mark) for mark in OPENING if mark in line)
    return opened if depth > 0 else None


def _start_of_value(line: str, column: int) -> int | None:
    """Return where the value begins that should have been quoted; None where quotes would not mend the line."""
    found = VALUE.match(line)
    if not found or not found["value"]:
        return None
    start, value = found.end("before"), found["value"]
    before = line[:column]
    if value[0] in OPENING and bracket_depth(before) > 0:
        # Inside brackets: the item begins behind the last bracket, comma or colon.
        start = max(before.rfind(mark) for mark in "[{,:") + 1
        return start + len(line[start:]) - len(line[start:].lstrip())
    is_mended_by_quotes = value[0] in INDICATORS or re.search(r":(\s|$)", value)
    if not found["before"].strip() or not is_mended_by_quotes or column < start:
        return None
    is_closed = re.fullmatch(r"""("[^"]*"|'[^']*')\s*""", value)
    return None if is_closed or _is_never_closed(value) else start


def _is_never_closed(value: str) -> bool:
    return (value[0] in "\"'" and value.count(value[0]) == 1) or (value[0] in OPENING and bracket_depth(value) > 0)
