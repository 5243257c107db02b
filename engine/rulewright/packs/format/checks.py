"""Reads checks: conditions over figures that must hold for every member of the enumerations they run over."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rulewright.diagnostics import Diagnostic
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.types import BOOLEAN, EnumType
from rulewright.packs.figures import read_key
from rulewright.packs.format.expressions import ExpressionReader
from rulewright.packs.model.pack import Check, CheckException
from rulewright.packs.model.rules import Input
from rulewright.packs.types import TypeReader
from rulewright.packs.yaml.tree import MappingNode, ScalarNode, SequenceNode, TreeNode
from rulewright.source import Place, Span

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class CheckReader:
    """Reads the checks of one subject. `known` holds the places of all checks by id, and grows."""

    expressions: ExpressionReader
    types: TypeReader
    subject: str
    problems: list[Diagnostic]
    known: dict[str, Place]

    def read(self, node: MappingNode) -> Check | None:
        """Return one check; None where its condition cannot be read."""
        id_node = node.get("id") or node
        id_ = node.text("id")
        first = self.known.setdefault(id_, id_node.place)
        if first is not id_node.place:
            related = ((first, "the first one"),)
            problem = Diagnostic("duplicate-check", f"there are two checks `{id_}`", id_node.place, "rename one")
            self.problems.append(
                Diagnostic(problem.code, problem.message, problem.place, problem.hint, related=related)
            )
        inputs = self.inputs(node.get("for"))
        condition = self.expressions.read(node.get("that"), {each.name: each.type for each in inputs}, BOOLEAN)
        self.check_message(node.get("message"), inputs)
        exceptions = tuple(self.exceptions(node.get("except"), inputs))
        if condition is None:
            return None
        return Check(id_, inputs, condition, node.text("message"), self.subject, id_node.place, exceptions)

    def inputs(self, node: TreeNode | None) -> tuple[Input, ...]:
        """Return the names that a check runs over; each has the type of an enumeration."""
        inputs: list[Input] = []
        for entry in node if isinstance(node, MappingNode) else ():
            type_ = self.types.written(entry.value)
            if not isinstance(type_, EnumType) and type_ != BOOLEAN:
                message = f"a check cannot run over `{entry.name}`: its type has no list of members"
                hint = "name an enumeration, or `boolean`"
                self.problems.append(Diagnostic("no-enumeration", message, entry.value.place, hint))
            inputs.append(Input(entry.name, type_, place=entry.key.place))
        return tuple(inputs)

    def check_message(self, node: TreeNode | None, inputs: tuple[Input, ...]) -> None:
        """Report a placeholder that names nothing the check runs over."""
        names = [each.name for each in inputs]
        for found in PLACEHOLDER.finditer(node.text) if isinstance(node, ScalarNode) else ():
            if found[1] not in names and isinstance(node, ScalarNode):
                message = f"the check does not run over `{found[1]}`"
                place = node.source.place(Span(*found.span()))
                hint = did_you_mean(found[1], names) or "name it under `for`, or drop the braces"
                self.problems.append(Diagnostic("unknown-name", message, place, hint))

    def exceptions(self, node: TreeNode | None, inputs: tuple[Input, ...]) -> list[CheckException]:
        """Return the cases for which a check need not hold."""
        types = {each.name: each.type for each in inputs}
        exceptions: list[CheckException] = []
        for item in node if isinstance(node, SequenceNode) else ():
            cases = item.get("for") if isinstance(item, MappingNode) else None
            if not isinstance(item, MappingNode) or not isinstance(cases, MappingNode):
                continue
            members: dict[str, tuple[str, ...]] = {}
            for entry in cases:
                if entry.name not in types:
                    message = f"the check does not run over `{entry.name}`"
                    hint = did_you_mean(entry.name, types)
                    self.problems.append(Diagnostic("unknown-name", message, entry.key.place, hint))
                    continue
                nodes = entry.value.items if isinstance(entry.value, SequenceNode) else (entry.value,)
                keys = [
                    read_key(each, types[entry.name], self.problems) for each in nodes if isinstance(each, ScalarNode)
                ]
                members[entry.name] = tuple(key for key in keys if key is not None)
            exceptions.append(CheckException(members, item.text("reading")))
        return exceptions
