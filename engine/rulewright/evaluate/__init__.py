"""Evaluates rules: the reference evaluator, the compiled one, traces, outcomes and receipts."""

from typing import TYPE_CHECKING

from rulewright.lazy import lazily

if TYPE_CHECKING:
    from rulewright.evaluate.caselines import CASE_KEYS as CASE_KEYS
    from rulewright.evaluate.caselines import answer_in_version as answer_in_version
    from rulewright.evaluate.caselines import answer_line as answer_line
    from rulewright.evaluate.caselines import answer_of as answer_of
    from rulewright.evaluate.caselines import read_case as read_case
    from rulewright.evaluate.caselines import unread_line as unread_line
    from rulewright.evaluate.feel import FeelResult as FeelResult
    from rulewright.evaluate.feel import FeelSession as FeelSession
    from rulewright.evaluate.feel import read_literal as read_literal
    from rulewright.evaluate.feel import read_untyped as read_untyped
    from rulewright.evaluate.feel import source_of as source_of
    from rulewright.evaluate.plain_json import JsonValue as JsonValue
    from rulewright.evaluate.plain_json import to_json as to_json
    from rulewright.evaluate.receipt import trace_json as trace_json
else:
    __getattr__, __dir__, __all__ = lazily(
        __name__,
        {
            "caselines": ("CASE_KEYS", "answer_in_version", "answer_line", "answer_of", "read_case", "unread_line"),
            "feel": ("FeelResult", "FeelSession", "read_literal", "read_untyped", "source_of"),
            "plain_json": ("JsonValue", "to_json"),
            "receipt": ("trace_json",),
        },
    )
