"""Says how numbers and dates are written here that other programs write otherwise."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from rulewright.language.numbers import number_text
from rulewright.language.reading.scalars import EXPONENT, LOOSE_DATE, NUMBER_TEXT
from rulewright.language.temporal.values import date_of

DAY_FIRST = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})", re.ASCII)
YEAR_FIRST = re.compile(r"([0-9]{4})[./]?([0-9]{1,2})[./]?([0-9]{1,2})", re.ASCII)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
UNIT_AROUND = re.compile(r"(?:([^\W\d_]{1,12})\.?\s+)?([^\W_a-zA-Z][^a-zA-Z]*?)(?:\s+([^\W\d_]{1,12})\.?)?")
SCALES = frozenset({"thousand", "million", "billion", "trillion", "mio", "mrd", "mn", "bn", "m", "k"})
LONGEST = 60
"""No number is looked for in a longer text."""


def number_hint(text: str) -> str:
    """Return how to write what other programs read as a number; empty where it resembles none."""
    if re.fullmatch(r"-?[1-9][0-9]{0,2},[0-9]{3}", text, re.ASCII):
        whole, decimal = text.replace(",", ""), text.replace(",", ".")
        return f"write `{whole}`, or `{decimal}` if decimals stand behind the comma"
    if re.fullmatch(r"-?[0-9]+,[0-9]+", text, re.ASCII):
        return f"write a point before the decimals: `{text.replace(',', '.')}`"
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", text, re.ASCII):
        return f"write it without commas: `{text.replace(',', '')}`"
    if EXPONENT.fullmatch(text):
        return f"write it out: `{number_text(Decimal(text))}`"
    bare = _bare(text) if len(text) <= LONGEST else text
    if bare != text:
        return f"write `{bare}`" if NUMBER_TEXT.fullmatch(bare) else number_hint(bare)
    return ""


def _bare(text: str) -> str:
    """Return a number without currency signs, units, blanks between thousands, and brackets that mean minus."""
    bare = "".join(each for each in text.strip() if unicodedata.category(each) != "Sc").replace("−", "-").strip()
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1].strip()
    around = UNIT_AROUND.fullmatch(bare)
    if around and SCALES.isdisjoint((each or "").lower() for each in (around[1], around[3])):
        bare = around[2]
    if re.fullmatch(r"-?[0-9]{1,3}([\s'’][0-9]{3})+([.,][0-9]+)?", bare):
        bare = re.sub(r"[\s'’]", "", bare)
    return bare.removeprefix("+")


def date_hint(text: str) -> str:
    """Return how to write what other programs read as a date; empty where it resembles none."""
    found = LOOSE_DATE.fullmatch(text)
    if found:
        return _written(*found.groups()) or "the calendar has no such day: correct the day or the month"
    if found := DAY_FIRST.fullmatch(text):
        first, second, year = found.groups()
        ways = [way for way in (_day(year, second, first), _day(year, first, second)) if way]
        return f"write year, month and day: {' or '.join(dict.fromkeys(ways))}" if ways else ""
    if found := YEAR_FIRST.fullmatch(text):
        return _written(*found.groups())
    words = re.findall(r"[^\W\d_]+|[0-9]+", text)
    month = next((MONTHS.index(each[:3].lower()) + 1 for each in words if each[:3].lower() in MONTHS), 0)
    numbers = [each for each in words if each.isdecimal()]
    years = [each for each in numbers if len(each) == 4]
    days = [each for each in numbers if len(each) <= 2]
    return _written(years[0], str(month), days[0]) if month and len(years) == len(days) == 1 and len(words) <= 4 else ""


def _written(year: str, month: str, day: str) -> str:
    way = _day(year, month, day)
    return f"write {way}" if way else ""


def _day(year: str, month: str, day: str) -> str:
    return f"`{year}-{month:0>2}-{day:0>2}`" if date_of(int(year), int(month), int(day)) else ""
