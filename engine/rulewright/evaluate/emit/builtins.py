"""Generates Python for built-in functions: in place where the types allow it, else a call of the same function.

In place are the functions that rules are full of. They mean what the built-in means for the types of the call,
and fall back from an empty list, whose sum or least item is no number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rulewright.evaluate.emit.emission import Arguments, Emission, NotCompilable, is_plainly_equal, is_small
from rulewright.language.builtins import BUILTINS, Builtin
from rulewright.language.types import BOOLEAN, ListType, Nullable, NullType, NumberType, Type

Inline = Callable[[tuple[str, ...], tuple[Type, ...]], str | None]
"""Generates a call in place, or returns None where the types need the built-in itself."""


def emit_builtin_call(emission: Emission, name: str, arguments: Arguments) -> str:
    """Generate the call of a built-in; the checker took its arguments, and what is a function has no code."""
    builtin = BUILTINS[name]
    names = [name for name, _, _ in arguments if name]
    if builtin.is_metered and not _is_literal_pattern(builtin, arguments):
        raise NotCompilable("a pattern that is not written out")
    if names:
        if builtin.is_metered:
            raise NotCompilable(f"`{name}` by name")
        named = ", ".join(f"{argument[0]!r}: {argument[1]}" for argument in arguments)
        return f"worked_by_name(s, {emission.constant(f'BUILTINS[{name!r}].call_named')}, {{{named}}})"
    texts, types = tuple(argument[1] for argument in arguments), tuple(argument[2] for argument in arguments)
    inline = _inline(name, texts, types)
    if inline:
        return inline
    function = emission.constant(f"BUILTINS[{name!r}].call")
    if builtin.is_constant or (not builtin.is_metered and all(map(is_small, types))):
        return f"definite({function}({', '.join(texts)}))"
    return f"{'measured' if builtin.is_metered else 'worked'}({', '.join(['s', function, *texts])})"


def _inline(name: str, texts: tuple[str, ...], types: tuple[Type, ...]) -> str | None:
    """Generate a call in place; a list that was not made just there, by a loop that counts, is counted."""
    if name not in INLINE:
        return None
    if not BUILTINS[name].is_constant:
        counted = (
            isinstance(type_, ListType) and not text.startswith("[") for text, type_ in zip(texts, types, strict=True)
        )
        texts = tuple(
            f"visited(s, {text})" if is_counted else text for text, is_counted in zip(texts, counted, strict=True)
        )
    return INLINE[name](texts, types)


def _is_literal_pattern(builtin: Builtin, arguments: Arguments) -> bool:
    """Whether a pattern, if there is one, is written out: compiling it is no part of what a case costs."""
    place = builtin.pattern_place
    return place is None or any(text[:1] in {"'", '"'} for _, text, _ in arguments[place : place + 1])


def _sum(texts: tuple[str, ...], types: tuple[Type, ...]) -> str | None:
    if len(types) == 1 and _is_list_of_numbers(types[0]):
        return f"sum_of({texts[0]})"
    return f"sum_of([{', '.join(texts)}])" if types and _are_numbers(types) else None


def _count(texts: tuple[str, ...], types: tuple[Type, ...]) -> str | None:
    return f"D(len({texts[0]}))" if len(types) == 1 and isinstance(types[0], ListType) else None


def _least(texts: tuple[str, ...], types: tuple[Type, ...]) -> str | None:
    return _extreme("min", texts, types)


def _greatest(texts: tuple[str, ...], types: tuple[Type, ...]) -> str | None:
    return _extreme("max", texts, types)


def _extreme(function: str, texts: tuple[str, ...], types: tuple[Type, ...]) -> str | None:
    if len(types) == 1 and _is_list_of_numbers(types[0]):
        return f"{function}(some({texts[0]}))"
    return f"{function}({', '.join(texts)})" if len(types) > 1 and _are_numbers(types) else None


def _all(texts: tuple[str, ...], types: tuple[Type, ...]) -> str | None:
    return f"all({texts[0]})" if types == (ListType(BOOLEAN),) else None


def _any(texts: tuple[str, ...], types: tuple[Type, ...]) -> str | None:
    return f"any({texts[0]})" if types == (ListType(BOOLEAN),) else None


def _not(texts: tuple[str, ...], types: tuple[Type, ...]) -> str | None:
    return f"(not {texts[0]})" if types == (BOOLEAN,) else None


def _abs(texts: tuple[str, ...], types: tuple[Type, ...]) -> str | None:
    return f"abs({texts[0]})" if len(types) == 1 and _are_numbers(types) else None


def _list_contains(texts: tuple[str, ...], types: tuple[Type, ...]) -> str | None:
    match types:
        case (ListType(item=item), wanted) if _is_never_null(item) and _is_never_null(wanted):
            return f"{texts[0]}.__contains__({texts[1]})" if is_plainly_equal(item, wanted) else None
    return None


def _is_list_of_numbers(type_: Type) -> bool:
    return isinstance(type_, ListType) and isinstance(type_.item, NumberType)


def _are_numbers(types: tuple[Type, ...]) -> bool:
    return all(isinstance(type_, NumberType) for type_ in types)


def _is_never_null(type_: Type) -> bool:
    return not isinstance(type_, Nullable | NullType)


INLINE: Mapping[str, Inline] = {
    "sum": _sum,
    "count": _count,
    "min": _least,
    "max": _greatest,
    "all": _all,
    "any": _any,
    "not": _not,
    "abs": _abs,
    "list contains": _list_contains,
}
