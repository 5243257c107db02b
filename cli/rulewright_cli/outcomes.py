"""Prints outcomes, and what their rules passed over on the way."""

from __future__ import annotations

from collections.abc import Sequence

from rulewright import Engine, Outcome, Severity, diagnostics, reports

from rulewright_cli.packs import shortened, shown_place
from rulewright_cli.terminal import print_problems, show


def print_outcomes(engine: Engine, outcomes: Sequence[Outcome], format_: str = "text") -> None:
    """Print outcomes with an empty line between them; errors that did not matter go to standard error."""
    show((reports.outcome_text(outcome, engine.pack, diagnostics.FileLines()) for outcome in outcomes), format_)
    complain_of_warnings(outcomes)


def complain_of_warnings(outcomes: Sequence[Outcome]) -> None:
    """Print the errors that the rules met and did not need."""
    for outcome in outcomes:
        for problem in outcome.warnings:
            if problem.place is not None:
                found = reports.diagnostic_of(problem, shown_place(problem.place), Severity.WARNING)
                print_problems((shortened(found),), diagnostics.FileLines(), is_counted=False)
