"""Reads the calendar of a pack: the first and the last day of each period of its clock, from its own figures."""

from __future__ import annotations

from collections.abc import Mapping

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.display import display
from rulewright.language.temporal.values import Date
from rulewright.language.types import EnumType
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.kinds.parameter import Parameter
from rulewright.packs.model.rules import Rule
from rulewright.packs.model.timeline import Clock
from rulewright.packs.stages.header import Header

ENDS = ("start", "end")


def calendar_of(header: Header, rules: Mapping[str, Rule]) -> Found[Clock]:
    """Return the clock of a pack with its calendar; figures that are no calendar are reported."""
    findings = Findings()
    type_ = header.types.get(header.clock)
    if not isinstance(type_, EnumType):
        return findings.found(Clock())
    clock = Clock(header.clock, type_.members, type_.aliases)
    if header.calendar is None:
        return findings.found(clock)
    rule = rules.get(header.calendar.text)
    if rule is None:
        hint = did_you_mean(header.calendar.text, rules) or "name a table of figures by its id, with the namespace"
        findings.report("unknown-rule", f"there is no rule `{header.calendar.text}`", header.calendar.place, hint)
        return findings.found(clock)
    days = _days(rule, clock)
    if not days:
        message = f"`{rule.id}` has no `start` and `end` by the periods of `{header.clock}`"
        hint = "a calendar has a key that is a period, and dates `start` and `end`"
        findings.report("wrong-type", message, header.calendar.place, hint)
    return findings.found(Clock(header.clock, type_.members, type_.aliases, tuple(days.items())))


def _days(rule: Rule, clock: Clock) -> dict[str, tuple[str, str]]:
    """Return the days by period: `start` and `end` are the last key of the figures, or entries of their value."""
    found: dict[str, dict[str, object]] = {}
    for key, figure in rule.figures.items() if isinstance(rule, Parameter) else ():
        member = clock.member(key[0]) if key else ""
        if len(key) == 2 and key[1] in ENDS:
            found.setdefault(member, {})[key[1]] = figure.value
        elif len(key) == 1 and isinstance(figure.value, Mapping):
            found[member] = dict(figure.value)
    return {
        member: (display(days["start"]), display(days["end"]))
        for member, days in found.items()
        if member and all(isinstance(days.get(end), Date) for end in ENDS)
    }
