"""Walks over the tokens of one expression: looks ahead, expects, reports, and finds its way after a mistake."""

from __future__ import annotations

from collections.abc import Callable, Collection

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.language.foreign import SIGNS
from rulewright.language.grammar.known_names import (
    BUILT_IN_NAMES,
    NAME_SYMBOLS,
    PROPERTY_NAMES,
    KnownName,
    KnownNames,
    join_words,
    words_of,
)
from rulewright.language.grammar.lexer import END, NAME, NUMBER, RESERVED, split_tokens
from rulewright.language.limits import Limits
from rulewright.language.phrases import phrase_hint
from rulewright.language.syntax import Invalid, Node
from rulewright.source import SourceText, Span

CLOSERS = frozenset({")", "]", "}"})
_OPENERS = frozenset({"(", "[", "{"})
_JOINTS = frozenset({",", "then", "else", "return", "satisfies", END}) | CLOSERS
"""Where reading can go on after a mistake."""


class AbandonedError(Exception):
    """Reading cannot go on: a limit is exceeded. It never leaves the parser."""


class Cursor:
    """A place in the tokens of one text, with what reading has found so far.

    `height` is the height of the tree that was read last, and `depth` the number of readers at work inside one
    another; both are held under the limit. `expression` reads an expression of a level: the modules of the grammar
    reach it here, so that they need not import one another.
    """

    __slots__ = (
        "_closers",
        "_is_foreign",
        "_limits",
        "_mistaken",
        "_mistakes",
        "_reported_at",
        "_source",
        "comments",
        "depth",
        "diagnostics",
        "ends",
        "ends_range",
        "expression",
        "height",
        "in_filter",
        "index",
        "kinds",
        "max_depth",
        "max_exponent",
        "members",
        "starts",
        "texts",
        "variables",
    )

    def __init__(
        self,
        source: SourceText,
        names: Collection[str],
        limits: Limits,
        expression: Callable[[Cursor, int], Node],
    ) -> None:
        tokens, mistakes = split_tokens(source.text, limits.diagnostics)
        self.kinds, self.texts, self.starts, self.ends = tokens.kinds, tokens.texts, tokens.starts, tokens.ends
        self.comments = tokens.comments
        self.expression = expression
        self.max_depth = limits.depth
        self.max_exponent = limits.exponent
        self.index = 0
        self.depth = 0
        self.height = 0
        self.ends_range = False
        self.in_filter = 0
        self.diagnostics: list[Diagnostic] = []
        self._source = source
        self._limits = limits
        self._reported_at = -1
        self._closers: list[str] = []
        self._is_foreign = False
        entries = [(words, " ".join(name.split())) for name in names if (words := words_of(name))]
        self.variables = KnownNames(BUILT_IN_NAMES, entries)
        self.members = KnownNames(PROPERTY_NAMES, entries)
        self._mistakes = mistakes
        self._mistaken = frozenset(mistake.span.start for mistake in mistakes)

    # ── Looking and moving ────────────────────────────────────────────────────────────────────────────────────────

    @property
    def kind(self) -> str:
        """The kind of the token here."""
        return self.kinds[self.index]

    def kind_after(self, count: int = 1) -> str:
        """Return the kind of a token further on."""
        index = self.index + count
        return self.kinds[index] if index < len(self.kinds) else END

    def take(self, kind: str) -> bool:
        """Step over the token here if it is of this kind."""
        if self.kinds[self.index] == kind:
            self.index += 1
            return True
        return False

    def begin(self) -> None:
        """Go to the first token, with no other problems than the mistakes in the tokens themselves.

        Raises:
            AbandonedError: when they are as many as the limit allows.
        """
        self.index = 0
        self._reported_at = -1
        self._is_foreign = False
        self.diagnostics.clear()
        for mistake in self._mistakes:
            self.report(mistake.code, mistake.message, mistake.span, mistake.hint)

    def span_from(self, start: int) -> Span:
        """Return the span from an offset to the end of the token before this place."""
        return Span(start, max(self.ends[self.index - 1] if self.index else 0, start))

    def span_here(self) -> Span:
        """Return the span of the token here."""
        return Span(self.starts[self.index], self.ends[self.index])

    # ── Reporting ─────────────────────────────────────────────────────────────────────────────────────────────────

    def report(self, code: str, message: str, span: Span, hint: str = "", severity: Severity = Severity.ERROR) -> None:
        """Note a problem; behind a phrase of another language nothing is one of its own.

        Raises:
            AbandonedError: when there are as many as the limit allows.
        """
        if self._is_foreign:
            return
        self.diagnostics.append(Diagnostic(code, message, self._source.place(span), hint, severity))
        if len(self.diagnostics) >= self._limits.diagnostics:
            raise AbandonedError

    def report_here(self, expected: str, hint: str = "") -> None:
        """Note that something else was expected here, once a place."""
        if self._reported_at == self.index or self.starts[self.index] in self._mistaken:
            return
        self._reported_at = self.index
        if self.kind == END:
            self.report("unexpected-end", f"the text ends where {expected} is expected", self.span_here(), hint)
        else:
            text, place = self._source.text, self.starts[self.index]
            written = text[place : self.ends[self.index]]
            message = f"`{written}` stands where {expected} is expected"
            phrase = phrase_hint(text, place) or _small_letters(written, text[:place])
            if phrase:  # so is what is amiss in the tokens behind it
                del self.diagnostics[
                    sum(mistake.span.start < place for mistake in self._mistakes) : len(self._mistakes)
                ]
            foreign = phrase or _foreign_sign(written, text[:place])
            self.report("unexpected-token", message, self.span_here(), foreign or hint)
            self._is_foreign = bool(phrase)

    def report_duplicate(self, name: str, kind: str, span: Span) -> None:
        """Note a name that is given twice in one place."""
        self.report("duplicate-name", f"{kind} `{name}` is given twice", span, "remove one, or rename it")

    def abandon(self) -> AbandonedError:
        """Return the exception to raise where the text is nested too deep, and note it."""
        count = self.max_depth
        self.diagnostics.append(
            Diagnostic(
                "too-deep",
                f"the expression is nested more than {count} levels deep",
                self._source.place(self.span_here()),
                "name parts of it as steps; use `sum`, `all`, `any` or `for` on a list for long chains",
            )
        )
        return AbandonedError()

    def invalid(self, start: int) -> Invalid:
        """Return a node for what could not be read."""
        self.height = 0
        return Invalid(span=self.span_from(start))

    # ── Expecting and recovering ──────────────────────────────────────────────────────────────────────────────────

    def expect(self, kind: str, hint: str = "") -> bool:
        """Step over a token of this kind; if another stands here, report it and look for the kind further on."""
        if self.take(kind):
            return True
        self.report_here(f"`{kind}`", hint)
        self.skip_to_joint()
        return self.take(kind)

    def skip_to_joint(self) -> None:
        """Go on to the next comma, `then`, `else`, `return`, `satisfies`, or closing bracket of this level.

        What is amiss right there follows from the mistake before, and is not reported.
        """
        level = 0
        while True:
            kind = self.kinds[self.index]
            if kind == END or (level == 0 and kind in _JOINTS):
                self._reported_at = self.index
                return
            if kind in _OPENERS:
                level += 1
            elif kind in CLOSERS:
                level -= 1
            self.index += 1

    def skip_quoted(self) -> None:
        """Step over a text between single quotes, or over the quote here if none closes it."""
        try:
            self.index = self.kinds.index("'", self.index + 1) + 1
        except ValueError:
            self.index += 1

    def is_at_joint(self) -> bool:
        """Whether reading could go on here after a mistake."""
        return self.kinds[self.index] in _JOINTS

    def open(self, closer: str) -> tuple[int, bool]:
        """Step over an opening bracket; return what `close` and `goes_on` need to know about it."""
        opened = (self.index, self.ends_range)
        self.ends_range = False
        self._closers.append(closer)
        self.index += 1
        return opened

    def take_closing(self, opened: tuple[int, bool]) -> bool:
        """Step over the closing bracket if it stands right here."""
        if not self.take(self._closers[-1]):
            return False
        self._closers.pop()
        self.ends_range = opened[1]
        return True

    def close(self, opened: tuple[int, bool]) -> None:
        """Step over the closing bracket; if something else stands here, report it and look further on."""
        while self.goes_on(opened, separator=""):
            pass

    def goes_on(self, opened: tuple[int, bool], separator: str = ",") -> bool:
        """Step over a comma and return true, or over the closing bracket and return false; report anything else."""
        closer = self._closers[-1]
        if separator and self.take(separator):
            return True
        is_closed = self.take(closer)
        if not is_closed:
            if self.kind == END or self.kind in CLOSERS:
                self._report_unclosed(opened[0], closer)
            else:
                is_call_of_if = self.kind == "," and self.kinds[opened[0] - 1] == "if"
                hint = "write `if … then … else …`" if is_call_of_if and opened[0] else ""
                self.report_here(f"`{separator}` or `{closer}`" if separator else f"`{closer}`", hint)
                self.skip_to_joint()
                if self.kind in (separator, closer):
                    return self.goes_on(opened, separator)
        self._closers.pop()
        self.ends_range = opened[1]
        return False

    def close_range(self, opened: tuple[int, bool]) -> bool:
        """Step over the end of a range, `]`, `)` or `[`; return whether the end belongs to the range."""
        is_included = self.kind == "]"
        if self.kind in ("]", ")", "["):
            self.index += 1
        else:
            self.report_here("`]` or `)`", "a range ends with `]`, or with `)` or `[` to leave its end out")
            self.skip_to_joint()
            if self.kind in ("]", ")"):
                self.index += 1
        self._closers.pop()
        self.ends_range = opened[1]
        return is_included

    def _report_unclosed(self, opened_at: int, closer: str) -> None:
        if self._reported_at != self.index:
            self._reported_at = self.index
            opener = self.texts[opened_at]
            span = Span(self.starts[opened_at], self.ends[opened_at])
            self.report("unclosed-bracket", f"`{opener}` is not closed by `{closer}`", span, f"add `{closer}`")
        if self.kind != END and self.kind not in self._closers[:-1]:
            self.index += 1

    # ── Names ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def find_name(self) -> tuple[int, str]:
        """Return the length of the known name of several tokens that stands here, and the name; 0 where none does."""
        found = self.variables.longest_at(self.texts, self.index)
        if self.in_filter:
            found = max(self.members.longest_at(self.texts, self.index), found)
        return found

    def written_name(self, *stops: str) -> tuple[str, KnownName | None]:
        """Read a name that is being introduced: all words and symbols up to one of the stops.

        Returns the name and, where it takes several tokens, its entry to add to a scope. Stays in place and returns
        an empty name where none stands here.
        """
        first = self.index
        kinds = self.kinds
        last = first
        while kinds[last] not in stops and (
            kinds[last] in (NAME, NUMBER) or kinds[last] in NAME_SYMBOLS or kinds[last] in RESERVED
        ):
            last += 1
        if last == first or kinds[last] not in stops or kinds[first] in NAME_SYMBOLS or kinds[first] == NUMBER:
            return "", None
        self.index = last
        if last == first + 1:
            return self.texts[first], None
        name = join_words(self.texts[first:last], self.starts[first:last], self.ends[first:last])
        return name, (tuple(self.texts[first:last]), name)


def _foreign_sign(written: str, before: str) -> str:
    """Return a hint where what stands here is a sign that another language writes so."""
    if written == "'":
        return 'strings are written between double quotes: `"text"`'
    own = SIGNS.get(before[-1:] + written)
    return f"write `{own}`" if own else ""


def _small_letters(written: str, before: str) -> str:
    """Return a hint where what stands here, or before it, is a word of the language in capital letters."""
    for word in (written, *before.split()[-1:]):
        small = word.lower()
        if small in RESERVED and word != small:
            return f"write `{small}` in small letters"
    return ""
