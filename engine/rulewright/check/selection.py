"""Selects what is tested: the examples and rules that names of rules, examples and subjects stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rulewright.check.dated_examples import examples_of
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.packs.model.pack import Example, Pack
from rulewright.packs.model.statements import rules_of


class UnknownNameError(LookupError):
    """Says that a name is no rule, example or subject of a pack; `hint` names the nearest."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(name, hint)
        self.name = name
        self.hint = hint

    def __str__(self) -> str:
        return f"there is no rule, example or subject `{self.name}`" + (f"; {self.hint}" if self.hint else "")


@dataclass(frozen=True, slots=True)
class ExampleSelection:
    """Examples to be run, and the ids of the rules whose coverage is measured, both in the order of the pack."""

    examples: tuple[Example, ...]
    rules: tuple[str, ...]


def select(pack: Pack, names: Sequence[str] = ()) -> ExampleSelection:
    """Return what the names stand for; without names all examples, and all rules but the lines of statements.

    An example with dates is there in the version that answers for them alone.

    A subject stands for its rules, a rule for its examples, an example for its rule.

    Raises:
        UnknownNameError: when a name is none of these.
    """
    if not names:
        lines = {rule.id for plan in pack.statements.values() for rule in rules_of(plan)}
        return ExampleSelection(examples_of(pack), tuple(id_ for id_ in pack.rules if id_ not in lines))
    examples = {example.id: example for example in examples_of(pack)}
    whole: set[str] = set()
    single: set[str] = set()
    for name in names:
        if rule := pack.find_rule(name):
            whole.add(rule.id)
        elif name in examples:
            single.add(name)
        elif subject := pack.find_subject(name):
            whole.update(subject.rules)
        else:
            subjects = [each.id for each in pack.subjects]
            raise UnknownNameError(name, did_you_mean(name, pack.rules, pack.aliases, examples, subjects))
    chosen = tuple(each for each in examples.values() if each.rule in whole or each.id in single)
    tested = whole | {examples[id_].rule for id_ in single}
    return ExampleSelection(chosen, tuple(id_ for id_ in pack.rules if id_ in tested))
