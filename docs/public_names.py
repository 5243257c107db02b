"""Lists the public names of the library with their signatures: for the page of the reference and for its golden."""

from __future__ import annotations

import enum
import importlib
import inspect
import textwrap
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from types import ModuleType

MODULES = (
    "rulewright",
    "rulewright.check",
    "rulewright.statements",
    "rulewright.compare",
    "rulewright.reports",
    "rulewright.blocks",
    "rulewright.diagnostics",
    "rulewright.evaluate",
    "rulewright.packs",
    "rulewright.language",
    "rulewright.source",
)


def modules() -> Iterator[ModuleType]:
    """Yield the modules whose names are public."""
    yield from map(importlib.import_module, MODULES)


def public_names(module: ModuleType) -> list[str]:
    """Return the public names of a module: those that it lists, else those that it defines."""
    listed = getattr(module, "__all__", None)
    if listed is not None:
        return sorted(listed)
    own = (name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__)
    return sorted(name for name in own if not name.startswith("_"))


def signatures() -> str:
    """Return every public name with its signature, a module after the other."""
    parts = []
    for module in modules():
        lines = [line for name in public_names(module) for line in signature_lines(name, getattr(module, name))]
        parts.append("\n".join([module.__name__, *(f"  {line}" for line in lines)]))
    return "\n\n".join(parts) + "\n"


def signature_lines(name: str, value: object) -> Iterator[str]:
    """Yield the signature of a name: a line, and one more for each public member of a class."""
    if inspect.isfunction(value):
        yield f"{name}{signature_of(value)}"
        return
    if not isinstance(value, type) or value.__name__ != name:
        yield f"{name} ({'a type' if type(value).__module__ in {'types', 'typing'} else type(value).__name__})"
        return
    if issubclass(value, enum.Enum):
        yield f"class {name}: {', '.join(value.__members__)}"
        return
    yield f"class {name}{constructor_of(value)}"
    for member, found in sorted(vars(value).items()):
        if not member.startswith("_"):
            yield from (f"    .{line}" for line in _member_lines(member, found))


def constructor_of(class_: type) -> str:
    """Return how a class is called; nothing where nobody outside calls it."""
    if issubclass(class_, BaseException) or "__init__" not in vars(class_):
        return ""
    return signature_of(class_).removesuffix(" -> None")


def signature_of(function: object, *, skips_first: bool = False) -> str:
    """Return the parameters of a function and what it returns, annotations as they are written."""
    found = inspect.signature(function)  # type: ignore[arg-type]  # callers pass functions
    parts: list[str] = []
    is_after_star = False
    for parameter in list(found.parameters.values())[skips_first:]:
        if parameter.kind is parameter.KEYWORD_ONLY and not is_after_star:
            parts.append("*")
            is_after_star = True
        star = {parameter.VAR_POSITIONAL: "*", parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
        is_after_star = is_after_star or star == "*"
        annotation = "" if parameter.annotation is parameter.empty else f": {_written(parameter.annotation)}"
        default = "" if parameter.default is parameter.empty else f" = {_default(parameter.default)}"
        parts.append(f"{star}{parameter.name}{annotation}{default}")
    returns = "" if found.return_annotation is found.empty else f" -> {_written(found.return_annotation)}"
    return f"({', '.join(parts)}){returns}"


def _member_lines(name: str, found: object) -> Iterator[str]:
    if isinstance(found, property) and found.fget is not None:
        yield f"{name}: {_written(found.fget.__annotations__.get('return', ''))}"
    elif isinstance(found, classmethod | staticmethod):
        yield f"{name}{signature_of(found.__func__, skips_first=isinstance(found, classmethod))}"
    elif inspect.isfunction(found):
        yield f"{name}{signature_of(found, skips_first=True)}"


def _written(annotation: object) -> str:
    return annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))


def _default(value: object) -> str:
    if inspect.isfunction(value):
        return value.__name__
    if is_dataclass(value) and not isinstance(value, type):
        given = [each for each in fields(value) if each.default is MISSING or getattr(value, each.name) != each.default]
        return f"{type(value).__name__}({', '.join(_default(getattr(value, each.name)) for each in given)})"
    if isinstance(value, enum.Enum | type):
        return f"{type(value).__name__}.{value.name}" if isinstance(value, enum.Enum) else value.__name__
    return "…" if repr(value) == "<factory>" else repr(value)


# ── The page ──────────────────────────────────────────────────────────────────────────────────────────────────────

HEAD = """\
# The library

Every public name, with its signature and what it says of itself. Public is what `rulewright` and the modules below
list; whatever lies deeper may change at any time. [The guide](../library.md) shows how they go together.
"""


def page() -> str:
    """Return the page of the reference: each name where it is listed first."""
    parts = [HEAD]
    seen: dict[int, str] = {}
    for module in modules():
        words = inspect.getdoc(module) or ""
        parts.append(f"## {module.__name__}\n\n{words}\n")
        for name in public_names(module):
            value = getattr(module, name)
            if id(value) in seen:
                parts.append(f"### {name}\n\nThe same as `{seen[id(value)]}.{name}`.\n")
                continue
            seen[id(value)] = module.__name__
            code = "\n".join(_folded(line) for line in signature_lines(name, value))
            parts.append(f"### {name}\n\n```\n{code}\n```\n{_words(name, value)}")
    return "\n".join(parts)


def _words(name: str, value: object) -> str:
    """Return the docstring of a name, and of the methods of a class, with what they raise as a list."""
    if not (inspect.isfunction(value) or (isinstance(value, type) and value.__name__ == name)):
        return ""
    paragraphs = [_docstring(value)]
    members = vars(value).items() if isinstance(value, type) and not issubclass(value, enum.Enum) else ()
    for member, found in sorted(members):
        words = "" if member.startswith("_") else _docstring(found)
        if words and (callable(found) or isinstance(found, property | classmethod | staticmethod)):
            paragraphs.append(f"`.{member}`: {words}")
    return "".join(f"\n{each}\n" for each in paragraphs if each)


def _docstring(value: object) -> str:
    words, _, raised = (inspect.getdoc(value) or "").partition("\n\nRaises:\n")
    cases = textwrap.dedent(raised).replace("\n    ", " ").splitlines()
    listed = (f"- raises `{error}` {when.strip()}" for error, _, when in (case.partition(":") for case in cases))
    return "\n".join([words, *([""] if cases else []), *listed])


def _folded(line: str, width: int = 110) -> str:
    """Return a signature on several lines where it is long, a parameter on each."""
    if len(line) <= width or "(" not in line:
        return line
    margin = " " * (len(line) - len(line.lstrip()))
    head, _, rest = line.partition("(")
    parameters, depth, start = [], 0, 0
    for index, letter in enumerate(rest):
        depth += (letter in "([{") - (letter in ")]}")
        if depth < 0:
            lines = (*parameters, rest[start:index])
            return "\n".join([f"{head}(", *(f"{margin}    {each}," for each in lines), f"{margin}{rest[index:]}"])
        if letter == "," and depth == 0:
            parameters.append(rest[start:index])
            start = index + 2
    return line
