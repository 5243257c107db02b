"""Reads the facts of a case from YAML, with the reader of packs: nothing is guessed, nothing is lost."""

from __future__ import annotations

from rulewright.diagnostics import Diagnostic
from rulewright.language.reading.profiles import CASE
from rulewright.language.reading.reader import untyped
from rulewright.packs.format.values import given
from rulewright.packs.yaml.reader import read_yaml
from rulewright.packs.yaml.tree import MappingNode


class UnreadableYamlError(ValueError):
    """Says why a file is no YAML of ours; `brief` says it without quoting the file."""

    def __init__(self, problem: Diagnostic) -> None:
        hint = f"; {problem.hint}" if problem.hint else ""
        super().__init__(f"{problem.place}: {problem.message}{hint}")
        self.brief = f"{problem.place}: this cannot be read ({problem.code}); it is not shown, as it may be personal"


def read_yaml_object(content: bytes, path: str, *, is_typed: bool) -> dict[str, object]:
    """Return the mapping of a YAML file: every scalar as text where types are declared, else as it is written.

    Raises:
        ValueError: when the file is no YAML of ours or holds no mapping.
    """
    read = read_yaml(content, path)
    if read.diagnostics:
        raise UnreadableYamlError(read.diagnostics[0])
    if not isinstance(read.root, MappingNode):
        raise ValueError(f"`{path}` holds no mapping; write `name: value`")  # noqa: TRY004  (the file is wrong, not its type)
    facts = {entry.name: given(entry.value) for entry in read.root}
    return {name: untyped(value, CASE) for name, value in facts.items()} if is_typed else facts
