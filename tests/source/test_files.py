"""Files that are no files: nothing of a pipe, a device, a link elsewhere or an endless file is read."""

import os
import shutil
import socket
from pathlib import Path

import pytest
from rulewright.diagnostics import FileLines
from rulewright.packs.files import read_files
from rulewright.packs.loading import build_pack
from rulewright.source.files import read_file
from rulewright.statements import read_tables


def pipe(path, _outside):
    os.mkfifo(path)


def device(path, _outside):
    path.symlink_to("/dev/zero")


def bare_socket(path, _outside):
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


def link_out(path, outside):
    path.symlink_to(outside)


def loose_link(path, outside):
    path.symlink_to(outside.with_name("nothing"))


def circle(path, _outside):
    path.symlink_to(path.name)


def folder(path, _outside):
    path.mkdir()


def huge(path, _outside):
    with path.open("wb") as stream:
        stream.truncate(1 << 40)


KINDS = {
    pipe: "it is a pipe, no file",
    device: "it is a link to a place outside of the folder",
    bare_socket: "no such device or address",
    link_out: "it is a link to a place outside of the folder",
    circle: "the link leads nowhere",
    folder: "is a directory",
    huge: "it is larger than",
}


@pytest.fixture
def outside(tmp_path):
    path = tmp_path / "outside.yaml"
    path.write_text("a secret line\n")
    return path


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("name", ["pack.yaml", "base/x.yaml", "examples/x.yaml", "statements/x.yaml"])
def test_a_pack_reads_files_only(make, name, tmp_path, outside, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "pack" / name
    path.parent.mkdir(parents=True)
    make(path, outside)

    files = read_files(tmp_path / "pack")
    reported = [each.message for each in files.problems if each.place.path == str(path)]
    assert reported, files.problems
    assert KINDS[make] in reported[0].lower()
    assert b"secret" not in b"".join(content for _, content in (*files.base, *files.examples, *files.statements))
    assert FileLines()(str(path)) == ()


def test_a_link_that_leads_nowhere_is_reported_as_one(tmp_path, outside):
    (tmp_path / "pack" / "base").mkdir(parents=True)
    loose_link(tmp_path / "pack" / "base" / "x.yaml", outside)
    messages = [each.message for each in read_files(tmp_path / "pack").problems]
    assert "`x.yaml` cannot be read: the link leads nowhere" in messages


def test_a_folder_of_a_pack_that_leads_out_is_not_read_at_all(tmp_path, outside):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "x.yaml").write_text(outside.read_text())
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "base").symlink_to(tmp_path / "elsewhere")
    files = read_files(tmp_path / "pack")
    assert files.base == ()
    assert [each.place.path for each in files.problems if "outside" in each.message] == [str(tmp_path / "pack/base")]


def test_a_link_inside_a_pack_is_followed(tmp_path):
    (tmp_path / "base").mkdir()
    (tmp_path / "shared.txt").write_text("x")
    (tmp_path / "base" / "x.yaml").symlink_to("../shared.txt")
    assert [content for _, content in read_files(tmp_path).base] == [b"x"]


@pytest.mark.parametrize("make", KINDS, ids=lambda make: make.__name__)
def test_a_table_of_a_statement_is_a_file(make, tmp_path, outside, school_meals, monkeypatch):
    plan, tables = school_meals
    monkeypatch.chdir(tmp_path)
    (tables / "meals.csv").unlink()
    make(tables / "meals.csv", outside)
    reported = [each.message for each in read_tables(plan, tables).diagnostics if each.code == "missing-table"]
    assert len(reported) == 1, reported
    assert {**KINDS, circle: "symbolic links"}[make] in reported[0].lower()


@pytest.fixture
def school_meals(tmp_path):
    statements = Path(__file__).parents[1] / "statements"
    tables = tmp_path / "tables"
    shutil.copytree(statements / "tables", tables)
    (plan,) = build_pack(read_files(statements / "pack")).statements.values()
    return plan, tables


def test_a_file_that_grows_past_the_limit_is_refused(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"x" * 11)
    assert read_file(path, largest=11) == b"x" * 11
    with pytest.raises(OSError, match="larger than"):
        read_file(path, largest=10)


def test_a_file_of_the_system_that_says_it_is_empty_is_refused_when_it_is_not():
    with pytest.raises(OSError, match="larger than"):
        read_file(Path("/proc/self/maps"), largest=10)
