"""Holds problems as values: what is wrong, where, and what to do about it."""

from typing import TYPE_CHECKING

from rulewright.lazy import lazily

if TYPE_CHECKING:
    from rulewright.diagnostics.codes import Page as Page
    from rulewright.diagnostics.codes import known_codes as known_codes
    from rulewright.diagnostics.codes import read_page as read_page
    from rulewright.diagnostics.diagnostic import Diagnostic as Diagnostic
    from rulewright.diagnostics.diagnostic import Severity as Severity
    from rulewright.diagnostics.rendering import FileLines as FileLines
    from rulewright.diagnostics.rendering import Lines as Lines
    from rulewright.diagnostics.rendering import count_of as count_of
    from rulewright.diagnostics.rendering import render as render
    from rulewright.diagnostics.rendering import render_all as render_all
    from rulewright.diagnostics.sarif import diagnostics_json as diagnostics_json
    from rulewright.diagnostics.sarif import to_sarif as to_sarif
    from rulewright.diagnostics.suggest import did_you_mean as did_you_mean
    from rulewright.diagnostics.suggest import nearest as nearest
    from rulewright.diagnostics.terminal_text import Role as Role
    from rulewright.diagnostics.terminal_text import Style as Style
    from rulewright.diagnostics.terminal_text import plain_style as plain_style
    from rulewright.diagnostics.terminal_text import visible as visible
    from rulewright.diagnostics.terminal_text import visible_json as visible_json
    from rulewright.diagnostics.wording import counted as counted
else:
    __getattr__, __dir__, __all__ = lazily(
        __name__,
        {
            "codes": ("Page", "known_codes", "read_page"),
            "diagnostic": ("Diagnostic", "Severity"),
            "rendering": ("FileLines", "Lines", "count_of", "render", "render_all"),
            "sarif": ("diagnostics_json", "to_sarif"),
            "suggest": ("did_you_mean", "nearest"),
            "terminal_text": ("Role", "Style", "plain_style", "visible", "visible_json"),
            "wording": ("counted",),
        },
    )
