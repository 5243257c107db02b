"""Runs the command line; an interrupt is answered from the first import on."""

import gc
import sys

OBJECTS_BETWEEN_COLLECTIONS = 50_000
"""Nearly all that a command makes lives to its end, so looking for circles seldom is enough."""


def run() -> None:
    """Run the command line and exit."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    try:
        from rulewright_cli.main import run_main  # noqa: PLC0415 - an interrupt may come while it is imported

        run_main()
    except KeyboardInterrupt:
        from rulewright_cli.exit_codes import EXIT_INTERRUPTED  # noqa: PLC0415 - the same

        if sys.stderr is not None:
            sys.stderr.write("interrupted\n")
        sys.exit(EXIT_INTERRUPTED)
    finally:
        gc.freeze()  # all of it goes with the process: looking through it once more took a tenth of a short run


if __name__ == "__main__":
    run()
