"""Parses expressions, unary tests and types: a text in, a syntax tree and all its mistakes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.language.grammar.cursor import AbandonedError, Cursor
from rulewright.language.grammar.expressions import read_operators, read_test
from rulewright.language.grammar.lexer import END, NAME, NUMBER
from rulewright.language.grammar.precedence import ANY
from rulewright.language.grammar.written_types import read_type
from rulewright.language.limits import DEFAULT_LIMITS, Limits
from rulewright.language.syntax import AnyTest, Node, UnaryTests
from rulewright.source import SourceText, Span

BETWEEN_NAMES = "write an operator between two names, or join the words of one name with `_`"
_DATE = re.compile(r"(?<![\w.\"@/-])(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})(?![\w.\"/-])")
"""A date of ISO 8601, or as it is written in America."""
_FACTOR = re.compile(r"\s*[0-9(]")
"""What begins as the second factor of a division does, and hardly as a sentence."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text says, and what is wrong with it.

    Without an error `tree` is whole. With errors it is what could be read, `Invalid` nodes standing for the rest,
    or None where the text is empty or beyond a limit.
    """

    tree: Node | None
    diagnostics: tuple[Diagnostic, ...] = ()


def parse_expression(source: SourceText, *, names: Collection[str] = (), limits: Limits = DEFAULT_LIMITS) -> Parsed:
    """Parse an expression.

    `names` are the names of several words or with symbols (`Full Name`, `Pre-Tax`) that may stand in it, as
    variables or as properties; plain names need not be given. Never raises.
    """
    return _parse(source, names, limits, read_operators)


def parse_unary_tests(source: SourceText, *, names: Collection[str] = (), limits: Limits = DEFAULT_LIMITS) -> Parsed:
    """Parse the unary tests of a decision table's cell; the tree is a `UnaryTests`. Never raises."""
    return _parse(source, names, limits, _read_unary_tests)


def parse_type(source: SourceText, *, names: Collection[str] = (), limits: Limits = DEFAULT_LIMITS) -> Parsed:
    """Parse a type, such as `list<number>`; the tree is a `TypeNode`. Never raises."""
    return _parse(source, names, limits, read_type)


def _parse(source: SourceText, names: Collection[str], limits: Limits, read: Callable[[Cursor], Node]) -> Parsed:
    length = len(source.text)
    if length > limits.text_length:
        message = f"the expression has {length} characters, more than {limits.text_length}"
        place = source.place(Span(0, 1))
        return Parsed(None, (Diagnostic("text-too-long", message, place, "name parts of it as steps"),))
    cursor = Cursor(source, names, limits, read_operators)
    tree: Node | None = None
    try:
        cursor.begin()
        if cursor.kind != END:
            tree = read(cursor)
            _read_rest(cursor)
        elif not cursor.diagnostics:
            cursor.report("empty-expression", "the expression is empty", Span(0, 0), "write one, or `null`")
        _report_comments(cursor, source.text)
        _report_dates(cursor, source.text)
    except AbandonedError:
        tree = None
    return Parsed(tree, tuple(sorted(cursor.diagnostics, key=lambda diagnostic: diagnostic.place)))


def _read_rest(cursor: Cursor) -> None:
    """Report what stands behind the end of an expression, and the mistakes inside its brackets and branches."""
    if cursor.kind != END:
        cursor.report_here("an operator or the end", _hint_for_rest(cursor))
    while cursor.kind != END:
        before = cursor.index
        if cursor.kind in ("(", "[", "{", "if", "for", "some", "every", "function"):
            cursor.expression(cursor, ANY)
        if cursor.index == before:
            cursor.index += 1


def _report_comments(cursor: Cursor, text: str) -> None:
    """Warn of a comment that may be meant as a division: what it says is an expression, or it hides what is missing."""
    is_one_line = "\n" not in text.strip()
    is_mistaken = bool(cursor.diagnostics)
    for span in cursor.comments:
        comment = text[span.start : span.end]
        written, _, _ = comment.removeprefix("//").partition("//")
        if not comment.startswith("//") or not text[: span.start].rpartition("\n")[2].strip():
            continue
        is_plausible = is_one_line or _FACTOR.match(written)
        if is_plausible and (is_mistaken or not parse_expression(SourceText.of(written)).diagnostics):
            message = f"`{comment.rstrip()}` is a comment, of which nothing counts"
            hint = "a division is `a / b`, its whole part `floor(a / b)`; a comment may stand on a line above"
            cursor.report("line-comment", message, span, hint, Severity.WARNING)


def _report_dates(cursor: Cursor, text: str) -> None:
    """Warn of a date without quotes, which is reckoned: `2020-01-31` is 1988."""
    for found in _DATE.finditer(text):
        if found.start() in cursor.starts and cursor.kinds[cursor.starts.index(found.start())] == NUMBER:
            message = f"`{found[0]}` is no date, but a {'subtraction' if '-' in found[0] else 'division'}"
            hint = f'for the date write `@"{found[0]}"`' if "-" in found[0] else 'a date is written `@"2020-01-31"`'
            cursor.report("unquoted-date", message, Span(*found.span()), hint, Severity.WARNING)


def _hint_for_rest(cursor: Cursor) -> str:
    if cursor.kind == "," and cursor.kind_after() == NUMBER and cursor.kinds[cursor.index - 1] == NUMBER:
        return f"write `{cursor.texts[cursor.index - 1]}{cursor.texts[cursor.index + 1]}`, without a comma"
    if cursor.kind == NAME and cursor.index and cursor.kinds[cursor.index - 1] == NAME:
        return BETWEEN_NAMES
    return ""


def _read_unary_tests(cursor: Cursor) -> Node:
    start = cursor.starts[cursor.index]
    if cursor.kind == "-" and cursor.kind_after() == END:
        cursor.index += 1
        return UnaryTests((AnyTest(span=cursor.span_from(start)),), span=cursor.span_from(start))
    if cursor.texts[cursor.index] == "not" and cursor.kind_after() == "(":
        cursor.index += 1
        opened = cursor.open(")")
        tests = [read_test(cursor)]
        while cursor.goes_on(opened):
            tests.append(read_test(cursor))
        if cursor.kind == END:
            return UnaryTests(tuple(tests), is_negated=True, span=cursor.span_from(start))
        cursor.begin()  # the bracket closes before the end: `not(a) and not(b)` is an expression
    tests = [read_test(cursor)]
    while cursor.take(","):
        tests.append(read_test(cursor))
    return UnaryTests(tuple(tests), span=cursor.span_from(start))
