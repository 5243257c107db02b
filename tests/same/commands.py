"""Runs commands in this process, and lists the commands that the tests of the command line describe."""

from __future__ import annotations

import importlib
import json
import os
import shlex
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from click.testing import CliRunner
from sample_packs import folders_of_packs, read_examples

PLAIN = {"COLUMNS": "80", "NO_COLOR": "1", "FORCE_COLOR": ""}
SAMPLE = "rules/masshealth-dsrip/sample"
OUT = "written"
"""The folder of files that commands write, empty before each."""
PERIODS = ("BP4", "PREP", "BP1", "BP2", "BP3", "BP5", "BP9")


def listed(tests: Path, every: int) -> list[dict[str, object]]:
    """Return the commands that the tests describe and those of this list, each with its standard input.

    Of the examples of packs, which are answered elsewhere as well, one in `every` is explained and has a receipt.
    """
    sys.path.insert(0, str(tests / "cli"))
    found: list[dict[str, object]] = []

    def add(group: str, *arguments: str, stdin: str | None = None) -> None:
        found.append({"group": group, "arguments": [str(each) for each in arguments], "stdin": stdin})

    for name, arguments in importlib.import_module("test_cli_outputs").GOLDENS.items():
        add("goldens", *arguments)
        if name.startswith("explain"):
            add("goldens", *arguments, "--full")
    for arguments, _ in importlib.import_module("test_cli_wrong_usage").WRONG:
        add("wrong usage", *arguments.split())
    feel = importlib.import_module("test_cli_feel")
    for expression, facts, *_ in (*feel.VALUES, *feel.MISTAKES):
        options = [each for name, value in facts.items() for each in ("--fact", f"{name}={value}")]
        for more in ((), ("--format", "json"), ("--explain",)):
            add("feel", "feel", expression, *options, *more)
    cases = importlib.import_module("test_cli_cases")
    lines = [json.dumps(case, ensure_ascii=False) for case, _ in cases.ANSWERED]
    lines += [line.decode("utf-8", "replace") for line, _ in cases.BAD_LINES]
    for line in (*lines, "\n".join(lines)):
        add("lines of cases", "run", cases.PACK, "--cases", "-", stdin=line)
    add("lines of cases", "run", cases.PACK, "--cases", "-", "--output", f"{OUT}/answers.jsonl", stdin="\n".join(lines))

    for name in ("", "check", "run", "explain", "needs", "test", "show", "statement", "feel"):
        add("help", *name.split(), "--help")
    add("help", "--version")
    add("help", "feel", "--functions")
    for name, folder in folders_of_packs():
        for format_ in ("text", "json", "sarif"):
            add("packs", "check", name, "--format", format_)
        for more in ((), ("--index",)):
            add("packs", "show", name, *more)
        for more in ((), ("--full",), ("--format", "json")):
            add("packs", "test", name, *more)
        for example in list(read_examples(folder))[::every]:
            case = json.dumps({"inputs": example.facts, **{k: v for k, v in example.options.items() if v is not None}})
            add("explained", "explain", name, example.rule, "--case", "-", stdin=case)
            receipt = f"{OUT}/receipt.json"
            add("receipts", "run", name, example.rule, "--case", "-", "--receipt", receipt, stdin=case)
    for period in PERIODS[:: min(every, len(PERIODS) - 1)]:
        add("statements", "statement", SAMPLE, "--budget-period", period, "--output", f"{OUT}/statement")
    for period in ("T1", "T2", "T9"):
        statement = ("statement", "tests/statements/tables", "--pack", "tests/statements/pack", "--period", period)
        add("statements", *statement, "--output", f"{OUT}/statement")
    return found


def more_commands(every: int) -> Iterator[dict[str, object]]:
    """Yield the commands whose list only the engine knows: a page for each code and function, one rule in `every`."""
    library = importlib.import_module("rulewright")
    for name, _ in folders_of_packs():
        try:
            engine = library.load_pack(name)
        except library.PackError:
            continue
        for rule in engine.rules[::every]:
            for command in ("show", "needs"):
                yield {"arguments": [command, name, rule], "stdin": None}
            yield {"arguments": ["needs", name, rule, "--format", "json"], "stdin": None}
    pages = Path(importlib.import_module("rulewright.diagnostics").__file__).parent / "pages"
    for page in sorted(pages.glob("*.md")):
        yield {"arguments": ["check", "--explain", page.stem], "stdin": None}
    for function in sorted(importlib.import_module("rulewright.language.builtins").BUILTINS):
        yield {"arguments": ["feel", "--help-function", function], "stdin": None}


def command_batches(commands: list[dict[str, object]], every: int) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield what each command does, each as a batch of its own."""
    main = importlib.import_module("rulewright_cli.main").main
    os.environ.update(PLAIN)
    numbered = [{**command, "name": f"{number} {command['group']}"} for number, command in enumerate(commands)]
    for command in (*numbered, *more_commands(every)):
        arguments, stdin = command["arguments"], command["stdin"]
        shutil.rmtree(OUT, ignore_errors=True)
        Path(OUT).mkdir()
        result = CliRunner().invoke(main, arguments, input=stdin, prog_name="rulewright")
        answer = {"exit_code": result.exit_code, "stdout": _read(result.stdout), "stderr": _read(result.stderr)}
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            answer["raised"] = f"{type(result.exception).__name__}: {result.exception}"
        answer["files"] = written()
        about = shlex.join(arguments) + (f" <<< {stdin}" if stdin else "")
        yield command.get("name") or shlex.join(arguments), {about: answer}


def written() -> Mapping[str, object]:
    """Return the files that a command wrote, by path."""
    paths = sorted(path for path in Path(OUT).rglob("*") if path.is_file())
    return {path.relative_to(OUT).as_posix(): _read(path.read_text(encoding="utf-8")) for path in paths}


def _read(text: str) -> object:
    """Return JSON, or lines of JSON, as its values, and any other text as itself."""
    for parts in ([text], text.splitlines()):
        try:
            return [json.loads(part) for part in parts] or text
        except ValueError:
            continue
    return text


if __name__ == "__main__":
    json.dump(listed(Path(sys.argv[1]), int(sys.argv[2])), sys.stdout)
