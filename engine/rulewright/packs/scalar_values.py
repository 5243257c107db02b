"""Reads numbers, percents, dates, truths and words from the scalars of a pack, in one spelling each.

`1e5`, `.5`, `1,5`, `75` for a percent, `yes` for a truth: whatever could be meant in two ways is refused, with the way
to write it. Text that other YAML programs would read as a date, a truth or null must be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from rulewright.diagnostics import Diagnostic
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.temporal.text import parse_date, parse_date_and_time, parse_duration, parse_time
from rulewright.language.types import EnumType, NumberType, SimpleType
from rulewright.language.values import DIGITS, Failure, Value
from rulewright.packs.yaml.text import quoted
from rulewright.packs.yaml.tree import ScalarNode

NUMBER_TEXT = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?", re.ASCII)
PERCENT_TEXT = re.compile(rf"({NUMBER_TEXT.pattern})%", re.ASCII)
EXPONENT_TEXT = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]{1,2}", re.ASCII)
DATE_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
DAY_FIRST = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})", re.ASCII)
SPELT_TRUTHS = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
YAML_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null"})
YAML_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?", re.ASCII)
TEMPORAL: Mapping[str, tuple[Callable[[str], Value | Failure], str]] = {
    "date": (parse_date, "2020-02-29"),
    "time": (parse_time, "10:30:00"),
    "date and time": (parse_date_and_time, "2020-02-29T10:30:00"),
    "days and time duration": (parse_duration, "P1DT2H"),
    "years and months duration": (parse_duration, "P1Y2M"),
}


class Refused(Exception):  # noqa: N818  (it says what became of a scalar; its diagnostic says what is wrong)
    """Carries the diagnostic of a scalar that has no value of the wanted type."""

    def __init__(self, code: str, message: str, node: ScalarNode, hint: str) -> None:
        super().__init__(message)
        self.diagnostic = Diagnostic(code, message, node.place, hint)


def canonical_number(number: Decimal) -> str:
    """Return the shortest text of a number, without an exponent: the same for `1.0` and `1`."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def read_number(node: ScalarNode, type_: NumberType, *, is_case: bool = False) -> Decimal:
    """Return the number of a scalar; a percent is a ratio. A case may write any number as a percent or a ratio."""
    text = node.text
    if PERCENT_TEXT.fullmatch(text) and (is_case or type_.name == "percent"):
        number = Decimal(f"{text[:-1]}e-2")
    elif type_.name == "percent" and not is_case:
        raise _percent_refused(node)
    elif NUMBER_TEXT.fullmatch(text):
        number = Decimal(text)
    else:
        raise Refused("number-text", f"`{text}` is no number", node, _number_hint(text, type_))
    if len(number.as_tuple().digits) > DIGITS:
        raise Refused("number-text", f"`{text}` has more than {DIGITS} digits", node, "round it")
    if type_.is_whole and number != number.to_integral_value():
        raise Refused("out-of-range", f"`{text}` is not whole", node, f"a `{type_.name}` is a whole number")
    if type_.low and number < Decimal(type_.low):
        raise Refused("out-of-range", f"`{text}` is less than {type_.low}", node, f"that is the least `{type_.name}`")
    if type_.high and number > Decimal(type_.high):
        raise Refused("out-of-range", f"`{text}` is more than {type_.high}", node, f"that is the most `{type_.name}`")
    return number


def _percent_refused(node: ScalarNode) -> Refused:
    hint = "write it with its sign: `75%`, `4.50%`"
    mended = node.text.replace(" ", "").replace(",", ".")
    if PERCENT_TEXT.fullmatch(mended):
        hint = f"write `{mended}`"
    if NUMBER_TEXT.fullmatch(node.text):
        number = Decimal(node.text)
        ratio = canonical_number(number * 100)
        hint = f"write `{node.text}%`" if abs(number) > 1 else f"write `{ratio}%` if you mean the ratio {node.text}"
    return Refused("percent-text", f"`{node.text}` is no percent", node, hint)


def _number_hint(text: str, type_: NumberType) -> str:
    if PERCENT_TEXT.fullmatch(text):
        return f"the type is `{type_.name}`; only a `percent` is written with `%`"
    if EXPONENT_TEXT.fullmatch(text):
        return f"write it out: `{canonical_number(Decimal(text))}`"
    if re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", text):
        return f"write it without commas: `{text.replace(',', '')}`"
    if re.fullmatch(r"-?[0-9]+,[0-9]+", text):
        return f"write a point before the decimals: `{text.replace(',', '.')}`"
    if re.fullmatch(r"[+-]?[0-9_]*\.?[0-9_]+", text) and any(letter.isdigit() for letter in text):
        return f"write `{canonical_number(Decimal(text.replace('_', '')))}`"
    return "a number is written `12`, `-0.5` or `1250000`"


def read_simple(node: ScalarNode, type_: SimpleType) -> Value:
    """Return the text, truth, date, time or duration of a scalar."""
    text = node.text
    if type_.name == "string":
        refuse_ambiguous(node)
        return text
    if type_.name == "boolean":
        if text in {"true", "false"}:
            return text == "true"
        spelt = SPELT_TRUTHS.get(text.lower(), text.lower())
        hint = f"write `{spelt}`" if spelt in {"true", "false"} else "write `true` or `false`"
        raise Refused("truth-text", f"`{text}` is neither `true` nor `false`", node, hint)
    parse, example = TEMPORAL[type_.name]
    value = parse(text)
    if not isinstance(value, Failure):
        return value
    hint = f"a {type_.name} is written `{example}`"
    message = f"`{text}` is no {type_.name}"
    if type_.name == "date":
        message, hint = _date_problem(text, message, hint)
    raise Refused("date-text", message, node, hint)


def _date_problem(text: str, message: str, hint: str) -> tuple[str, str]:
    if DATE_TEXT.fullmatch(text):
        return f"the calendar has no {text}", "correct the day or the month"
    found = DAY_FIRST.fullmatch(text)
    if found:
        first, second, year = found.groups()
        return (
            message,
            f"write year, month and day: `{year}-{second:0>2}-{first:0>2}` or `{year}-{first:0>2}-{second:0>2}`",
        )
    return message, hint


def read_member(node: ScalarNode, type_: EnumType) -> str:
    """Return the member of an enumeration that a scalar names, itself or by an alias."""
    text = node.text
    aliases = dict(type_.aliases)
    if text in type_.members or text in aliases:
        refuse_ambiguous(node)
        return aliases.get(text, text)
    shown = ", ".join(f"`{member}`" for member in type_.members[:10]) + (" …" if len(type_.members) > 10 else "")
    hint = did_you_mean(text, type_.members, aliases) or f"members are {shown}"
    raise Refused("unknown-member", f"`{text}` is no member of `{type_.name}`", node, hint)


def refuse_ambiguous(node: ScalarNode) -> None:
    """Refuse an unquoted text that YAML programs read as a truth, null or a date.

    Raises:
        Refused: for such a text.
    """
    if node.style != "plain":
        return
    text = node.text
    if text.lower() in YAML_WORDS or text == "~":
        kind = "null" if text in {"~", "null"} else "a truth"
    elif YAML_DATE.fullmatch(text):
        kind = "a date"
    else:
        return
    message = f"`{text}` is a text here, but other YAML programs read it as {kind}"
    raise Refused("ambiguous-text", message, node, f"put it in quotes: `{quoted(text)}`")
