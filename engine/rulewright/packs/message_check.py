"""Checks that messages of `requires` hold no placeholders: they are said as they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rulewright.diagnostics import Diagnostic
from rulewright.packs.model.rules import Requirement
from rulewright.packs.stages.checks import PLACEHOLDER


def check_messages(requirements: Iterable[Requirement]) -> Iterator[Diagnostic]:
    """Yield what stands in braces in a message, as in the messages of `checks`, where it is filled in."""
    for each in requirements:
        for found in PLACEHOLDER.finditer(each.message):
            message = f"nothing is filled in for `{found[0]}`: a message of `requires` is said as it is written"
            hint = "write a list of texts under `names` beside the message, and drop the braces"
            yield Diagnostic("unfilled-placeholder", message, each.place, hint)
