"""Reads the recorded decisions of a case: what was decided, by whom, for which inputs of the discretion.

A decision is written as a bare value, as `{value: …, actor: …, date: …, reference: …}`, per value of the first input
(`{BP1: {value: 10}}`, deeper for further inputs), or as a list of records each with `for: {budget_period: BP1}`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.evaluate.coercion import InputProblem, coerce
from rulewright.language.relations import without_null
from rulewright.language.types import DATE, AnyType, ContextType, EnumType, ListType, MapType, Type
from rulewright.language.values import Value
from rulewright.packs.figures import key_text
from rulewright.packs.model.rules import Discretion, Input, Rule

RECORD_KEYS = ("value", "actor", "date", "reference", "approved_by", "note", "for")
Decisions = dict[tuple[str, ...], Value]


def read_recorded(
    recorded: Mapping[str, object],
    rules: Mapping[str, Rule],
    aliases: Mapping[str, str],
    problems: list[InputProblem],
) -> Mapping[str, Decisions]:
    """Return the recorded values by the discretion's id and the texts of its inputs' values.

    A value that holds for all inputs stands under the empty tuple. Problems are appended.
    """
    result: dict[str, Decisions] = {}
    for name, written in recorded.items():
        rule = rules.get(aliases.get(name, name))
        if not isinstance(rule, Discretion):
            known = [id_ for id_, each in rules.items() if isinstance(each, Discretion)]
            hint = did_you_mean(name, known) or "a decision is recorded under the id of a discretion"
            what = "no discretion" if rule is None else "no discretion but another kind of rule"
            message = f"`{name}` is {what} of the pack"
            problems.append(InputProblem("unknown-discretion", f"recorded.{name}", message, hint))
            continue
        result[rule.id] = _decisions(written, rule, f"recorded.{name}", problems)
    return result


def _decisions(written: object, rule: Discretion, path: str, problems: list[InputProblem]) -> Decisions:
    records = _records(written, rule.type)
    if records:
        decisions: Decisions = {}
        for index, record in enumerate(records, start=1):
            place = f"{path}[{index}]"
            key = _key(record.get("for"), rule, f"{place}.for", problems)
            if key is None:
                continue
            if key in decisions:
                shown = f"for `{', '.join(key)}`" if key else "for all cases"
                message = f"`{path}` holds two decisions {shown}"
                problems.append(InputProblem("duplicate-decision", place, message, "keep the one that stands"))
                continue
            decisions[key] = _value(record, rule.type, place, problems)
        return decisions
    return _nested(written, rule.inputs, (), rule.type, path, problems)


def _nested(  # noqa: PLR0917  (one step of a walk: what is left, what was passed, where, and where problems go)
    written: object,
    inputs: Sequence[Input],
    before: tuple[str, ...],
    type_: Type,
    path: str,
    problems: list[InputProblem],
) -> Decisions:
    """Return the decisions of a value, or of a mapping by the members of the next input."""
    if not inputs or not isinstance(written, Mapping) or _is_record(written) or not _has_keys_of(written, inputs[0]):
        if before and inputs:
            message = f"`{path}` does not say for which `{inputs[0].name}` it was decided"
            problems.append(InputProblem("wrong-type", path, message, "decide it per value of every input, or for all"))
            return {}
        if stranger := _stranger(written, type_):
            hint = did_you_mean(stranger, RECORD_KEYS) or f"known are {', '.join(f'`{each}`' for each in RECORD_KEYS)}"
            message = f"unknown key `{stranger}` of the recorded decision `{path}`"
            problems.append(InputProblem("unknown-key", f"{path}.{stranger}", message, hint))
            return {}
        return {before: _value(written, type_, path, problems)}
    result: Decisions = {}
    for name, inner in written.items():
        key = coerce(name, inputs[0].type, f"{path}.{name}", problems)
        if key is not None:
            result |= _nested(inner, inputs[1:], (*before, key_text(key)), type_, f"{path}.{name}", problems)
    return result


def _value(written: object, type_: Type, path: str, problems: list[InputProblem]) -> Value:
    if isinstance(written, Mapping) and _is_record(written):
        if written.get("date") not in {None, ""}:
            coerce(written["date"], DATE, f"{path}.date", problems)
        return coerce(written["value"], type_, f"{path}.value", problems)
    return coerce(written, type_, path, problems)


def _is_record(written: object) -> bool:
    return isinstance(written, Mapping) and "value" in written and set(written) <= set(RECORD_KEYS)


def _stranger(written: object, type_: Type) -> str:
    """Return a key that no recorded decision has, where a mapping cannot be the value itself."""
    inner = without_null(type_)
    if not isinstance(written, Mapping) or isinstance(inner, ContextType | MapType | ListType | AnyType):
        return ""
    return next((str(name) for name in written if name not in RECORD_KEYS), "")


def _records(written: object, type_: Type) -> Sequence[Mapping[str, object]]:
    """Return the records of a list of decisions; none where the list, if it is one, is itself what was decided."""
    if not isinstance(written, list | tuple):
        return ()
    inner = without_null(type_)
    is_list = isinstance(inner, ListType)
    return written if all(_is_record(item) and ("for" in item or not is_list) for item in written) else ()


def _has_keys_of(written: Mapping[str, object], input_: Input) -> bool:
    """Whether the keys of a mapping are values of an input rather than entries of the value itself."""
    if isinstance(input_.type, ContextType | ListType | MapType):
        return False
    if isinstance(input_.type, EnumType):
        words = {*input_.type.members, *(alias for alias, _ in input_.type.aliases)}
        return bool(words & set(written)) or not written
    return True


def _key(given: object, rule: Discretion, path: str, problems: list[InputProblem]) -> tuple[str, ...] | None:
    if given is None or given == {}:
        return ()
    if not isinstance(given, Mapping):
        message = f"`{path}` is no record of inputs"
        problems.append(InputProblem("wrong-type", path, message, "write `for: {input: value}`"))
        return None
    names = {input_.name for input_ in rule.inputs}
    for name in given:
        if name not in names:
            message = f"unknown input `{name}` of `{rule.id}`"
            problems.append(InputProblem("unknown-input", f"{path}.{name}", message, did_you_mean(str(name), names)))
            return None
    key: list[str] = []
    for input_ in rule.inputs:
        if input_.name not in given:
            message = f"`{path}` leaves out `{input_.name}`"
            problems.append(InputProblem("missing-input", path, message, "name every input of the discretion"))
            return None
        value = coerce(given[input_.name], input_.type, f"{path}.{input_.name}", problems)
        if value is None:
            return None
        key.append(key_text(value))
    return tuple(key)
