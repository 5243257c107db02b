"""Defines the exit codes of commands; wrong usage exits with 2, as `click` has it."""

EXIT_CLEAN = 0
EXIT_PROBLEMS = 1
EXIT_INTERRUPTED = 130
