"""Names the type of a rule's outcome in the words of the pack."""

from __future__ import annotations

from rulewright.packs.model import Decision, Discretion, Parameter, Rule
from rulewright.packs.types import written_type


def written_result(rule: Rule) -> str:
    """Return the type of an outcome as an author writes it; `record` where there are several outputs."""
    match rule:
        case Decision() if rule.is_record:
            return "record"
        case Decision():
            return written_type(rule.outputs[0].type)
        case Parameter() if rule.collected_key is not None:
            return f"map<{written_type(rule.collected_key.type)}, {written_type(rule.type)}>"
        case Parameter() | Discretion():
            return written_type(rule.type)
        case _:
            return "string"
