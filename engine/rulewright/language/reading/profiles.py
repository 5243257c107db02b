"""Says what each place where values are given may write beyond the one spelling that is good everywhere.

A figure of a pack has one spelling. What other places may write besides is said here and nowhere else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from rulewright.records import dataclass

NullHandling = Literal["refused", "left out", "unknown"]
JsonText = Literal["", "collections", "all"]


@dataclass(frozen=True, slots=True)
class Profile:
    """What may be given at one kind of place; `LAXITIES` explains the fields."""

    name: str
    any_numeral: bool = False
    spare_zeros: bool = False
    any_percent: bool = False
    bare_percent: bool = False
    spare_blanks: bool = False
    unquoted: bool = False
    nulls: frozenset[str] = frozenset({"null"})
    missing: NullHandling = "refused"
    map_of_rows: bool = False
    one_sided: bool = False
    json_text: JsonText = ""
    empty_is_null: bool = False
    spreadsheet: bool = False


LAXITIES = {
    "any_numeral": "a number with zeros in front, or without digits before or behind its point: `007`, `.5`, `5.`",
    "spare_zeros": "zeros beyond the 34th digit of a number",
    "any_percent": "`75%` for the number 0.75, whatever the type of the number, unless it has a unit",
    "bare_percent": "a percent without its sign, as a ratio: `0.75`; beyond 1 only where the type has a bound that far",
    "spare_blanks": "blanks around a number, member, date, time, duration or range, and before `%`",
    "unquoted": "texts without quotes that other YAML programs read as a boolean, a date or null: `yes`, `2020-02-29`",
    "nulls": "what means null without quotes in YAML, where null may stand",
    "missing": "an entry that a record lacks",
    "map_of_rows": "a map as a list of records, the first entry of which is the key",
    "one_sided": "a range with one end, as outcomes show it: `(<= 5)`",
    "json_text": "JSON text for what it means: `[1, 2]`",
    "empty_is_null": "an empty text for null",
    "spreadsheet": "what spreadsheets save: `TRUE` and `FALSE`, and blanks, also no-break, around a text",
}
"""What the fields of a profile allow, in the words of the manual."""

PACK = Profile("figure of a pack")
EXAMPLE = replace(PACK, name="facts of an example", any_percent=True, missing="left out")
CASE = Profile(
    "case",
    any_numeral=True,
    spare_zeros=True,
    any_percent=True,
    bare_percent=True,
    spare_blanks=True,
    unquoted=True,
    nulls=frozenset({"null", "~", ""}),
    missing="unknown",
    map_of_rows=True,
    one_sided=True,
)
SIGNED_CASE = replace(CASE, bare_percent=False)
CELL = replace(SIGNED_CASE, name="cell of a table", json_text="collections", empty_is_null=True, spreadsheet=True)
RATIO_CELL = replace(CELL, bare_percent=True)
"""A cell of a column that declares `as: ratio`."""

COMMAND_LINE = replace(SIGNED_CASE, name="`--fact`", json_text="all")
PROFILES = (PACK, EXAMPLE, CASE, CELL, COMMAND_LINE)
