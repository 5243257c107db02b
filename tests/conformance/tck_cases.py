"""Answers TCK cases: literal expressions and decision tables, with the decisions that they rest on."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any

from rulewright.evaluate.hit_policy import SINGLE, Hit, combine_rows
from rulewright.evaluate.reference.evaluator import ReferenceEvaluator
from rulewright.evaluate.reference.tables import Match, match_row, select_rows
from rulewright.language.builtins import BUILTINS
from rulewright.language.checker import Environment, check_expression
from rulewright.language.grammar.parser import parse_expression, parse_unary_tests
from rulewright.language.syntax import Node, UnaryTests
from rulewright.language.temporal.values import DateTime, Time, date_from_day_number
from rulewright.language.values import Absence, Failure, Value
from rulewright.source import SourceText
from tck_values import convert_value, names_in_type, names_in_value, read_type, read_value, write_value

Json = Any
Names = frozenset[str]
Facts = dict[str, Value]
MEANT_BY_THE_STANDARD = frozenset({"chained-comparison"})
"""What the house refuses although the standard's grammar has it."""
UNIX_EPOCH = 719_162  # as a day number


def answer_cases(cases: Iterable[Json]) -> list[Json]:
    """Return one answer per case, in order."""
    runner = Runner(now())
    return [runner.answer(case) for case in cases]


def now() -> DateTime:
    """Return the moment, in UTC, to the second."""
    days, seconds = divmod(int(time.time()), 86_400)
    date = date_from_day_number(UNIX_EPOCH + days)
    assert date is not None
    return DateTime(date, Time(seconds // 3600, seconds // 60 % 60, seconds % 60, 0, 0))


class Runner:
    """Answers cases, parsing every text once."""

    def __init__(self, moment: DateTime) -> None:
        self.built_ins = {name: built_in.at(moment) for name, built_in in BUILTINS.items()}
        self.expressions: dict[tuple[str, Names], Node | Failure] = {}
        self.cells: dict[tuple[str, Names], Node | Failure] = {}

    def answer(self, case: Json) -> Json:
        """Return the answer to a case."""
        if case["kind"] not in {"literal", "decision_table"}:
            return {"id": case["id"], "error": f"a case of kind `{case['kind']}` is not supported"}
        value = Model(self, case).outcome()
        if isinstance(value, Absence):
            return {"id": case["id"], "error": value.reason if isinstance(value, Failure) else str(value)}
        return {"id": case["id"], "value": write_value(value)}

    def expression(self, text: str, names: Names) -> Node | Failure:
        """Return the tree of an expression, or its first mistake."""
        return self._parsed(text, names, self.expressions, parse_expression)

    def cell(self, text: str, names: Names) -> Node | Failure:
        """Return the tree of unary tests, or their first mistake."""
        return self._parsed(text, names, self.cells, parse_unary_tests)

    def _parsed(self, text: str, names: Names, known: dict[tuple[str, Names], Node | Failure], parse: Any) -> Any:
        key = (text, names)
        if key not in known:
            source = SourceText.of(text)
            parsed = parse(source, names=names)
            mistakes = [each for each in parsed.diagnostics if each.is_error and each.code not in MEANT_BY_THE_STANDARD]
            if mistakes:
                known[key] = Failure(mistakes[0].message, mistakes[0].code)
            else:  # the checker adds what functions answer; its problems are no matter of the standard's
                known[key] = check_expression(parsed.tree, source, Environment()).tree
        return known[key]


class Model:
    """One case: a decision with its facts, and the decisions before it."""

    def __init__(self, runner: Runner, case: Json) -> None:
        self.runner = runner
        self.case = case
        self.types: Mapping[str, Json] = case.get("model_types") or {}
        types = {name: read_type(written, self.types) for name, written in self.types.items()}
        self.reference = ReferenceEvaluator(types=types, built_ins=runner.built_ins)
        self.facts: Facts = {}
        self.names = self._names()

    def outcome(self) -> Value:
        """Return the value of the decision."""
        case = self.case
        declared = case.get("input_types") or {}
        given = case.get("inputs") or {}
        for name in {**declared, **given}:
            value = read_value(given[name]) if name in given else None
            self.facts[name] = self._converted(value, declared.get(name))
        for decision in case.get("upstream") or []:
            self.facts[decision["name"]] = self._decide(decision)
        return self._decide(case)

    def _names(self) -> Names:
        """Return the names that an expression may use although they have several words."""
        case = self.case
        names = set(case.get("spaced_names") or ())
        for group in ("inputs", "input_types", "model_types"):
            names |= set(case.get(group) or {})
        for written in (*(case.get("input_types") or {}).values(), *self.types.values(), case.get("type")):
            names |= names_in_type(written)
        for typed in (case.get("inputs") or {}).values():
            names |= names_in_value(read_value(typed))
        for decision in (case, *(case.get("upstream") or ())):
            names |= {decision["name"]} if "name" in decision else set()
            names |= names_in_type(decision.get("type"))
            names |= {output["name"] for output in (decision.get("table") or {}).get("outputs", ()) if "name" in output}
        return frozenset(name for name in names if not (name.isidentifier() and name.isascii()))

    def _decide(self, decision: Json) -> Value:
        table = decision.get("table")
        value = self._table(table) if table else self._value(decision["expression"])
        return self._converted(value, decision.get("type"))

    def _converted(self, value: Value, written: Json) -> Value:
        return convert_value(value, written, self.types, self._is_allowed)

    def _value(self, text: str, facts: Facts | None = None) -> Value:
        tree = self.runner.expression(text, self.names)
        if isinstance(tree, Failure):
            return tree
        return self.reference.evaluate(tree, self.facts if facts is None else facts)

    def _passes(self, text: str, value: Value) -> Value:
        tree = self.runner.cell(text, self.names)
        if isinstance(tree, Failure):
            return tree
        return self.reference.test(tree, value, self.facts)

    def _is_allowed(self, text: str, value: Value) -> bool:
        return self._passes(text, value) is True

    # ── Decision tables ───────────────────────────────────────────────────────────────────────────────────────────

    def _table(self, table: Json) -> Value:
        inputs = []
        for clause in table["inputs"]:
            value = self._converted(self._value(clause["expression"]), clause.get("type"))
            if clause.get("allowed") and value is not None and not self._is_allowed(clause["allowed"], value):
                return Failure(f"`{clause['expression']}` has none of the values allowed", "not-allowed")
            inputs.append(value)
        policy, aggregation = table["hit_policy"].lower(), (table.get("aggregation") or "").lower()
        matches = ((number, self._match(rule, inputs)) for number, rule in enumerate(table["rules"], 1))
        selected = select_rows(policy, matches, lambda *_: False)
        if isinstance(selected, Absence):
            return selected
        return self._outcome(table, policy, aggregation, selected)

    def _match(self, rule: Json, inputs: list[Value]) -> Match:
        """Return whether a row matches; a cell that fails does not, as the standard has it."""
        cells = zip(rule["inputs"], inputs, strict=True)
        return match_row(self._passes(text or "-", value) is True for text, value in cells)

    def _outcome(self, table: Json, policy: str, aggregation: str, selected: tuple[int, ...]) -> Value:
        clauses = table["outputs"]
        is_list = policy not in SINGLE and not aggregation
        if selected:
            rows = [Hit(number, self._outputs(table["rules"][number - 1]["outputs"], clauses)) for number in selected]
            answers = combine_rows(policy, aggregation, rows, [self._order(clause) for clause in clauses])
        elif any(clause.get("default") is not None for clause in clauses):
            answers = self._outputs([clause.get("default") or "null" for clause in clauses], clauses)
            is_list = False
        else:
            return Failure("no row matches", "no-row-matches") if policy in SINGLE else None
        if isinstance(answers, Absence) or len(clauses) == 1:
            return answers if isinstance(answers, Absence) else answers[0]
        names = [clause["name"] for clause in clauses]
        if is_list:
            return [dict(zip(names, row, strict=True)) for row in zip(*answers, strict=True)]
        return dict(zip(names, answers, strict=True))

    def _outputs(self, texts: list[str], clauses: list[Json]) -> tuple[Value, ...]:
        return tuple(self._output(text or "null", clause) for text, clause in zip(texts, clauses, strict=True))

    def _output(self, text: str, clause: Json) -> Value:
        value = self._converted(self._value(text), clause.get("type"))
        if clause.get("allowed") and value is not None and not self._is_allowed(clause["allowed"], value):
            return Failure(f"`{text}` is none of the values allowed", "not-allowed")
        return value

    def _order(self, clause: Json) -> list[Value]:
        """Return the possible values of an output, best first: those of the clause, else those of its type."""
        tree = self.runner.cell(clause.get("allowed") or self._allowed_of_type(clause), self.names)
        if not isinstance(tree, UnaryTests):
            return []
        return [self.reference.evaluate(test, self.facts) for test in tree.tests]

    def _allowed_of_type(self, clause: Json) -> str:
        """Return the allowed values of an output's own type, else of its part in the decision's type."""
        written = self.case.get("type") or {}
        written = written.get("list_of") or written
        for type_ in (clause.get("type") or {}, written.get("fields", {}).get(clause.get("name")) or {}, written):
            if type_.get("allowed"):
                return str(type_["allowed"])
        return ""
