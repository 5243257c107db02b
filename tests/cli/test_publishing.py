"""A folder is the old one or the new one, whole, whenever a run is killed; what is not of it stays."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import shutil
import signal
import stat
import sys
from pathlib import Path

import pytest
from rulewright_cli import exchange, publishing
from rulewright_cli.publishing import NotPublishedError, write_folder

MANIFEST = "manifest.json"


def files_of(number, names=("statement.csv", "receipts/A.json", "receipts/B.json")):
    """Return the files of a run with its number in each."""
    files = {name: f"{name} of run {number}\n" * 50 for name in names}
    listed = [{"path": each, "sha256": hashlib.sha256(text.encode()).hexdigest()} for each, text in files.items()]
    return {**files, MANIFEST: json.dumps({"run": number, "files": listed})}


def content(folder):
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "above" / "out"


@pytest.fixture(params=["exchange", "two renames"])
def way(request, monkeypatch):
    if request.param == "two renames":
        monkeypatch.setattr(publishing, "exchange", lambda one, other: False)  # noqa: ARG005
    return request.param


def test_a_new_run_replaces_the_files_of_the_old_one_and_no_others(folder, way):
    _ = way
    write_folder(folder, files_of(1), MANIFEST)
    (folder / "notes.txt").write_text("mine")
    (folder / "receipts" / "deep").mkdir()
    (folder / "receipts" / "deep" / "old.txt").write_text("mine too")
    (folder / "link").symlink_to("notes.txt")
    published = write_folder(folder, files_of(2, ("statement.csv", "receipts/A.json")), MANIFEST)
    assert published.strangers == ("link", "notes.txt", "receipts")
    mine = {"notes.txt": "mine", "link": "mine", "receipts/deep/old.txt": "mine too"}
    assert content(folder) == {**files_of(2, ("statement.csv", "receipts/A.json")), **mine}
    assert (folder / "link").is_symlink()
    assert [path.name for path in folder.parent.iterdir()] == ["out"]


def test_a_file_that_was_changed_is_replaced_by_force_only(folder):
    write_folder(folder, files_of(1), MANIFEST)
    (folder / "receipts" / "A.json").write_text("corrected by hand")
    before = content(folder)
    with pytest.raises(NotPublishedError, match=r"changes since it was written: `receipts/A.json`"):
        write_folder(folder, files_of(2), MANIFEST)
    assert content(folder) == before
    write_folder(folder, files_of(2), MANIFEST, is_forced=True)
    assert content(folder) == files_of(2)
    assert [path.name for path in folder.parent.iterdir()] == ["out"]


@pytest.mark.parametrize("name", ["statement.csv", "receipts", "statement.csv/inside"])
def test_a_file_that_no_run_wrote_is_replaced_by_force_only(folder, name):
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text("mine")
    with pytest.raises(NotPublishedError, match=f"no statement wrote: `{name}`"):
        write_folder(folder, files_of(1), MANIFEST)
    assert content(folder) == {name: "mine"}
    write_folder(folder, files_of(1), MANIFEST, is_forced=True)
    assert content(folder) == files_of(1)


def test_a_folder_that_cannot_be_replaced_as_a_whole_is_refused(folder, monkeypatch):
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    with pytest.raises(NotPublishedError, match="the working folder"):
        write_folder(Path(), files_of(1), MANIFEST)
    with pytest.raises(NotPublishedError, match="mount point"):
        write_folder(Path("/proc"), files_of(1), MANIFEST)
    (folder / "file").write_text("")
    with pytest.raises(NotPublishedError, match="is a file"):
        write_folder(folder / "file", files_of(1), MANIFEST)


def test_a_link_to_a_folder_stays_one(folder, tmp_path):
    (tmp_path / "link").symlink_to(folder)
    write_folder(tmp_path / "link", files_of(1), MANIFEST)
    assert (tmp_path / "link").is_symlink()
    assert content(folder) == files_of(1)


def failing_at(number):
    """Return a call of the system that fails when it is called for the `number`th time, and how often it was called."""
    calls = []

    def full(_):
        calls.append(number)
        if len(calls) == number:
            raise OSError(28, "No space left on device")

    return full, calls


def test_nothing_changes_where_the_disk_is_full_and_what_is_said_is_true(folder, way, monkeypatch):
    _ = way
    for number in itertools.count(1):
        shutil.rmtree(folder, ignore_errors=True)
        write_folder(folder, files_of(1), MANIFEST)
        full, calls = failing_at(number)
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            try:
                written = write_folder(folder, files_of(2), MANIFEST)
            except OSError:
                written = None
        assert content(folder) == files_of(2 if written else 1)
        assert [path.name for path in folder.parent.iterdir()] == ["out"]
        if written:
            break
    assert not written.is_lasting  # the last one is that of the folder above, when the new one has its name
    assert number == len(calls)
    assert write_folder(folder, files_of(3), MANIFEST).is_lasting


def test_folders_keep_their_group_and_rights(folder, way):
    _ = way
    write_folder(folder, files_of(1), MANIFEST)
    notes = folder / "notes"
    notes.mkdir()
    (notes / "today").write_text("mine")
    group = 12345 if os.getuid() == 0 else os.getgroups()[-1]
    for each in (folder, notes):
        os.chown(each, -1, group)
        each.chmod(0o2750)
    write_folder(folder, files_of(2), MANIFEST)
    for each in (folder, notes):
        assert (each.stat().st_gid, stat.S_IMODE(each.stat().st_mode)) == (group, 0o2750)


def test_a_system_without_exchange_is_reported_from_a_failure(tmp_path):
    (tmp_path / "one").mkdir()
    with pytest.raises(FileNotFoundError):
        exchange.exchange(tmp_path / "one", tmp_path / "none")


# ── Killed ────────────────────────────────────────────────────────────────────────────────────────────────────────


def killed_at(line, act):
    """Run a function in a process that is killed before a line of the module; return whether it came so far."""
    child = os.fork()
    if not child:
        remaining = line

        def trace(frame, event, _):
            nonlocal remaining
            if frame.f_code.co_filename not in {publishing.__file__, exchange.__file__}:
                return None
            if event == "line":
                remaining -= 1
                if remaining == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        try:
            act()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_a_run_that_is_killed_anywhere_leaves_the_old_folder_or_the_new_one(folder, way, monkeypatch):
    monkeypatch.setattr(os, "fsync", lambda _: None)  # what a killed process wrote the system still has
    old, new, third = (files_of(number, ("statement.csv", "receipts/A.json")) for number in (1, 2, 3))
    line = 1
    seen = set()
    while True:
        write_folder(folder, old, MANIFEST, is_forced=True)
        (folder / "notes.txt").write_text("mine")
        was_killed = killed_at(line, lambda: write_folder(folder, new, MANIFEST))
        if folder.exists():
            found = content(folder)
            assert found.pop("notes.txt") == "mine"
            assert found in (old, new), line
            seen.add(found[MANIFEST])
        else:
            assert way == "two renames"
            seen.add("none")
        write_folder(folder, third, MANIFEST)
        assert content(folder) == {**third, "notes.txt": "mine"}, line
        assert [path.name for path in folder.parent.iterdir()] == ["out"], line
        if not was_killed:
            break
        line += 3
    assert line > 100
    assert seen >= {old[MANIFEST], new[MANIFEST]}


def test_a_folder_that_lost_its_name_between_two_renames_gets_it_back(folder):
    write_folder(folder, files_of(1), MANIFEST)
    (folder / "notes.txt").write_text("mine")
    folder.rename(folder.parent / publishing._name(folder.resolve(), "old"))
    write_folder(folder, files_of(2), MANIFEST)
    assert content(folder) == {**files_of(2), "notes.txt": "mine"}
    assert [path.name for path in folder.parent.iterdir()] == ["out"]
