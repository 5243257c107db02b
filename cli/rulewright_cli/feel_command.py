"""`rulewright feel`: the value of a FEEL expression, or a prompt for them."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import click
from rulewright.blocks import Block
from rulewright.diagnostics import did_you_mean
from rulewright.evaluate import FeelSession, read_literal, read_untyped, source_of
from rulewright.language import ANY, BUILTINS, Value
from rulewright.reports import builtin_text, builtins_index_text

from rulewright_cli.exit_codes import EXIT_CLEAN, EXIT_PROBLEMS
from rulewright_cli.facts import STANDARD_STREAM, read_object, read_pairs, read_written
from rulewright_cli.feel_answer import print_answer
from rulewright_cli.options import format_option
from rulewright_cli.packs import unreadable
from rulewright_cli.terminal import show


class ExpressionCommand(click.Command):
    """A command whose argument may begin with a minus, as expressions do: all its options begin with two."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Return what is left of the arguments, an expression such as `-2**2` kept from being read as options."""
        for place, argument in enumerate(args):
            if argument == "--":
                break
            if argument.startswith("-") and not argument.startswith("--") and not self._is_value(args[:place]):
                return super().parse_args(ctx, [*args[:place], *args[place + 1 :], "--", argument])
        return super().parse_args(ctx, args)

    def _is_value(self, before: list[str]) -> bool:
        """Whether what stands before is an option that takes the next argument."""
        return any(
            before[-1:] == [name]
            for each in self.params
            if isinstance(each, click.Option) and not each.is_flag
            for name in each.opts
        )


@click.command(
    "feel",
    cls=ExpressionCommand,
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
        show(builtins_index_text())
        return
    if file == STANDARD_STREAM and expression is None:
        raise click.UsageError("standard input cannot hold both the facts and the expressions")
    given = read_object(file, is_typed=False) if file is not None else {}
    session = FeelSession(_values({**given, **read_pairs(pairs, "--fact", _read_fact)}))
    if expression is not None:
        answer = session.evaluate(source_of(expression), wants_parts=wants_parts)
        print_answer(answer, format_)
        sys.exit(EXIT_CLEAN if answer.is_clean else EXIT_PROBLEMS)
    if sys.stdin.isatty() and sys.stdout.isatty():
        _open_prompt(session, wants_parts)
        return
    sys.exit(_answer_lines(session, wants_parts, format_))


def _values(given: Mapping[str, object]) -> dict[str, Value]:
    """Return facts whose types nobody declared as values.

    Raises:
        click.UsageError: when one is no value.
    """
    values, problems = read_untyped(given)
    if problems:
        hint = f"; {problems[0].hint}" if problems[0].hint else ""
        raise click.UsageError(f"{problems[0].message}{hint}")
    return values


def _read_fact(_name: str, written: str) -> object:
    """Return what is written for a fact: JSON, a literal such as `@"2020-01-31"`, else text.

    Raises:
        click.UsageError: when it begins like one of them and is none.
    """
    text = written.strip()
    if not text.startswith("@"):
        return read_written("", written, ANY)
    value = read_literal(text)
    if value is None:
        raise click.UsageError(f'`{text}` is no date, time or duration; write `@"2020-01-31"` or `@"P90D"`')
    return value


def _open_prompt(session: FeelSession, wants_parts: bool) -> None:
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


def _answer_lines(session: FeelSession, wants_parts: bool, format_: str) -> int:
    is_clean = True
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            text = line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise unreadable(error, "<stdin>") from error
        if text.strip():
            answer = session.evaluate(source_of(text, "<stdin>", number), wants_parts=wants_parts)
            print_answer(answer, format_)
            is_clean = is_clean and answer.is_clean
    return EXIT_CLEAN if is_clean else EXIT_PROBLEMS


def _help(name: str) -> tuple[Block, ...]:
    builtin = BUILTINS.get(" ".join(name.split()))
    if builtin is None:
        hint = did_you_mean(name, BUILTINS) or "`--functions` lists them"
        raise click.UsageError(f"there is no built-in function `{name}`; {hint}")
    return builtin_text(builtin)
