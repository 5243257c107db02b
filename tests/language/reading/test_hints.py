"""What other programs write is answered with the spelling that is read here."""

import pytest
from rulewright.language.reading.hints import date_hint, number_hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("$1,600", "write `1600`, or `1.600` if decimals stand behind the comma"),
        ("$1600.50", "write `1600.50`"),
        ("1600 USD", "write `1600`"),
        ("EUR 1600", "write `1600`"),
        ("12.5 €", "write `12.5`"),
        ("(1,234,600.00)", "write it without commas: `-1234600.00`"),
        ("($ 12)", "write `-12`"),
        ("−12", "write `-12`"),
        ("+12", "write `12`"),
        ("1 250 000", "write `1250000`"),
        ("1 250,5", "write a point before the decimals: `1250.5`"),
        ("1'250.50", "write `1250.50`"),
        ("1e3", "write it out: `1000`"),
        ("$1.5 million", ""),
        ("twelve", ""),
        ("", ""),
        ("$", ""),
    ],
)
def test_a_number(text, hint):
    assert number_hint(text) == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("8/1/2023", "write year, month and day: `2023-01-08` or `2023-08-01`"),
        ("31.12.2023", "write year, month and day: `2023-12-31`"),
        ("1/1/2023", "write year, month and day: `2023-01-01`"),
        ("2023-8-1", "write `2023-08-01`"),
        ("2023/08/01", "write `2023-08-01`"),
        ("20230801", "write `2023-08-01`"),
        ("2024-02-30", "the calendar has no such day: correct the day or the month"),
        ("Aug 1, 2023", "write `2023-08-01`"),
        ("1 August 2023", "write `2023-08-01`"),
        ("99/99/2023", ""),
        ("August 2023", ""),
        ("soon", ""),
    ],
)
def test_a_date(text, hint):
    assert date_hint(text) == hint
