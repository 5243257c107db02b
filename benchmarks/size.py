"""Counts the code by package: tokens, lines, modules, and modules that are too long.

    python benchmarks/size.py [FOLDER ...]

Tokens are names, operators, numbers and strings as `tokenize` has them; an f-string counts as one string, whatever the
Python. Lines are those that hold such a token outside docstrings: blank lines, comments and docstrings do not count.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("engine/rulewright", "cli/rulewright_cli")
COUNTED = {tokenize.NAME, tokenize.OP, tokenize.NUMBER, tokenize.STRING}
FORMATTED = getattr(tokenize, "FSTRING_START", None), getattr(tokenize, "FSTRING_END", None)
"""Where an f-string begins and ends, for a Python that takes it apart."""
TOO_LONG = 400
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Size:
    """How much code there is."""

    tokens: int = 0
    lines: int = 0
    modules: int = 0
    too_long: int = 0

    def __add__(self, other: Size) -> Size:
        return Size(
            self.tokens + other.tokens,
            self.lines + other.lines,
            self.modules + other.modules,
            self.too_long + other.too_long,
        )


def main(arguments: list[str]) -> int:
    """Print the size of each package and of all."""
    print(f"{'package':<40}{'tokens':>9}{'lines':>9}{'modules':>9}{f'over {TOO_LONG}':>9}")
    for folder in [Path(each) for each in arguments] or [ROOT / each for each in FOLDERS]:
        packages: dict[Path, Size] = {}
        for path in sorted(folder.rglob("*.py")):
            packages[path.parent] = packages.get(path.parent, Size()) + size_of(path.read_text(encoding="utf-8"))
        for package, size in packages.items():
            _print(str(package.relative_to(folder.parent)), size)
        _print(f"{folder.name} in all", sum(packages.values(), Size()))
    return 0


def _print(name: str, size: Size) -> None:
    print(f"{name:<40}{size.tokens:>9,}{size.lines:>9,}{size.modules:>9}{size.too_long:>9}")


def size_of(text: str) -> Size:
    """Return the size of one module."""
    documented = {line for first, last in docstrings(text) for line in range(first, last + 1)}
    tokens, depth = 0, 0
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        tokens += depth == 0 and token.type in {*COUNTED, FORMATTED[0]}
        depth += (token.type == FORMATTED[0]) - (token.type == FORMATTED[1])
        if depth or token.type in {*COUNTED, FORMATTED[1]}:
            lines.update(range(token.start[0], token.end[0] + 1))
    return Size(tokens, len(lines - documented), 1, len(text.splitlines()) > TOO_LONG)


def docstrings(text: str) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each docstring."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            first = node.body[0]
            yield first.lineno, first.end_lineno or first.lineno


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
