"""Wrong usage exits with 2 and says what to do; nobody ever sees a traceback."""

from __future__ import annotations

import os

import pytest
from rulewright import Engine, InternalError
from rulewright_cli.main import run_main

PACK = "tests/cli/pack"

WRONG = [
    # arguments, what the message says
    ("chek", "no such command `chek`; did you mean `check`?"),
    ("check", "name a pack"),
    ("check masshealth-dsrp", "there is no pack `masshealth-dsrp`, neither a folder nor a bundled pack; did you mean"),
    ("check nowhere", "a bundled pack is `masshealth-dsrip`"),
    ("check --explain unknwn-name", "there is no code `unknwn-name`; did you mean `unknown-name`?"),
    ("check --explain ../../codes", "there is no code"),
    (f"check {PACK} --explain cycle", "leave out the pack"),
    (f"check {PACK} --compiled --format sarif", "it prints text or json"),
    (f"check {PACK} --format xml", "'xml' is not one of 'text', 'json', 'sarif'"),
    (f"run {PACK}", "name a rule"),
    (f"run {PACK} dues.deu", "there is no rule `dues.deu`; did you mean `dues.due`?"),
    (f"run {PACK} aco_accountability.earned", "the pack `masshealth-dsrip` has it: name that one"),
    ("statement tests/cli/clinic/tables --period M1", "the tables lie in the pack `tests/cli/clinic`;"),
    (f"run {PACK} nothing", "`rulewright show harbour --index` lists all rules"),
    (f"run {PACK} dues.due --fact meters", "`--fact meters` is no pair; write `--fact name=value`"),
    (f"run {PACK} dues.due --fact =3", "is no pair"),
    (f"run {PACK} dues.due --fact meters=1 --fact meters=2", "`--fact meters=…` is given twice"),
    (f"run {PACK} dues.total --fact ships=[1", "`[1` is no JSON: expecting"),
    (f"run {PACK} dues.total --fact ships=[1e9999999999]", None),
    (f"run {PACK} dues.due --case nowhere.json", "`nowhere.json`: no such file or directory"),
    (f"run {PACK} dues.due --case tests", "`tests`: is a directory"),
    (f"run {PACK} dues.due --case /dev/zero", "`/dev/zero`: it is a device, no file"),
    (f"run {PACK} dues.due --personal-key /dev/zero", "`/dev/zero`: it is a device, no file"),
    (f"run {PACK} --cases /dev/zero", "`/dev/zero`: it is a device, no file"),
    (f"explain {PACK} dues.due --case /dev/zero", "`/dev/zero`: it is a device, no file"),
    (f"needs {PACK} dues.due --case /dev/zero", "`/dev/zero`: it is a device, no file"),
    (f"show {PACK} dues.due --as-of 2021-2-30", "`as_of` is the text `2021-2-30`, but a date is needed"),
    (f"run {PACK} dues.due --case tests/cli/cases/list.json", "holds no object"),
    (f"run {PACK} dues.due --case tests/cli/cases/twice.json", "`meters` stands twice in one object"),
    (f"run {PACK} dues.due --case tests/cli/cases/latin.json", "is not UTF-8 (byte"),
    (f"run {PACK} dues.due --case tests/cli/cases/anchor.yaml", "tests/cli/cases/anchor.yaml:1:9: "),
    (
        f"run {PACK} dues.due --case tests/cli/cases/class.json",
        "is a case of `dues.class`, which is not the rule to run",
    ),
    (f"run {PACK} dues.due --version 2", "`harbour` has no version `2`; it has `base`"),
    (f"run {PACK} dues.rate dues.class --fact meter=3", "none of the rules takes `meter`; did you mean `meters`?"),
    (f"run {PACK} --cases nowhere.jsonl", "`nowhere.jsonl`: no such file or directory"),
    (f"run {PACK} --cases tests", "`tests`: is a directory"),
    (f"run {PACK} dues.due --cases -", "every line names its own rule"),
    (f"run {PACK} --cases - --fact a=1", "every line has its own facts"),
    (f"run {PACK} --cases - --receipt x.json", "--receipt writes the receipt of one case"),
    (f"run {PACK} dues.due --output x.jsonl", "--output goes with --cases"),
    (f"run {PACK} --cases - --output nowhere/x.jsonl", "`nowhere/x.jsonl`: no such file or directory"),
    (f"run {PACK} dues.purpose --receipt nowhere/x.json", "`nowhere/x.json`: no such file or directory"),
    (f"explain {PACK} dues.deu", "did you mean `dues.due`?"),
    (f"explain {PACK}", "Missing argument 'RULE'"),
    (f"needs {PACK} dues.due --version 2", "has no version `2`"),
    (f"show {PACK} dues.deu", "there is no rule or subject `dues.deu`; did you mean `dues.due`?"),
    ("feel x --fact x=[1", "`[1` is no JSON"),
    ("feel x --fact x=@2020", "is no date, time or duration"),
    ("feel x --facts nowhere.json", "`nowhere.json`: no such file or directory"),
    ("feel x --facts /dev/zero", "`/dev/zero`: it is a device, no file"),
    ("feel --facts -", "standard input cannot hold both"),
    ("feel --help-function substrin", "did you mean `substring`?"),
    ("feel --help-function frobnicate", "`--functions` lists them"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG, ids=[arguments for arguments, _ in WRONG])
def test_wrong_usage_exits_with_2_and_says_what_to_do(run, arguments, message):
    result = run(*arguments.split())
    reported = " ".join(result.stderr.split())
    if message is None:
        assert result.exit_code in {1, 2}
    else:
        assert result.exit_code == 2
        assert message in reported
        assert result.stdout == ""
    assert "Traceback" not in result.output


def test_facts_that_are_wrong_make_an_outcome_not_a_wrong_usage(run):
    result = run("run", PACK, "dues.due", "--fact", "meter=3")
    assert result.exit_code == 1
    assert "unknown input `meter`" in result.stdout
    assert "did you mean `meters`?" in result.stdout


def test_a_pack_with_errors_is_not_run(run):
    result = run("run", "tests/cli/broken", "dues.due")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "tests/cli/broken/base/dues.yaml:11:12: error[number-text] `1,50` is no number" in result.stderr


def test_a_path_with_a_null_byte_is_wrong_usage(run):
    for arguments in (("--case", "a\0b"), ("--receipt", "a\0b")):
        assert run("run", PACK, "dues.purpose", *arguments).exit_code == 2
    assert run("check", "a\0b").exit_code == 2
    assert run("run", PACK, "--cases", "a\0b").exit_code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        f"run {PACK} dues.due --case PIPE",
        f"run {PACK} dues.due --receipt PIPE",
        f"run {PACK} --cases PIPE",
        f"run {PACK} --cases tests/cli/cases/class.json --output PIPE",
        f"needs {PACK} dues.due --case PIPE",
        f"explain {PACK} dues.due --case PIPE",
        "feel x --facts PIPE",
    ],
)
def test_a_pipe_is_neither_read_nor_replaced(run, arguments, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    result = run(*arguments.replace("PIPE", str(pipe)).split())
    assert result.exit_code == 2
    assert "it is a pipe, no file" in " ".join(result.stderr.split())
    assert pipe.is_fifo()


def test_a_fault_of_the_engine_is_named_with_its_rule(monkeypatch, capsys):
    def fail(_engine, rule, *_facts, **_options):
        raise InternalError(rule, TypeError("no such thing"))

    monkeypatch.setattr(Engine, "run", fail)
    monkeypatch.setattr("sys.argv", ["rulewright", "run", PACK, "dues.purpose"])
    with pytest.raises(SystemExit) as left:
        run_main()

    assert left.value.code == 1
    reported = capsys.readouterr().err.splitlines()
    assert reported[0] == "error[internal-error] the code generated for `dues.purpose` failed: TypeError: no such thing"
    assert "--explain internal-error" in reported[1]
