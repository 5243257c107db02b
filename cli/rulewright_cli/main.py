"""Starts the command line: one group, each command in a module of its own, imported when it is called."""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from rulewright_cli.exit_codes import EXIT_CLEAN, EXIT_INTERRUPTED, EXIT_PROBLEMS
from rulewright_cli.streams import complain_plainly, flush, give_up, open_closed_streams

COMMANDS = {
    "check": "report every problem of a pack, with its place and a hint",
    "run": "evaluate rules for one case or for a file of cases",
    "explain": "say why an outcome is what it is, the decisive steps first",
    "needs": "say which facts, figures and decisions a rule waits for",
    "test": "run the worked examples and say what no example reaches",
    "show": "print a rule, a subject, an index or the piece at an address",
    "amend": "write an amendment from an edited copy of a pack's files",
    "history": "say what amendments have made of a rule or of the piece at an address",
    "versions": "print the versions of a pack, and when each holds",
    "compare": "say how two versions of a pack differ, and what follows",
    "format": "lay out the files of a pack as all are, without a change of what they say",
    "statement": "compute the statement of one period from a folder of tables",
    "replay": "see that receipts hold when their cases are evaluated again",
    "verify": "see that a statement's folder is as it was written, and by whom",
    "publish": "settle the versions of a pack, so that they never change",
    "feel": "evaluate a FEEL expression, or open a prompt for them",
}


class ReaderGoneError(Exception):
    """Says that nobody reads the output any more: a broken pipe as click lets it pass, which ends at its own with 1."""


@contextmanager
def _unread_output() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError as error:
        raise ReaderGoneError from error


class _Unstripped(io.StringIO):
    """A text that click writes into as it writes to a terminal, from which it drops no escape sequence."""

    def isatty(self) -> bool:
        """Claim to be a terminal."""
        return True


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own, so that calling one does not import the others."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the arguments; some of them print something."""
        with _unread_output():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command."""
        with _unread_output():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order in which they are used."""
        _ = ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        _ = ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"rulewright_cli.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        _ = ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command where there is none of that name."""
        from rulewright.diagnostics import nearest  # noqa: PLC0415 - only needed for a mistake

        name = args[0]
        if not name.startswith("-") and name not in COMMANDS:
            near = nearest(name, COMMANDS)
            ctx.fail(f"no such command `{name}`" + (f"; did you mean `{near}`?" if near else ""))
        return super().resolve_command(ctx, args)


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
    Example:
      rulewright explain masshealth-dsrip aco_accountability.tcoc_component \\
        --fact benchmark=500 --fact performance=520
    """,
)
@click.version_option(package_name="rulewright", prog_name="rulewright")
def main() -> None:
    """Program protocols as versioned, executable, reviewable data.

    PACK is the name of a bundled pack (masshealth-dsrip) or the path of a pack's folder. Exit codes: 0 clean,
    1 problems found, 2 wrong usage.
    """


def run_main() -> None:
    """Run the command line and exit; a reader that goes away (`| head`) is no error."""
    open_closed_streams()
    try:
        code = _run()
        flush()
    except (BrokenPipeError, ReaderGoneError):
        code = EXIT_CLEAN
    except OSError as error:
        code = EXIT_PROBLEMS
        from rulewright.diagnostics import visible  # noqa: PLC0415 - only for a mistake

        where = error.filename or "standard output or standard error"
        complain_plainly(visible(f"error: {where}: {(error.strerror or str(error)).lower()}"))
    give_up()
    sys.exit(code)


def _run() -> int:
    """Run the command line and return the exit code; what ends it otherwise is said."""
    try:
        code = main.main(prog_name="rulewright", standalone_mode=False)
    except click.ClickException as error:
        from rulewright.diagnostics import visible  # noqa: PLC0415 - only for a mistake

        text = _Unstripped()
        error.show(text)
        click.echo(visible(text.getvalue()), err=True, nl=False)
        return error.exit_code
    except click.Abort:
        complain_plainly("interrupted")
        return EXIT_INTERRUPTED
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else EXIT_CLEAN if exit_.code is None else EXIT_PROBLEMS
    except MemoryError:
        complain_plainly("error: there is not enough memory for this")
        return EXIT_PROBLEMS
    except ValueError as error:
        from rulewright import PackError  # noqa: PLC0415 - only for a version with errors

        if not isinstance(error, PackError):
            raise
        from rulewright_cli.packs import complain_of  # noqa: PLC0415 - the same

        complain_of(error.diagnostics)
        return EXIT_PROBLEMS
    except RuntimeError as error:
        from rulewright import InternalError  # noqa: PLC0415 - only for a fault
        from rulewright.diagnostics import visible  # noqa: PLC0415 - the same

        if not isinstance(error, InternalError):
            raise
        hint = "this is a fault of rulewright; `rulewright check --explain internal-error` says what to do"
        click.echo(visible(f"error[internal-error] {error}\n  hint: {hint}"), err=True)
        return EXIT_PROBLEMS
    return code if isinstance(code, int) else EXIT_CLEAN
