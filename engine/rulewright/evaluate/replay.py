"""Evaluates the case of a receipt again, writes its receipt, and says what has come out differently.

A receipt is what `rulewright.evaluate.receipt` writes. All of it is compared: what does not follow from the case (the
facts, the caller's id) by the digest that the receipt has of itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rulewright.evaluate.caselines import CASE_KEYS, CaseError, read_case
from rulewright.evaluate.engine import Engine
from rulewright.evaluate.plain_json import JsonValue
from rulewright.evaluate.plans import UnknownRuleError
from rulewright.evaluate.receipt import DIGEST, SCHEMA, digest_of, receipt_of
from rulewright.records import dataclass

Receipt = Mapping[str, Any]
LATER = ("problem", "warnings", "basis")
"""What outcomes in receipts have since later; those without them are replayed without."""


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


def replay_outcome(receipt: Receipt, engine: Engine) -> Replayed:
    """Return what differs when the case of a receipt is evaluated again.

    Raises:
        CaseError: when what the receipt holds is no case.
    """
    given = {name: receipt[name] for name in CASE_KEYS if name in receipt}
    if not isinstance(given.get("id", ""), str):
        raise no_receipt("its `id` is no text")
    try:
        case = read_case(given)
        again = receipt_of(engine.run_case(case), engine, case)
    except UnknownRuleError as error:
        return Replayed((Difference("rule", receipt["rule"], str(error)),))
    except CaseError as error:
        raise no_receipt(str(error)) from error
    return replayed(receipt, again, given.keys() - {"rule"})


def replayed(receipt: Receipt, again: Receipt, given: frozenset[str] | set[str]) -> Replayed:
    """Return how a receipt compares with the one that was written again.

    `given` are the parts on which the new one rests. Only the receipt's own digest says that these are as they were.
    """
    found: list[Difference] = []
    if DIGEST in receipt:
        own = digest_of(receipt)
        found += [Difference(DIGEST, receipt[DIGEST], own)] if receipt[DIGEST] != own else []
    for name in dict.fromkeys((*receipt, *again)):
        if name != DIGEST and name not in given and name in again:
            found += _different(name, receipt.get(name), again[name])
    sealed = DIGEST in receipt
    apart = () if sealed else (name for name in receipt if name in given or name not in again)
    return Replayed(tuple(found), tuple(f"`{name}`: the receipt has no digest of itself" for name in apart))


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
        digest_of(content)
    except (TypeError, ValueError, RecursionError) as error:
        raise no_receipt(f"it is no JSON ({error})") from error
    return content


def no_receipt(reason: str) -> CaseError:
    """Return the error of what is no receipt."""
    return CaseError(f"this is no receipt that can be replayed: {reason}", code="not-a-receipt")


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
