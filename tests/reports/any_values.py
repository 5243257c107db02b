"""Makes values of every kind, and knows how Python would write them."""

from __future__ import annotations

import re

from hypothesis import strategies as st
from rulewright.language.temporal.values import Date, DateTime, DaysDuration, Time, YearsDuration
from rulewright.language.types import NUMBER, FunctionType
from rulewright.language.values import Failure, FunctionValue, NotApplicable, Open, Range, Unknown

REPR = re.compile(
    r"\b(Date|Time|DateTime|DaysDuration|YearsDuration|Range|Decimal|FunctionValue|Unknown|Open|Failure|NotApplicable"
    r"|NumberType|Nullable|Place|Span)\(|\bobject at 0x|\bNone\b|\bTrue\b|\bFalse\b|frozenset|\bnanoseconds="
)
"""What Python writes for values, and people do not."""

QUOTED = re.compile(r"[\[{(]'\w*'[,:\])}]")
"""How it writes records and lists; in the lines of a rule file that is YAML."""

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=5).filter(lambda each: abs(each) < 10**20)
TIMES = st.builds(Time, st.integers(0, 23), st.integers(0, 59), st.integers(0, 59))
DATES = st.builds(Date, st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28))
SIMPLE = st.one_of(
    NUMBERS,
    DATES,
    TIMES,
    st.builds(DateTime, DATES, TIMES),
    st.builds(DaysDuration, st.integers(-(10**18), 10**18)),
    st.builds(YearsDuration, st.integers(-1000, 1000)),
    st.booleans(),
    st.text("abc æ\x1b", max_size=4),
)
ENDS = st.one_of(NUMBERS, DATES)
ABSENT = st.sampled_from(
    [None, Unknown(frozenset({"a"})), Open(frozenset({"a"})), NotApplicable("so"), Failure("division by zero")]
)
FUNCTIONS = st.just(FunctionValue("f", abs, FunctionType((("x", NUMBER),), NUMBER)))
RANGES = st.builds(Range, ENDS, st.one_of(ENDS, st.none()), st.booleans(), st.booleans())
VALUES = st.recursive(
    st.one_of(SIMPLE, RANGES, ABSENT, FUNCTIONS),
    lambda part: st.one_of(st.lists(part, max_size=4), st.dictionaries(st.text("xyz", min_size=1), part, max_size=3)),
    max_leaves=8,
)
