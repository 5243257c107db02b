"""Compiles one expression that stands alone, for a program that asks it many times.

```python
formula = compile_formula(tree, {"rate": NUMBER, "months": NUMBER})
formula.evaluate(Decimal("12.50"), Decimal(3))
```
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import getcontext, setcontext
from types import CodeType
from typing import Any

from rulewright.evaluate.coercion import InputProblem, coerce
from rulewright.evaluate.compiled import namespace
from rulewright.evaluate.compiled.runtime import GIVES_WAY
from rulewright.evaluate.emit.builtins import call_builtin
from rulewright.evaluate.emit.emission import Arguments, Emission, NotCompilable, Unit
from rulewright.evaluate.emit.emitters import EMITTERS
from rulewright.evaluate.emit.weights import Weights
from rulewright.evaluate.reference.evaluator import Reference
from rulewright.language.checker import Scope, check_expression
from rulewright.language.syntax import Node
from rulewright.language.types import Type
from rulewright.language.values import DECIMAL128, Value
from rulewright.source import SourceText

CONTEXTUAL = """
def f({given}):
    try:
        return {value}
    except GIVES_WAY:
        return explain({given})
"""
SETTING = """
def f({given}):
    before = getcontext()
    try:
        setcontext(local.context)
        s = [0]
        return {value}
    except GIVES_WAY:
        setcontext(before)
        return explain({given})
    finally:
        setcontext(before)
"""
CONTEXT_FREE = frozenset(
    {"GIVES_WAY", "explain", "bail", "certain", "within", "make_range", "add_in", "subtract_in", "multiply_in"}
    | {"divide_in", "minus_in"}
)
"""What a formula may use that sets no decimal context."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A compiled expression.

    `evaluate` takes the values of `names` in their order, as `read` returns them, and returns the value; an error is
    an absence with its reason, as from the reference evaluator. Safe to use from several threads.
    """

    names: Mapping[str, Type]
    evaluate: Callable[..., Value]
    is_compiled: bool

    def read(self, facts: Mapping[str, object], problems: list[InputProblem]) -> tuple[Value, ...]:
        """Return facts, given as JSON or Python values, as the values to evaluate with; problems are appended."""
        return tuple(coerce(facts.get(name), type_, name, problems) for name, type_ in self.names.items())


def compile_formula(tree: Node, names: Mapping[str, Type], source: SourceText | None = None) -> Formula:
    """Return the expression as a function of its names."""
    local = threading.local()

    def explain(*values: Value) -> Value:
        if not hasattr(local, "context"):  # the first call in a thread
            local.context = DECIMAL128.copy()
            return function(*values)
        return Reference().evaluate(tree, dict(zip(names, values, strict=True)))

    function: Callable[..., Value] = explain
    code = _code(tree, names, source or SourceText.of(""))
    if code is not None:
        space: dict[str, Any] = {
            **namespace.names(),
            **_arithmetic(),
            "explain": explain,
            "local": local,
            "GIVES_WAY": GIVES_WAY,
        }
        space |= {"getcontext": getcontext, "setcontext": setcontext}
        namespace.provide(space, code)
        exec(code, space)  # noqa: S102  (generated from the checked tree; only literals are the author's)
        function = space["f"]
    return Formula(dict(names), function, code is not None)


def _code(tree: Node, names: Mapping[str, Type], source: SourceText) -> CodeType | None:
    """Return code that defines `f`, or None where the reference evaluator answers.

    Setting the decimal context takes longer than a few operations. So operations name theirs, unless something is
    called that depends on the one that is set.
    """
    checked = check_expression(tree, source, Scope(names))
    variables = {name: f"a{place}" for place, name in enumerate(names)}
    try:
        for is_contextual in (True, False):
            unit = Unit("f")
            emission = Emission(
                unit, checked.types, EMITTERS, False, _no_rules, call_builtin, Weights({}).of_node, is_contextual
            )
            value = emission.emit(tree, variables)
            frame = CONTEXTUAL if is_contextual else SETTING
            text = frame.format(given=", ".join(variables.values()), value=value)
            code = compile("\n".join([*unit.definitions, text]), "<formula>", "exec")
            if not is_contextual or _called(code) <= CONTEXT_FREE:
                return code
    except (NotCompilable, SyntaxError, RecursionError, MemoryError):
        pass
    return None


def _called(code: CodeType) -> set[str]:
    """Return the names that functions inside the code use, constants apart."""
    names: set[str] = set()
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            names |= {name for name in constant.co_names if not name.startswith("Kf_")} | _called(constant)
    return names


def _arithmetic() -> dict[str, object]:
    """Return operations in the decimal context of FEEL."""
    context = DECIMAL128.copy()
    return {
        "add_in": context.add,
        "subtract_in": context.subtract,
        "multiply_in": context.multiply,
        "divide_in": context.divide,
        "minus_in": context.minus,
    }


def _no_rules(_emission: Emission, id_: str, _arguments: Arguments) -> str:
    raise NotCompilable(f"there is no rule `{id_}`")
