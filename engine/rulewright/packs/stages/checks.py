"""Reads checks: conditions over figures that must hold for every member of the enumerations they run over."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rulewright.diagnostics.suggest import did_you_mean
from rulewright.language.types import BOOLEAN, EnumType, Type
from rulewright.packs.format.expressions import ExpressionReader
from rulewright.packs.format.found import Findings, Found
from rulewright.packs.format.types import TypeReader
from rulewright.packs.format.values import key_written
from rulewright.packs.format.written import Keyed, WrittenForm
from rulewright.packs.model.pack import Check, CheckException
from rulewright.packs.model.rules import Input
from rulewright.packs.yaml.tree import ScalarNode, SequenceNode, TreeNode
from rulewright.source import Place, Span

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class WrittenException(WrittenForm):
    """Cases for which a check need not hold."""

    for_: tuple[Keyed[TreeNode], ...] = ()
    reading: str = ""


class WrittenCheck(WrittenForm):
    """A check of figures."""

    id: ScalarNode | None = None
    for_: tuple[Keyed[TreeNode], ...] = ()
    that: TreeNode | None = None
    message: ScalarNode | None = None
    except_: tuple[WrittenException, ...] = ()


def read_checks(
    written: Sequence[tuple[str, ExpressionReader, WrittenCheck]], types: TypeReader
) -> Found[tuple[Check, ...]]:
    """Return the checks of a pack, each given with the id of its subject and the reader of its formulas."""
    findings = Findings()
    known: dict[str, Place] = {}
    checks: list[Check] = []
    for subject, expressions, each in written:
        id_, place = (each.id.text, each.id.place) if each.id else ("", each.place)
        first = known.setdefault(id_, place)
        if first is not place:
            related = ((first, "the first one"),)
            findings.report("duplicate-check", f"there are two checks `{id_}`", place, "rename one", related=related)
        inputs = findings.take(_inputs(each.for_, types))
        local = {input_.name: input_.type for input_ in inputs}
        condition = findings.take(expressions.read(each.that, local, BOOLEAN))
        message = findings.take(_message(each.message, local))
        exceptions = tuple(findings.take(_exception(exception, local)) for exception in each.except_)
        if condition is not None:
            checks.append(Check(id_, inputs, condition, message, subject, place, exceptions))
    return findings.found(tuple(checks))


def _inputs(written: Sequence[Keyed[TreeNode]], types: TypeReader) -> Found[tuple[Input, ...]]:
    """Return the names that a check runs over; each has the type of an enumeration."""
    findings = Findings()
    inputs: list[Input] = []
    for each in written:
        found = types.written(each.value)
        type_ = findings.take(found)
        if not isinstance(type_, EnumType) and type_ != BOOLEAN and not found.problems:
            message = f"a check cannot run over `{each.name}`: its type has no list of members"
            findings.report("no-enumeration", message, each.value.place, "name an enumeration, or `boolean`")
        inputs.append(Input(each.name, type_, place=each.key.place))
    return findings.found(tuple(inputs))


def _message(node: ScalarNode | None, local: Mapping[str, Type]) -> Found[str]:
    """Return a message, and report a placeholder that names nothing the check runs over."""
    findings = Findings()
    if node is None:
        return findings.found("")
    for found in PLACEHOLDER.finditer(node.text):
        if found[1] not in local:
            hint = did_you_mean(found[1], local) or "name it under `for`, or drop the braces"
            place = node.source.place(Span(*found.span()))
            findings.report("unknown-name", f"the check does not run over `{found[1]}`", place, hint)
    return findings.found(node.text)


def _exception(written: WrittenException, local: Mapping[str, Type]) -> Found[CheckException]:
    """Return cases for which a check need not hold."""
    findings = Findings()
    members: dict[str, tuple[str, ...]] = {}
    for each in written.for_:
        if each.name not in local:
            message = f"the check does not run over `{each.name}`"
            findings.report("unknown-name", message, each.key.place, did_you_mean(each.name, local))
            continue
        nodes = each.value.items if isinstance(each.value, SequenceNode) else (each.value,)
        keys = [findings.take(key_written(node, local[each.name])) for node in nodes if isinstance(node, ScalarNode)]
        members[each.name] = tuple(key for key in keys if key is not None)
    return findings.found(CheckException(members, written.reading))
