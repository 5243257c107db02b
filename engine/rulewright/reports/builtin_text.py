"""Says what the built-in functions of FEEL do, from their one table: in blocks, and as a page in Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rulewright.blocks import Block, Labelled, Prose, Stack, Tree, Words
from rulewright.language.builtins import BUILTINS
from rulewright.language.builtins.builtin import Builtin, Signature
from rulewright.language.checker.description import describe

HEAD = """\
# Built-in functions

The functions of FEEL (DMN 1.5, chapter 10.3.4). A call takes the first way that its arguments fit; arguments go by
position or, in any order, by name. This page is made from the table that the evaluators and the checker use:
`rulewright feel --functions` lists them, `rulewright feel --help-function "string join"` prints one.
"""


def families() -> dict[str, tuple[Builtin, ...]]:
    """Return the functions by family, in the order of the table."""
    return {name: tuple(group) for name, group in groupby(BUILTINS.values(), key=lambda each: each.family)}


def builtin_text(builtin: Builtin) -> tuple[Block, ...]:
    """Return the help of one function: how it is called, what it does, an example with its value."""
    calls = (Words(call, "title") for call in dict.fromkeys(map(_call, _named(builtin))))
    example = (f"{builtin.example} ", Words("→", "dim"), " ", Words(builtin.result_of_example, "value"))
    return (
        Stack((*calls, Stack((Prose(_sentence(builtin.summary)),), indent=2))),
        Stack((example,), indent=2),
    )


def index_text() -> tuple[Block, ...]:
    """Return all functions by family, each with what it does."""
    column = max(map(len, BUILTINS))
    return tuple(
        Tree(
            Words(family, "label"),
            (Labelled(tuple((Words(each.name, "value"), Prose(each.summary)) for each in builtins), column),),
        )
        for family, builtins in families().items()
    )


def builtins_page() -> str:
    """Return the reference page of all functions, in Markdown."""
    parts = [HEAD]
    for family, builtins in families().items():
        parts.append(f"## {family[:1].upper()}{family[1:]}\n")
        for builtin in builtins:
            calls = "\n".join(dict.fromkeys(map(_call, _named(builtin))))
            example = f"{builtin.example}\n→ {builtin.result_of_example}"
            summary = _sentence(builtin.summary)
            parts.append(f"### {builtin.name}\n\n```\n{calls}\n```\n\n{summary}\n\n```\n{example}\n```\n")
    return "\n".join(parts)


def _named(builtin: Builtin) -> Iterator[tuple[str, Signature]]:
    return ((builtin.name, signature) for signature in builtin.signatures)


def _call(named: tuple[str, Signature]) -> str:
    """Return one way to call a function: `floor(n: number, scale: number) -> number`."""
    name, signature = named
    parameters = [f"{parameter}: {describe(type_)}" for parameter, type_ in signature.parameters]
    if signature.is_variadic and parameters:
        parameters[-1] += ", …"
    result = describe(signature.result_type(tuple(type_ for _, type_ in signature.parameters)))
    return f"{name}({', '.join(parameters)}) -> {result}".replace("context<>", "context")


def _sentence(summary: str) -> str:
    return summary if summary.endswith(".") else f"{summary}."
