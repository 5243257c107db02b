"""Evaluates the case of a receipt again, writes its receipt, and says what has come out differently.

A receipt is what `rulewright.evaluate.receipt` writes. All of it is compared: what does not follow from the case (the
facts, the caller's id) by the digest that the receipt has of itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from rulewright.evaluate.case import Case
from rulewright.evaluate.caselines import CASE_KEYS, CaseError, read_case
from rulewright.evaluate.choice import Choice
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.plain_json import JsonValue
from rulewright.evaluate.plans import UnknownRuleError
from rulewright.evaluate.receipt import DIGEST, SCHEMA, installed_version, receipt_digest, receipt_of
from rulewright.evaluate.tokens import Tokens, tokens_in, values_in, with_values
from rulewright.packs.model.timeline import BASE, LATER_ONES, Timeline
from rulewright.records import dataclass

Receipt = Mapping[str, Any]
LATER = ("problem", "warnings", "basis")
"""What outcomes in receipts have since later; those without them are replayed without."""


ANSWERED = re.compile(
    r"(digest|rule|statement|pack|amendments|earlier)\b|(lines\[\d+\]\.)?outcome\.(status|value|type|needs)\b"
)
"""The paths in receipts that are the same under every version of the engine."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the receipt has it. `path` leads to it: `outcome.value.earned`."""

    path: str
    then: JsonValue
    now: JsonValue


@dataclass(frozen=True, slots=True)
class Replayed:
    """What a replay found: what differs, and the parts of the receipt with which nothing could be compared."""

    differences: tuple[Difference, ...]
    not_compared: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing differs of what was compared."""
        return not self.differences

    @property
    def other_engine(self) -> str:
        """The version of the engine that wrote the receipt, where another one has replayed it; else empty."""
        return next((str(each.then) for each in self.differences if each.path == "engine"), "")

    @property
    def answers(self) -> tuple[Difference, ...]:
        """The differences that another version of the engine does not account for.

        It may note reasons in other words and places. The case, the answer, the pack and the receipt's own digest are
        the same under every version.
        """
        return tuple(each for each in self.differences if ANSWERED.match(each.path))


@dataclass(frozen=True, slots=True)
class Revealed:
    """A receipt that had tokens, with the values in their place as far as they are known, and how to replay it.

    `engine` keeps what its tokens stand for, so that what it writes can be compared.
    """

    with_digest: Receipt
    receipt: Receipt
    engine: Engine

    def real(self, again: Receipt) -> Receipt:
        """Return the receipt that was written again, with its values."""
        content: Receipt = with_values(again, values_in(self.engine.tokens.to_json()))
        return content


def revealed(receipt: Receipt, engine: Engine, personal: object) -> Revealed:
    """Return a receipt with the values that `personal` gives for its tokens.

    Raises:
        CaseError: when `personal` does not say what tokens stand for.
    """
    try:
        values = {} if personal is None else values_in(personal)
    except ValueError as error:
        raise CaseError(str(error), "not-a-receipt") from error
    return Revealed(receipt, with_values(receipt, values), engine.with_tokens(Tokens(keeps=True)))


def unreplayed(receipt: Receipt, engine: Engine, missing: frozenset[str]) -> Replayed:
    """Return what can be said of a receipt whose facts have tokens for which no values are known."""
    again = {
        "pack": {"id": engine.id, "version": engine.version, "digest": engine.digest},
        "engine": installed_version(),
    }
    found = replayed({name: receipt.get(name) for name in again}, again, frozenset())
    own = replayed(receipt, {}, frozenset(receipt))
    how_many = "a token stands" if len(missing) == 1 else f"{len(missing)} tokens stand"
    words = f"everything else: in the facts {how_many} for personal values, which `--personal` wrote to a file"
    return Replayed((*found.differences, *own.differences), (words, *own.not_compared))


def replay_outcome(receipt: Receipt, engine: Engine, hidden: Revealed | None = None) -> Replayed:
    """Return what differs when the case of a receipt is evaluated again; `hidden` where it had tokens.

    Raises:
        CaseError: when what the receipt holds is no case.
    """
    given = {name: receipt[name] for name in CASE_KEYS if name in receipt}
    if not isinstance(given.get("id", ""), str):
        raise no_receipt("its `id` is no text")
    engine = engine_then(receipt, engine)
    try:
        case = read_case(given)
        choice = chosen_again(receipt, engine, case)
        is_other = not choice.problems and choice.engine is not engine
        outcome = engine.chosen(choice).run_here(case) if is_other else engine.run_case(case)
        again: Receipt = receipt_of(outcome, engine, case, choice=choice)
    except UnknownRuleError as error:
        return Replayed((Difference("rule", receipt["rule"], str(error)),))
    except CaseError as error:
        raise no_receipt(str(error)) from error
    return replayed(receipt, again, (given.keys() - {"rule"}) | {"amendments.known_on"}, hidden)


def engine_then(receipt: Receipt, engine: Engine) -> Engine:
    """Return the engine of the base, where the pack had no amendments when a receipt was written."""
    base = engine if "amendments" in receipt else engine.named(BASE)
    if base is None or base is engine:
        return engine
    is_dated = receipt.get("as_of") or receipt.get("known_on")  # they changed nothing then, as a warning says
    return Engine(replace(base.pack, timeline=Timeline()), engine.tokens) if is_dated else base


def chosen_again(receipt: Receipt, engine: Engine, case: Case) -> Choice:
    """Return the version that answers the case of a receipt by the amendments that were known when it was written."""
    dates = receipt.get("amendments")
    known_on = dates.get("known_on") if isinstance(dates, Mapping) else None
    return engine.choose(replace(case, known_on=known_on) if isinstance(known_on, str) and known_on else case)


def replayed(
    receipt: Receipt, again: Receipt, given: frozenset[str] | set[str], hidden: Revealed | None = None
) -> Replayed:
    """Return how a receipt compares with the one that was written again.

    `given` are the parts on which the new one rests, also dates of its `amendments`. Only the receipt's own digest says
    that these are as they were.
    """
    found: list[Difference] = []
    again = _without_later(receipt, again if hidden is None else hidden.real(again))
    if DIGEST in receipt:
        own = receipt_digest(receipt if hidden is None else hidden.with_digest)
        found += [Difference(DIGEST, receipt[DIGEST], own)] if receipt[DIGEST] != own else []
    for name in dict.fromkeys((*receipt, *again)):
        if name != DIGEST and name not in given and name in again:
            found += _different(name, receipt.get(name), again[name])
    unnamed = [each for each in found if each.path != DIGEST and tokens_in(each.then)]
    found = [each for each in found if each not in unnamed]
    with_digest = DIGEST in receipt
    dates = [f"amendments.{date}" for date in (receipt.get("amendments") or ()) if f"amendments.{date}" in given]
    apart = () if with_digest else (*(name for name in receipt if name in given or name not in again), *dates)
    words = [f"`{name}`: the receipt has no digest of itself" for name in apart]
    words += [f"`{each.path}`: nothing says what its token stands for" for each in unnamed]
    return Replayed(tuple(found), tuple(words))


def receipt_in(content: object, schemas: tuple[str, ...] = (SCHEMA,)) -> Receipt:
    """Return what is a receipt of one of these schemas as one.

    Raises:
        CaseError: when it is none.
    """
    if not isinstance(content, Mapping):
        kind = "it is a list; replay each of its receipts" if isinstance(content, list) else "it is no object"
        raise no_receipt(kind)
    schema = content.get("schema")
    if schema not in schemas:
        raise no_receipt(f"its schema is `{schema}`, not `{'` or `'.join(schemas)}`")
    try:
        receipt_digest(content)
    except (TypeError, ValueError, RecursionError) as error:
        raise no_receipt(f"it is no JSON ({error})") from error
    return content


def no_receipt(reason: str) -> CaseError:
    """Return the error of what is no receipt."""
    return CaseError(f"this is no receipt that can be replayed: {reason}", code="not-a-receipt")


def _without_later(receipt: Receipt, again: Receipt) -> Receipt:
    """Return a receipt without the amendments that the pack has got since, which nothing could list then."""
    if "amendments" not in receipt:
        return {name: part for name, part in again.items() if name != "amendments"}
    then, now = receipt["amendments"], again.get("amendments")
    if not isinstance(then, Mapping) or not isinstance(now, Mapping):
        return again
    named = {str(each.get("id")) for each in then.get("left_out") or () if isinstance(each, Mapping)}
    left_out = [each for each in now["left_out"] if each["id"] in named or not each["why"].startswith(LATER_ONES)]
    return {**again, "amendments": {**now, "left_out": left_out}}


def _different(path: str, then: object, now: object) -> Iterator[Difference]:
    """Yield where two JSON values differ, as deep inside as possible; of a path, only the name of the file counts."""
    if path.endswith(".place.path"):
        then, now = (str(each).replace("\\", "/").rpartition("/")[2] for each in (then, now))
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        is_older = "status" in then and not any(name in then for name in LATER)
        for name in dict.fromkeys((*then, *now)):
            if is_older and name in LATER:
                continue
            yield from _different(f"{path}.{name}", then.get(name), now.get(name))
    elif isinstance(then, list | tuple) and isinstance(now, list | tuple) and len(then) == len(now):
        for place, (old, new) in enumerate(zip(then, now, strict=True), start=1):
            yield from _different(f"{path}[{place}]", old, new)
    elif then != now or isinstance(then, bool) != isinstance(now, bool):
        yield Difference(path, _json(then), _json(now))


def _json(value: object) -> JsonValue:
    return value if isinstance(value, str | bool | int | list | dict) or value is None else str(value)
