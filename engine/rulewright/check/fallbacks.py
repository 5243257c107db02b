"""Finds what the compiled evaluator leaves to the reference evaluator: rules that have no code, examples it meets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import localcontext

from rulewright.check.dated_examples import examples_of
from rulewright.evaluate.cache import Cache
from rulewright.evaluate.compiled.fallback import Fallback, Reason
from rulewright.evaluate.compiled.program import CompiledRule, Program
from rulewright.evaluate.compiled.trace import no_events
from rulewright.evaluate.emit.compiler import Compiled, Compiler
from rulewright.evaluate.emit.emission import NotCompilable
from rulewright.evaluate.recorded import decisions_of
from rulewright.language.numbers import DECIMAL128
from rulewright.packs.model.pack import Example, Pack


@dataclass(frozen=True, slots=True)
class LeftToReference:
    """A rule or an example that the reference evaluator answers, and why; `kind` is `rule` or `example`."""

    kind: str
    id: str
    reason: str


def find_fallbacks(pack: Pack) -> Iterator[LeftToReference]:
    """Yield the rules that compute but have no code, then the examples that code does not decide, in order."""
    compiler = Compiler(pack)
    units = {id_: _compiled(compiler, id_) for id_ in pack.rules}
    for id_, rule in pack.rules.items():
        reason = _why_not(id_, units)
        if reason and not (rule.is_figure or rule.is_recorded or rule.is_prose):
            yield LeftToReference("rule", id_, reason)

    def compiled(id_: str, is_tracing: bool) -> CompiledRule | None:
        unit = _compiled(compiler, id_, is_tracing=True) if is_tracing else units[id_]
        return None if isinstance(unit, str) else unit.parts

    program = Program(tuple(pack.rules), compiled, Cache())
    for example in examples_of(pack):
        reason = _why_not(example.rule, units) or _why_left(example, program, pack)
        if reason:
            yield LeftToReference("example", example.id, reason)


def _compiled(compiler: Compiler, id_: str, *, is_tracing: bool = False) -> Compiled | str:
    """Return the code of a rule, or why it has none."""
    try:
        return compiler.compile(id_, is_tracing=is_tracing)
    except NotCompilable as error:
        return f"{Reason.NOT_COMPILABLE.value}: {error}"
    except RecursionError:
        return f"{Reason.NOT_COMPILABLE.value}: nested too deeply"


def _why_not(id_: str, units: Mapping[str, Compiled | str]) -> str:
    """Return why a rule, or one that it calls, has no code; empty where all have."""
    unit = units[id_]
    if isinstance(unit, str):
        return unit
    called = next((each for each in unit.calls if _why_not(each, units)), None)
    return f"{Reason.NOT_COMPILABLE.value}: it calls `{called}`" if called else ""


def _why_left(example: Example, program: Program, pack: Pack) -> str:
    """Return why the code of a rule does not decide an example; empty where it does."""
    functions = program.functions(example.rule, is_tracing=bool(example.recorded))
    if functions is None:
        return f"{Reason.NOT_COMPILABLE.value}: nested too deeply"
    read = decisions_of(example.recorded, pack.rules, pack.aliases)
    if read.problems:
        return Reason.RECORDED_DECISION.value
    events = (no_events(read.decisions),) if example.recorded else ()
    try:
        with localcontext(DECIMAL128):
            functions[0](example.facts, *events)
    except Fallback as fallback:
        return fallback.reason.value
    return ""
