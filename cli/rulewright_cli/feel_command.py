"""`rulewright feel`: the value of a FEEL expression, or a prompt for them."""

from __future__ import annotations

import json
import sys

import click
from rulewright.blocks import Block
from rulewright.diagnostics.render import FileLines, render
from rulewright.diagnostics.suggest import did_you_mean
from rulewright.evaluate.plain_json import to_json
from rulewright.language.builtins import BUILTINS
from rulewright.language.values import Failure
from rulewright.reports.builtin_text import builtin_text, index_text
from rulewright.reports.feel_text import kind_words, parts_text, typed_value

from rulewright_cli.exit_codes import EXIT_CLEAN, EXIT_PROBLEMS
from rulewright_cli.facts import STANDARD_STREAM, read_object, read_pairs
from rulewright_cli.feel_session import Answer, Session, read_fact, read_facts, source_of
from rulewright_cli.options import format_option
from rulewright_cli.packs import unreadable
from rulewright_cli.terminal import complain, say, show, style_for

SCHEMA = "rulewright/value/1"


@click.command(
    "feel",
    short_help="evaluate a FEEL expression, or open a prompt for them",
    epilog="""\b
    Examples:
      rulewright feel '0.1 + 0.2'
      rulewright feel 'if a > 2 then a else 0' --fact a=5 --explain
      rulewright feel 'd + duration("P90D")' --fact 'd=@"2020-01-31"'
      rulewright feel --help-function "string join"
    """,
)
@click.argument("expression", required=False)
@click.option(
    "--fact",
    "pairs",
    metavar="NAME=VALUE",
    multiple=True,
    help='Give a name its value: JSON, a literal such as `@"2020-01-31"`, or text.',
)
@click.option("--facts", "file", metavar="FILE", help="Read names and values from a JSON or YAML file.")
@click.option("--explain", "wants_parts", is_flag=True, help="Show what each part of the expression comes to.")
@click.option("--functions", is_flag=True, help="List the built-in functions.")
@click.option("--help-function", metavar="NAME", help="Say what a built-in function does, with an example.")
@format_option("text", "json")
def command(
    *,
    expression: str | None,
    pairs: tuple[str, ...],
    file: str | None,
    wants_parts: bool,
    functions: bool,
    help_function: str | None,
    format_: str,
) -> None:
    """Evaluate an expression and print its value with its type.

    Without EXPRESSION, a terminal gets a prompt with history and completion; else every line of standard input is
    evaluated. Mistakes are shown with their place, and an error with its reason, where FEEL would only say null. Exits
    with 1 where there is one.
    """
    if help_function is not None:
        show(_help(help_function))
        return
    if functions:
        show(index_text())
        return
    if file == STANDARD_STREAM and expression is None:
        raise click.UsageError("standard input cannot hold both the facts and the expressions")
    given = read_object(file, is_typed=False) if file is not None else {}
    session = Session(read_facts({**given, **read_pairs(pairs, "--fact", read_fact)}))
    if expression is not None:
        answer = session.ask(source_of(expression), wants_parts=wants_parts)
        print_answer(answer, format_)
        sys.exit(EXIT_CLEAN if answer.is_clean else EXIT_PROBLEMS)
    if sys.stdin.isatty() and sys.stdout.isatty():
        _open_prompt(session, wants_parts)
        return
    sys.exit(_answer_lines(session, wants_parts, format_))


def _open_prompt(session: Session, wants_parts: bool) -> None:
    """Open the prompt, which comes with an extra.

    Raises:
        click.UsageError: when the extra is not installed.
    """
    try:
        from rulewright_cli.feel_prompt import open_prompt  # noqa: PLC0415 - only a terminal needs prompt_toolkit
    except ModuleNotFoundError as error:
        if error.name != "prompt_toolkit":
            raise
        hint = "install `rulewright[prompt]`, or give an expression"
        raise click.UsageError(f"the prompt needs `prompt_toolkit`, which is not installed; {hint}") from error
    open_prompt(session, wants_parts=wants_parts)


def print_answer(answer: Answer, format_: str = "text") -> None:
    """Print what an expression came to: the value to standard output, complaints to standard error."""
    before = [""] * (answer.source.marks[0].line - 1)
    lines = FileLines({answer.source.path: [*before, *answer.source.text.split("\n")]})
    for diagnostic in answer.diagnostics:
        complain(render(diagnostic, lines, style_for(sys.stderr)))
    if format_ == "json":
        value = None if isinstance(answer.value, Failure) else answer.value
        errors = [each.message for each in answer.diagnostics if each.is_error]
        content = {"schema": SCHEMA, "value": to_json(value), "type": kind_words(value), "message": "; ".join(errors)}
        say(json.dumps(content, ensure_ascii=False))
    elif answer.is_evaluated:
        parts = [] if answer.parts is None else [parts_text(answer.parts, answer.source.text)]
        show([typed_value(answer.value), *parts])


def _answer_lines(session: Session, wants_parts: bool, format_: str) -> int:
    is_clean = True
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            text = line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise unreadable(error, "<stdin>") from error
        if text.strip():
            answer = session.ask(source_of(text, "<stdin>", number), wants_parts=wants_parts)
            print_answer(answer, format_)
            is_clean = is_clean and answer.is_clean
    return EXIT_CLEAN if is_clean else EXIT_PROBLEMS


def _help(name: str) -> tuple[Block, ...]:
    builtin = BUILTINS.get(" ".join(name.split()))
    if builtin is None:
        hint = did_you_mean(name, BUILTINS) or "`--functions` lists them"
        raise click.UsageError(f"there is no built-in function `{name}`; {hint}")
    return builtin_text(builtin)
