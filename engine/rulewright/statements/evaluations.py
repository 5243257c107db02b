"""Gathers what a receipt says of evaluations, so that nothing stands in it twice.

The lines of a party call the same rules with the same facts again and again, and hand whole tables on. Here an
evaluation has a number and stands once under its rule, whatever called it; a figure stands once under its parameter;
and in the place of a list or record that a fact or an earlier evaluation holds stands where:
`{"see": "facts.results[3]"}`, `{"see": "evaluation 17.value"}`. Positions count from 1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import cast

from rulewright.evaluate.plain_json import JsonValue
from rulewright.evaluate.receipt import Object, trace_json
from rulewright.evaluate.trace import TraceNode
from rulewright.packs.model.rules import Rule

SEE = "see"
SHORT = 40
"""A list or record that is no longer than this as JSON stands where it is, even if it stands elsewhere too."""

VALUES = ("facts", "steps", "outputs")


class Evaluations:
    """The evaluations of one receipt, in the order in which they were done, with the figures they read.

    `facts` are those of the receipt, to which evaluations point.
    """

    def __init__(self, facts: Mapping[str, JsonValue], rules: Mapping[str, Rule]) -> None:
        self._rules = rules
        self._evaluations: dict[str, Object] = {}
        self._numbers: dict[str, int] = {}
        self._places: dict[str, str] = {}
        self._figures: dict[str, dict[str, Object]] = {}
        for name, value in facts.items():
            self._note(value, f"facts.{name}")

    def number_of(self, trace: TraceNode) -> int:
        """Add the evaluation of a line, and return its number.

        What the line itself read is left out: it stands in the facts of the receipt and in its lines.
        """
        written = trace_json(trace, self._rules)
        written.pop("facts", None)
        return self._added(written)

    def to_json(self) -> Object:
        """Return all that was gathered, as parts of a receipt."""
        figures: Object = {parameter: list(groups.values()) for parameter, groups in self._figures.items()}
        return {"evaluations": {**self._evaluations}, "figures": figures}

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
        key = _text([rule, node])
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
        text = _text(value)
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


def _text(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
