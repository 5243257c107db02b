"""Defines how generated code leaves a case to the reference evaluator: by one exception, which says why.

Generated code decides only what needs no explanation. Everything else it leaves by raising `Fallback`. Python's own
exceptions are signals in three places, and are turned into `Fallback` there: the decimal traps and the limit of
recursion, by the generated function in which they arise; what facts of any kind raise when they are looked up, shown
and converted, by the lines that do so and call nothing of the engine; and a key that a table does not have, by the
table. Any other exception is a fault of the engine, and is reported as an `InternalError`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final, NoReturn


class Reason(Enum):
    """Why generated code does not decide a case; `NOT_COMPILABLE` is that of a rule that has no generated code."""

    NOT_COMPILABLE = "not compilable"
    RECORDED_DECISION = "recorded decision"
    MISSING_FACT = "missing fact"
    OTHER_FORM = "fact in another form"
    OPEN_DECISION = "open decision"
    ABSENT_ENTRY = "absent entry"
    NULL_OPERAND = "null operand"
    FAILED_OPERATION = "failed operation"
    OTHER_KIND = "value of another kind"
    REQUIREMENT = "requirement not met"
    OUT_OF_RANGE = "output out of range"
    NO_ROW = "no row"
    SEVERAL_ROWS = "several rows"
    EMPTY_LIST = "empty list"
    NO_ITEM = "no item"
    DECIMAL_SIGNAL = "decimal signal"
    LIMIT = "limit"


class Fallback(Exception):  # noqa: N818  (no error: the reference evaluator answers)
    """Says that generated code does not decide a case, and why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class InternalError(RuntimeError):
    """Says that the code generated for a rule failed in a way that no pack and no case should make it fail.

    The words of the cause may quote values: unless `is_shown`, they are left out.
    """

    def __init__(self, rule: str, cause: Exception, *, is_shown: bool = True) -> None:
        super().__init__(rule, cause if is_shown else type(cause).__name__)
        self.rule = rule
        self.cause = cause
        self.is_shown = is_shown

    def __str__(self) -> str:
        words = f": {self.cause}" if self.is_shown else ""
        return f"the code generated for `{self.rule}` failed: {type(self.cause).__name__}{words}"


UNREADABLE: Final = (LookupError, TypeError, ValueError, ArithmeticError, RecursionError)
"""What the facts of a case, which may be of any kind, raise where they are not in the form that is read quickly.

It is caught only round what calls nothing of the engine.
"""


def fall_back(reason: str) -> NoReturn:
    """Leave the case to the reference evaluator."""
    raise Fallback(Reason(reason))


def unread(facts: Mapping[str, object], names: tuple[str, ...]) -> NoReturn:
    """Leave facts to the reading that explains; `names` are those that a case must give."""
    is_missing = isinstance(facts, Mapping) and any(name not in facts for name in names)
    raise Fallback(Reason.MISSING_FACT if is_missing else Reason.OTHER_FORM)


def not_compiled(*_given: object) -> NoReturn:
    """Stand where a rule has no generated code."""
    raise Fallback(Reason.NOT_COMPILABLE)
