"""Loads the compiled rules of a pack, one when it is first needed, and those that it calls.

All generated functions of a pack share one namespace, which holds besides them what they call of the engine. Code
comes from the cache where it is kept, else from the compiler, which is only imported then.
"""

from __future__ import annotations

import marshal
import threading
from collections.abc import Callable, Sequence
from types import CodeType
from typing import Any

from rulewright.evaluate.cache import Cache
from rulewright.evaluate.compiled import namespace
from rulewright.evaluate.compiled.fallback import InternalError
from rulewright.evaluate.compiled.function_names import FunctionNames, function_names
from rulewright.language.values import Value

GeneratedFunction = Callable[..., Value]
CompiledRule = tuple[str, tuple[str, ...], bool, bool]
"""The text of a rule, the rules it calls, and what `Program.bases_of` says of it without these."""

LoadedRule = tuple[CodeType | None, tuple[str, ...], bool, bool]
"""The same with the code in place of the text; None where the rule is left to the reference evaluator."""


class Program:
    """The compiled rules of one pack.

    `rules` are the ids in the order of the pack; `compile_rule` generates one, or answers None. Safe to use from
    several threads. What cannot be generated, compiled or loaded for any other reason is an `InternalError`.
    """

    def __init__(
        self,
        rules: Sequence[str],
        compile_rule: Callable[[str, bool], CompiledRule | None],
        cache: Cache,
    ) -> None:
        self._numbers = {id_: number for number, id_ in enumerate(rules)}
        self._compile_rule = compile_rule
        self._cache = cache
        self._lock = threading.RLock()
        self._space: dict[str, Any] = namespace.names()
        self._loaded: dict[str, bool] = {}
        self._bases: dict[str, tuple[bool, bool]] = {}

    def value_function(self, rule: str) -> GeneratedFunction | None:
        """Return the function from a case's facts to the value alone, None where there is none."""
        with self._lock:
            names = self._names(rule, is_tracing=False)
            return self._space[names.value_alone] if self._load(rule, is_tracing=False) else None

    def functions(self, rule: str, *, is_tracing: bool = False) -> tuple[GeneratedFunction, GeneratedFunction] | None:
        """Return the functions of a rule, from a case's facts and from values.

        None where the reference evaluator answers it.
        """
        with self._lock:
            if not self._load(rule, is_tracing):
                return None
            names = self._names(rule, is_tracing)
            return self._space[names.by_case], self._space[names.by_values]

    def bases_of(self, rule: str) -> tuple[bool, bool]:
        """Return whether an outcome may rest on a default or a rounding: in any case, and where facts are left out.

        What the reference evaluator answers is not known beforehand, and so may.
        """
        with self._lock:
            return self._bases[rule] if self._load(rule, is_tracing=False) else (True, True)

    def _names(self, rule: str, is_tracing: bool) -> FunctionNames:
        return function_names(self._numbers[rule], is_tracing=is_tracing)

    def _load(self, rule: str, is_tracing: bool) -> bool:
        """Put the function of a rule, and of all it calls, into the namespace; return whether all are compiled."""
        name = self._names(rule, is_tracing).by_values
        if name not in self._loaded:
            self._loaded[name] = True  # rules do not call each other in a circle
            try:
                self._loaded[name] = self._load_anew(rule, name, is_tracing)
            except Exception as error:
                del self._loaded[name]
                if isinstance(error, InternalError):
                    raise
                raise InternalError(rule, error) from error
        return self._loaded[name]

    def _load_anew(self, rule: str, name: str, is_tracing: bool) -> bool:
        code, calls, has_basis, has_defaults = self._loaded_rule(rule, name, is_tracing)
        is_whole = code is not None and all(self._load(each, is_tracing) for each in calls)
        if not is_tracing:
            has_basis = has_basis or not is_whole or any(self._bases[each][0] for each in calls)
            self._bases[rule] = (has_basis, has_defaults)
        if code is not None:
            namespace.provide(self._space, code)
            exec(code, self._space)  # noqa: S102  (generated from the checked tree; only literals are the author's)
        return is_whole

    def _loaded_rule(self, rule: str, name: str, is_tracing: bool) -> LoadedRule:
        kept = self._cache.read(name)
        if kept is not None:
            loaded: LoadedRule = marshal.loads(kept)  # noqa: S302  (an entry of the user's own folder, with its checksum)
            return loaded
        made = self._compile_rule(rule, is_tracing)
        loaded = (None, (), True, True)
        if made is not None:
            text, calls, has_basis, has_defaults = made
            try:
                loaded = (compile(text, f"<rule {rule}>", "exec"), calls, has_basis, has_defaults)
            except (RecursionError, MemoryError):  # deeper than Python's own compiler goes
                loaded = (None, (), True, True)
        self._cache.write(name, marshal.dumps(loaded))
        return loaded
