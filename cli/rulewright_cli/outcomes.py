"""Prints outcomes, and what their rules passed over on the way."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rulewright import Engine, Outcome, Severity
from rulewright.diagnostics import FileLines, render
from rulewright.reports import diagnostic_of, outcome_text

from rulewright_cli.packs import shortened, shown_place
from rulewright_cli.terminal import complain, show, style_for


def print_outcomes(engine: Engine, outcomes: Sequence[Outcome], format_: str = "text") -> None:
    """Print outcomes with an empty line between them; errors that did not matter go to standard error."""
    show((outcome_text(outcome, engine.pack, FileLines()) for outcome in outcomes), format_)
    complain_of_warnings(outcomes)


def complain_of_warnings(outcomes: Sequence[Outcome]) -> None:
    """Print the errors that the rules met and did not need."""
    for outcome in outcomes:
        for problem in outcome.warnings:
            if problem.place is not None:
                found = diagnostic_of(problem, shown_place(problem.place), Severity.WARNING)
                complain(render(shortened(found), FileLines(), style_for(sys.stderr)))
