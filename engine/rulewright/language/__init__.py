"""Holds the expression language: FEEL's syntax, values, operators, built-ins and types."""

from typing import TYPE_CHECKING

from rulewright.lazy import lazily

if TYPE_CHECKING:
    from rulewright.language.builtins import BUILTINS as BUILTINS
    from rulewright.language.personal import holds_personal as holds_personal
    from rulewright.language.reading.case_words import Misread as Misread
    from rulewright.language.reading.case_words import unsigned_percent as unsigned_percent
    from rulewright.language.reading.json_text import given_by_text as given_by_text
    from rulewright.language.reading.json_text import parse_json as parse_json
    from rulewright.language.reading.json_text import read_json as read_json
    from rulewright.language.types import ANY as ANY
    from rulewright.language.types import Type as Type
    from rulewright.language.values import Failure as Failure
    from rulewright.language.values import Value as Value
else:
    __getattr__, __dir__, __all__ = lazily(
        __name__,
        {
            "builtins": ("BUILTINS",),
            "personal": ("holds_personal",),
            "reading.case_words": ("Misread", "unsigned_percent"),
            "reading.json_text": ("given_by_text", "parse_json", "read_json"),
            "types": ("ANY", "Type"),
            "values": ("Failure", "Value"),
        },
    )
