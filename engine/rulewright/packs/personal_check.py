"""Checks that personal values reach only what is marked: an output or input that is not would show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rulewright.diagnostics import Diagnostic
from rulewright.language.flow import escapes
from rulewright.language.personal import holds_personal
from rulewright.packs.model.flows import flows_of
from rulewright.packs.model.links import references_of
from rulewright.packs.model.rules import Rule
from rulewright.packs.model.statements import StatementPlan

CODE = "personal-flow"
HINT = "write `personal: yes` beside its type, or `personal: no` if it reveals nobody"
HINT_OF_WORDS = (
    "name there what a reader may know of, such as the number of a row; what is wrong is said without a person"
)


def check_personal(rules: Mapping[str, Rule], plans: Mapping[str, StatementPlan]) -> Iterator[Diagnostic]:
    """Yield where personal values leave what is marked: in formulas, calls, recorded decisions and charts."""
    called = {id_: references_of(rule) for id_, rule in rules.items()}
    for _, flow in flows_of(rules, called):
        for each in flow.escapes:
            if each.is_call:
                message = f"a personal value is handed on here, and {each.what} as none"
            else:
                message = f"{each.what} gets a personal value, and is not personal"
            yield Diagnostic(CODE, message, each.place, HINT_OF_WORDS if each.is_words else HINT)
    for plan in plans.values():
        yield from _statement(plan, rules)


def _statement(plan: StatementPlan, rules: Mapping[str, Rule]) -> Iterator[Diagnostic]:
    if holds_personal(plan.period_type):
        message = f"the period `{plan.period}` is shown everywhere, and its type is personal"
        yield Diagnostic(CODE, message, plan.place, "take a type that is not")
    for table in plan.recorded:
        rule = rules.get(table.rule)
        columns = {column.name: column for column in plan.table(table.table).columns} if rule else {}
        taken = {each.name: each.type for each in rule.inputs} if rule else {}
        pairs = [(taken[name], column) for name, column in table.keys if name in taken]
        pairs += [(rule.outcome, column) for column in (table.value, *table.entries)] if rule else []
        for type_, name in pairs:
            column = columns.get(name)
            if column is not None and escapes(column.type, type_):
                message = f"`{table.rule}` takes the personal column `{name}` as none"
                yield Diagnostic(CODE, message, column.place, HINT)
        for name in (table.actor, table.date, table.reference, table.approved_by):
            if name in columns and holds_personal(columns[name].type):
                message = f"who decided, when, and where it is to be read is shown, and the column `{name}` is personal"
                yield Diagnostic(CODE, message, columns[name].place, "leave it out of `recorded`, or take off the mark")
    lines = {line.id: line for line in plan.lines}
    for name in dict.fromkeys((plan.chart.whole, *plan.chart.parts)) if plan.chart else ():
        line = lines.get(name)
        if line is not None and holds_personal(line.type):
            message = f"the chart would show `{name}`, whose amounts are personal"
            yield Diagnostic(CODE, message, line.rule.place, "leave it out of the chart")
