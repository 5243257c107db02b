"""What is kept of a pack makes the next start quick, and is never trusted when it is not whole."""

from __future__ import annotations

import errno
import json
import pickle
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
from rulewright import load_pack
from rulewright.evaluate import cache, kept
from rulewright.evaluate.cache import KEPT_PACKS, Cache, open_cache

SAMPLE = Path(__file__).parent / "small-pack"
QUESTION = ("sample.points", {"score": "1", "goal": "4"})
FIRST_OUTCOME = f"""
import json, sys
from rulewright import load_pack
value = load_pack({str(SAMPLE)!r}).run(*{QUESTION!r}).value
print(json.dumps([str(value), sorted(sys.modules)]))
"""
HEAVY = {"yaml", "jsonschema", "jinja2", "re2", "zoneinfo", "rulewright.packs.model", "rulewright.language.checker"}


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("RULEWRIGHT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def run() -> Decimal:
    return load_pack(SAMPLE).run(*QUESTION).value


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def first_outcome() -> tuple[str, set[str]]:
    done = subprocess.run([sys.executable, "-c", FIRST_OUTCOME], capture_output=True, text=True, check=True)
    value, modules = json.loads(done.stdout)
    return value, set(modules)


def test_a_warm_start_imports_neither_yaml_nor_the_model(folder):
    cold, cold_modules = first_outcome()
    warm, warm_modules = first_outcome()

    assert cold == warm == "0.25"
    assert "yaml" in cold_modules
    assert warm_modules & HEAVY == set()
    assert {path.name for path in entries(folder)} >= {"index", "model"}


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:0],
        lambda content: content[: len(content) // 2],
        lambda content: content[:-1] + bytes([content[-1] ^ 1]),
        lambda content: content[::-1],
        lambda content: content[:20],
    ],
    ids=["empty", "truncated", "flipped", "foreign", "short"],
)
def test_a_damaged_entry_is_written_anew(folder, damage):
    expected = run()
    whole = {path: path.read_bytes() for path in entries(folder)}
    for path, content in whole.items():
        path.write_bytes(damage(content))

    assert run() == expected
    load_pack(SAMPLE).run("sample.points", {"score": "1"})
    assert {path: path.read_bytes() for path in entries(folder)}.keys() >= whole.keys()
    assert run() == expected
    assert all(Cache(folder=path.parent).read(path.name) is not None for path in whole)


@pytest.mark.usefixtures("folder")
def test_a_changed_file_is_another_pack(tmp_path):
    copy = tmp_path / "pack"
    for path in SAMPLE.rglob("*.yaml"):
        target = copy / path.relative_to(SAMPLE)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    assert load_pack(copy).run(*QUESTION).value == Decimal("0.25")
    rules = copy / "base" / "rules.yaml"
    rules.write_text(
        rules.read_text(encoding="utf-8").replace("min(ratio, cap)", "min(ratio * 2, cap)"), encoding="utf-8"
    )

    assert load_pack(copy).run(*QUESTION).value == Decimal("0.5")


def test_the_cache_can_be_off(folder, monkeypatch):
    monkeypatch.setenv("RULEWRIGHT_CACHE", "off")

    assert run() == Decimal("0.25")
    assert not folder.exists()


def test_the_folder_is_the_user_s_alone(folder):
    run()

    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o777)
    assert open_cache("0" * 40).folder is None
    folder.chmod(0o700)
    assert open_cache("0" * 40).folder is not None


def test_a_folder_that_cannot_be_written_to_does_no_harm(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("RULEWRIGHT_CACHE", str(blocked / "cache"))

    assert run() == Decimal("0.25")


def test_an_entry_under_another_name_is_not_taken(folder):
    run()
    model = next(path for path in entries(folder) if path.name == "model")
    model.replace(model.with_name("index"))

    assert Cache(folder=model.parent).read("index") is None
    assert run() == Decimal("0.25")


def test_a_disk_that_takes_nothing_does_no_harm(folder, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(Path, "write_bytes", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)

    assert run() == Decimal("0.25")
    assert entries(folder) == []


def test_a_user_without_a_home_has_no_cache(monkeypatch):
    for name in ("RULEWRIGHT_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)

    def homeless(_):
        raise RuntimeError("could not determine home directory")

    monkeypatch.setattr(Path, "home", classmethod(homeless))

    assert open_cache("0" * 40).folder is None
    assert run() == Decimal("0.25")


def test_writers_at_one_time_leave_a_whole_entry(tmp_path):
    cache = Cache(folder=tmp_path / "entries")
    payloads = [bytes([number]) * 100_000 for number in range(20)]
    start = threading.Barrier(4)

    def write(turn: int) -> None:
        start.wait()
        for payload in payloads[turn::4]:
            cache.write("entry", payload)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))

    assert cache.read("entry") in payloads
    assert [path.name for path in (tmp_path / "entries").iterdir()] == ["entry"]


def test_processes_at_one_time_all_answer(folder):
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: first_outcome()[0], range(3)))

    assert answers == ["0.25"] * 3
    assert all(Cache(folder=path.parent).read(path.name) is not None for path in entries(folder))


def test_the_oldest_packs_are_forgotten(folder):
    for number in range(KEPT_PACKS + 3):
        open_cache(f"{number:040}").write("index", b"x")

    assert len(list(folder.glob("*/*"))) <= KEPT_PACKS + 1


def test_two_installations_neither_read_nor_remove_each_other_s_entries(folder, monkeypatch):
    mine = open_cache("a" * 40)
    mine.write("index", b"mine")
    monkeypatch.setattr(cache, "PACKAGE", Path("/another/installation/rulewright"))
    monkeypatch.setattr(cache, "_fingerprint", lambda: "of the other")
    assert open_cache("a" * 40).read("index") is None
    for number in range(KEPT_PACKS + 3):
        open_cache(f"{number:040}").write("index", b"theirs")
    assert len(list(folder.glob("*/*"))) > KEPT_PACKS
    assert mine.read("index") == b"mine"


@pytest.mark.usefixtures("folder")
def test_a_question_about_one_rule_reads_no_other_rule(monkeypatch):
    run()
    pack = load_pack(SAMPLE).pack
    read = []
    loads = pickle.loads
    monkeypatch.setattr(kept.pickle, "loads", lambda content: read.append(content) or loads(content))
    assert pack.rules["sample.points"].id == "sample.points"
    assert "sample.points" in pack.rules
    assert len(pack.rules) == len(list(pack.rules)) > 1
    assert len(read) == 1


@pytest.mark.usefixtures("folder")
def test_a_pack_from_the_cache_is_the_pack_that_was_read():
    first, second = (load_pack(SAMPLE).pack for _ in range(2))
    assert isinstance(second.rules, kept.KeptItems)
    assert dict(second.rules) == dict(first.rules)
    assert tuple(second.examples) == tuple(first.examples)
    assert dict(second.statements) == dict(first.statements)
    assert (second.types, second.digest) == (first.types, first.digest)
