"""Counts how often each branch of the evaluators is taken on both of its sides, and what each kind of node came to.

The modules of the reference evaluator and of the emitters are loaded with a counter at the head of each function and at
each `if`, conditional expression, loop condition, filter of a comprehension and case of a `match`. That works in every
version of Python, and costs little. `install` must come before they are first imported.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from types import CodeType

PACKAGES = (
    "rulewright.evaluate.reference",
    "rulewright.evaluate.hit_policy",
    "rulewright.evaluate.emit",
    "rulewright.packs.kinds",
)
EVALUATING = frozenset({"evaluate", "_waiting", "_unmet", "_answers", "_finished", "_read"})
"""Of the kinds of rules only these functions evaluate; the others read and show rules."""
ENOUGH = 1000
SIDE, COUNTS = "_side", "_counts"
"""The names that count, in the modules with counters."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A place that goes two ways, or a case of a `match`, which goes one."""

    module: str
    function: str
    line: int
    sides: tuple[str, ...]
    text: str

    @property
    def name(self) -> str:
        """The function in which the branch stands."""
        return f"{self.module.removeprefix('rulewright.')}.{self.function}"


class Branches:
    """The branches of instrumented modules with the counts of their sides."""

    def __init__(self) -> None:
        self.known: list[Branch] = []
        self.counts: list[int] = []

    def add(self, branch: Branch) -> int:
        """Return the number of a new branch."""
        self.known.append(branch)
        self.counts += [0, 0]
        return len(self.known) - 1

    def counters(self) -> Mapping[str, object]:
        """Return the names that instrumented modules count with."""
        counts = self.counts

        def side(place: int, value: object) -> object:
            """Count the side that a condition takes, the second where it does not hold; return the condition."""
            counts[place + (not value)] += 1
            return value

        return {SIDE: side, COUNTS: counts}

    def by_side(self) -> Iterator[tuple[Branch, str, int]]:
        """Yield the sides of all branches with their counts, in the order of the modules' lines."""
        order = sorted(enumerate(self.known), key=lambda each: (each[1].module, each[1].line))
        for number, branch in order:
            for place, side in enumerate(branch.sides):
                yield branch, side, self.counts[2 * number + place]


class _Counting(ast.NodeTransformer):
    """Puts counters into the tree of a module."""

    def __init__(self, module: str, branches: Branches) -> None:
        self.module = module
        self.branches = branches
        self.functions: list[str] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.functions.append(node.name)
        self.generic_visit(node)
        if self._is_wanted():
            place = int(ast.get_docstring(node) is not None)
            node.body.insert(place, self._passed(node, ("called",), "it"))
        self.functions.pop()
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        return self._tested(node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        return self._tested(node)

    def visit_While(self, node: ast.While) -> ast.AST:
        return self._tested(node)

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        texts = [ast.unparse(each) for each in node.ifs]
        self.generic_visit(node)
        if self._is_wanted():
            parts = zip(node.ifs, texts, strict=True)
            node.ifs = [self._counted(each, ("kept", "left out"), text) for each, text in parts]
        return node

    def visit_match_case(self, node: ast.match_case) -> ast.AST:
        self.generic_visit(node)
        if self._is_wanted():
            node.body.insert(0, self._passed(node.body[0], ("taken",), f"case {ast.unparse(node.pattern)}"))
        return node

    def _tested(self, node: ast.If | ast.IfExp | ast.While) -> ast.AST:
        text = ast.unparse(node.test)
        self.generic_visit(node)
        if self._is_wanted():
            node.test = self._counted(node.test, ("true", "false"), text)
        return node

    def _is_wanted(self) -> bool:
        """Whether the branches of the function at hand are those of an evaluator."""
        is_kind = self.module.startswith("rulewright.packs.kinds")
        return bool(self.functions) and not (is_kind and EVALUATING.isdisjoint(self.functions))

    def _counted(self, test: ast.expr, sides: tuple[str, ...], text: str) -> ast.expr:
        counted = ast.Call(ast.Name(SIDE, ast.Load()), [self._place(test, sides, text), test], [])
        return ast.fix_missing_locations(ast.copy_location(counted, test))

    def _passed(self, node: ast.stmt, sides: tuple[str, ...], text: str) -> ast.stmt:
        """Return a statement that counts that a statement is come to."""
        counts = ast.Name(COUNTS, ast.Load())
        count = ast.Subscript(counts, self._place(node, sides, text), ast.Store())
        return ast.fix_missing_locations(ast.copy_location(ast.AugAssign(count, ast.Add(), ast.Constant(1)), node))

    def _place(self, node: ast.expr | ast.stmt, sides: tuple[str, ...], text: str) -> ast.Constant:
        """Return where the first side of a new branch is counted."""
        branch = Branch(self.module, ".".join(self.functions), node.lineno, sides, text)
        return ast.Constant(2 * self.branches.add(branch))


class Loader(importlib.machinery.SourceFileLoader):
    """Loads a module with counters."""

    def __init__(self, name: str, path: str, branches: Branches) -> None:
        super().__init__(name, path)
        self.branches = branches

    def get_code(self, fullname: str) -> CodeType:
        tree = ast.parse(self.get_data(self.path))
        tree = _Counting(fullname, self.branches).visit(tree)
        return compile(tree, self.path, "exec")

    def exec_module(self, module: object) -> None:
        module.__dict__.update(self.branches.counters())
        super().exec_module(module)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the modules that are to be counted."""

    def __init__(self, branches: Branches) -> None:
        self.branches = branches
        self.searching: set[str] = set()

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        if not name.startswith(PACKAGES) or name in self.searching:
            return None
        self.searching.add(name)
        spec = find_spec(name)
        self.searching.discard(name)
        if spec is not None and spec.origin is not None:
            spec.loader = Loader(name, spec.origin, self.branches)
        return spec


def install() -> Branches:
    """Have the evaluators loaded with counters, and return what they count.

    Raises:
        ImportError: when they are loaded already.
    """
    if any(name.startswith(PACKAGES) for name in sys.modules):
        raise ImportError("the evaluators are imported already, so their branches cannot be counted")
    branches = Branches()
    sys.meta_path.insert(0, _Finder(branches))
    return branches


class Nodes:
    """What each kind of node came to when the reference evaluator walked it."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()

    def watch(self) -> None:
        """Have the walks of the reference evaluator counted."""
        from rulewright.evaluate.reference import evaluator  # noqa: PLC0415  (with counters, once they are installed)

        evaluator.WALKS.update({kind: self._counted(kind.__name__, walk) for kind, walk in evaluator.WALKS.items()})

    def _counted(self, kind: str, walk: object) -> object:
        from rulewright.language.values import Absence  # noqa: PLC0415  (as above)

        counts = self.counts

        def counting(walker: object, node: object, scope: object) -> object:
            value = walk(walker, node, scope)
            if value is True:
                counts[kind, "true"] += 1
            elif value is False:
                counts[kind, "false"] += 1
            elif value is None:
                counts[kind, "null"] += 1
            elif isinstance(value, Absence):
                counts[kind, "absent"] += 1
            else:
                counts[kind, "value"] += 1
            return value

        return counting
