"""Reads the facts of a case as values of the inputs of a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.personal import holds_personal
from rulewright.language.reading.case_words import Misread, read_given
from rulewright.language.reading.profiles import CASE
from rulewright.language.reading.reader import is_left_out
from rulewright.language.values import Value
from rulewright.packs.model.rules import Input


def read_facts(facts: Mapping[str, object], inputs: Sequence[Input]) -> tuple[dict[str, Value], tuple[Misread, ...]]:
    """Return the values of the inputs that were given, by name, and what is wrong with what was given.

    An input that was not given has no entry, and null gives none where the type has no null. A value with a problem
    has no entry either.
    """
    if not isinstance(facts, Mapping):
        message = (
            f"the facts are {'None' if facts is None else f'of the kind `{type(facts).__name__}`'}, and no mapping"
        )
        return {}, (
            Misread("wrong-type", "facts", message, "give values by the names of inputs; `{}` where there are none"),
        )
    names = {input_.name: input_ for input_ in inputs}
    problems: list[Misread] = []
    for name in facts:
        if name not in names:
            known = ", ".join(f"`{known}`" for known in names)
            hint = f"the inputs are {known}" if known else "the rule has no inputs"
            near = did_you_mean(str(name), names)
            is_shown = near or not any(holds_personal(input_.type) for input_ in inputs)
            shown = f"unknown input `{name}`" if is_shown else "an input is given that the rule does not have"
            problems.append(Misread("unknown-input", str(name), shown, near or hint))
    values: dict[str, Value] = {}
    for name, input_ in names.items():
        if name in facts and not is_left_out(facts[name], input_.type, CASE):
            value, found = read_given(facts[name], input_.type, name)
            problems += found
            if not found:
                values[name] = value
    return values, tuple(problems)
