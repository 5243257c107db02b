"""Holds a pack as an engine needs it: a small index at once, the model itself only when somebody asks for it."""

from __future__ import annotations

import io
import marshal
import pickle
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rulewright.evaluate.cache import Cache

if TYPE_CHECKING:
    from rulewright.evaluate.emit.compiler import Compiler
    from rulewright.packs.model.pack import Pack
    from rulewright.packs.model.rules import Rule

MODEL = "model"
INDEX = "index"


@dataclass(frozen=True, slots=True)
class Index:
    """What running a rule needs to know of the pack: its names, and each rule's id with the type of its outcome."""

    id: str
    title: str
    version: str
    digest: str
    rules: Mapping[str, str]
    aliases: Mapping[str, str]


class IndexedPack:
    """A pack, read or kept in the cache. Safe to use from several threads."""

    def __init__(self, index: Index, cache: Cache, load: Callable[[], Pack], pack: Pack | None = None) -> None:
        self.index = index
        self.cache = cache
        self._load = load
        self._pack = pack
        self._compiler: Compiler | None = None
        self._lock = threading.RLock()

    @classmethod
    def of(cls, pack: Pack, cache: Cache | None = None) -> IndexedPack:
        """Return a pack that was read; what is made of it is put into the cache, where there is one."""
        index = _index_of(pack)
        if cache is not None:
            cache.write(MODEL, _pickled(pack))
            fields = (index.id, index.title, index.version, index.digest, dict(index.rules), dict(index.aliases))
            cache.write(INDEX, marshal.dumps(fields))
        return cls(index, cache or Cache(None), lambda: pack, pack)

    @classmethod
    def kept(cls, cache: Cache, read: Callable[[], Pack]) -> IndexedPack | None:
        """Return a pack from the cache, or None where it is not there; `read` reads it from its files if need be."""
        content = cache.read(INDEX)
        if content is None:
            return None

        def load() -> Pack:
            kept = cache.read(MODEL)
            return read() if kept is None else _unpickled(kept)

        return cls(Index(*marshal.loads(content)), cache, load)  # noqa: S302  (the user's own, with its checksum)

    @property
    def pack(self) -> Pack:
        """The model."""
        with self._lock:
            if self._pack is None:
                self._pack = self._load()
            return self._pack

    def compile(self, rule: str, is_tracing: bool) -> tuple[str, tuple[str, ...]] | None:
        """Return the generated text of a rule with the rules it calls; None where it is not compiled."""
        from rulewright.evaluate.emit.compiler import Compiler  # noqa: PLC0415  (a warm start does without)
        from rulewright.evaluate.emit.emission import NotCompilable  # noqa: PLC0415  (the same)

        with self._lock:
            if self._compiler is None:
                self._compiler = Compiler(self.pack)
            try:
                compiled = self._compiler.compile(rule, is_tracing=is_tracing)
            except (NotCompilable, RecursionError):
                return None
            return compiled.text, compiled.calls


def _index_of(pack: Pack) -> Index:
    types = {id_: _written_outcome(rule) for id_, rule in pack.rules.items()}
    return Index(pack.id, pack.title, pack.version, pack.digest, types, pack.aliases)


def _written_outcome(rule: Rule) -> str:
    """Return the type of an outcome as an author writes it; `record` where there are several outputs."""
    from rulewright.language.types import ContextType  # noqa: PLC0415  (a warm start does without)
    from rulewright.packs.model.parts import outcome_type  # noqa: PLC0415  (the same)
    from rulewright.packs.types import written_type  # noqa: PLC0415  (the same)

    type_ = outcome_type(rule)
    return "record" if isinstance(type_, ContextType) and not type_.name else written_type(type_)


class _Pickler(pickle.Pickler):
    """Pickles a pack, read-only mappings included."""

    def reducer_override(self, value: Any) -> Any:
        return (MappingProxyType, (dict(value),)) if isinstance(value, MappingProxyType) else NotImplemented


def _pickled(pack: Pack) -> bytes:
    buffer = io.BytesIO()
    _Pickler(buffer, protocol=pickle.HIGHEST_PROTOCOL).dump(pack)
    return buffer.getvalue()


def _unpickled(content: bytes) -> Pack:
    pack: Pack = pickle.loads(content)  # noqa: S301  (an entry of the user's own folder, with its checksum)
    return pack
