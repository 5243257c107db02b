"""Runs the checks of a pack: conditions between figures that must hold for every member they run over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.language.keys import key_text
from rulewright.language.types import BOOLEAN, EnumType
from rulewright.language.values import Absence, Failure, Value
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.kinds.parameter import Parameter
from rulewright.packs.model.pack import Check, Pack
from rulewright.packs.model.rules import Citation, Input, Output

BOOLEANS = (True, False)


def run_checks(pack: Pack) -> tuple[Diagnostic, ...]:
    """Return what the checks of a pack find; the pack must have no errors of its own.

    A condition without an answer, because a figure is open or does not apply, finds nothing. An exception for a case
    in which the condition holds is a warning: the mismatch that it documents is gone.
    """
    return tuple(found for check in pack.checks for found in _run(check, pack))


def check_figures(pack: Pack) -> tuple[Diagnostic, ...]:
    """Return which figures of a pack without errors are records that do not meet what their type requires."""
    reference = ReferenceEvaluator.of(pack)
    parameters = [rule for rule in pack.rules.values() if pack.requirements and isinstance(rule, Parameter)]
    found = (
        Diagnostic(departure.code, departure.reason, figure.place, "compare the figure with its source")
        for rule in parameters
        for figure in rule.figures.values()
        for departure in reference.departures({rule.output: figure.value}, (Input(rule.output, rule.type),))
    )
    return tuple(dict.fromkeys(found))


def _run(check: Check, pack: Pack) -> Iterator[Diagnostic]:
    # A condition is evaluated as a rule, so that an error in it stays an error instead of counting as false.
    rule = _rule(check)
    reference = ReferenceEvaluator({**pack.rules, rule.id: rule}, pack.types, requirements=pack.requirements)
    for members in product(*(_members(each) for each in check.inputs)):
        names = dict(zip((each.name for each in check.inputs), members, strict=True))
        value = reference.evaluate_rule(rule.id, names).value
        if value is True:
            if _is_excepted(check, names):
                message = f"check `{check.id}` holds for {_case(names)}, which is excepted"
                yield Diagnostic("needless-exception", message, check.place, "drop the exception", Severity.WARNING)
        elif not _is_excepted(check, names):
            yield from _failed(check, names, value)


def _failed(check: Check, names: Mapping[str, Value], value: Value) -> Iterator[Diagnostic]:
    condition = " ".join(check.condition.text.split())
    if isinstance(value, Failure):
        case = f" for {_case(names)}" if names else ""
        message = f"check `{check.id}` has no answer{case}: {value.reason}"
        yield Diagnostic("check-failed", message, check.place, "read only figures that there are")
    elif not isinstance(value, Absence):
        message = f"check `{check.id}` does not hold: {_message(check, names)}"
        hint = f"`{condition}` is {'false' if value is False else 'null'}; compare the figures with their source"
        yield Diagnostic("check-failed", message, check.place, hint)


def _rule(check: Check) -> Decision:
    holds = Output("holds", BOOLEAN, expression=check.condition)
    return Decision(
        id=f"checks.{check.id}",
        title=check.message,
        source=Citation(""),
        place=check.place,
        subject=check.subject,
        inputs=check.inputs,
        outputs=(holds,),
    )


def _members(each: Input) -> tuple[Value, ...]:
    return each.type.members if isinstance(each.type, EnumType) else BOOLEANS


def _is_excepted(check: Check, names: Mapping[str, Value]) -> bool:
    return any(
        all(key_text(names[name]) in members for name, members in exception.cases.items())
        for exception in check.exceptions
    )


def _case(names: Mapping[str, Value]) -> str:
    return ", ".join(f"`{name}` = `{key_text(value)}`" for name, value in names.items())


def _message(check: Check, names: Mapping[str, Value]) -> str:
    message = check.message
    for name, value in names.items():
        message = message.replace(f"{{{name}}}", key_text(value))
    return message
