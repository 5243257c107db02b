"""Runs the checks of a pack: conditions between figures that must hold for every member they run over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.evaluate.reference import Reference
from rulewright.language.types import EnumType
from rulewright.language.values import Absence, Failure, Value
from rulewright.packs.figures import key_text
from rulewright.packs.model import Check, Input, Pack

TRUTHS = (True, False)


def run_checks(pack: Pack) -> tuple[Diagnostic, ...]:
    """Return what the checks of a pack find; the pack must have no errors of its own.

    A condition without an answer, because a figure is open or does not apply, finds nothing. An exception that is
    not needed is a warning: the mismatch that it documents is gone.
    """
    reference = Reference(pack.rules, pack.types)
    return tuple(found for check in pack.checks for found in _run(check, reference))


def _run(check: Check, reference: Reference) -> Iterator[Diagnostic]:
    for members in product(*(_members(each) for each in check.inputs)):
        names = dict(zip((each.name for each in check.inputs), members, strict=True))
        value = reference.evaluate(check.condition.tree, names)
        if _is_excepted(check, names):
            if value is True:
                message = f"check `{check.id}` holds for {_case(names)}, which is excepted"
                hint = "drop the exception"
                yield Diagnostic("needless-exception", message, check.place, hint, Severity.WARNING)
        elif value is False:
            message = f"check `{check.id}` does not hold: {_message(check, names)}"
            hint = f"`{check.condition.text.strip()}` is false; compare the figures with the source"
            yield Diagnostic("check-fails", message, check.place, hint)
        elif isinstance(value, Failure) or (value is not True and not isinstance(value, Absence)):
            reason = value.reason if isinstance(value, Failure) else "the condition is null"
            case = f" for {_case(names)}" if names else ""
            message = f"check `{check.id}` cannot be evaluated{case}: {reason}"
            yield Diagnostic("check-error", message, check.place, "ask only for figures that there are")


def _members(each: Input) -> tuple[Value, ...]:
    return each.type.members if isinstance(each.type, EnumType) else TRUTHS


def _is_excepted(check: Check, names: Mapping[str, Value]) -> bool:
    return any(
        all(key_text(names[name]) in members for name, members in exception.cases.items())
        for exception in check.exceptions
    )


def _case(names: Mapping[str, Value]) -> str:
    return ", ".join(f"`{name}` = {key_text(value)}" for name, value in names.items())


def _message(check: Check, names: Mapping[str, Value]) -> str:
    message = check.message
    for name, value in names.items():
        message = message.replace(f"{{{name}}}", key_text(value))
    return message
