"""Renders what other layers found: text, JSON and HTML."""

from typing import TYPE_CHECKING

from rulewright.lazy import lazily

if TYPE_CHECKING:
    from rulewright.reports.basis import basis_of_called_text as basis_of_called_text
    from rulewright.reports.basis import warnings_text as warnings_text
    from rulewright.reports.builtin_help import builtin_text as builtin_text
    from rulewright.reports.builtin_help import builtins_index_text as builtins_index_text
    from rulewright.reports.comparison import comparison_review as comparison_review
    from rulewright.reports.comparison import comparison_text as comparison_text
    from rulewright.reports.comparison_html import comparison_page as comparison_page
    from rulewright.reports.comparison_json import compared_json as compared_json
    from rulewright.reports.examples import examples_json as examples_json
    from rulewright.reports.examples import examples_text as examples_text
    from rulewright.reports.explanation_blocks import explanation_text as explanation_text
    from rulewright.reports.explanation_json import explained_json as explained_json
    from rulewright.reports.fallbacks import fallbacks_json as fallbacks_json
    from rulewright.reports.fallbacks import fallbacks_text as fallbacks_text
    from rulewright.reports.feel_text import kind_words as kind_words
    from rulewright.reports.feel_text import part_tree as part_tree
    from rulewright.reports.feel_text import typed_value as typed_value
    from rulewright.reports.layout import Look as Look
    from rulewright.reports.layout import draw as draw
    from rulewright.reports.markdown import draw_markdown as draw_markdown
    from rulewright.reports.needs import all_needs as all_needs
    from rulewright.reports.needs import all_needs_text as all_needs_text
    from rulewright.reports.needs import explain_needs as explain_needs
    from rulewright.reports.needs import missing_json as missing_json
    from rulewright.reports.needs import needs_json as needs_json
    from rulewright.reports.needs import needs_text as needs_text
    from rulewright.reports.outcomes import outcome_text as outcome_text
    from rulewright.reports.outcomes import problem_text as problem_text
    from rulewright.reports.replays import ReplayedReceipt as ReplayedReceipt
    from rulewright.reports.replays import replays_json as replays_json
    from rulewright.reports.replays import replays_text as replays_text
    from rulewright.reports.review import SMALLEST_REVIEW as SMALLEST_REVIEW
    from rulewright.reports.review import draw_review as draw_review
    from rulewright.reports.rules import index_text as index_text
    from rulewright.reports.rules import pack_text as pack_text
    from rulewright.reports.rules import rule_text as rule_text
    from rulewright.reports.rules import subject_text as subject_text
    from rulewright.reports.rules import version_line as version_line
    from rulewright.reports.statement_blocks import statement_text as statement_text
    from rulewright.reports.statement_output import statement_files as statement_files
    from rulewright.reports.verification import verification_json as verification_json
    from rulewright.reports.verification import verification_text as verification_text
    from rulewright.reports.versions import history_json as history_json
    from rulewright.reports.versions import history_text as history_text
    from rulewright.reports.versions import piece_lines as piece_lines
    from rulewright.reports.versions import versions_json as versions_json
    from rulewright.reports.versions import versions_text as versions_text
    from rulewright.reports.versions_html import versions_page as versions_page
    from rulewright.statements.chain import MANIFEST as MANIFEST
else:
    __getattr__, __dir__, __all__ = lazily(
        __name__,
        {
            "basis": ("basis_of_called_text", "warnings_text"),
            "builtin_help": ("builtin_text", "builtins_index_text"),
            "comparison": ("comparison_review", "comparison_text"),
            "comparison_html": ("comparison_page",),
            "comparison_json": ("compared_json",),
            "examples": ("examples_json", "examples_text"),
            "explanation_json": ("explained_json",),
            "explanation_blocks": ("explanation_text",),
            "fallbacks": ("fallbacks_json", "fallbacks_text"),
            "feel_text": ("kind_words", "part_tree", "typed_value"),
            "layout": ("Look", "draw"),
            "markdown": ("draw_markdown",),
            "needs": ("explain_needs", "missing_json", "needs_json", "needs_text", "all_needs", "all_needs_text"),
            "outcomes": ("outcome_text", "problem_text"),
            "replays": ("ReplayedReceipt", "replays_json", "replays_text"),
            "review": ("SMALLEST_REVIEW", "draw_review"),
            "rules": ("index_text", "pack_text", "rule_text", "subject_text", "version_line"),
            "statement_output": ("MANIFEST", "statement_files"),
            "statement_blocks": ("statement_text",),
            "verification": ("verification_json", "verification_text"),
            "versions": ("history_json", "history_text", "piece_lines", "versions_json", "versions_text"),
            "versions_html": ("versions_page",),
        },
    )
