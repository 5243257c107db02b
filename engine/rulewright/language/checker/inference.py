"""Walks a tree to infer the type of every node, and gathers the problems found on the way.

How a node gets its type stands in the modules beside this one, one a topic: each is a function from the inference, a
node and the names around it to a type. This module keeps what they share: the types found, the problems, and the
rule that one mistake gives one problem. A part that was found wrong has the type `any`, which is never reported.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from rulewright.diagnostics import Diagnostic, Severity
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.builtins import BUILTINS
from rulewright.language.checker.environment import ITEM, Environment, Local, NamePath
from rulewright.language.description import describe
from rulewright.language.foreign import method_hint
from rulewright.language.kinds import NAMED_TYPES
from rulewright.language.relations import without_null
from rulewright.language.syntax import Name, Node, PathExpression, RuleReference, TypeNode
from rulewright.language.types import ANY, ListType, NeverType, Nullable, NullType, NumberType, Type, Unit
from rulewright.language.written import resolve_type, unknown_part
from rulewright.source import SourceText, Span

Infer = Callable[["Inference", Any, Local], Type]
"""Infers the type of one kind of node; a table names the function for each kind."""


class Inference:
    """One check of one tree.

    `unreached` holds the `id` of every branch that no condition leads to: what it gives does not matter.
    """

    def __init__(self, source: SourceText, environment: Environment, inferrers: Mapping[type[Node], Infer]) -> None:
        self.source = source
        self.environment = environment
        self.types: dict[int, Type] = {}
        self.renamed: dict[int, str] = {}
        """What stands in the tree under a name that it had before: by the `id` of the node, the name that it has."""
        self.unreached: set[int] = set()
        self._inferrers = inferrers
        self._found: dict[tuple[str, Span], Diagnostic] = {}
        self._null_reported: set[NamePath] = set()
        self._is_silent = False

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The problems found, in the order of their places."""
        return tuple(self._found[key] for key in sorted(self._found, key=lambda key: (key[1], key[0])))

    def infer(self, node: Node, local: Local) -> Type:
        """Return the type of a node, `any` where its kind is not known (a part that did not parse)."""
        infer = self._inferrers.get(type(node))
        type_ = ANY if infer is None else infer(self, node, local)
        if isinstance(type_, NeverType):
            type_ = ANY
        self.types[id(node)] = type_
        return type_

    def type_of(self, node: Node) -> Type:
        """Return the type inferred before."""
        return self.types.get(id(node), ANY)

    def rename(self, node: Node, name: str) -> None:
        """Note that a node says a name by which something went before: the tree is checked again with this one."""
        if not self._is_silent:
            self.renamed[id(node)] = name

    def report(
        self, code: str, message: str, node: Node | Span, hint: str = "", severity: Severity = Severity.ERROR
    ) -> None:
        """Add a problem, once for a code and place."""
        if self._is_silent:
            return
        span = node.span if isinstance(node, Node) else node
        self._found.setdefault(
            (code, span), Diagnostic(code, message, self.source.place(span), hint=hint, severity=severity)
        )

    def warn(self, code: str, message: str, node: Node | Span, hint: str = "") -> None:
        """Add a problem that does not refuse the pack."""
        self.report(code, message, node, hint, Severity.WARNING)

    def soften(self, code: str, *, except_at: Collection[Span]) -> None:
        """Make errors of a code warnings, unless their place is one of these."""
        for key, found in self._found.items():
            if key[0] == code and key[1] not in except_at:
                self._found[key] = replace(found, severity=Severity.WARNING)

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Infer without reporting: for a first look at a part that is inferred again."""
        before, self._is_silent = self._is_silent, True
        try:
            yield
        finally:
            self._is_silent = before

    def text(self, node: Node) -> str:
        """Return the node as the author wrote it, shortened, for a message."""
        written = " ".join(self.source.text[node.span.start : node.span.end].split())
        return written if len(written) <= 40 else f"{written[:39]}…"

    def is_closed(self, node: Node) -> bool:
        """Whether a call has its closing bracket: of one that is still being written, the rest may be right."""
        return node.span.end == 0 or self.source.text[node.span.start : node.span.end].endswith(")")

    def operand(self, node: Node, local: Local, use: str) -> Type:
        """Return the type of a node that `use` cannot take null from, reporting where null may stand.

        `use` names the operation as a message says it: "`+`", "`floor`", "the condition of `if`".
        """
        return self.strict(node, self.infer(node, local), use)

    def strict(self, node: Node, type_: Type, use: str) -> Type:
        """Return the type without null, reporting where null may stand."""
        if isinstance(type_, NullType):
            self.report("wrong-operand", f"{use} cannot take null", node, "test for null with `= null` before")
            return ANY
        if isinstance(type_, Nullable):
            key = path_of(node)
            if key is None or key not in self._null_reported:
                name = self.text(node)
                self.warn(
                    "possibly-null",
                    f"`{name}` may be null, which {use} cannot take",
                    node,
                    f"guard it: `if {name} = null then … else …`" if key else "handle null before",
                )
            if key is not None:
                self._null_reported.add(key)
        return without_null(type_)

    def wrong_operand(self, node: Node, message: str, hint: str = "") -> Type:
        """Report an operand that an operation cannot take; what results is not known."""
        self.report("wrong-operand", message, node, hint)
        return ANY

    def written_type(self, node: TypeNode) -> Type | None:
        """Return the type that is written, None after reporting that some name in it is not known."""
        found = resolve_type(node, self.environment.types)
        if found is None:
            culprit = unknown_part(node, self.environment.types)
            name = self.text(culprit)
            hint = did_you_mean(name, self.environment.types) or did_you_mean(name, NAMED_TYPES)
            self.report("unknown-type", f"unknown type `{name}`", culprit, hint)
        else:
            self.types[id(node)] = found
        return found

    def named_number(self, unit: Unit) -> NumberType:
        """Return the number type of a unit under the name that the pack gives it."""
        for name, type_ in self.environment.types.items():
            if isinstance(type_, NumberType) and type_.unit == unit and unit.factors:
                return NumberType(unit, name)
        return NumberType(unit)

    def mismatch(self, node: Node, left: NumberType, right: NumberType, use: str) -> Type:
        """Report two numbers whose units do not go together."""
        message = f"{use} cannot mix {describe(left)} and {describe(right)}"
        if left.unit.factors == right.unit.factors and left.unit.scale != right.unit.scale:
            larger, smaller = (left, right) if left.unit.scale > right.unit.scale else (right, left)
            power = 10 ** (larger.unit.scale - smaller.unit.scale)
            hint = f"convert the {larger.unit} first: multiply it by {power}"
            self.report("scale-mismatch", message, node, hint)
        else:
            self.report("unit-mismatch", message, node, "units must be equal here; multiply or divide to get there")
        return ANY


def are_same(local: Local, left: Node, right: Node) -> bool:
    """Whether two names or paths mean the same: in a filter, `item.x` is the entry `x` of the item, and so is `x`."""
    one, other = path_of(left), path_of(right)
    return one is not None and other is not None and _own_key(local, one) == _own_key(local, other)


def _own_key(local: Local, key: NamePath) -> NamePath:
    return key[1:] if key[0] == ITEM and key[1:2] and key[1] in local.entries else key


def path_of(node: Node) -> NamePath | None:
    """Return the name or simple path that a node is, or None."""
    match node:
        case Name(name):
            return (name,)
        case RuleReference(id):
            return ("@", id)
        case PathExpression(target, name):
            key = path_of(target)
            return None if key is None else (*key, name)
    return None


def list_hint(inference: Inference, node: Node) -> str:
    """Return what is written where an entry of all items of a list may be meant for something of the list itself."""
    if isinstance(node, PathExpression) and isinstance(inference.type_of(node.target), ListType):
        return method_hint(node.name, BUILTINS)
    return ""
