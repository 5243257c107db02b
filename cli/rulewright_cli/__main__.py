"""Runs the command line; an interrupt is answered from the first import on."""

import sys


def run() -> None:
    """Run the command line and exit."""
    try:
        from rulewright_cli.main import run_main  # noqa: PLC0415 - an interrupt may come while it is imported

        run_main()
    except KeyboardInterrupt:
        from rulewright_cli.exit_codes import EXIT_INTERRUPTED  # noqa: PLC0415 - the same

        if sys.stderr is not None:
            sys.stderr.write("interrupted\n")
        sys.exit(EXIT_INTERRUPTED)


if __name__ == "__main__":
    run()
