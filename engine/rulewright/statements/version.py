"""Says by which version of a pack a statement is computed, where the caller has chosen none."""

from __future__ import annotations

from typing import NamedTuple

from rulewright.evaluate.choice import Choice
from rulewright.evaluate.engine import Engine
from rulewright.packs.model.statements import StatementPlan
from rulewright.packs.model.version_names import version_words
from rulewright.statements.earlier import as_read_by
from rulewright.statements.tables import TableData


class PlanInVersion(NamedTuple):
    """A statement as one version has it, with the engine of that version and the tables as its statement reads them."""

    engine: Engine
    plan: StatementPlan
    data: TableData
    choice: Choice


def plan_in_version(
    engine: Engine, plan: StatementPlan, data: TableData, period: str, known_on: str | None
) -> PlanInVersion:
    """Return the statement in the version of the period; an engine of one version stays what it is.

    Raises:
        ValueError: when no version holds then, it has no such statement, or nothing chooses those of earlier periods.
    """
    if engine.named_version:
        if plan.earlier:
            raise ValueError(
                "the lines of earlier periods need the versions of the pack: give the `choice` of its engine"
            )
        return PlanInVersion(engine, plan, data, engine.choose_at(None, known_on))
    choice = engine.choose_at(period, known_on)
    version = engine.chosen(choice)
    own = version.pack.statements.get(plan.id)
    if own is None:
        raise ValueError(f"the version of {period}, `{version_words(version.version)}`, has no statement `{plan.id}`")
    return PlanInVersion(version, own, as_read_by(plan, data, own), choice)
