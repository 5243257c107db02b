"""Reads the cases of the parser and the printer: lines of text with what is expected beside them.

Behind `###` stands the canonical form, or the column and code of every problem in their order in the text; without
`###` the line is canonical itself. `␤` stands for a line break. Lines that begin with `#` say what holds below them:

    # names: Full Name, a+b      names of several words that the lines may use
    # reads: unary tests         or `type`; else expressions
    # expects: same tree         behind `###` stands another text that means the same
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rulewright.language.grammar.parser import Parsed, parse_expression, parse_type, parse_unary_tests
from rulewright.source import SourceText

_PROBLEM = re.compile(r"(\d+) ([a-z-]+)")
_READERS = {"expression": parse_expression, "unary tests": parse_unary_tests, "type": parse_type}


@dataclass(frozen=True)
class Case:
    """One line of a file of cases."""

    file: str
    line: int
    text: str
    expected: str
    problems: tuple[tuple[int, str], ...]
    is_other_text: bool
    parse: Callable[[str], Parsed]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def read_cases(folder: Path) -> list[Case]:
    return [case for path in sorted(folder.glob("*.txt")) for case in _read_file(path)]


def _read_file(path: Path) -> list[Case]:
    cases = []
    settings = {"names": "", "reads": "expression", "expects": ""}
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.startswith("#"):
            key, separator, value = line[1:].strip().partition(": ")
            if separator:
                assert key in settings, f"{path.name}:{number}: unknown setting {key}"
                settings[key] = value
            continue
        if not line:
            continue
        text, separator, expected = line.partition("   ### ")
        text, expected = text.replace("␤", "\n"), expected.replace("␤", "\n")
        parts = expected.split(", ")
        matches = [_PROBLEM.fullmatch(part) for part in parts]
        problems = tuple((int(match[1]), match[2]) for match in matches if match) if all(matches) else ()
        cases.append(
            Case(
                path.name,
                number,
                text,
                expected if separator else text,
                problems,
                settings["expects"] == "same tree",
                _parser(settings["reads"], settings["names"]),
            )
        )
    return cases


def _parser(reads: str, names: str) -> Callable[[str], Parsed]:
    known = tuple(names.split(", ")) if names else ()

    def parse(text: str) -> Parsed:
        return _READERS[reads](SourceText.of(text), names=known)

    return parse
