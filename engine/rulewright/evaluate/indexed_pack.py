"""Holds a pack as an engine needs it: a small index at once, the model itself only when it is needed."""

from __future__ import annotations

import marshal
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rulewright.evaluate.cache import Cache
from rulewright.records import dataclass

if TYPE_CHECKING:
    from rulewright.evaluate.compiled.program import CompiledRule
    from rulewright.evaluate.emit.compiler import Compiler
    from rulewright.evaluate.kept import KeptPack
    from rulewright.packs.model.pack import Pack
    from rulewright.packs.model.rules import Rule

MODEL = "model"
INDEX = "index"
TEXTS = "texts"


@dataclass(frozen=True, slots=True)
class PackIndex:
    """What running a rule needs to know of the pack: its names, and each rule's id with the type of its outcome.

    `personal` are the rules whose evaluation may come upon something personal; `has_personal` says whether anything of
    the pack is marked.
    """

    id: str
    title: str
    version: str
    digest: str
    rules: Mapping[str, str]
    aliases: Mapping[str, str]
    personal: tuple[str, ...] = ()
    has_personal: bool = False
    timeline: tuple[Any, ...] = ()
    """That of the pack as plain tuples; empty where it has one version alone."""
    periods: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """The inputs of each rule that are periods of the clock, of rules with any; empty as `timeline` is."""
    across: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """What each rule may call for another period than its own, of rules that may call any; empty as `timeline` is."""


class IndexedPack:
    """A pack, read or kept in the cache. Safe to use from several threads, and to send to other processes."""

    def __init__(self, index: PackIndex, cache: Cache, load: Callable[[], tuple[Pack, KeptPack | None]]) -> None:
        self.index = index
        self.cache = cache
        self._load = load
        self._kept: KeptPack | None = None
        self._pack: Pack | None = None
        self._compiler: Compiler | None = None
        self._texts: Mapping[str, str] | None = None
        self._lock = threading.RLock()

    @classmethod
    def of(cls, pack: Pack, cache: Cache | None = None) -> IndexedPack:
        """Return a pack that was read; what is made of it is put into the cache, where there is one."""
        index = _index_of(pack)
        if cache is None:
            return cls(index, Cache(), lambda: (pack, None))
        from rulewright.packs.model.timeline import BASE  # noqa: PLC0415  (a warm start does without)

        kept = _kept(pack)
        fields: tuple[Any, ...] = (
            index.id,
            index.title,
            index.version,
            index.digest,
            dict(index.rules),
            dict(index.aliases),
            index.personal,
            index.has_personal,
            index.timeline if index.version == BASE else (),
            dict(index.periods),
            dict(index.across),
        )
        cache.write_parts(MODEL, kept.parts)
        cache.write(INDEX, marshal.dumps(fields))
        return cls(index, cache, lambda: (pack, kept))

    @classmethod
    def cached(cls, cache: Cache, read: Callable[[], Pack], timeline: tuple[Any, ...] = ()) -> IndexedPack | None:
        """Return a pack from the cache, or None where it is not there; `read` reads it from its files if need be.

        The timeline of a version is that of its base, which has it already.
        """
        content = cache.read(INDEX)
        if content is None:
            return None

        def load() -> tuple[Pack, KeptPack | None]:
            from rulewright.evaluate.kept import KeptPack, PartsOrAnew  # noqa: PLC0415  (who has an outcome does without)

            def anew() -> Mapping[str, bytes]:
                parts = KeptPack.of(read()).parts
                cache.write_parts(MODEL, parts)
                return parts

            cached = cache.read_parts(MODEL)
            kept = KeptPack(anew() if cached is None else PartsOrAnew(cached, anew))
            return kept.pack(), kept

        index = PackIndex(*marshal.loads(content))  # noqa: S302  (the same)
        return cls(replace(index, timeline=timeline) if timeline else index, cache, load)

    def __reduce__(self) -> tuple[Callable[..., IndexedPack], tuple[object, ...]]:
        """Send the pack as bytes, of which the other side reads what it needs."""
        with self._lock:
            pack = self.pack
            if self._kept is None:
                self._kept = _kept(pack)
            return _received, (self.index, self.cache, self._kept)

    @property
    def pack(self) -> Pack:
        """The model."""
        with self._lock:
            if self._pack is None:
                self._pack, self._kept = self._load()
            return self._pack

    @property
    def text_digests(self) -> Mapping[str, str]:
        """The digest, by rule, of all that it says, and that the rules say on which it rests.

        They are needed where it matters whether a rule is the same in several versions, made for all rules at once,
        and kept in the cache: a further start does without the model.
        """
        with self._lock:
            if self._texts is None:
                content = self.cache.read(TEXTS)
                if content is None:
                    from rulewright.evaluate.crossings import text_digests  # noqa: PLC0415  (a warm start does without)

                    content = marshal.dumps(text_digests(self.pack))
                    self.cache.write(TEXTS, content)
                self._texts = marshal.loads(content)  # noqa: S302  (the user's own, with its checksum)
            return self._texts

    def compile(self, rule: str, is_tracing: bool) -> CompiledRule | None:
        """Return the generated text of a rule, and what goes with it; None where it is not compiled."""
        from rulewright.evaluate.emit.compiler import Compiler  # noqa: PLC0415  (a warm start does without)
        from rulewright.evaluate.emit.emission import NotCompilable  # noqa: PLC0415  (the same)

        with self._lock:
            if self._compiler is None:
                self._compiler = Compiler(self.pack)
            try:
                compiled = self._compiler.compile(rule, is_tracing=is_tracing)
            except (NotCompilable, RecursionError):
                return None
            return compiled.parts


def _index_of(pack: Pack) -> PackIndex:
    types = {id_: _written_outcome(rule) for id_, rule in pack.rules.items()}
    timeline = pack.timeline.packed() if pack.timeline.amendments else ()
    clocked = _periods(pack) if timeline else ({}, {})
    return PackIndex(
        pack.id, pack.title, pack.version, pack.digest, types, pack.aliases, *_personal(pack), timeline, *clocked
    )


def _periods(pack: Pack) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    from rulewright.evaluate.crossings import called_across, periods_of  # noqa: PLC0415  (a warm start does without)

    clock = pack.timeline.clock
    found = {id_: periods_of(rule, clock) for id_, rule in pack.rules.items()}
    return {id_: inputs for id_, inputs in found.items() if inputs}, called_across(pack, clock)


def _personal(pack: Pack) -> tuple[tuple[str, ...], bool]:
    from rulewright.language.personal import holds_personal  # noqa: PLC0415  (a warm start does without)
    from rulewright.packs.model.flows import personal_rules  # noqa: PLC0415  (the same)

    rules = personal_rules(pack.rules)
    tables = (table.record for plan in pack.statements.values() for table in plan.tables)
    return rules, bool(rules) or any(map(holds_personal, (*pack.types.values(), *tables)))


def _written_outcome(rule: Rule) -> str:
    """Return the type of an outcome as an author writes it; `record` where there are several outputs."""
    from rulewright.language.types import ContextType  # noqa: PLC0415  (a warm start does without)
    from rulewright.packs.format.types import written_type  # noqa: PLC0415  (the same)

    type_ = rule.outcome
    return "record" if isinstance(type_, ContextType) and not type_.name else written_type(type_)


def _kept(pack: Pack) -> KeptPack:
    from rulewright.evaluate.kept import KeptPack  # noqa: PLC0415  (a warm start does without)

    return KeptPack.of(pack)


def _received(index: PackIndex, cache: Cache, kept: KeptPack) -> IndexedPack:
    return IndexedPack(index, cache, lambda: (kept.pack(), kept))
