"""Problems are returned: no function puts what it finds wrong into a list that somebody else handed to it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = [path for folder in ("engine", "cli") for path in sorted((ROOT / folder).rglob("*.py"))]
PROBLEMS = {"Diagnostic", "Failure", "Findings", "Misbound", "Misread", "Mistake", "Problem"}
GROWING = {"Findings", "List", "MutableSequence", "list"}


def handed(text):
    """Return the functions that are handed something to put problems into, with the parameter."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
                words = {word.id for word in ast.walk(each.annotation or each) if isinstance(word, ast.Name)}
                if words & PROBLEMS and words & GROWING:
                    found.append(f"{node.name}: {each.arg}")
    return found


@pytest.mark.parametrize(
    ("parameter", "is_found"),
    [
        ("problems: list[Diagnostic]", True),
        ("found: list[tuple[int, Mistake]]", True),
        ("findings: Findings", True),
        ("problems: Sequence[Diagnostic]", False),
        ("names: list[str]", False),
    ],
)
def test_a_function_that_is_handed_a_list_for_problems_is_found(parameter, is_found):
    assert bool(handed(f"def read(text: str, {parameter}) -> int: ...")) is is_found


def test_no_function_is_handed_a_list_for_problems():
    assert {str(path.relative_to(ROOT)): found for path in FILES if (found := handed(path.read_text("utf-8")))} == {}
