"""Finds the codes of diagnostics that the engine gives, and compares them with the manual pages.

A code is whatever is passed as `code` to anything that has a parameter or field of that name. Where it is not a text
itself, it is followed: through variables, branches, tables, functions that return it, and functions that only hand
it on. A code that cannot be followed is reported, so that none escapes.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "engine/rulewright/diagnostics/pages"
CODE = re.compile(r"[a-z]+(-[a-z0-9]+)*")
SHOWN = re.compile(r"(?:error|warning)\[([a-z]+(?:-[a-z0-9]+)*)\]")
READERS = frozenset({"codes.py", "sarif.py", "check_command.py"})
"""Modules whose parameters take codes that are there already."""

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(slots=True)
class Module:
    """One module: its tree, and which function each node stands in."""

    path: Path
    tree: ast.Module
    defined: frozenset[str]
    enclosing: dict[ast.AST, tuple[ast.AST, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class Takers:
    """Everything that takes a code: module, name, the place of the code among the arguments, the parameter's name."""

    found: dict[str, set[tuple[Path, int, str]]] = field(default_factory=dict)

    def add(self, module: Module, name: str, place: int, parameter: str) -> bool:
        """Note one; return whether it is new."""
        known = self.found.setdefault(name, set())
        is_new = (module.path, place, parameter) not in known
        known.add((module.path, place, parameter))
        return is_new

    def called(self, module: Module, name: str) -> Iterator[tuple[int, str]]:
        """Yield where something that a module calls by this name takes its code; the module's own goes first."""
        for path, place, parameter in tuple(self.found.get(name, ())):
            if name not in module.defined or path == module.path:
                yield place, parameter


def problems() -> list[str]:
    """Return what is wrong between codes and pages."""
    codes, lost = raised_codes(ROOT / "engine", ROOT / "cli")
    pages = {page.stem for page in PAGES.glob("*.md")}
    found = [f"{place}: it is not clear which code this is; write it as a text" for place in lost]
    found += [
        f"{codes[code]}: `{code}` has no manual page in {PAGES.relative_to(ROOT)}"
        for code in codes
        if code not in pages
    ]
    found += [
        f"{(PAGES / page).relative_to(ROOT)}.md: nothing gives the code `{page}`" for page in sorted(pages - set(codes))
    ]
    return found


def raised_codes(*folders: Path) -> tuple[dict[str, str], list[str]]:
    """Return the codes that modules give, each with a place, and the places whose code is not clear."""
    modules = [_read(path) for folder in folders for path in sorted(folder.rglob("*.py"))]
    codes: dict[str, str] = {}
    takers = Takers()
    for module in modules:
        for name, parameters in _definitions(module.tree) if module.path.name not in READERS else ():
            for place, (parameter, kind, default) in enumerate(parameters):
                if parameter == "code" and kind == "str":
                    takers.add(module, name, place, parameter)
                    if isinstance(default, ast.Constant) and isinstance(default.value, str):
                        codes.setdefault(default.value, _place(module, default))
    finder = _Finder(modules, takers)
    codes |= {code: place for code, place in finder.run().items() if code not in codes}
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for code in SHOWN.findall(node.value):
                    codes.setdefault(code, _place(module, node))
    return dict(sorted(codes.items())), finder.lost


class _Finder:
    """Follows codes to where they are written, until nothing new takes one."""

    def __init__(self, modules: list[Module], takers: Takers) -> None:
        self.modules = modules
        self.takers = takers
        self.codes: dict[str, str] = {}
        self.lost: list[str] = []
        self.is_growing = True
        self.functions = {
            node.name: (module, node)
            for module in modules
            for node in ast.walk(module.tree)
            if isinstance(node, ast.FunctionDef)
        }

    def run(self) -> dict[str, str]:
        while self.is_growing:
            self.is_growing = False
            self.lost.clear()
            for module in self.modules:
                for node in ast.walk(module.tree):
                    if isinstance(node, ast.Call):
                        for argument in self.codes_of(node, module):
                            self.follow(argument, module, frozenset())
        return self.codes

    def codes_of(self, call: ast.Call, module: Module) -> Iterator[ast.expr]:
        """Yield the arguments of a call that are codes."""
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        for place, parameter in self.takers.called(module, name):
            given = [each.value for each in call.keywords if each.arg == parameter]
            if given:
                yield given[0]
            elif place < len(call.args) and not any(isinstance(each, ast.Starred) for each in call.args[: place + 1]):
                yield call.args[place]

    def follow(self, node: ast.AST, module: Module, seen: frozenset[ast.AST]) -> None:
        """Note the codes that an expression may be."""
        if node in seen:
            return
        seen |= {node}
        match node:
            case ast.Constant(value=str() as text):
                if CODE.fullmatch(text):
                    self.codes.setdefault(text, _place(module, node))
            case ast.Constant():
                pass
            case ast.IfExp(body=body, orelse=orelse):
                self.follow_all((body, orelse), module, seen)
            case ast.BoolOp(values=values):
                self.follow_all(values, module, seen)
            case ast.Dict(values=values):
                self.follow_all((each for each in values if each), module, seen)
            case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
                self.follow_all(items, module, seen)
            case ast.Attribute(attr="code"):
                pass  # handed on from another problem
            case ast.Subscript(value=table) | ast.Call(func=ast.Attribute(value=table, attr="get")):
                self.follow(table, module, seen)
            case ast.Call(func=ast.Name(id=name)) if name in self.functions:
                home, function = self.functions[name]
                returned = [each.value for each in ast.walk(function) if isinstance(each, ast.Return) and each.value]
                self.follow_all(returned, home, seen)
            case ast.Name():
                self.follow_name(node, module, seen)
            case _:
                self.lost.append(_place(module, node))

    def follow_all(self, nodes: Iterable[ast.AST], module: Module, seen: frozenset[ast.AST]) -> None:
        for each in nodes:
            self.follow(each, module, seen)

    def follow_name(self, node: ast.Name, module: Module, seen: frozenset[ast.AST]) -> None:
        """Follow a name to what it was given, or note that a function hands its argument on."""
        is_found = False
        for scope in (*module.enclosing[node], module.tree):
            if isinstance(scope, Function):
                names = [each.arg for each in (*scope.args.posonlyargs, *scope.args.args, *scope.args.kwonlyargs)]
                if node.id in names:
                    if isinstance(scope, ast.FunctionDef) and scope.name != "__init__":
                        place = names.index(node.id) - (names[0] in {"self", "cls"})
                        self.is_growing |= self.takers.add(module, scope.name, place, node.id)
                    return
            for target, value in _assigned(scope):
                for each in _bound(node.id, target, value):
                    is_found = True
                    self.follow(each, module, seen)
            if is_found:
                return
        self.lost.append(_place(module, node))


def _read(path: Path) -> Module:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = Module(path, tree, frozenset(name for name, _ in _definitions(tree)))

    def visit(node: ast.AST, scopes: tuple[ast.AST, ...]) -> None:
        module.enclosing[node] = scopes
        inner = (node, *scopes) if isinstance(node, Function) else scopes
        for child in ast.iter_child_nodes(node):
            visit(child, inner)

    visit(module.tree, ())
    return module


Parameter = tuple[str, str, ast.expr | None]
"""Name, written type and default."""


def _definitions(tree: ast.Module) -> Iterator[tuple[str, list[Parameter]]]:
    """Yield functions, methods and classes with their parameters."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name != "__init__":
            yield node.name, _parameters(node)
        elif isinstance(node, ast.ClassDef):
            init = next(
                (each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"), None
            )
            if init is not None:
                yield node.name, _parameters(init)
                continue
            fields = [
                each for each in node.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
            ]
            yield (
                node.name,
                [
                    (each.target.id, ast.unparse(each.annotation), each.value)
                    for each in fields
                    if isinstance(each.target, ast.Name)
                ],
            )


def _parameters(function: ast.FunctionDef) -> list[Parameter]:
    positional = [*function.args.posonlyargs, *function.args.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(function.args.defaults))
    pairs = list(zip(positional, [*defaults, *function.args.defaults], strict=True))
    pairs += list(zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True))
    return [
        (each.arg, ast.unparse(each.annotation) if each.annotation else "str", default)
        for each, default in pairs
        if each.arg not in {"self", "cls"}
    ]


def _assigned(scope: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield targets with what is assigned to them, in a function or a module; loops give each item."""
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield target, value
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
                yield target, value
            case ast.For(target=target, iter=items) | ast.comprehension(target=target, iter=items):
                if isinstance(items, ast.Tuple | ast.List):
                    for item in items.elts:
                        yield target, item


def _bound(name: str, target: ast.expr, value: ast.expr) -> Iterator[ast.expr]:
    """Yield what a name gets from an assignment, also where several are assigned at once."""
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    elif isinstance(target, ast.Tuple):
        for place, each in enumerate(target.elts):
            if isinstance(each, ast.Name) and each.id == name:
                if isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts):
                    yield value.elts[place]
                elif isinstance(value, ast.IfExp):
                    for branch in (value.body, value.orelse):
                        yield from _bound(name, target, branch)
                else:
                    yield value


def _place(module: Module, node: ast.AST) -> str:
    return f"{module.path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"
