"""What is kept of a pack makes the next start quick, and is never trusted when it is not whole."""

from __future__ import annotations

import errno
import json
import os
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
from rulewright.evaluate.cache import HEAD_SIZE, KEPT_PACKS, LENGTH_SIZE, MARK, Cache, open_cache
from rulewright.reports import Look, draw, rule_text

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
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MARK)


def read_all() -> object:
    """Read all that is kept of the pack's model."""
    pack = load_pack(SAMPLE).pack
    return dict(pack.rules), dict(pack.statements), list(pack.examples), list(pack.checks), dict(pack.types)


def is_whole(entry: Path) -> bool:
    if entry.name != "model":
        return Cache(folder=entry.parent).read(entry.name) is not None
    parts = Cache(folder=entry.parent).read_parts("model")
    return parts is not None and None not in parts.values()


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
    read_all()
    assert all(is_whole(path) for path in whole)


@pytest.mark.parametrize("name", ["index", "model", "p1", "t1"])
@pytest.mark.parametrize("is_damaged", [True, False], ids=["damaged", "missing"])
def test_one_part_of_an_entry_is_written_anew(folder, name, is_damaged):
    def question() -> object:
        engine = load_pack(SAMPLE)
        return engine.run(*QUESTION, trace=True).trace, engine.pack.rules["sample.points"].title

    expected = question()
    run()
    path = next(each for each in entries(folder) if each.name == name)
    whole = path.read_bytes()
    if is_damaged:
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    else:
        path.unlink()
    assert question() == expected
    run()
    read_all()
    assert is_whole(path)
    assert question() == expected


@pytest.mark.parametrize("is_cut", [True, False], ids=["cut", "flipped"])
def test_each_part_of_the_model_is_checked_when_it_is_read(folder, is_cut):
    expected = read_all()
    path = next(each for each in entries(folder) if each.name == "model")
    whole = path.read_bytes()
    parts = Cache(folder=path.parent).read_parts("model")
    assert len(parts) > len(load_pack(SAMPLE).rules)
    begin = len(whole) - sum(map(len, parts.values()))
    for name, content in parts.items():
        path.write_bytes(whole[: begin + 1] if is_cut else whole[:begin] + bytes([content[0] ^ 1]) + whole[begin + 1 :])
        begin += len(content)
        assert Cache(folder=path.parent).read_parts("model")[name] is None
        assert read_all() == expected
        assert is_whole(path)


def test_the_length_of_a_damaged_model_is_not_believed(folder):
    run()
    path = next(each for each in entries(folder) if each.name == "model")
    whole = path.read_bytes()
    path.write_bytes(whole[:HEAD_SIZE] + b"\xff" * LENGTH_SIZE + whole[HEAD_SIZE + LENGTH_SIZE :])
    assert Cache(folder=path.parent).read_parts("model") is None
    read_all()
    assert is_whole(path)


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
    for each in (folder, next(folder.iterdir()), folder.parent):
        before = each.stat().st_mode
        for mode in (0o777, 0o770):
            each.chmod(mode)
            assert open_cache("0" * 40).folder is None
        each.chmod(before)
        assert open_cache("0" * 40).folder is not None


@pytest.mark.parametrize("mask", [0o000, 0o002, 0o077])
def test_what_is_made_is_the_user_s_alone_whatever_the_mask(tmp_path, mask, monkeypatch):
    folder = tmp_path / "not" / "there" / "yet"
    monkeypatch.setenv("RULEWRIGHT_CACHE", str(folder))
    before = os.umask(mask)
    try:
        run()
    finally:
        os.umask(before)
    assert entries(folder)
    made = [tmp_path / "not", *(tmp_path / "not").rglob("*")]
    assert {each.stat().st_mode & 0o777 for each in made if each.is_dir()} == {0o700}
    assert {each.stat().st_mode & 0o777 for each in made if each.is_file()} == {0o600}


@pytest.mark.parametrize("mode", [0o620, 0o602], ids=["group", "others"])
def test_an_entry_that_others_can_write_to_is_not_taken(folder, mode):
    run()
    for path in entries(folder):
        assert is_whole(path)
        path.chmod(mode)
        assert not is_whole(path)
    assert run() == Decimal("0.25")
    assert {path.stat().st_mode & 0o777 for path in entries(folder) if path.name in {"index", "model"}} == {0o600}


def test_a_folder_of_entries_that_others_can_write_to_is_not_read(folder):
    run()
    index = next(path for path in entries(folder) if path.name == "index")
    index.parent.chmod(0o770)
    assert Cache(folder=index.parent).read("index") is None


@pytest.mark.parametrize("which", ["entry", "folder", "installation"])
def test_what_belongs_to_somebody_else_is_not_read(folder, which, monkeypatch):
    run()
    index = next(path for path in entries(folder) if path.name == "index")
    theirs = {"entry": index, "folder": index.parent, "installation": index.parent.parent}[which]
    node = theirs.stat().st_ino
    real = os.fstat

    def of_somebody_else(handle: int) -> os.stat_result:
        found = real(handle)
        return os.stat_result((*found[:4], found.st_uid + 1, *found[5:])) if found.st_ino == node else found

    monkeypatch.setattr(os, "fstat", of_somebody_else)
    is_refused = open_cache("0" * 40).folder is None or Cache(folder=index.parent).read("index") is None
    assert is_refused
    assert run() == Decimal("0.25")


def test_links_are_not_followed(folder, tmp_path):
    run()
    index = next(path for path in entries(folder) if path.name == "index")
    elsewhere = tmp_path / "elsewhere"
    index.replace(elsewhere)
    index.symlink_to(elsewhere)
    assert Cache(folder=index.parent).read("index") is None
    link = tmp_path / "link"
    link.symlink_to(index.parent)
    assert Cache(folder=link).read("model") is None


def test_what_is_not_the_cache_s_own_is_never_removed(folder):
    folder.mkdir(mode=0o700)
    for number in range(KEPT_PACKS + 8):
        (folder / f"project{number}").mkdir()
        (folder / f"project{number}" / "index").write_text("mine", encoding="utf-8")
        (folder / f"{number:032x}").mkdir()
    mine = {path: path.is_dir() or path.read_bytes() for path in folder.rglob("*")}
    for number in range(KEPT_PACKS + 3):
        open_cache(f"{number:040}").write("index", b"x")
    kept_ones = {path.parent for path in entries(folder) if path.name == "index" and path not in mine}
    assert len(kept_ones) == KEPT_PACKS + 1
    oldest = min(kept_ones, key=lambda each: each.stat().st_mtime_ns)
    (oldest / "notes.txt").write_text("mine", encoding="utf-8")
    (oldest.parent / "notes").mkdir()
    os.utime(oldest, (0, 0))
    open_cache("f" * 40).write("index", b"x")
    assert {path: path.is_dir() or path.read_bytes() for path in mine} == mine
    assert [each.name for each in oldest.iterdir()] == ["notes.txt"]
    assert (oldest.parent / "notes").is_dir()


@pytest.mark.usefixtures("folder")
def test_a_folder_of_the_cache_s_name_without_its_mark_is_left_alone():
    made = open_cache("0" * 40).folder.parent
    (made / MARK).unlink()
    (made / "letter").write_text("mine", encoding="utf-8")
    assert open_cache("0" * 40).folder is None
    assert run() == Decimal("0.25")
    assert [each.name for each in made.iterdir()] == ["letter"]


def test_the_key_is_the_content_of_the_engine(folder, tmp_path, monkeypatch):
    """A source of the same size and time as before, but with another operator, is another engine."""
    source = tmp_path / "engine" / "operators.py"
    source.parent.mkdir()
    monkeypatch.setattr(cache, "PACKAGE", source.parent)

    def key(text: str) -> str:
        source.write_text(text, encoding="utf-8")
        os.utime(source, (0, 0))
        cache._engine_digest.cache_clear()
        return open_cache("0" * 40).folder.name

    first = key("a + b")
    assert key("a - b") != first
    assert key("a + b") == first
    os.utime(source, (1, 1))
    cache._engine_digest.cache_clear()
    assert open_cache("0" * 40).folder.name == first
    source.rename(source.with_name("operations.py"))
    cache._engine_digest.cache_clear()
    assert open_cache("0" * 40).folder.name != first
    cache._engine_digest.cache_clear()
    assert folder.exists()


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
    def refuse(*_, **__):
        raise OSError(errno.ENOSPC, "no space left on device")

    load_pack(SAMPLE)  # makes the folder of the installation
    monkeypatch.setattr(os, "replace", refuse)
    for path in entries(folder):
        path.unlink()

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
    assert all(map(is_whole, entries(folder)))


def test_the_oldest_packs_are_forgotten(folder):
    for number in range(KEPT_PACKS + 3):
        open_cache(f"{number:040}").write("index", b"x")

    assert len({path.parent for path in entries(folder)}) <= KEPT_PACKS + 1


def test_two_installations_neither_read_nor_remove_each_other_s_entries(folder, monkeypatch):
    mine = open_cache("a" * 40)
    mine.write("index", b"mine")
    monkeypatch.setattr(cache, "PACKAGE", Path("/another/installation/rulewright"))
    monkeypatch.setattr(cache, "_engine_digest", lambda: "of the other")
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
    assert draw(rule_text(pack.find_rule("sample.points"), pack), Look(80))
    assert len(read) == 1


@pytest.mark.usefixtures("folder")
def test_a_pack_from_the_cache_is_the_pack_that_was_read():
    first, second = (load_pack(SAMPLE).pack for _ in range(2))
    assert isinstance(second.rules, kept.KeptItems)
    assert dict(second.rules) == dict(first.rules)
    assert tuple(second.examples) == tuple(first.examples)
    assert dict(second.statements) == dict(first.statements)
    assert (second.types, second.digest) == (first.types, first.digest)
    assert (second.links, second.aliases) == (first.links, first.aliases)
    assert first.links.users["sample.cap"] == ("sample.points",)
