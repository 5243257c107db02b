"""Gathers what a receipt says of evaluations, so that nothing stands in it twice.

The lines of a party call the same rules with the same facts again and again, and hand whole tables on. Here an
evaluation has a number and stands once under its rule, whatever called it; what all evaluations of a rule have in
common stands once before them, as `always`; a figure stands once under its parameter; and in the place of a list or
record that a fact or an earlier evaluation holds stands where: `{"see": "facts.results[3]"}`,
`{"see": "evaluation 17.value"}`. Positions count from 1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

from rulewright.evaluate.plain_json import JsonValue, to_json
from rulewright.evaluate.receipt import Object, trace_json
from rulewright.evaluate.trace import TraceNode
from rulewright.language.values import Value
from rulewright.packs.model.rules import Rule

SEE = "see"
ALWAYS = "always"
SHORT = 40
"""A list or record that is no longer than this as JSON stands where it is, even if it stands elsewhere too."""

VALUES = ("facts", "steps", "outputs")
COMMON = ("facts", "figures", "steps")
"""Parts of evaluations of which a rule's evaluations may have entries in common."""

_text = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Evaluations:
    """The evaluations of one receipt, in the order in which they were done, with the figures they read.

    `facts` are those of the receipt, to which evaluations point.
    """

    def __init__(self, facts: Mapping[str, JsonValue], rules: Mapping[str, Rule]) -> None:
        self._rules = rules
        self._evaluations: dict[str, Object] = {}
        self._numbers: dict[object, int] = {}
        self._places: dict[str, str] = {}
        self._figures: dict[str, dict[str, Object]] = {}
        self._plain: dict[int, tuple[Value, JsonValue]] = {}
        self._texts: dict[int, str] = {}
        for name, value in facts.items():
            self._note(value, f"facts.{name}")

    def number_of(self, trace: TraceNode) -> int:
        """Add the evaluation of a line, and return its number.

        What the line itself read is left out: it stands in the facts of the receipt and in its lines.
        """
        written = trace_json(trace, self._rules, self._written)
        written.pop("facts", None)
        number = self._added(written)
        self._plain.clear()  # values are known by their identity, which lasts as long as the trace
        self._texts.clear()
        return number

    def to_json(self) -> Object:
        """Return all that was gathered, as parts of a receipt."""
        figures: Object = {parameter: list(groups.values()) for parameter, groups in self._figures.items()}
        return {"evaluations": {rule: _common(each) for rule, each in self._evaluations.items()}, "figures": figures}

    def _written(self, value: Value) -> JsonValue:
        """Return a value as JSON: a list or record once, however often rules hand it on."""
        if not isinstance(value, list | dict):
            return to_json(value)
        known = self._plain.get(id(value))
        if known is None:
            plain: JsonValue
            if isinstance(value, list):
                plain = [self._written(each) for each in value]
            else:
                plain = {str(name): self._written(each) for name, each in value.items()}
            known = self._plain[id(value)] = value, plain
            self._texts[id(plain)] = _text(plain)
        return known[1]

    def _text_of(self, value: JsonValue) -> str:
        """Return the JSON text of a list or record that was written."""
        return self._texts.get(id(value)) or _text(value)

    def _key(self, rule: str, node: Object) -> object:
        """Return what only equal evaluations of a rule have in common."""
        values = [node["value"]]
        names: list[str] = []
        for part in VALUES:
            entries = cast("Object", node.get(part, {}))
            names += (part, *entries)
            values += entries.values()
        others = {name: each for name, each in node.items() if name != "value" and name not in VALUES}
        shown = ((self._text_of(each), 1) if isinstance(each, list | dict) else each for each in values)
        return rule, tuple(names), tuple(shown), _text(others) if others else ""

    def _added(self, node: Object) -> int:
        calls: list[JsonValue] = [self._added(each) for each in cast("list[Object]", node.pop("calls", []))]
        rule = str(node.pop("rule"))
        source = node.pop("source")
        if read := cast("list[Object]", node.pop("figures", [])):
            node["figures"] = self._read(read)
        outputs = cast("Object", node.get("outputs", {}))
        if outputs in (node["value"], dict.fromkeys(outputs, node["value"])):
            node.pop("outputs", None)  # they are the value
        if calls:
            node["calls"] = calls
        key = self._key(rule, node)
        if key not in self._numbers:
            self._numbers[key] = number = len(self._numbers) + 1
            written: Object = {name: self._part(name, part, f"evaluation {number}") for name, part in node.items()}
            self._evaluations.setdefault(rule, {"source": source})[str(number)] = written
        return self._numbers[key]

    def _part(self, name: str, part: JsonValue, where: str) -> JsonValue:
        if name in VALUES:
            return {each: self._placed(value, f"{where}.{name}.{each}") for each, value in cast("Object", part).items()}
        return self._placed(part, f"{where}.{name}") if name == "value" else part

    def _read(self, figures: list[Object]) -> Object:
        """Return the keys of figures by their parameters; the figures themselves are gathered."""
        keys: dict[str, list[JsonValue]] = {}
        for each in figures:
            parameter, key = str(each["parameter"]), ", ".join(map(str, cast("list[str]", each["key"])))
            said: Object = {"source": each["source"], "status": each["status"]}
            group = self._figures.setdefault(parameter, {}).setdefault(_text(said), {**said, "values": {}})
            cast("Object", group["values"])[key] = each["value"]
            keys.setdefault(parameter, []).append(key)
        return {parameter: list(dict.fromkeys(each)) for parameter, each in keys.items()}

    def _placed(self, value: JsonValue, path: str) -> JsonValue:
        """Return a value, or where it stands already; what it has that stands nowhere stands here from now on."""
        if not isinstance(value, list | dict):
            return value
        text = self._text_of(value)
        if len(text) <= SHORT:
            return value
        if text in self._places:
            return {SEE: self._places[text]}
        self._places[text] = path
        if isinstance(value, list):
            return [self._placed(each, f"{path}[{number}]") for number, each in enumerate(value, start=1)]
        return {name: self._placed(each, f"{path}.{name}") for name, each in value.items()}

    def _note(self, value: JsonValue, path: str) -> None:
        """Note where a fact stands, and each list and record in it."""
        if isinstance(value, list | dict):
            self._places.setdefault(_text(value), path)
            parts = enumerate(value, start=1) if isinstance(value, list) else value.items()
            for name, each in parts:
                self._note(each, f"{path}[{name}]" if isinstance(value, list) else f"{path}.{name}")


def _common(evaluations: Object) -> Object:
    """Return the evaluations of a rule, with what several of them have in common before them."""
    numbered = [cast("Object", each) for name, each in evaluations.items() if name != "source"]
    if len(numbered) == 1:
        return evaluations
    always: Object = {}
    for part in COMMON:
        first, *others = (cast("Object", each.get(part, {})) for each in numbered)
        same = {
            name: value
            for name, value in first.items()
            if not isinstance(value, dict) and all(name in each and each[name] == value for each in others)
        }
        if same:
            always[part] = same
    if not always:
        return evaluations
    written: Object = {"source": evaluations["source"], ALWAYS: always}
    return written | {
        name: _without(cast("Object", each), always) for name, each in evaluations.items() if name != "source"
    }


def _without(evaluation: Object, always: Object) -> Object:
    """Return an evaluation without what all have in common."""
    left: Object = {}
    for name, part in evaluation.items():
        common = cast("Object", always.get(name, {}))
        kept = {each: value for each, value in cast("Object", part).items() if each not in common} if common else part
        if kept or not common:
            left[name] = kept
    return left
