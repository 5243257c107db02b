"""Answers cases given as lines of JSON with lines of JSON: the interface for other programs.

A case is `{"id", "rule", "inputs", "as_of"?, "known_on"?, "recorded"?}`, an answer
`{"id", "status", "value", "type", "needs", "message", "problem", "warnings", "basis"}`. Numbers are read and written
exactly: as decimal text, or as JSON numbers that never pass through a binary float. A line that cannot be read is
answered by an error with its place; the lines around it are not affected.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.evaluate.case import Case
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.outcome import Outcome, Problem, Status, in_a_sentence
from rulewright.evaluate.plain_json import JsonValue, present_json, to_json
from rulewright.evaluate.plans import UnknownRuleError
from rulewright.language.reading.json_text import parse_json
from rulewright.source import Place

CASE_KEYS = ("id", "rule", "inputs", "as_of", "known_on", "recorded")
CASES = "<cases>"
"""Stands for the path of cases that are in no file."""

JsonOutcome = dict[str, JsonValue]


class CaseError(ValueError):
    """Says why a line is no case, or something no receipt; `code` says which, `hint` what to do."""

    def __init__(self, reason: str, hint: str = "", column: int = 1, code: str = "not-a-case") -> None:
        super().__init__(f"{reason}: {hint}" if hint else reason)
        self.reason = reason
        self.hint = hint
        self.column = column
        self.code = code


def answer_line(engine: Engine, line: str, number: int, path: str = CASES) -> JsonOutcome:
    """Return the answer to one line, the `number`th of the file at `path`."""
    try:
        content = _object(line, is_shown=not engine.has_personal)
    except CaseError as error:
        return unread_line(error, number, path, _id_of_unread(line))
    id_ = _id(content.get("id"))
    try:
        case = read_case(content)
        outcome = engine.run_case(case)
    except CaseError as error:
        return unread_line(error, number, path, id_)
    except UnknownRuleError as error:
        wrong = CaseError(f"unknown rule `{error.rule}`", error.hint, code="unknown-rule")
        return unread_line(wrong, number, path, id_)
    return {"id": id_, **answer_in_version(outcome, engine)}


def answer_of(outcome: Outcome) -> JsonOutcome:
    """Return an outcome as JSON, without its trace.

    A record of which entries are missing keeps those that are there; the missing ones are null.
    """
    return {
        "status": outcome.status.value,
        "value": None if outcome.status is Status.ERROR else present_json(outcome.shown),
        "type": outcome.type,
        "needs": list(outcome.needs),
        "message": in_a_sentence(outcome.message, outcome.problem),
        "problem": None if outcome.problem is None else outcome.problem.to_json(),
        "warnings": [each.to_json() for each in outcome.warnings],
        "basis": outcome.basis.to_json(),
    }


def answer_in_version(outcome: Outcome, engine: Engine) -> JsonOutcome:
    """Return an outcome as JSON, with the version that answered where the pack has several."""
    answer, version = answer_of(outcome), outcome.version or engine.named_version
    return {**answer, "version": version} if version else answer


def unread_line(error: CaseError, number: int, path: str = CASES, id_: JsonValue = None) -> JsonOutcome:
    """Return the answer to a line that is no case."""
    problem = Problem(error.code, error.reason, "", Place(path, number, error.column), error.hint)
    outcome = Outcome("", Status.ERROR, message=f"line {number}: {error.reason}", problem=problem)
    return {"id": id_, **answer_of(outcome)}


def read_case(content: Mapping[str, object]) -> Case:
    """Return the case that an object describes.

    Raises:
        CaseError: when it describes none.
    """
    for name in content:
        if name not in CASE_KEYS:
            hint = did_you_mean(name, CASE_KEYS) or f"a case has {', '.join(f'`{key}`' for key in CASE_KEYS)}"
            raise CaseError(f"unknown key `{name}`", hint)
    rule, id_ = content.get("rule"), content.get("id")
    if not isinstance(rule, str) or not rule:
        raise CaseError("there is no `rule`", 'name the rule by its id, `"rule": "…"`')
    return Case(
        rule,
        _mapping(content, "inputs") or {},
        "" if id_ is None else str(id_),
        _text(content, "as_of"),
        _text(content, "known_on"),
        _mapping(content, "recorded"),
    )


def _mapping(content: Mapping[str, object], key: str) -> Mapping[str, object] | None:
    value = content.get(key)
    if value is not None and not isinstance(value, Mapping):
        raise CaseError(f"`{key}` is no object", f'write `"{key}": {{"name": value}}`')
    return value


def _text(content: Mapping[str, object], key: str) -> str | None:
    value = content.get(key)
    if value is not None and not isinstance(value, str):
        raise CaseError(f"`{key}` is no text", f'write `"{key}": "2020-01-31"`')
    return value


def _object(line: str, *, is_shown: bool) -> Mapping[str, object]:
    """Return the object of a line; what is wrong with it is quoted only where it `is_shown`."""
    try:
        content = parse_json(line)
    except RecursionError:
        raise CaseError("lists and objects stand too deep inside each other") from None
    except json.JSONDecodeError as error:
        raise CaseError(f"this is no JSON: {error.msg} at column {error.colno}", column=error.colno) from error
    except ValueError as error:
        reason = error if is_shown else "a name stands twice, or a number is none"
        raise CaseError(f"this is no JSON: {reason}") from error
    if not isinstance(content, Mapping):
        raise CaseError("this is no object", 'a case is `{"id": …, "rule": …, "inputs": {…}}`')
    return content


def _id(value: object) -> JsonValue:
    """Return the asker's id as JSON; a number as it was written."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value.adjusted()) < 30 else str(value)
    if isinstance(value, Mapping):
        return {str(name): _id(item) for name, item in value.items()}
    return [_id(item) for item in value] if isinstance(value, list) else to_json(value)


def _id_of_unread(line: str) -> JsonValue:
    """Return the id of a line that is refused as a whole, so that the asker finds it; None where it has none."""
    decoder = json.JSONDecoder(parse_float=Decimal, parse_int=Decimal)
    try:
        content, _ = decoder.raw_decode(line.lstrip())
        return _id(content.get("id")) if isinstance(content, dict) else None
    except (ValueError, RecursionError):
        return None
