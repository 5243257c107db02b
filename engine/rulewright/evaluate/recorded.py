"""Reads the recorded decisions of a case: what was decided, by whom, for which inputs of the discretion.

A decision is written as a bare value, as `{value: …, actor: …, date: …, reference: …}`, per value of the first input
(`{Q1: {value: 10}}`, deeper for further inputs), or as a record, or a list of such, with `for: {quarter: Q1}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.personal import holds_personal
from rulewright.language.ranges import order
from rulewright.language.reading.case_words import Misread, misread, read_given
from rulewright.language.reading.profiles import CASE
from rulewright.language.reading.reader import read_key
from rulewright.language.relations import without_null
from rulewright.language.temporal.text import parse_date, temporal_text
from rulewright.language.temporal.values import Date
from rulewright.language.types import DATE, AnyType, ContextType, EnumType, ListType, MapType, Type
from rulewright.language.values import Failure
from rulewright.packs.model.recorded import RecordedDecision
from rulewright.packs.model.rules import Input, Rule

RECORD_KEYS = ("value", "actor", "date", "reference", "approved_by", "note", "for")
Decisions = dict[tuple[str, ...], RecordedDecision]
Misreads = tuple[Misread, ...]


class ReadDecisions(Mapping[str, object]):
    """Recorded decisions as a case gives them, with what was read of them: once, for many cases of one pack.

    Those that were taken after `known_on` are in `given` alone; `later` are the discretions that these are on.
    `decisions` are by the discretion's id and the texts of its inputs' values, `problems` what is wrong with them;
    `names_actors` says whether each says who decided.
    """

    __slots__ = ("decisions", "given", "known", "known_on", "later", "names_actors", "problems", "rules")

    def __init__(
        self,
        given: Mapping[str, object],
        rules: Mapping[str, Rule],
        aliases: Mapping[str, str],
        known_on: str | None = None,
    ) -> None:
        self.given = given
        self.known = known_by(given, known_on)
        self.rules = rules
        self.known_on = known_on
        self.decisions, self.problems = read_recorded(given, rules, aliases, known_on)
        later = (name for name, written in given.items() if self.known.get(name) is not written)
        self.later = frozenset(aliases.get(name, name) for name in later)
        self.names_actors = all(each.actor for made in self.decisions.values() for each in made.values())

    def __reduce__(self) -> tuple[type[dict[str, object]], tuple[dict[str, object]]]:
        """Send what was given; the other side reads it by its own pack."""
        return dict, (dict(self.given),)

    def __getitem__(self, name: str) -> object:
        return self.known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)


def decisions_of(
    recorded: Mapping[str, object], rules: Mapping[str, Rule], aliases: Mapping[str, str], known_on: str | None = None
) -> ReadDecisions:
    """Return what was read of recorded decisions; nothing is read again of those that were read for these rules."""
    if isinstance(recorded, ReadDecisions):
        if recorded.rules is rules and recorded.known_on == known_on:
            return recorded
        recorded = recorded.given
    return ReadDecisions(recorded, rules, aliases, known_on)


def read_recorded(
    recorded: Mapping[str, object], rules: Mapping[str, Rule], aliases: Mapping[str, str], known_on: str | None = None
) -> tuple[Mapping[str, Decisions], Misreads]:
    """Return the recorded values by the discretion's id and the texts of its inputs' values, and what is wrong.

    A value that holds for all inputs stands under the empty tuple. A decision that was taken after the date `known_on`
    was not known then, and is left out. A list without records is no decision.
    """
    result: dict[str, Decisions] = {}
    problems: Misreads = ()
    parts = known_by(recorded, known_on)
    for name in recorded:
        rule = rules.get(aliases.get(name, name))
        if rule is not None and rule.is_recorded:
            if name in parts:
                result[rule.id], found = _decisions(parts[name], rule, f"recorded.{name}")
                problems += tuple(_unseen(each, name) for each in found) if _is_personal(rule) else found
            continue
        known = [id_ for id_, each in rules.items() if each.is_recorded]
        hint = did_you_mean(name, known) or "a decision is recorded under the id of a discretion"
        what = "no discretion" if rule is None else "no discretion but another kind of rule"
        problems += (Misread("unknown-discretion", f"recorded.{name}", f"`{name}` is {what} of the pack", hint),)
    return result, problems


def _is_personal(rule: Rule) -> bool:
    return any(map(holds_personal, (rule.outcome, *(each.type for each in rule.inputs))))


def _unseen(problem: Misread, name: str) -> Misread:
    """Return what is wrong with a decision on persons without the words that may quote it, or whom it is about."""
    message = f"a recorded decision on `{name}` cannot be read ({problem.code})"
    return Misread(problem.code, f"recorded.{name}", message, "what was given is personal and not shown")


def _decisions(written: object, rule: Rule, path: str) -> tuple[Decisions, Misreads]:
    if isinstance(written, list | tuple) and not written and not _is_list(rule.outcome):
        return {}, ()
    records = _records(written, rule.outcome)
    if not records:
        return _nested(written, rule.inputs, (), rule, path)
    decisions: Decisions = {}
    problems: Misreads = ()
    for index, record in enumerate(records, start=1):
        place = f"{path}[{index}]"
        key, wrong = _key(record.get("for"), rule, f"{place}.for")
        problems += wrong
        if wrong:
            continue
        if key in decisions:
            shown = f"for `{', '.join(key)}`" if key else "for all cases"
            message = f"`{path}` holds two decisions {shown}"
            problems += (Misread("duplicate-decision", place, message, "keep the one that stands"),)
            continue
        decisions[key], wrong = _value(record, rule, place)
        problems += wrong
    if () in decisions and len(decisions) > 1:
        case = ", ".join(next(key for key in decisions if key))
        message = f"`{path}` holds a decision for all cases and another for `{case}`"
        problems += (Misread("duplicate-decision", path, message, "say `for` which case each of them was decided"),)
    return decisions, problems


def _nested(
    written: object, inputs: Sequence[Input], before: tuple[str, ...], rule: Rule, path: str
) -> tuple[Decisions, Misreads]:
    """Return the decisions of a value, or of a mapping by the members of the next input."""
    if not inputs or not isinstance(written, Mapping) or _is_record(written) or not _has_keys_of(written, inputs[0]):
        if isinstance(written, Mapping) and _is_record(written) and written.get("for"):
            return _for_its_case(written, before, rule, path)
        if before and inputs:
            message = f"`{path}` does not say for which `{inputs[0].name}` it was decided"
            return {}, (Misread("wrong-type", path, message, "decide it per value of every input, or for all"),)
        if stranger := _stranger(written, rule.outcome):
            hint = did_you_mean(stranger, RECORD_KEYS) or f"known are {', '.join(f'`{each}`' for each in RECORD_KEYS)}"
            message = f"unknown key `{stranger}` of the recorded decision `{path}`"
            return {}, (Misread("unknown-key", f"{path}.{stranger}", message, hint),)
        value, problems = _value(written, rule, path)
        return {before: value}, problems
    result: Decisions = {}
    problems = ()
    for name, inner in written.items():
        key, slips = read_key(name, inputs[0].type, CASE, (f"{path}.{name}",))
        problems += tuple(map(misread, slips))
        if key is not None:
            found, wrong = _nested(inner, inputs[1:], (*before, key), rule, f"{path}.{name}")
            result |= found
            problems += wrong
    return result, problems


def _for_its_case(
    record: Mapping[str, object], before: tuple[str, ...], rule: Rule, path: str
) -> tuple[Decisions, Misreads]:
    """Return the decision of a record that says itself for which case it was taken, below the keys before it."""
    key, problems = _key(record["for"], rule, f"{path}.for")
    if not problems and key[: len(before)] != before:
        message = f"`{path}.for` says `{', '.join(key)}`, but the decision stands under `{', '.join(before)}`"
        problems = (Misread("wrong-type", f"{path}.for", message, "say in one place which case was decided"),)
    if problems:
        return {}, problems
    value, problems = _value(record, rule, path)
    return {key: value}, problems


def _value(written: object, rule: Rule, path: str) -> tuple[RecordedDecision, Misreads]:
    if not isinstance(written, Mapping) or not _is_record(written):
        value, problems = read_given(written, rule.outcome, path)
        return RecordedDecision(value), problems
    is_dated = written.get("date") not in {None, ""}
    date, wrong = read_given(written["date"], DATE, f"{path}.date") if is_dated else (None, ())
    value, problems = read_given(written["value"], rule.outcome, f"{path}.value")
    actor, reference, approved_by = (str(written.get(each) or "") for each in ("actor", "reference", "approved_by"))
    day = temporal_text(date) if isinstance(date, Date) else ""
    record = RecordedDecision(value, actor, day, reference, approved_by)
    return record, (*wrong, *_unauthorized(written, rule, path), *problems)


def _unauthorized(record: Mapping[str, object], rule: Rule, path: str) -> Misreads:
    """Return how a record's actor and approval differ from what the discretion declares.

    A record that names no actor is short for what was decided: whoever uses it is warned of both.
    """
    decides, approves = rule.authority()
    actor, approved_by = (str(record.get(each) or "") for each in ("actor", "approved_by"))
    if actor and not _is_same(actor, decides):
        message = f"`{rule.id}` is decided by {decides}, not by `{actor}`"
        return (Misread("wrong-actor", f"{path}.actor", message, "record the decision of the actor whose it is"),)
    if approved_by and not _is_same(approved_by, approves):
        whose = f"approval by {approves}, not by `{approved_by}`" if approves else "nobody's approval"
        hint = f"write `approved_by: {approves}`" if approves else "drop `approved_by`"
        return (Misread("wrong-actor", f"{path}.approved_by", f"`{rule.id}` takes {whose}", hint),)
    if actor and approves and not approved_by:
        message = f"`{rule.id}` takes approval by {approves}, and none is recorded"
        hint = f"add `approved_by: {approves}`, or leave the decision out until it is approved"
        return (Misread("unapproved-decision", path, message, hint),)
    return ()


def _is_same(written: str, declared: str) -> bool:
    return " ".join(written.casefold().split()).removeprefix("the ") == declared.casefold().removeprefix("the ")


def known_by(recorded: Mapping[str, object], known_on: str | None) -> Mapping[str, object]:
    """Return recorded decisions without those that were taken after a date."""
    parsed = parse_date(known_on) if known_on else None
    if parsed is None or isinstance(parsed, Failure):
        return recorded
    parts = {name: _known_by(written, parsed) for name, written in recorded.items()}
    return {name: part for name, part in parts.items() if part is not None or recorded[name] is None}


def _known_by(written: object, day: Date) -> object:
    """Return what is left of recorded decisions without those that were taken after a day; None where nothing is."""
    if isinstance(written, list | tuple):
        left = [each for each in written if _known_by(each, day) is not None]
        return written if len(left) == len(written) else left or None
    if not isinstance(written, Mapping):
        return written
    if _is_record(written):
        date, wrong = read_given(written.get("date") or "", DATE, "date")
        return None if not wrong and order(date, day) > 0 else written
    inner = {name: _known_by(each, day) if isinstance(each, Mapping | list) else each for name, each in written.items()}
    if all(each is written[name] for name, each in inner.items()):
        return written
    return {name: each for name, each in inner.items() if each is not None or written[name] is None} or None


def _is_list(type_: Type) -> bool:
    return isinstance(without_null(type_), ListType | AnyType)


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
    is_list = isinstance(without_null(type_), ListType)
    return written if all(_is_record(item) and ("for" in item or not is_list) for item in written) else ()


def _has_keys_of(written: Mapping[str, object], input_: Input) -> bool:
    """Whether the keys of a mapping are values of an input rather than entries of the value itself."""
    if isinstance(input_.type, ContextType | ListType | MapType):
        return False
    if isinstance(input_.type, EnumType):
        words = {*input_.type.members, *(alias for alias, _ in input_.type.aliases)}
        return bool(words & set(written)) or not written
    return True


def _key(given: object, rule: Rule, path: str) -> tuple[tuple[str, ...], Misreads]:
    if given is None or given == {}:
        return (), ()
    if not isinstance(given, Mapping):
        return (), (Misread("wrong-type", path, f"`{path}` is no record of inputs", "write `for: {input: value}`"),)
    names = {input_.name for input_ in rule.inputs}
    for name in given:
        if name not in names:
            message = f"unknown input `{name}` of `{rule.id}`"
            return (), (Misread("unknown-input", f"{path}.{name}", message, did_you_mean(str(name), names)),)
    key: tuple[str, ...] = ()
    for input_ in rule.inputs:
        if input_.name not in given:
            message = f"`{path}` leaves out `{input_.name}`"
            return (), (Misread("missing-input", path, message, "name every input of the discretion"),)
        text, slips = read_key(given[input_.name], input_.type, CASE, (f"{path}.{input_.name}",))
        if slips:
            return (), tuple(map(misread, slips))
        key += (text,)
    return key, ()
