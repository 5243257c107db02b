"""Finds what the compiled evaluator leaves to the reference evaluator: rules that have no code, examples it meets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import localcontext

from rulewright.evaluate.cache import Cache
from rulewright.evaluate.compiled.fallback import Fallback, Reason
from rulewright.evaluate.compiled.program import CompiledRule, Program
from rulewright.evaluate.emit.compiler import Compiled, Compiler
from rulewright.evaluate.emit.emission import NotCompilable
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
    program = Program(tuple(pack.rules), lambda id_, _: _unit(units[id_]), Cache())
    for example in pack.examples:
        reason = _why_not(example.rule, units) or _why_left(example, program)
        if reason:
            yield LeftToReference("example", example.id, reason)


def _compiled(compiler: Compiler, id_: str) -> Compiled | str:
    """Return the code of a rule, or why it has none."""
    try:
        return compiler.compile(id_, is_tracing=False)
    except NotCompilable as error:
        return f"{Reason.NOT_COMPILABLE.value}: {error}"
    except RecursionError:
        return f"{Reason.NOT_COMPILABLE.value}: nested too deeply"


def _unit(unit: Compiled | str) -> CompiledRule | None:
    return None if isinstance(unit, str) else unit.parts


def _why_not(id_: str, units: Mapping[str, Compiled | str]) -> str:
    """Return why a rule, or one that it calls, has no code; empty where all have."""
    unit = units[id_]
    if isinstance(unit, str):
        return unit
    called = next((each for each in unit.calls if _why_not(each, units)), None)
    return f"{Reason.NOT_COMPILABLE.value}: it calls `{called}`" if called else ""


def _why_left(example: Example, program: Program) -> str:
    """Return why the code of a rule does not decide an example; empty where it does."""
    if example.recorded:
        return Reason.RECORDED_DECISION.value
    functions = program.functions(example.rule)
    if functions is None:
        return f"{Reason.NOT_COMPILABLE.value}: nested too deeply"
    try:
        with localcontext(DECIMAL128):
            functions[0](example.facts)
    except Fallback as fallback:
        return fallback.reason.value
    return ""
