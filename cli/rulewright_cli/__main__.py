"""Runs the command line as `python -m rulewright_cli`."""

from rulewright_cli.main import run_main

if __name__ == "__main__":
    run_main()
