"""Defines what a kind of rule is to the reader of a pack.

A rule is read in two steps. What it is called, takes and gives is declared first, for formulas may use rules of every
subject in any order; its formulas are read once all declarations are known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rulewright.language.types import Type
from rulewright.packs.format.found import Found
from rulewright.packs.format.written import WrittenRule
from rulewright.packs.model.rules import Input, Rule

if TYPE_CHECKING:
    from rulewright.packs.format.declaration import Declaration, DeclarationReader
    from rulewright.packs.format.rule_reader import RuleReader


@dataclass(frozen=True, slots=True)
class Signature:
    """What a rule takes and gives.

    `inputs` have no `otherwise` yet; `optional` names those that will. `results` are the names and types of what its
    outcome is made of. `collected_key` is that of a parameter with `answers: map`.
    """

    outcome: Type
    results: tuple[tuple[str, Type], ...]
    inputs: tuple[Input, ...] = ()
    optional: frozenset[str] = frozenset()
    collected_key: Input | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of rule: its section in subjects, the class and the written form of its rules, and how they are read.

    Subjects list kinds by `order`, then by section. Of two forms of one kind, `deciding` are the keys that tell which
    one it is. `prose` are keys whose values are for people.
    """

    section: str
    rule: type[Rule]
    written: type[WrittenRule]
    declare: Callable[[Any, DeclarationReader], Found[Signature]]
    read: Callable[[Any, Declaration, Signature, RuleReader], Found[Rule]]
    order: int = 100
    deciding: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()
