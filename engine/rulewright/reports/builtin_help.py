"""Says what the built-in functions of FEEL do, from their one table: in blocks, and as a page in Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from rulewright.blocks import Block, Labeled, Prose, Stack, Tree, Words
from rulewright.language.builtins import BUILTINS, FAMILIES, Builtin, Signature
from rulewright.language.description import describe

HEAD = """\
# Built-in functions

The functions of FEEL (DMN 1.5, chapter 10.3.4). A call takes the first way that its arguments fit; arguments go by
position or, in any order, by name. This page is made from the table that the evaluators and the checker use:
`rulewright feel --functions` lists them, `rulewright feel --help-function "string join"` prints one.
"""


def builtin_text(builtin: Builtin) -> tuple[Block, ...]:
    """Return the help of one function: how it is called, what it does, an example with its value."""
    calls = (Words(call, "title") for call in _calls(builtin))
    example = (f"{builtin.example} ", Words("→", "dim"), " ", Words(builtin.result_of_example, "value"))
    return (
        Stack((*calls, Stack((Prose(f"{builtin.summary}."),), indent=2))),
        Stack((example,), indent=2),
    )


def builtins_index_text() -> tuple[Block, ...]:
    """Return all functions by family, each with what it does."""
    column = max(map(len, BUILTINS))
    return tuple(
        Tree(
            Words(family, "label"),
            (Labeled(tuple((Words(each.name, "value"), Prose(each.summary)) for each in builtins), column),),
        )
        for family, builtins in FAMILIES.items()
    )


def builtins_page() -> str:
    """Return the reference page of all functions, in Markdown."""
    parts = [HEAD]
    for family, builtins in FAMILIES.items():
        parts.append(f"## {family[:1].upper()}{family[1:]}\n")
        for builtin in builtins:
            calls = "\n".join(_calls(builtin))
            example = f"{builtin.example}\n→ {builtin.result_of_example}"
            summary = f"{builtin.summary}."
            parts.append(f"### {builtin.name}\n\n```\n{calls}\n```\n\n{summary}\n\n```\n{example}\n```\n")
    return "\n".join(parts)


def _calls(builtin: Builtin) -> Iterable[str]:
    """Return the ways to call a function, each once: `floor(n: number, scale: number) -> number`."""
    return dict.fromkeys(f"{builtin.name}{_shape(signature)}" for signature in builtin.signatures)


def _shape(signature: Signature) -> str:
    parameters = [f"{parameter}: {describe(type_)}" for parameter, type_ in signature.parameters]
    if signature.is_variadic:
        parameters.append("…")
    result = describe(signature.result_type(tuple(type_ for _, type_ in signature.parameters)))
    return f"({', '.join(parameters)}) -> {result}".replace("context<>", "context")
