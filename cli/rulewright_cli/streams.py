"""Sees to the standard streams: those that are closed or full end in a message, and a reader that goes away in none."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

STREAMS = (("stdin", os.O_WRONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_RDWR, "w"))
"""The streams in the order of their numbers, each with how its stand-in is opened.

What is read from standard input, or written to standard output, fails then as it does with what is closed. What is
said on standard error is read by nobody, and the exit code says it.
"""


def open_closed_streams() -> None:
    """Put a stand-in where a standard stream is closed, so that no file that is opened later takes its number."""
    for number, (name, flags, mode) in enumerate(STREAMS):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, flags)
            if descriptor != number:
                os.dup2(descriptor, number)
                os.close(descriptor)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115  (a number)


def flush() -> None:
    """Write what is still to be written.

    Raises:
        OSError: when it cannot be.
    """
    sys.stdout.flush()
    sys.stderr.flush()


def give_up() -> None:
    """Drop what can no longer be written, so that the interpreter does not try again at its end."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                descriptor = os.open(os.devnull, os.O_WRONLY)
                os.dup2(descriptor, stream.fileno())
                os.close(descriptor)


def complain_plainly(text: str) -> None:
    """Say something on standard error, where that can be written."""
    with suppress(OSError, ValueError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
