"""Puts the questions to one engine and prints what it answers: a line of JSON for each batch of cases.

    PYTHON probe.py SETTINGS

Run by both sides with the same settings, so that their lines can be compared one by one. A line is
`{"cases": count, "batch": name, "items": {case: answer}}`. Only few entrances of the engine are used; the language's
own cases go through the readers of their tests, each side through its own.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from commands import command_batches
from mutations import mutated
from observations import Observer, attempted
from random_packs import RandomPack, facts_text
from sample_packs import Example, folders_of_packs, read_examples, write_files

Batch = tuple[str, dict[str, object]]
REFERENCE_EVERY = 3
"""Every so many cases are also answered by the reference evaluator alone."""
MOMENT = 1_600_000_000
"""What the clock shows, on both sides."""


class Probe:
    """One engine, found by its names."""

    def __init__(self, settings: dict[str, object]) -> None:
        self.settings = settings
        self.tests = Path(str(settings["tests"]))  # those of this side: they know its names
        self.cases = Path("tests").resolve()  # the same cases for both sides
        self.observer = Observer(settings["old_names"], frozenset(settings["added"]))
        library = importlib.import_module("rulewright")
        self.load, self.error = library.load_pack, library.PackError
        rules = {str(folder.parent) for _, folder in folders_of_packs() if folder.is_absolute()}
        package = str(Path(library.__file__).parent)
        self.roots = [*((each, "<rulewright_rules>") for each in rules), (package, "<rulewright>")]
        self.folder = Path("packs")

    def groups(self) -> dict[str, Callable[[], Iterator[Batch]]]:
        return {
            "packs": self.packs,
            "commands": self.commands,
            "bad": self.bad,
            "mutated": self.mutated,
            "language": self.language,
            "conformance": self.conformance,
            "generated": self.generated,
        }

    def clean(self, value: object) -> object:
        """Return an answer without the places at which this side is installed."""
        text = json.dumps(value, ensure_ascii=False)
        for root, name in self.roots:
            text = text.replace(root, name)
        return json.loads(text)

    # ── Packs ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def opened(self, name: str) -> tuple[object, object]:
        """Return the engine of a pack, or None, and what is said of it."""
        try:
            engine = self.load(name)
        except self.error as error:
            return None, {"refused": str(error), "problems": self.observer.diagnostics(error.diagnostics)}
        except Exception as error:  # noqa: BLE001  (an engine that breaks answers so)
            return None, {"raised": type(error).__name__, "message": str(error)}
        said = {name: self.observer.value(getattr(engine, name)) for name in ("id", "version", "digest", "rules")}
        said["problems"] = attempted(lambda: self.observer.diagnostics(engine.pack.diagnostics))
        return engine, said

    def needed(self, engine: object) -> dict[str, object]:
        """Return what each rule may need; inputs by their names."""
        return {f"needs of {id_}": attempted(self._needs, engine, id_) for id_ in engine.rules}

    def _needs(self, engine: object, rule: str) -> object:
        needs = engine.needs(rule)
        names = ("open_figures", "decisions", "rules")
        said = {name: self.observer.value(self.observer.part(needs, name)) for name in names}
        return {"inputs": [each.name for each in self.observer.part(needs, "inputs")], **said}

    def answered(self, engine: object, example: Example, *, is_reference: bool) -> object:
        """Return the outcome of a case, and what the reference evaluator says where that is something else."""
        named = {name: value for name, value in example.options.items() if value is not None}
        answer = {"about": {"rule": example.rule, "facts": facts_text(example.facts), **facts_text(named)}}
        answer["outcome"] = attempted(lambda: self.observer.outcome(engine.run(example.rule, example.facts, **named)))
        if is_reference:
            alone = attempted(
                lambda: self.observer.outcome(engine.run(example.rule, example.facts, **named, reference=True))
            )
            answer["reference"] = "the same" if alone == answer["outcome"] else alone
        return answer

    def packs(self) -> Iterator[Batch]:
        """All examples of all packs, the bundled ones first."""
        for name, folder in folders_of_packs():
            engine, said = self.opened(name)
            items = {"pack": said, **(self.needed(engine) if engine else {})}
            for example in read_examples(folder) if engine else ():
                items[example.id] = self.answered(engine, example, is_reference=True)
            yield name, self.clean(items)

    def bad(self) -> Iterator[Batch]:
        """Small packs that are refused, each for another reason."""
        cases = self._helper("packs", "pack_cases")
        for file in sorted((self.cases / "packs" / "bad").glob("*.txt")):
            items = {}
            for number, (title, body) in enumerate(cases.split_cases(file.read_text(encoding="utf-8"))):
                files, _ = cases.read_case(body)
                name = f"{file.stem}-{number}"
                write_files(self.folder / name, {"pack.yaml": cases.HEADER, **files})
                items[f"{number} {title}"] = self.opened(str(self.folder / name))[1]
            yield file.stem, items

    def mutated(self) -> Iterator[Batch]:
        """Small packs with a mistake made by chance."""
        folders = [folder for name, folder in folders_of_packs() if name.startswith("tests/")]
        for number in range(self.settings["mutated"]):
            source = random.Random(f"{self.settings['seed']} mutated {number}")  # noqa: S311  (chance that can be repeated)
            files = mutated(source.choice(folders), source)
            name = str(self.folder / f"mutated-{number}")
            write_files(Path(name), files)
            yield f"{number}", {"pack": self.opened(name)[1]}

    def generated(self) -> Iterator[Batch]:
        """Packs made by chance, with cases for each of their rules."""
        for number in range(self.settings["packs"]):
            made = RandomPack(f"{self.settings['seed']} {number}")
            name = str(self.folder / f"generated-{number}")
            write_files(Path(name), made.files())
            engine, said = self.opened(name)
            items = {"pack": said, **(self.needed(engine) if engine else {})}
            for place, example in enumerate(made.cases(self.settings["cases"]) if engine else ()):
                items[f"{place} {example.rule}"] = self.answered(
                    engine, example, is_reference=place % REFERENCE_EVERY == 0
                )
            yield f"{number}", items

    # ── The command line ──────────────────────────────────────────────────────────────────────────────────────────

    def commands(self) -> Iterator[Batch]:
        """Commands with what they print, where they print it, how they end, and the files that they write."""
        for name, _ in folders_of_packs():  # that a digest is another is said once, of its pack
            digest = getattr(self.opened(name)[0], "digest", "")
            self.roots += [(each, f"<digest of {name}>") for each in (digest, digest[:12]) if each]
        for name, items in command_batches(self.settings["commands"], self.settings["every"]):
            yield name, self.clean(items)

    # ── The language ──────────────────────────────────────────────────────────────────────────────────────────────

    def language(self) -> Iterator[Batch]:
        """The cases of the parser, the checker and the values."""
        language = self.cases / "language"
        checker = self._helper("language/checker", "checker_cases")
        describe = importlib.import_module("rulewright.language.checker").describe
        for file in sorted((language / "checker").glob("*.txt")):
            items = {}
            for number, text, _, surroundings in checker.read_cases(file.read_text(encoding="utf-8")):
                checked = surroundings.check(text)
                said = {"type": describe(checked.type), "problems": self.observer.diagnostics(checked.diagnostics)}
                items[f"{number} {text}"] = said
            yield f"checker/{file.stem}", items
        syntax = self._helper("language", "syntax_cases")
        items = {}
        for case in syntax.read_cases(language / "syntax"):
            parsed = case.parse(case.text)
            items[f"{case} {case.text}"] = self.observer.diagnostics(parsed.diagnostics)
        yield "syntax", items
        values = self._helper("language", "value_cases")
        values.FOLDER = language / "values"
        yield (
            "values",
            {f"{each.place} {each.text}": self._value(values, each.text) for each in values.read_value_cases()},
        )
        expressions = self._helper("evaluate", "expression_cases")
        expressions.FOLDER = self.cases / "evaluate" / "expressions"
        yield (
            "expressions",
            {f"{case.place} {case.text}": attempted(case.outcome) for case in expressions.read_cases()},
        )

    def _value(self, values: object, text: str) -> object:
        return attempted(lambda: self.observer.value(values.evaluated(text)))

    def conformance(self) -> Iterator[Batch]:
        """The cases of the DMN Technology Compatibility Kit, where they are at hand."""
        path = Path(str(self.settings["conformance"]))
        if not path.is_file():
            return
        kit = self._helper("conformance", "tck_cases")
        with path.open(encoding="utf-8") as lines:
            cases = [json.loads(line) for line in lines if line.strip()]
        for start in range(0, len(cases), 200):
            some = cases[start : start + 200]
            yield f"{start}", dict(zip((each["id"] for each in some), kit.answer_cases(some), strict=True))

    def _helper(self, folder: str, module: str) -> object:
        """Return a module of this side's tests."""
        path = str(self.tests / folder)
        if path not in sys.path:
            sys.path.insert(0, path)
        return importlib.import_module(module)


def main(arguments: list[str]) -> int:
    """Answer everything that the settings list."""
    settings = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    sys.setrecursionlimit(20_000)
    time.time = lambda: MOMENT
    probe = Probe(settings)
    groups = probe.groups()
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever else is printed is no answer
    for name in settings["groups"]:
        for batch, items in _until_the_end(groups[name]):
            output.write(json.dumps({"cases": len(items), "batch": f"{name}/{batch}", "items": items}) + "\n")
            output.flush()
    output.close()
    return 0


def _until_the_end(batches: Callable[[], Iterator[Batch]]) -> Iterator[Batch]:
    """Yield the batches of a group; where it breaks off, that is an answer, and the next group goes on."""
    try:
        yield from batches()
    except Exception:  # noqa: BLE001  (the other groups can be answered all the same)
        yield "breaks off", {"with": traceback.format_exc()}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
