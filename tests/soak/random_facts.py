"""Makes facts by chance: mostly of the declared types, some missing, null or of a wrong type, at every depth.

Types are written as packs write them; the records are those of the header of `random_packs`.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping
from decimal import Decimal

RECORDS: Mapping[str, Mapping[str, str]] = {
    "row": {"score": "score", "name": "string", "tier": "tier", "due": "date?", "ok": "boolean"},
    "note": {"label": "string", "maybe": "boolean?"},
    "pair": {"least": "number", "most": "number?", "part": "share"},
    "nest": {
        "row": "row",
        "rows": "list<row>",
        "by": "map<tier, number>",
        "more": "row?",
        "gaps": "list<number?>",
    },
    "limited": {"least": "number", "most": "number?"},
    "gain": {"rate": "percent", "label": "string"},
    "wide": {"span": "range<number>", "days": "range<date>", "notes": "list<note>"},
}
TIERS = ("low", "high", "none")
KEYS: Mapping[str, tuple[str, ...]] = {
    "": ("x", "y", "low"),
    "who": TIERS[:2],
    "tier": TIERS,
    "number": ("1", "2.5", "-3"),
    "boolean": ("true", "false"),
    "date": ("2020-01-31", "2020-02-29"),
}
"""The keys that a map may have, by the type of its keys."""
NUMBERS = ("0", "1", "2", "-1", "0.5", "3.14", "1000000", "0.000001", "12", "5", 3, 0, Decimal("2.50"), "1.10", "100")
FACTS: Mapping[str, tuple[object, ...]] = {
    "number": NUMBERS,
    "integer": ("0", "1", "7", 3, "-2", "12"),
    "year": ("2019", 2020, "2021", "2022", "2020.0", "2020"),
    "money": (*NUMBERS, "99.95", "12345678.90"),
    "rate": ("2.25", "0", "10", 3),
    "members": ("0", "1", "12", 40000, "250"),
    "points": ("0", "1", "2", "0.5"),
    "percent": ("50%", "0.75", "4.50%", "0%", "100%", "1", "0.125"),
    "share": ("50%", "0.75", "0", "1", "0.125"),
    "growth": ("0.1", "-0.5", "2.5", "150%", "-20%", "3"),
    "small": ("0", "1", "2", "3", 2, "-1"),
    "component": ("quality", "cost"),
    "score": ("0", "10", "5", 7, "2.5", "3"),
    "boolean": (True, False),
    "string": ("a", "b c", "", "Zoë", "low", "12", "a,b"),
    "date": ("2020-01-31", "2019-12-31", "2020-02-29", "2021-06-15", "2020-03-31"),
    "time": ("10:30:00", "23:59:59", "00:00:00"),
    "date and time": ("2020-01-31T10:30:00", "2019-12-31T23:59:59Z", "2020-02-29T00:00:00+01:00"),
    "days and time duration": ("P1D", "PT36H", "-P2DT1S", "P90D"),
    "years and months duration": ("P1Y", "P13M", "-P1M"),
    "tier": ("low", "high", "none", "low", "high", "L"),
    "range<number>": ("[1..5]", "(0..10)", "[2..2]", "(..3]", "[2.5..)", "[0..50]"),
    "range<date>": ("[2020-01-31..2020-03-31]", "(2019-12-31..2021-06-15)"),
    "range<score>": ("[1..5]", "(0..10)"),
    "any": (
        *("1", "a", True, False, None, ["1", None], {"score": "3"}, Decimal("2.50"), [], "2020-01-31", 2, Decimal(1)),
        *([Decimal(1), Decimal(2)], [True, False], {"low": 1, "high": Decimal(2)}, [["1"]], {"x": None}),
        {"score": Decimal(3), "name": "x", "tier": "low", "due": None, "ok": True, "row": {"score": Decimal(1)}},
        [{"score": Decimal(3), "name": "x", "tier": "low", "due": None, "ok": True}, {"score": 1, "ok": False}],
        {"least": Decimal(1), "most": None, "part": Decimal("0.5")},
    ),
}
WRONG = (
    None,
    True,
    "abc",
    "1,5",
    "1e5",
    " 3",
    "",
    "75%",
    "-1",
    "11",
    "0.5",
    1.5,
    [],
    {},
    ["1"],
    {"a": "1"},
    "2020-02-30",
    "P1Q",
    "LOW",
    10**40,
    *("1e3", "+1", ".5", "5.", "1_000", "NaN", "Infinity", "٣", "−5", "5 %", "-5%", "1.2.3", "true", "yes"),
    *("0.1234567890123456789012345678901234567", Decimal("NaN"), Decimal("1E+7000"), Decimal("-0")),
    *("2020-1-31", "2020-01-31T00:00:00", "12020-01-01", dt.date(2020, 1, 31), dt.timedelta(days=1), dt.time(10, 30)),
    *((), ("1",), {1: "x"}, [None], {"value": "1"}, [[[]]], "low ", "\ud800", b"1", float("nan"), 2.0),
)


class RandomFacts:
    """Makes facts for the inputs of rules, the same for the same source."""

    def __init__(self, source: random.Random) -> None:
        self.source = source
        self.is_clean = False
        """Whether nothing is missing or wrong in the case at hand."""

    def case(self, inputs: Mapping[str, tuple[str, bool]]) -> dict[str, object]:
        """Return the facts of one case; `inputs` are the types by name and whether each is needed."""
        source = self.source
        self.is_clean = source.random() < 0.6
        facts: dict[str, object] = {}
        for name, (type_, is_needed) in inputs.items():
            chance = source.random()
            if chance < (0.5 if not is_needed else 0 if self.is_clean else 0.08):
                continue
            facts[name] = self.wrong() if chance > 0.96 and not self.is_clean else self.of_type(type_)
        if not self.is_clean and source.random() < 0.02:
            facts[source.choice(("in_O", "flagg", "other", "Day"))] = "1"
        return facts

    def wrong(self) -> object:
        """Return what is of few types."""
        return self.source.choice(WRONG)

    def of_type(self, type_: str) -> object:
        """Return a fact of a type; inside a record an entry may be missing, null or wrong."""
        source = self.source
        if type_.endswith("?"):
            return None if source.random() < 0.3 else self.of_type(type_[:-1])
        if type_.startswith("list<"):
            return [self.of_type(type_[5:-1]) for _ in range(source.choice((0, 1, 1, 2, 2, 3)))]
        if type_.startswith("map<"):
            key, _, value = type_[4:-1].rpartition(", ")
            keys = KEYS[key]
            return {each: self.of_type(value) for each in keys if self.is_clean or source.random() < 0.85}
        if type_ == "counts":
            return self.of_type("map<tier, number>")
        if type_ in RECORDS:
            return self._record(RECORDS[type_])
        return source.choice(FACTS[type_])

    def _record(self, entries: Mapping[str, str]) -> dict[str, object]:
        source = self.source
        record = {name: self.of_type(each) for name, each in entries.items()}
        if self.is_clean:
            return record
        chance = source.random()
        if chance < 0.1:
            del record[source.choice(list(record))]
        elif chance < 0.15:
            record[source.choice(list(record))] = None
        elif chance < 0.17:
            record[source.choice(list(record))] = self.wrong()
        elif chance < 0.19:
            record["skore"] = "1"
        return record
