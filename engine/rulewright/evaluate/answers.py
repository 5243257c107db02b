"""Makes outcomes of what an evaluation came to: the status, what is needed, the reasons with their places."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from rulewright.evaluate.outcome import Outcome, Problem, Status
from rulewright.evaluate.trace import TraceNode
from rulewright.language.absences import absences_within, hint_of
from rulewright.language.descent import nodes_in
from rulewright.language.reading.case_words import Misread
from rulewright.language.values import Absence, Failure, NotApplicable, Open, Unknown, Value, combine
from rulewright.packs.model.rules import Expression, Rule, discretion_of
from rulewright.source import Place


def outcome_of(
    rule: Rule, type_: str, trace: TraceNode, warnings: Sequence[Failure], rules: Mapping[str, Rule]
) -> Outcome:
    """Return the outcome of a rule from its trace.

    A record or list of which parts are missing is missing what these need; what is there stays in its value.
    """
    value = trace.value
    absence = absence_in(value)
    notes = tuple(problem_of(failure, rules, trace) for failure in warnings)

    def make_trace() -> TraceNode:
        return trace

    value = None if isinstance(value, Absence) else value
    match absence:
        case Failure():
            problem = problem_of(absence, rules, trace)
            outcome = Outcome(
                rule.id, Status.ERROR, _entries_left(value), type_, (), absence.reason, problem, notes, make_trace
            )
        case Unknown(needs=needs):
            message = f"needs {_listed(needs)}"
            outcome = Outcome(
                rule.id, Status.UNKNOWN, value, type_, tuple(sorted(needs)), message, None, notes, make_trace
            )
        case Open(decisions=decisions, needs=needs):
            message = f"waits for the decision {_listed(decisions)}"
            waits = tuple(sorted(decisions | needs))
            outcome = Outcome(rule.id, Status.OPEN, value, type_, waits, message, None, notes, make_trace)
        case NotApplicable(reason=reason):
            outcome = Outcome(rule.id, Status.KNOWN, None, type_, (), reason, None, notes, make_trace)
        case _:
            message = "; ".join(_reasons(value))
            known = _without_reasons(value) if message else value
            outcome = Outcome(rule.id, Status.KNOWN, known, type_, (), message, None, notes, make_trace)
    return outcome


def refused(rule: str, type_: str, problems: Sequence[Misread]) -> Outcome:
    """Return the error outcome of a case whose values cannot be what the rule takes; all problems are in it."""
    found = [Problem(problem.code, problem.message, rule, None, problem.hint) for problem in problems]
    message = "; ".join(problem.reason for problem in found)
    return Outcome(rule, Status.ERROR, None, type_, (), message, found[0], tuple(found[1:]))


def with_unattributed(outcome: Outcome, rules: Mapping[str, Rule]) -> Outcome:
    """Return an outcome with a warning of each discretion of which it uses a decision that names no actor."""
    used = dict.fromkeys(each.rule for each in outcome.basis.decisions if not each.record.actor)
    return replace(outcome, warnings=(*outcome.warnings, *(_unattributed(rules[each]) for each in used)))


def with_later(outcome: Outcome, later: Collection[str], rules: Mapping[str, Rule], known_on: str) -> Outcome:
    """Return an outcome with a warning of each discretion that it needs, with decisions taken after a date."""
    needed = dict.fromkeys(outcome.needs)
    for default in outcome.basis.defaults:
        decided = (each.decided for each in rules[default.rule].inputs if each.name == default.input)
        needed |= dict.fromkeys(discretion_of(each) for each in decided if each is not None)
    warnings = (_later(rules[id_], known_on) for id_ in needed if id_ in later)
    return replace(outcome, warnings=(*outcome.warnings, *warnings))


def _later(discretion: Rule, known_on: str) -> Problem:
    reason = f"a recorded decision on `{discretion.id}` was taken after {known_on}, and was not known then"
    hint = "give a later `known_on`, or none, for what is known now"
    return Problem("decision-not-known-yet", reason, discretion.id, discretion.place, hint)


def _unattributed(discretion: Rule) -> Problem:
    decides, approves = discretion.authority()
    reason = f"the recorded decision on `{discretion.id}` names no actor: it is taken for that of {decides}"
    hint = f"record `actor: {decides}`"
    if approves:
        reason, hint = f"{reason}, approved by {approves}", f"{hint} and `approved_by: {approves}`"
    return Problem("decision-without-actor", reason, discretion.id, discretion.place, f"{hint}, if that is so")


def problem_of(failure: Failure, rules: Mapping[str, Rule], trace: TraceNode) -> Problem:
    """Return a failure as a problem with its place in the rule's file."""
    rule = rules.get(failure.rule)
    place = None
    if rule is not None:
        place = _place_in(rule, failure, trace) or rule.place
    return Problem(failure.code, failure.reason, failure.rule, place, hint_of(failure))


# ── Absences ──────────────────────────────────────────────────────────────────────────────────────────────────────


def absence_in(value: Value) -> Absence | None:
    """Return why an outcome is not known: its own absence, or that of any part of it; None where it is known.

    A part that does not apply leaves the others known.
    """
    if isinstance(value, Absence):
        return value
    absent = [each for each in absences_within(value) if not isinstance(each, NotApplicable)]
    return combine(absent) if absent else None


def _entries_left(value: Value) -> Value:
    """Return the entries of a record beside those that failed, which are null; null for anything else."""
    if not isinstance(value, dict):
        return None
    return {
        name: None if any(isinstance(part, Failure | NotApplicable) for part in absences_within(each)) else each
        for name, each in value.items()
    }


def _without_reasons(value: Value) -> Value:
    """Return a value with null for parts that do not apply; the reasons are in the outcome's message."""
    if isinstance(value, NotApplicable):
        return None
    if isinstance(value, list):
        return [_without_reasons(each) for each in value]
    if isinstance(value, dict):
        return {name: _without_reasons(each) for name, each in value.items()}
    return value


def _reasons(value: Value) -> Iterator[str]:
    """Yield why parts of a value do not apply."""
    pending = [("", value)]
    while pending:
        path, each = pending.pop()
        if isinstance(each, NotApplicable):
            yield f"`{path}`: {each.reason}"
        elif isinstance(each, list):
            pending.extend((f"{path}[{place}]", item) for place, item in reversed([*enumerate(each, 1)]))
        elif isinstance(each, dict):
            pending.extend((f"{path}.{name}".lstrip("."), entry) for name, entry in reversed(each.items()))


def _listed(names: frozenset[str]) -> str:
    shown = [f"`{name}`" for name in sorted(names)]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


# ── Places ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _place_in(rule: Rule, failure: Failure, trace: TraceNode) -> Place | None:
    """Return where in a rule's file a failure arose.

    A span alone does not say in which of a rule's expressions it stands. The trace says which step or output failed
    first; where it does not help, the first expression with such a node is taken.
    """
    if failure.span is None:
        return None
    candidates = [each for each in rule.expressions() if any(node.span == failure.span for node in nodes_in(each.tree))]
    failed = _failed_first(rule, failure, trace)
    if failed is not None and failed in candidates:
        return failed.source.place(failure.span)
    return candidates[0].source.place(failure.span) if candidates else None


def _failed_first(rule: Rule, failure: Failure, trace: TraceNode) -> Expression | None:
    if failure.code == "requirement-not-met":
        return next((each.condition for each in rule.conditions() if each.has_said(failure.reason)), None)
    expressions = dict(rule.formulas())
    for node in trace.evaluations():
        if node.rule == rule.id:
            for name, value in (*node.steps, *node.outputs):
                if value == failure:
                    return expressions.get(name)
    return None
