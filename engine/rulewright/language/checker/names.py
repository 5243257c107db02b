"""Infers names, references, paths and literals."""

from __future__ import annotations

from rulewright.diagnostics.suggest import did_you_mean, nearest
from rulewright.language.builtins import BUILTINS
from rulewright.language.checker.environment import Local
from rulewright.language.checker.inference import Inference, path_of
from rulewright.language.description import describe
from rulewright.language.foreign import constant_hint, method_hint
from rulewright.language.kinds import BY_CLASS, properties_of
from rulewright.language.numbers import DECIMAL128, DIGITS, number_text
from rulewright.language.relations import is_nullable, without_null
from rulewright.language.syntax import (
    AtLiteral,
    BooleanLiteral,
    Name,
    Node,
    NullLiteral,
    NumberLiteral,
    PathExpression,
    RangeLiteral,
    RuleReference,
    StringLiteral,
)
from rulewright.language.temporal.text import parse_temporal
from rulewright.language.types import (
    ANY,
    BOOLEAN,
    NEVER,
    NULL,
    AnyType,
    ContextType,
    EnumType,
    ListType,
    MapType,
    NeverType,
    NullType,
    NumberType,
    Type,
)
from rulewright.language.values import Failure

LITERAL_WHOLE = NumberType(is_literal=True, is_whole=True)
LITERAL = NumberType(is_literal=True)


# ── Literals ──────────────────────────────────────────────────────────────────────────────────────────────────────


def infer_number(inference: Inference, node: NumberLiteral, _local: Local) -> Type:
    """Infer a number as written: it takes any unit. One with more than 34 digits is rounded, which is reported."""
    if len(node.value.as_tuple().digits) > DIGITS and node.value != DECIMAL128.plus(node.value):
        rounded = number_text(DECIMAL128.plus(node.value))
        hint = f"write `{rounded}`, which is what it counts as"
        inference.warn("too-many-digits", f"the number has more than {DIGITS} digits, and is rounded", node, hint)
    return LITERAL_WHOLE if node.value == node.value.to_integral_value() else LITERAL


def infer_string(_inference: Inference, node: StringLiteral, _local: Local) -> Type:
    """Infer a string: a nameless enumeration of itself, so that it can be compared with the members of others."""
    return EnumType("", (node.value,))


def infer_boolean(_inference: Inference, _node: BooleanLiteral, _local: Local) -> Type:
    """Infer `true` and `false`."""
    return BOOLEAN


def infer_at(inference: Inference, node: AtLiteral, _local: Local) -> Type:
    """Infer a date, time or duration as written."""
    value = parse_temporal(node.text)
    if isinstance(value, Failure):
        inference.report("invalid-literal", value.reason, node)
        return ANY
    return BY_CLASS[type(value)].type


def infer_null(_inference: Inference, _node: NullLiteral, _local: Local) -> Type:
    """Infer `null`."""
    return NULL


# ── Names ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def infer_name(inference: Inference, node: Name, local: Local) -> Type:
    """Infer a name from the scope, as narrowed by the conditions around it."""
    known = local.facts.get((node.name,)) or local.names.get(node.name)
    if node.name in local.aliases:
        inference.rename(node, local.aliases[node.name])
    if known is not None:
        return known
    if node.name in BUILTINS:
        return BUILTINS[node.name].type
    if not local.is_open:
        report_unknown(inference, node, node.name, local)
    return ANY


def report_unknown(inference: Inference, node: Node, name: str, local: Local) -> None:
    """Report a name that nothing declares: the nearest in scope first, then rules of the pack."""
    ids = (*inference.environment.rules, *inference.environment.known_ids)
    endings = {each.rpartition(".")[2]: each for each in sorted(ids, reverse=True)}
    hint = ""
    if name in endings:
        hint = f"did you mean `{endings[name]}`?"
    elif any(each.startswith(f"{name}.") for each in ids):
        shown = sorted(each for each in set(ids) if each.startswith(f"{name}."))
        hint = f"`{name}` is the beginning of ids: write one in full, such as `{shown[0]}`"
    near = nearest(name, endings)
    hint = hint or constant_hint(name) or did_you_mean(name, local.names) or did_you_mean(name, ids, BUILTINS)
    hint = hint or (f"did you mean `{endings[near]}`?" if near else "")
    inference.report("unknown-name", f"unknown name `{name}`", node, hint)


def infer_rule_reference(inference: Inference, node: RuleReference, local: Local) -> Type:
    """Infer a rule or figure of the pack."""
    known = local.facts.get(("@", node.id)) or inference.environment.rules.get(node.id)
    if known is None:
        name = node.written or node.id
        hint = did_you_mean(node.id, inference.environment.rules, inference.environment.known_ids)
        inference.report("unknown-name", f"unknown name `{name}`", node, hint)
        return ANY
    return known


# ── Paths ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def infer_path(inference: Inference, node: PathExpression, local: Local) -> Type:
    """Infer `target.name`; over a list it gives the list of the items' entries."""
    dotted = dotted_name(node)
    if dotted is not None and dotted.split(".")[0] not in local.names and not local.is_open:
        return _unlinked(inference, node, dotted, local)
    target = inference.operand(node.target, local, f"`.{node.name}`")
    if not node.name:  # the name is still to be written
        return ANY
    key = path_of(node)
    narrowed = local.facts.get(key) if key is not None else None
    found = narrowed if narrowed is not None else entry_type(inference, node, target)
    return without_null(found) if _is_written_end(inference, node) else found


def _is_written_end(inference: Inference, node: PathExpression) -> bool:
    """Whether a path leads to an end that a range has where it is written, and that is never null."""
    if not isinstance(node.target, RangeLiteral) or node.target.operator:
        return False
    end = {"start": node.target.start, "end": node.target.end}.get(node.name)
    return end is not None and not is_nullable(inference.type_of(end))


def dotted_name(node: Node) -> str | None:
    """Return the text of a chain of names, or None."""
    match node:
        case Name(name):
            return name
        case PathExpression(target, name):
            before = dotted_name(target)
            return None if before is None else f"{before}.{name}"
    return None


def _unlinked(inference: Inference, node: PathExpression, dotted: str, local: Local) -> Type:
    """Report a path whose first name nothing declares: as a whole where it resembles an id of the pack."""
    ids = (*inference.environment.rules, *inference.environment.known_ids)
    root: Node = node
    while isinstance(root, PathExpression):
        root = root.target
    prefix = dotted.partition(".")[0]
    is_id = any(each.startswith(f"{prefix}.") for each in ids)
    hint = did_you_mean(dotted, ids)
    if is_id or hint:
        inference.report("unknown-name", f"unknown name `{dotted}`", node, hint)
    else:
        report_unknown(inference, root, prefix, local)
    return ANY


def entry_type(inference: Inference, node: PathExpression, target: Type) -> Type:
    """Return the type of an entry of `target`, reporting where there is none."""
    match target:
        case AnyType() | NeverType():
            return ANY
        case ContextType(entries, _, is_closed, aliases):
            written = dict(aliases).get(node.name, node.name)
            for name, type_ in entries:
                if name == written:
                    if name != node.name:
                        inference.rename(node, name)
                    return type_
            if is_closed:
                _report_entry(inference, node, target, [name for name, _ in entries])
            return ANY
        case MapType(value, key):
            if isinstance(key, EnumType) and node.name not in key.members:
                if member := dict(key.aliases).get(node.name):
                    inference.rename(node, member)
                    return value
                _report_entry(inference, node, target, list(key.members))
                return ANY
            return value
        case ListType(item):
            return _projected(inference, node, item)
    properties = properties_of(target)
    if node.name in properties:
        return properties[node.name]
    if properties:
        _report_entry(inference, node, target, list(properties))
        return ANY
    message = f"{describe(target)} has no entries, so no `{node.name}`"
    inference.report("unknown-entry", message, node, method_hint(node.name, BUILTINS))
    return ANY


def _projected(inference: Inference, node: PathExpression, item: Type) -> Type:
    """Return the list of an entry of all items."""
    if isinstance(item, NeverType):
        return ListType(NEVER)
    if is_nullable(item):
        name = inference.text(node.target)
        message = f"items of `{name}` may be null, which `.{node.name}` cannot take"
        inference.warn("possibly-null", message, node.target, f"leave them out: `{name}[item != null].{node.name}`")
    inner = without_null(item)
    return ListType(ANY if isinstance(inner, NullType) else entry_type(inference, node, inner))


def _report_entry(inference: Inference, node: PathExpression, target: Type, known: list[str]) -> None:
    hint = did_you_mean(node.name, known) or method_hint(node.name, BUILTINS)
    if not hint and len(known) <= 8:
        hint = "entries are " + ", ".join(f"`{name}`" for name in known) if known else ""
    inference.report("unknown-entry", f"{describe(target)} has no entry `{node.name}`", node, hint)
