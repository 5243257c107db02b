"""Replays receipts, those of outcomes and those of statements.

The receipt of a statement holds what the formulas of one party saw, so its lines can be computed without the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from rulewright.evaluate.choice import Choice
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.receipt import SCHEMA, installed_version
from rulewright.evaluate.replay import (
    Difference,
    Receipt,
    Replayed,
    Revealed,
    engine_then,
    no_receipt,
    receipt_in,
    replay_outcome,
    replayed,
    revealed,
    unreplayed,
)
from rulewright.evaluate.tokens import tokens_in
from rulewright.language.types import ANY, ContextType, ListType, MapType, Nullable, NumberType, Type
from rulewright.language.values import Absence, Failure, NotApplicable, Open, Unknown, Value
from rulewright.packs.model.statements import StatementPlan
from rulewright.statements.compute import compute_party
from rulewright.statements.earlier import version_in
from rulewright.statements.receipts import SCHEMA as STATEMENT_SCHEMA
from rulewright.statements.receipts import earlier_versions, heading, party_json
from rulewright.statements.result import Versions

TABLES = "`tables`: what the tables hold; its lines are computed from the `facts` of the receipt"

ABSENCES: Mapping[str, Callable[[Any], Absence]] = {
    "unknown": lambda needs: Unknown(frozenset(needs)),
    "open": lambda decisions: Open(frozenset(decisions)),
    "error": Failure,
    "not_applicable": NotApplicable,
}
"""How an absence stands in a receipt; an error has a code beside it, in later ones."""

FAILED: Final = {"error": None, "code": None}.keys()


GIVEN = ("inputs", "recorded", "facts")
"""The parts of receipts of which the rest is computed."""

TAKEN: Final = frozenset({"facts", "recorded", "tables", "known_on", "amendments.as_of", "amendments.known_on"})
"""What a replay takes from the receipt of a statement as it is."""


def replay(receipt: object, engine: Engine, personal: object = None) -> Replayed:
    """Return what differs when the case of a receipt is evaluated again, of one outcome or of one party's lines.

    Everything is compared: the pack with its digest, the version of the engine, the outcome or all lines, warnings,
    traces, and by the receipt's own digest what the rest is computed from. What cannot be compared is named.

    A receipt with tokens in the place of personal facts can only be evaluated where `personal`, the document that
    `--personal` writes, says what they stand for.

    Raises:
        CaseError: when it is no receipt, or one of another schema.
    """
    read = receipt_in(receipt, (SCHEMA, STATEMENT_SCHEMA))
    hidden = None
    if engine.has_personal and tokens_in(read):
        hidden = revealed(read, engine, personal)
        if missing := tokens_in([hidden.receipt.get(name) for name in GIVEN]):
            return unreplayed(read, engine, missing)
        read, engine = hidden.receipt, hidden.engine
    is_statement = read["schema"] == STATEMENT_SCHEMA
    return _replay_statement(read, engine, hidden) if is_statement else replay_outcome(read, engine, hidden)


def _replay_statement(receipt: Receipt, engine: Engine, hidden: Revealed | None) -> Replayed:
    engine = engine_then(receipt, engine)
    choice = _chosen_again(receipt, engine)
    engine = engine.chosen(choice)
    version = choice if engine.is_version else None
    plan = engine.pack.statements.get(str(receipt.get("statement")))
    if plan is None:
        names = ", ".join(engine.pack.statements) or "none"
        return Replayed((Difference("statement", str(receipt.get("statement")), f"the pack has {names}"),))
    recorded = receipt.get("recorded")
    if not isinstance(recorded, Mapping):
        raise no_receipt("its `recorded` is no object")
    is_shared = receipt.get("scope") == "all"
    facts = _facts(receipt.get("facts"), plan, is_shared=is_shared)
    period, known_on = facts[plan.period], receipt.get("known_on")
    known_on = known_on if isinstance(known_on, str) else None
    computed = compute_party(engine, plan, recorded, facts, known_on=known_on, choice=version)
    again = {
        **heading(plan, period, engine, installed_version(), known_on=known_on, choice=version),
        **party_json(computed, plan, engine, is_shared=is_shared),
        **earlier_versions(_earlier_again(receipt, choice)),
    }
    found = replayed(receipt, again, TAKEN, hidden)
    return Replayed(
        found.differences, (*(each for each in found.not_compared if not each.startswith("`tables`")), TABLES)
    )


def _chosen_again(receipt: Receipt, engine: Engine) -> Choice:
    """Return the version of a receipt by the dates that it has, the last one where it has none."""
    written = receipt.get("amendments")
    as_of, known_on = (written.get("as_of"), written.get("known_on")) if isinstance(written, Mapping) else (None, None)
    choice = engine.choose_at(as_of or None, known_on or None)
    if choice.problems:
        raise no_receipt(f"its `amendments` name no version: {choice.problems[0].message}")
    return choice


def _earlier_again(receipt: Receipt, choice: Choice) -> Versions:
    """Return the versions of the earlier periods that a receipt names, chosen anew."""
    named = receipt.get("earlier")
    found = {str(name): version_in(choice, str(name)) for name in (named if isinstance(named, Mapping) else ())}
    return {name: each for name, each in found.items() if isinstance(each, Choice)}


def _facts(written: object, plan: StatementPlan, *, is_shared: bool) -> dict[str, Value]:
    """Return what the formulas of a party, or of the lines over all, saw."""
    types = plan.seen_types(is_shared=is_shared)
    if not isinstance(written, Mapping) or types.keys() - written.keys():
        raise no_receipt(f"its `facts` are not {', '.join(f'`{name}`' for name in types)}")
    if not is_shared:
        _check_party(written[plan.party.name], plan)
    return {name: _restored(written[name], type_) for name, type_ in types.items()}


def _check_party(record: Any, plan: StatementPlan) -> None:
    names = plan.table(plan.party.table).key[0], plan.party.label
    is_named = isinstance(record, Mapping) and names[0] in record
    if not is_named or not all(isinstance(record.get(name), str | bool | None) for name in names):
        raise no_receipt(f"`facts.{plan.party.name}` names no party")


def _restored(written: Any, type_: Type) -> Value:
    """Return what a receipt has of a value, as a case would give it, with the absences in it."""
    match type_, written:
        case _, {**entries} if (absent := _absence(entries)) is not None:
            return absent
        case Nullable(inner), _:
            return _restored(written, inner)
        case NumberType(), str():
            return _number(written)
        case ListType(item), list():
            return [_restored(each, item) for each in written]
        case MapType(item), {**entries}:
            return {name: _restored(each, item) for name, each in entries.items()}
        case ContextType(own), {**entries}:
            types: Mapping[Any, Type] = dict(own)
            return {name: _restored(each, types.get(name, ANY)) for name, each in entries.items()}
    return written


def _number(text: str) -> object:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _absence(entries: Mapping[Any, Any]) -> Absence | None:
    if entries.keys() == FAILED and all(isinstance(each, str) for each in entries.values()):
        return Failure(*(entries[name] for name in FAILED))
    if len(entries) != 1:
        return None
    ((name, said),) = entries.items()
    texts = said if isinstance(said, list) else [said]
    if name not in ABSENCES or not all(isinstance(each, str) for each in texts):
        return None
    return ABSENCES[name](said)
