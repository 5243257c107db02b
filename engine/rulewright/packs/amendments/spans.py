"""Reads spans of time: of periods of the clock, or of days that are ends of periods."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from typing import NamedTuple

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.reading.scalars import DATE_TEXT
from rulewright.language.types import DATE
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.values import read_value
from rulewright.packs.format.written import NOWHERE, WrittenForm
from rulewright.packs.model.timeline import Clock, InForce, day_after
from rulewright.packs.yaml.tree import ScalarNode

MONTH = re.compile(r"(?!0000)([0-9]{4})-(0[1-9]|1[0-2])")


class StatedDay(NamedTuple):
    """A day as a document states it: where it gives no more than a `month`, that is the last day of it."""

    day: str = ""
    month: str = ""


class WrittenSpan(WrittenForm):
    """A span: its first and its last date or period."""

    from_: ScalarNode | None = None
    to: ScalarNode | None = None


def day_written(node: ScalarNode | None) -> Found[str]:
    """Return a date as text; empty where there is none."""
    if node is None:
        return Found("")
    value, problems, _ = read_value(node, DATE)
    return Found("" if problems or value is None else node.text, problems)


def stated_by_month(text: str) -> StatedDay | None:
    """Return the last day of a month, written `2020-02`; None where the text is no month."""
    month = MONTH.fullmatch(text)
    return StatedDay(f"{text}-{monthrange(int(month[1]), int(month[2]))[1]}", text) if month else None


def stated_day(node: ScalarNode | None) -> Found[StatedDay]:
    """Return a date, or the last day of a month: on that day it is sure to have come, whichever was meant."""
    of_month = stated_by_month(node.text) if node is not None else None
    if of_month is not None:
        return Found(of_month)
    day, problems, _ = day_written(node)
    if node is not None and not DATE_TEXT.fullmatch(node.text):
        also = "where its document gives no day, a month, such as `2020-02`"
        problems = tuple(replace(each, hint=f"{each.hint}; {also}") for each in problems)
    return Found(StatedDay(day), problems)


def read_span(first: ScalarNode | None, last: ScalarNode | None, periods: str, clock: Clock) -> Found[InForce | None]:
    """Return a span of periods or of dates; a date may cut a period only where the amendment says what that means."""
    findings = Findings()
    bounds = [each for each in (first, last) if each is not None]
    names = [clock.member(each.text) if each is not None else "" for each in (first, last)]
    if not bounds:
        return findings.found(None)
    if all(clock.member(each.text) for each in bounds):
        span = InForce(names[0], names[1], "period")
        if first and last and clock.members.index(names[1]) < clock.members.index(names[0]):
            return findings.found(findings.take(_backwards(first, last)))
        return findings.found(span)
    for each in bounds:
        if not each.text[:1].isdecimal() and not clock.member(each.text):
            hint = did_you_mean(each.text, clock.members, dict(clock.aliases))
            hint = hint or "give a date or a period of the pack's clock"
            what = f"no period of `{clock.type}`" if clock.type else "no date, and the pack has no clock"
            findings.report("span-bound", f"`{each.text}` is {what}", each.place, hint)
            return findings.found(None)
    days = [_day(each, name, clock, is_last=each is last) for each, name in zip((first, last), names, strict=True)]
    texts = [findings.take(each) for each in days]
    if (first and not texts[0]) or (last and not texts[1]):
        return findings.found(None)
    if first and last and texts[1] < texts[0]:
        return findings.found(findings.take(_backwards(first, last)))
    begins = min((start for _, (start, _) in clock.calendar), default="")
    if first and texts[0] < begins and len(clock.calendar) == len(clock.members):
        message = f"the span begins on {texts[0]}, and the first period on {begins}"
        findings.report("span-bound", message, first.place, "begin where the pack does")
        return findings.found(None)
    if first and last and texts[1] < begins:
        message = f"the span ends on {texts[1]}, and the first period begins on {begins}"
        findings.report("span-bound", message, last.place, "give a span in which the pack is in force")
        return findings.found(None)
    return findings.found(
        findings.take(_in_periods(InForce(texts[0], texts[1], "date"), (first, last), periods, clock))
    )


def _backwards(first: ScalarNode, last: ScalarNode) -> Found[InForce | None]:
    findings = Findings()
    findings.report("span-order", f"`{last.text}` is before `{first.text}`", last.place, "swap the ends")
    return findings.found(None)


def _day(node: ScalarNode | None, name: str, clock: Clock, *, is_last: bool) -> Found[str]:
    """Return a bound as a day; that of a period is its first or its last day."""
    if node is None or not name:
        return day_written(node)
    days = clock.days.get(name)
    if days is None:
        findings = Findings()
        message = f"`{name}` has no days in the calendar, so that it cannot stand beside a date"
        findings.report("span-bound", message, node.place, "give a date, or two periods")
        return findings.found("")
    return Found(days[is_last])


def _in_periods(
    span: InForce, written: tuple[ScalarNode | None, ScalarNode | None], periods: str, clock: Clock
) -> Found[InForce | None]:
    """Return a span of dates whose ends are ends of periods."""
    findings = Findings()
    for name, (first, last) in clock.calendar:
        if first < span.first <= last:
            if not periods:
                return findings.found(findings.take(_cut(written[0], name, first, last)))
            span = replace(span, first=first if periods == "containing" else day_after(last))
        if span.last and first <= span.last < last:
            if not periods:
                return findings.found(findings.take(_cut(written[1], name, first, last)))
            span = replace(span, last=last)
    return findings.found(span)


def _cut(node: ScalarNode | None, name: str, first: str, last: str) -> Found[InForce | None]:
    findings = Findings()
    message = f"`{node.text if node else ''}` cuts `{name}`, which is {first} to {last}"
    hint = "say `periods: containing` or `periods: following`, or give the first or last day of a period"
    findings.report("span-cuts-period", message, node.place if node else NOWHERE, hint)
    return findings.found(None)
