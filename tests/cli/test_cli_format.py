"""`rulewright format` writes what it says, whole or not at all, and nothing else."""

import shutil
import stat

import pytest

PACK = "tests/packs/amendments/pack"


@pytest.fixture
def pack(tmp_path):
    folder = tmp_path / "pack"
    shutil.copytree(PACK, folder)
    (folder / "base/more.yaml").write_bytes(b"a:\r\n- 1.50   # kept\r\n")
    return folder


def test_a_pack_is_formatted_once(run, pack):
    more = pack / "base/more.yaml"
    more.chmod(0o640)
    result = run("format", pack)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"formatted {more}\n1 file formatted, 3 as they should be\n"
    assert more.read_bytes() == b"a:\n  - 1.50   # kept\n"
    assert stat.S_IMODE(more.stat().st_mode) == 0o640
    assert sorted(each.name for each in (pack / "base").iterdir()) == ["more.yaml", "rules.yaml"]
    assert run("format", pack).stdout == "0 files formatted, 4 as they should be\n"


def test_check_and_diff_write_nothing(run, pack):
    more = pack / "base/more.yaml"
    before = more.read_bytes()
    checked = run("format", "--check", pack)
    assert (checked.exit_code, checked.stdout) == (1, f"would format {more}\n1 file to format, 3 as they should be\n")
    shown = run("format", "--diff", pack)
    assert shown.exit_code == 0
    assert "-a:\\r\n-- 1.50   # kept\\r\n+a:\n+  - 1.50   # kept\n" in shown.stdout
    assert run("format", "--check", "--diff", pack).exit_code == 1
    assert more.read_bytes() == before
    assert run("format", "--check", PACK).exit_code == 0


def test_a_file_that_cannot_be_read_is_reported_and_stays(run, pack):
    bad = pack / "base/bad.yaml"
    bad.write_text("a: [\n\n\n")
    result = run("format", pack)
    assert result.exit_code == 1
    assert "error[yaml-syntax]" in result.stderr
    assert result.stdout.endswith("1 file formatted, 3 as they should be\n")
    assert bad.read_text() == "a: [\n\n\n"


def test_a_link_stays_a_link(run, pack):
    inside = pack / "base/more.yaml"
    link = pack / "examples/more.yaml"
    link.symlink_to(inside)
    assert run("format", pack).exit_code == 0
    assert link.is_symlink()
    assert link.read_bytes() == inside.read_bytes() == b"a:\n  - 1.50   # kept\n"


def test_where_there_is_no_pack(run, tmp_path):
    assert run("format", tmp_path / "none").exit_code == 2
    empty = run("format", tmp_path)
    assert empty.exit_code == 1
    assert "there is no `pack.yaml`" in empty.stderr
