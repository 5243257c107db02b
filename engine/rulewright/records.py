"""Makes frozen dataclasses with slots, in a sixth of the time that the standard decorator takes.

The standard decorator writes and compiles half a dozen functions for each class. There are some 160 classes, so that
was a third of the time in which the command line starts and answers. Here all classes share these functions, and a
constructor is compiled when some objects of its class were made: what comes from the cache needs none.

The rest is the standard library's: `field`, `fields`, `replace`, pattern matching, and what type checkers say.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

FEW = 4
"""So many objects of a class are made without a constructor of its own: most classes of a short run have no more."""

FIELDS = "__dataclass_fields__"
"""Where a dataclass keeps its fields."""


@dataclasses.dataclass(init=False, repr=False, eq=False)
class _Sample:
    """Has what the standard decorator gives every class."""

    one: int


FIELD = _Sample.__dataclass_fields__["one"]._field_type  # type: ignore[attr-defined]  # noqa: SLF001
"""What the standard library marks a field with."""

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen, slots, kw_only=False, eq=True, order=False):  # noqa: ANN001, ANN201  (typed above)
        """Return the decorator for a frozen dataclass with slots; that it is both is to be read where it is used."""
        if not (frozen and slots):
            raise TypeError("a record is frozen and has slots")
        shared = {**SHARED, **(EQUAL if eq else {}), **(ORDERED if order else {})}
        return lambda class_: _record(class_, shared, kw_only=kw_only)


def _record(class_: type[Any], shared: dict[str, Any], *, kw_only: bool) -> type[Any]:
    if hasattr(class_, "__post_init__"):
        raise TypeError(f"`__post_init__` of `{class_.__name__}` would never run: records are only filled")
    made = _slotted(class_, kw_only=kw_only)
    declared = dataclasses.fields(made)
    compared = [each.name for each in declared if each.compare] or ["__class__"]
    names = tuple(each.name for each in declared)
    own = {"_count": 0, "_names": names, "_setters": tuple(getattr(made, name).__set__ for name in names)}
    for name, value in {**own, "_key": attrgetter(*compared), **shared}.items():
        if name not in class_.__dict__:
            setattr(made, name, value)
    result: type[Any] = made
    return result


def _slotted(class_: type[Any], *, kw_only: bool) -> Any:
    """Return the class with slots for its fields, described as `dataclasses.fields` and `replace` look for it.

    The standard decorator does this with a good deal more: it resolves the annotations that may name something else
    than a type, and prepares for options that are off here.
    """
    fields = {each.name: each for base in reversed(class_.__mro__[1:]) for each in _fields_of(base)}
    types = {name: type_ for name, type_ in inspect.get_annotations(class_).items() if not _is_of_class(type_)}
    own = {name: _field(class_, name, type_, kw_only=kw_only) for name, type_ in types.items()}
    namespace = {
        name: value for name, value in class_.__dict__.items() if name not in {*own, "__dict__", "__weakref__"}
    }
    fields |= own
    namespace["__slots__"] = tuple(own)
    namespace |= {FIELDS: fields, "__dataclass_params__": _Sample.__dict__["__dataclass_params__"]}
    namespace["__match_args__"] = tuple(each.name for each in fields.values() if not each.kw_only)
    if "__replace__" in _Sample.__dict__:  # since Python 3.13, for `copy.replace`
        namespace["__replace__"] = _Sample.__dict__["__replace__"]
    metaclass: Any = type(class_)
    made = metaclass(class_.__name__, class_.__bases__, namespace)
    made.__qualname__ = class_.__qualname__
    return made


def _fields_of(base: type[Any]) -> Iterable[dataclasses.Field[Any]]:
    found: dict[str, dataclasses.Field[Any]] = base.__dict__.get(FIELDS, {})
    return found.values()


def _is_of_class(type_: object) -> bool:
    """Whether an annotation says that a name is the class's own, and no field."""
    return str(type_).removeprefix("typing.").startswith("ClassVar")


def _field(class_: type[Any], name: str, type_: Any, *, kw_only: bool) -> dataclasses.Field[Any]:
    default = class_.__dict__.get(name, dataclasses.MISSING)
    field: Any = default if isinstance(default, dataclasses.Field) else dataclasses.field(default=default)
    field.name = name
    field.type = type_
    field.kw_only = kw_only if field.kw_only is dataclasses.MISSING else field.kw_only
    field._field_type = FIELD  # noqa: SLF001  (by this the standard functions know a field)
    return field  # type: ignore[no-any-return]


# ── What all classes share ────────────────────────────────────────────────────────────────────────────────────────


def _construct(self: Any, *values: Any, **named: Any) -> None:
    """Make one of the first objects of a class; when there are more, or none can be made so, compile a constructor."""
    class_: Any = type(self)
    class_._count += 1  # noqa: SLF001  (of the classes made here)
    if class_._count > FEW or not _is_filled(self, values, named):  # noqa: SLF001  (the same)
        class_.__init__ = _constructor(class_)
        class_.__init__(self, *values, **named)


def _is_filled(self: Any, values: tuple[Any, ...], named: dict[str, Any]) -> bool:
    """Set all fields; return whether exactly what they need is given. What is wrong is left to the constructor."""
    given = dict(zip(self.__match_args__, values, strict=False)) | named
    if len(given) < len(values) + len(named):  # too many by place, or one of them by name as well
        return False
    for field, setter in zip(dataclasses.fields(self), self._setters, strict=True):
        if field.name in given:
            setter(self, given.pop(field.name))
        elif field.default is not dataclasses.MISSING:
            setter(self, field.default)
        elif field.default_factory is not dataclasses.MISSING:
            setter(self, field.default_factory())
        else:
            return False
    return not given


def _constructor(class_: Any) -> Callable[..., None]:
    declared = dataclasses.fields(class_)
    known: dict[str, Any] = {f"_default_{each.name}": each.default for each in declared}
    known |= {f"_make_{each.name}": each.default_factory for each in declared}
    known |= {f"_set_{each.name}": getattr(class_, each.name).__set__ for each in declared}
    known["_made"] = MADE
    by_place = [_formal(each) for each in declared if not each.kw_only]
    by_name = [_formal(each) for each in declared if each.kw_only]
    formals = ", ".join(["self", *by_place, *(["*", *by_name] if by_name else [])])
    body = "".join(f"    _set_{each.name}(self, {_given(each)})\n" for each in declared)
    exec(f"def __init__({formals}):\n{body}    return None", known)  # noqa: S102  (nothing but names of fields)
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{class_.__qualname__}.__init__"
    made.__annotations__ = {each.name: each.type for each in declared} | {"return": None}
    return made


def _formal(field: dataclasses.Field[Any]) -> str:
    if field.default_factory is not dataclasses.MISSING:
        return f"{field.name}=_made"
    return field.name if field.default is dataclasses.MISSING else f"{field.name}=_default_{field.name}"


def _given(field: dataclasses.Field[Any]) -> str:
    if field.default_factory is dataclasses.MISSING:
        return field.name
    return f"_make_{field.name}() if {field.name} is _made else {field.name}"


class _Made:
    """The kind of `MADE`, which stands in a signature for a value that a factory makes."""

    def __repr__(self) -> str:
        return "<factory>"


MADE = _Made()


class _LazySignature:
    """Says how a class is called, which the constructor that all share does not say."""

    def __get__(self, _record: object, class_: type[Any]) -> inspect.Signature:
        found = inspect.signature(_constructor(class_))
        return found.replace(parameters=list(found.parameters.values())[1:])


def _represent(self: Any) -> str:
    shown = [f"{each.name}={getattr(self, each.name)!r}" for each in dataclasses.fields(self) if each.repr]
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse(self: Any, name: str, _value: object = None) -> None:
    raise dataclasses.FrozenInstanceError(f"`{name}` of a `{type(self).__name__}` cannot be changed")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self._names]


def _restore(self: Any, state: list[Any]) -> None:
    for setter, value in zip(self._setters, state, strict=True):
        setter(self, value)


def _is_equal(self: Any, other: Any) -> Any:
    return self._key(self) == self._key(other) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(self._key(self))


def _is_less(self: Any, other: Any) -> Any:
    return self._key(self) < self._key(other) if other.__class__ is self.__class__ else NotImplemented


def _is_at_most(self: Any, other: Any) -> Any:
    return self._key(self) <= self._key(other) if other.__class__ is self.__class__ else NotImplemented


SHARED = {
    "__init__": _construct,
    "__signature__": _LazySignature(),
    "__repr__": _represent,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__getstate__": _state,
    "__setstate__": _restore,
}
EQUAL = {"__eq__": _is_equal, "__hash__": _hash}
ORDERED = {"__lt__": _is_less, "__le__": _is_at_most}
