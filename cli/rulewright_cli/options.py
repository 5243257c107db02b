"""Defines the options that several commands share: the facts of a case, its dates, the version, the format."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import click
from rulewright import Case, Choice, Engine, Rule
from rulewright.diagnostics import did_you_mean
from rulewright.language import Type
from rulewright.packs import version_words

from rulewright_cli.facts import read_case_file, read_pairs, read_written
from rulewright_cli.packs import find_id
from rulewright_cli.terminal import complain

Decorator = Callable[[Callable[..., None]], Callable[..., None]]


class CaseOptions(NamedTuple):
    """The case as the options of a command describe it."""

    case: str | None = None
    facts: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()
    as_of: str | None = None
    known_on: str | None = None
    version: str | None = None

    @property
    def is_given(self) -> bool:
        """Whether there are any facts or recorded decisions."""
        return bool(self.case or self.facts or self.recorded)

    def read(self, engine: Engine, rules: Sequence[str]) -> Case:
        """Return the case for these rules, given by id; an option goes before what the file says.

        Raises:
            click.UsageError: when a file or an option cannot be read, when the file names another rule, or when none of
                several rules takes a fact.
        """
        read = read_case_file(self.case, is_shown=not engine.has_personal) if self.case else Case("", {})
        if read.rule and read.rule not in rules and find_id(engine, read.rule) not in rules:
            hint = "run that rule, or take `rule` out of the file"
            raise click.UsageError(f"`{self.case}` is a case of `{read.rule}`, which is not the rule to run; {hint}")
        is_single = len(rules) == 1
        is_shown = not engine.has_personal
        recorded = read_pairs(self.recorded, "--recorded", read_written, is_shown=is_shown)
        written = read_pairs(self.facts, "--fact", _as_written, is_shown=is_shown)
        case = Case(
            rules[0] if is_single else "",
            {**read.facts, **written},
            read.id,
            read.as_of if self.as_of is None else self.as_of,
            read.known_on if self.known_on is None else self.known_on,
            {**(read.recorded or {}), **recorded},
        )
        if is_single and not written:  # a model takes its time
            return case
        types = {each.name: each.type for id_ in rules for each in rule_of_case(engine, replace(case, rule=id_)).inputs}
        facts = {name: read_written(name, str(text), types.get(name)) for name, text in written.items()}
        if not is_single:
            _refuse_strangers(case.facts, types)
        return replace(case, facts={**case.facts, **facts})


def _as_written(_name: str, text: str) -> str:
    return text


def rule_of_case(engine: Engine, case: Case) -> Rule:
    """Return the rule of a case, given by its id, as the version has it that answers the case."""
    return engine.of_case(case).rule(case.rule)


def version_of(engine: Engine, version: str | None) -> Engine:
    """Return the engine of the version of a pack that was named; without a name that of all versions.

    Raises:
        click.UsageError: when there is none.
    """
    found = engine if version is None else engine.named(version)
    if found is None:
        known = ", ".join(f"`{version_words(each.version)}`" for each in engine.versions)
        raise click.UsageError(f"`{engine.id}` has no version `{version}`; it has {known}")
    return found


def dated(engine: Engine, as_of: str | None, known_on: str | None) -> Engine:
    """Return the engine of the version about a date or period, as it was known on a date.

    Raises:
        click.UsageError: when a date is none.
    """
    note_dates(engine, as_of, known_on)
    return engine if as_of is None and known_on is None else chosen(engine.choose_at(as_of, known_on))


def chosen(choice: Choice) -> Engine:
    """Return the engine of the version that was chosen.

    Raises:
        click.UsageError: when none was.
    """
    try:
        return Engine.chosen(choice)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def note_dates(engine: Engine, as_of: str | None, known_on: str | None) -> None:
    """Say which of these dates changes nothing, since the pack has no amendments."""
    for option, given in (("--as-of", as_of), ("--known-on", known_on)):
        if given is not None and not engine.is_version:
            complain(f"warning[date-without-effect] `{option}` changes nothing: the pack has one version")


def case_for(rule: str, case: Case, rules: Sequence[str], engine: Engine) -> Case:
    """Return the case of one of several rules, with the facts that it takes; of a single rule it has them all.

    What a single rule does not take is refused when it is evaluated.
    """
    if len(rules) == 1:
        return case
    names = {input_.name for input_ in engine.rule(rule).inputs}
    return replace(case, rule=rule, facts={name: value for name, value in case.facts.items() if name in names})


def case_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options that describe a case; the command gets them as one `CaseOptions` named `options`."""

    @functools.wraps(function)
    def with_options(**given: Any) -> None:
        names = ("case", "facts", "recorded", "as_of", "known_on", "version")
        options = CaseOptions(**{name: given.pop(name) for name in names})
        function(options=options, **given)

    decorated: Callable[..., None] = with_options
    for option in reversed(_CASE_OPTIONS):
        decorated = option(decorated)
    return decorated


_CASE_OPTIONS = (
    click.option(
        "--case",
        metavar="FILE",
        help="Read the facts from a JSON or YAML file; `-` is standard input.",
    ),
    click.option(
        "--fact",
        "facts",
        metavar="NAME=VALUE",
        multiple=True,
        help="Give one fact, as JSON or as text: `score=75%`, `'quarters=[\"Q1\"]'`. It goes before the file's.",
    ),
    click.option(
        "--recorded",
        metavar="ID=VALUE",
        multiple=True,
        help="Give a recorded decision, by the id of its discretion.",
    ),
    click.option("--as-of", metavar="DATE", help="The date or period that the outcome is about."),
    click.option("--known-on", metavar="DATE", help="Count the amendments that were adopted by then."),
    click.option("--version", metavar="VERSION", help="The version of the pack."),
)


def format_option(*formats: str) -> Decorator:
    """Add `--format`; the first format is the default."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="How to print the result.",
    )


def _refuse_strangers(facts: Mapping[str, object], known: Mapping[str, Type]) -> None:
    for name in facts:
        if name not in known:
            hint = did_you_mean(name, known) or f"the inputs are {', '.join(f'`{each}`' for each in known)}"
            raise click.UsageError(f"none of the rules takes `{name}`; {hint}")
