"""A fault of what generated code calls is an internal error with the rule's id, whatever Python reports of it.

Each name of the namespace that the code of some rule calls is replaced by a function that fails; the names are found in
the code itself.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from decimal import localcontext
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from rulewright import Case, Engine, InternalError, Status
from rulewright.evaluate.cache import Cache
from rulewright.evaluate.compiled import namespace
from rulewright.evaluate.compiled.fallback import UNREADABLE, Fallback, Reason
from rulewright.evaluate.compiled.program import Program
from rulewright.evaluate.compiled.trace import no_events
from rulewright.evaluate.emit.compiler import Compiler
from rulewright.language.kinds import TEMPORAL_KINDS
from rulewright.language.numbers import DECIMAL128
from rulewright.packs.kinds.decision import Decision
from written_packs import pack_of

HEADER = b"""pack: faults
title: What generated code calls
about: Rules for one test.
documents:
  protocol: {title: A protocol}
units:
  thing: {title: things}
types:
  period: {enum: [BP1, BP2]}
  row: {record: {score: number}}
  wide_row: {record: {score: number, other: number}}
  few: {number: thing, low: 0, high: 1000}
"""
SUBJECT = Path(__file__).parent / "faults-pack.yaml"
PACK = pack_of(HEADER, SUBJECT.read_bytes(), "faults.yaml")
ENGINE = Engine(PACK)
RULES = [id_ for id_, rule in PACK.rules.items() if isinstance(rule, Decision)]
FAULTS = (TypeError, KeyError, ValueError, AttributeError, ZeroDivisionError)
PYTHONS_OWN = {"to_decimal"}
"""What is no function of the engine: that a number cannot be made of a fact is reported by what it raises."""
COMPARED = {"D"}
"""What generated code also compares the class of a value with: another thing in its place is the class of none."""

READ = {
    "size": "5",
    "rate": "5%",
    "words": ["a"],
    "period": "BP1",
    "flag": "true",
    "day": "2020-02-29",
    "time": "10:30:00",
    "moment": "2020-02-29T10:30:00",
    "days": "P1D",
    "years": "P1Y",
    "amounts": ["1", "-2"],
    "by_size": {"1": "2"},
    "rows": [{"score": "1"}],
    "anything": "a",
}
COMBINED = {
    "scores": ["1", "2"],
    "rows": [{"score": "1"}, {"score": "2"}],
    "end": "2020-12-31",
    "text": "banana",
    "n": "1",
    "start": "2020-01-01",
    "lowest": "3",
}
FIGURES = {"period": "BP1", "tier": "1", "day": "2020-02-29", "words": {"a": "1"}, "other": 1}
CASES = [
    ("faults.read", READ),
    ("faults.read", {**READ, "size": "five"}),
    ("faults.read", {**READ, "period": "BP9"}),
    ("faults.lacking", {"flag": True, "size": "2"}),
    ("faults.lacking", {"flag": False}),
    ("faults.lacking", {"flag": True}),
    ("faults.lacking", {}),
    ("faults.read", {name: fact for name, fact in READ.items() if name != "size"}),
    ("faults.computed", {"a": 4, "b": 2, "c": True, "record": "a"}),
    ("faults.combined", COMBINED),
    ("faults.combined", {name: fact for name, fact in COMBINED.items() if name != "lowest"}),
    ("faults.counted", {"rows": [{"score": "3"}], "bound": "1"}),
    ("faults.counted_in_wide_rows", {"rows": [{"score": "3", "other": "1"}]}),
    ("faults.figures", FIGURES),
    ("faults.figures", {**FIGURES, "tier": "3"}),
    ("faults.figures", {name: fact for name, fact in FIGURES.items() if name != "other"}),
    ("faults.ranked", {"size": "7"}),
    ("faults.listed", {"size": "-1"}),
    ("faults.beside_percent", {"things": "5", "rate": "5%"}),
    ("faults.decided", {"period": "BP1"}),
    ("faults.taken", {"period": "BP1"}),
    *((f"faults.{each}", {}) for each in ("decided", "taken", "same_period")),
]
RECORDED = {"faults.choice": {"BP1": "5"}}
DECISIONS = ENGINE.read_decisions(RECORDED).decisions
OF_DECISIONS = {"choice_of", "undecided"}


def program_of(texts: list[str], **names: object) -> Program:
    """Return the compiled rules, with other things in the place of these names; `texts` takes what is generated."""

    def compile_rule(rule: str, is_tracing: bool) -> tuple[str, tuple[str, ...], bool, bool] | None:
        if not isinstance(PACK.rules[rule], Decision) and not (is_tracing and PACK.rules[rule].is_recorded):
            return None
        compiled = Compiler(PACK).compile(rule, is_tracing=is_tracing)
        texts.append(compiled.text)
        return compiled.parts

    program = Program(tuple(PACK.rules), compile_rule, Cache())
    program._space.update(names)
    return program


def loaded() -> tuple[dict[str, Any], list[str]]:
    """Return the namespace with the code of all rules in it, and that code."""
    texts: list[str] = []
    program = program_of(texts)
    for rule in RULES:
        for is_tracing in (False, True):
            assert program.functions(rule, is_tracing=is_tracing)
    return program._space, texts


SPACE, TEXTS = loaded()


def called_in(nodes: Iterator[ast.AST]) -> set[str]:
    """Return the names that are called, or given to what is called: functions of the namespace."""
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    names = {each.id for node in calls for each in (node.func, *node.args) if isinstance(each, ast.Name)}
    return {name for name in names if name in SPACE and callable(SPACE[name])}


TREES = [ast.parse(text) for text in TEXTS]
STATEMENTS = [statement for tree in TREES for statement in tree.body]
CALLED = sorted(called_in(node for each in STATEMENTS if isinstance(each, ast.FunctionDef) for node in ast.walk(each)))
CALLED_FIRST = sorted(called_in(node for each in STATEMENTS if isinstance(each, ast.Assign) for node in ast.walk(each)))


def failing(fault: type[Exception]) -> Callable[..., Any]:
    def fail(*_given: object, **_named: object) -> Any:
        raise fault("made to fail")

    return fail


def answers() -> Iterator[tuple[str, str]]:
    """Yield what each function of each case comes to: a value, a reason to fall back, or what it raises."""
    for rule, facts in CASES:
        number = list(PACK.rules).index(rule)
        for name, more in (("w", ()), ("q", ()), ("u", (no_events(DECISIONS),))):
            try:
                with localcontext(DECIMAL128):
                    SPACE[f"{name}{number}"](facts, *more)
            except Fallback as fallback:
                yield f"{name} {rule}", fallback.reason.value
            except Exception as error:  # noqa: BLE001  (it is what is looked for)
                yield f"{name} {rule}", type(error).__name__
            else:
                yield f"{name} {rule}", "value"


USUAL = list(answers())


def test_the_pack_has_no_error_and_comes_to_all_that_generated_code_may_call():
    assert [each for each in PACK.diagnostics if each.is_error] == []
    given = {*namespace.names(), *namespace.PLACES} - {kind.class_.__name__ for kind in TEMPORAL_KINDS.values()}
    called = {*CALLED, *CALLED_FIRST, "BUILTINS"}
    assert {name for name in given if name not in SPACE} == set()
    assert {name for name in given - called if callable(SPACE[name])} == {"DecimalException"}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", CALLED)
def test_what_fails_is_never_taken_for_a_reason_to_fall_back(monkeypatch, name, fault):
    monkeypatch.setitem(SPACE, name, failing(fault))
    found = list(answers())
    changed = {now for now, usual in zip(found, USUAL, strict=True) if now != usual}

    kinds = {what for _, what in changed}
    if name in PYTHONS_OWN and issubclass(fault, UNREADABLE):
        kinds = {fault.__name__} if kinds == {Reason.OTHER_FORM.value} else kinds
    if name in COMPARED:
        kinds.discard(Reason.OTHER_KIND.value)
    assert kinds == {fault.__name__}


@pytest.mark.parametrize("name", CALLED)
def test_what_fails_is_reported_with_the_rule_by_every_way_that_leads_to_an_outcome(monkeypatch, name):
    engine = Engine(PACK)
    for rule in RULES:
        engine.run(rule, {}, trace=True)
        list(engine.values(rule, [{}]))
    monkeypatch.setitem(engine._plans._program._space, name, failing(AttributeError))
    recorded = RECORDED if name in OF_DECISIONS else {}
    ways: tuple[Callable[[str, dict[str, Any]], object], ...] = (
        lambda rule, facts: engine.run(rule, facts, recorded=recorded),
        lambda rule, facts: engine.run(rule, facts, recorded=recorded, trace=True),
        lambda rule, facts: list(engine.run_many([Case(rule, facts, recorded=recorded)])),
        lambda rule, facts: list(engine.values(rule, [facts])),
    )
    reported = [
        (place, rule, fault)
        for rule, facts in CASES
        for place, way in enumerate(ways)
        if (fault := fault_of(partial(way, rule, facts))) is not None
    ]

    assert reported
    for _, rule, fault in reported:
        assert (fault.rule, fault.__cause__, fault.is_shown) == (rule, fault.cause, True)
        assert str(fault) == f"the code generated for `{rule}` failed: AttributeError: made to fail"
    places = {place for place, _, _ in reported} | ({3} if recorded else set())  # values are of cases without decisions
    assert places & {0, 2, 3} in ({0, 2, 3}, set()), "the plain variant of a rule is the same, whoever calls"


def fault_of(run: Callable[[], object]) -> InternalError | None:
    """Return the internal error that something ends in, if it does."""
    try:
        run()
    except InternalError as fault:
        return fault
    return None


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", CALLED_FIRST)
def test_what_fails_when_code_is_loaded_is_reported_with_the_rule(name, fault):
    program = program_of([], **{name: failing(fault)})
    for is_tracing in (False, True, False, True):  # what failed is not taken as loaded
        faults = {
            rule: found
            for rule in RULES
            if (found := fault_of(partial(program.functions, rule, is_tracing=is_tracing))) is not None
        }
        assert {type(each.cause) for each in faults.values()} <= {fault}
        assert faults or not is_tracing


@pytest.mark.parametrize("text", ["def p0(:\n", "p0 = 1 / 0\n", "\0"])
def test_generated_text_that_is_no_python_is_reported_with_the_rule(monkeypatch, text):
    monkeypatch.setattr("rulewright.evaluate.emit.compiler.Compiled.parts", (text, (), False, False))
    engine = Engine(PACK)
    for _ in range(2):
        with pytest.raises(InternalError, match=r"`faults\.doubled` failed: \w+Error") as caught:
            engine.run("faults.doubled", {"n": 1})
        assert caught.value.rule == "faults.doubled"
    assert engine.rules


def test_what_fails_while_code_is_generated_is_reported_with_the_rule(monkeypatch):
    monkeypatch.setattr("rulewright.evaluate.emit.compiler.emit_decision", failing(KeyError))
    with pytest.raises(InternalError, match=r"`faults\.doubled` failed: KeyError"):
        Engine(PACK).run("faults.doubled", {"n": 1})


def test_what_fails_when_reasons_are_called_for_is_reported_with_the_rule():
    engine = Engine(PACK)
    outcome = engine.run("faults.doubled", {"n": 1})
    assert outcome.status is Status.KNOWN
    engine.run("faults.doubled", {"n": 1}, trace=True)
    number = list(PACK.rules).index("faults.doubled")
    engine._plans._program._space[f"t{number}"] = failing(TypeError)
    with pytest.raises(InternalError, match=r"`faults\.doubled` failed: TypeError"):
        _ = outcome.trace


def test_what_facts_raise_is_caught_only_where_nothing_of_the_engine_is_called():
    caught = [
        node
        for tree in TREES
        for node in ast.walk(tree)
        if isinstance(node, ast.Try)
        and any(isinstance(each.type, ast.Name) and each.type.id == "UNREADABLE" for each in node.handlers)
    ]
    assert len(caught) > 10
    for node in caught:
        inside = [each for statement in node.body for each in ast.walk(statement)]
        assert called_in(iter(inside)) <= PYTHONS_OWN


def test_other_exceptions_of_python_are_caught_nowhere():
    caught = [
        each.type for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Try) for each in node.handlers
    ]
    names = {each.id for each in caught if isinstance(each, ast.Name)}
    assert names == {"UNREADABLE", "DecimalException", "RecursionError"}
