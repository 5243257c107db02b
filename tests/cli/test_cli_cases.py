"""The machine interface: a line of JSON in, a line of JSON out, whatever is in the line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rulewright_cli import batch

PACK = "tests/cli/pack"
KEYS = ["id", "status", "value", "type", "needs", "message", "problem", "warnings", "basis"]


def line(**case):
    return json.dumps(case, ensure_ascii=False)


ANSWERED = [
    # case, what the answer has
    (
        {"id": "a", "rule": "dues.due", "inputs": {"meters": "12.345", "season": "S"}},
        {"id": "a", "status": "known", "value": {"due": "55.55", "rebate": "0.0025"}, "type": "record", "needs": []},
    ),
    (
        {"id": 7, "rule": "dues.rate", "inputs": {"ship_class": "large", "season": "winter"}},
        {"id": 7, "status": "known", "value": "6", "message": ""},
    ),
    ({"rule": "dues.class", "inputs": {"meters": 20}}, {"id": None, "value": "large", "type": "ship_class"}),
    ({"id": "b", "rule": "dues.due", "inputs": {"season": "W"}}, {"status": "unknown", "needs": ["meters"]}),
    (
        {"id": "c", "rule": "dues.due", "inputs": {"meters": "1", "season": "W", "is_local": True}},
        {"status": "open", "needs": ["dues.local_share"]},
    ),
    (
        {
            "id": "d",
            "rule": "dues.due",
            "inputs": {"meters": "1", "season": "W", "is_local": True},
            "recorded": {"dues.local_share": {"value": "50%", "actor": "harbour master", "approved_by": "council"}},
        },
        {"status": "known", "value": {"due": "1.13", "rebate": "1.12"}},
    ),
    (
        {"id": "e", "rule": "dues.per_person", "inputs": {"due": "1", "persons": "0"}},
        {"status": "error", "value": None, "message": "division by zero"},
    ),
    (
        {"id": "f", "rule": "dues.due", "inputs": {"meters": "1", "season": "W"}, "as_of": "2024-02-30"},
        {"status": "error", "value": None},
    ),
    (
        {"id": "g", "rule": "dues.due", "inputs": {"meters": "1", "season": "W"}, "as_of": "2024-02-29"},
        {"status": "known"},
    ),
    ({"id": "h", "rule": "dues.deu", "inputs": {}}, {"id": "h", "status": "error", "value": None, "type": ""}),
]


@pytest.mark.parametrize(("case", "answer"), ANSWERED)
def test_each_case_has_its_answer(run, case, answer):
    result = run("run", PACK, "--cases", "-", stdin=line(**case) + "\n")
    (written,) = result.stdout.splitlines()
    reported = json.loads(written)
    assert list(reported) == KEYS
    assert reported | answer == reported
    assert result.exit_code == (reported["status"] == "error")


BAD_LINES = [
    (b"{", "this is no JSON"),
    (b"[]", "this is no object"),
    (b'{"rule": 3}', "there is no `rule`"),
    (b'{"rule": "dues.due", "input": {}}', "unknown key `input` (did you mean `inputs`?)"),
    (b'{"rule": "dues.due", "inputs": []}', "`inputs` is no object"),
    (b'{"rule": "dues.due", "inputs": {"meters": NaN}}', "`NaN` is no number"),
    (b'{"rule": "dues.due", "inputs": {"meters": 1, "meters": 2}}', "`meters` stands twice"),
    (b'{"rule": "dues.due", "inputs": {"meters": "\xe9"}}', "byte 44 is not UTF-8"),
    (b"[" * 100_000, "too deep"),
]


@pytest.mark.parametrize(("bad", "message"), BAD_LINES, ids=[message for _, message in BAD_LINES])
def test_a_bad_line_is_answered_and_harms_no_other(run, bad, message):
    good = line(id="good", rule="dues.class", inputs={"meters": "1"}).encode()
    result = run("run", PACK, "--cases", "-", stdin=b"\n".join([good, b"", bad, good]))
    first, second, third = map(json.loads, result.stdout.splitlines())
    assert first["value"] == third["value"] == "small"
    assert second["status"] == "error"
    assert second["message"].startswith("line 3: ")
    assert message in second["message"]
    assert result.exit_code == 1


def test_numbers_stay_exact_on_their_way_through(run):
    exact = "0.1234567890123456789012345678901234"
    for written in (exact, f'"{exact}"'):
        case = f'{{"id": 1, "rule": "dues.per_person", "inputs": {{"due": {written}, "persons": 1}}}}'
        assert json.loads(run("run", PACK, "--cases", "-", stdin=case).stdout)["value"] == exact


def test_the_id_comes_back_as_it_was_even_a_lone_surrogate(run):
    for id_ in ("x", 12, "ä\n\u2028", "\ud800", True, None):
        case = json.dumps({"id": id_, "rule": "dues.purpose", "inputs": {}})
        assert json.loads(run("run", PACK, "--cases", "-", stdin=case).stdout)["id"] == id_


def test_a_byte_order_mark_and_windows_line_ends_are_no_part_of_a_case(run):
    case = line(id=1, rule="dues.purpose", inputs={}).encode()
    result = run("run", PACK, "--cases", "-", stdin=b"\xef\xbb\xbf" + case + b"\r\n" + case + b"\r\n")
    assert [json.loads(each)["status"] for each in result.stdout.splitlines()] == ["known", "known"]


def test_answers_go_to_a_file_that_appears_whole(run, tmp_path):
    cases, output = tmp_path / "cases.jsonl", tmp_path / "answers.jsonl"
    cases.write_text(line(id=1, rule="dues.purpose", inputs={}) + "\n")
    output.write_text("old")
    result = run("run", PACK, "--cases", cases, "--output", output)
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(output.read_text())["status"] == "known"
    assert sorted(tmp_path.iterdir()) == [output, cases]


def test_a_failure_leaves_the_old_file_and_nothing_else(run, tmp_path, monkeypatch):
    cases, output = tmp_path / "cases.jsonl", tmp_path / "answers.jsonl"
    cases.write_text(line(id=1, rule="dues.purpose", inputs={}) + "\n")
    output.write_text("old")

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("rulewright_cli.batch.answer_line", interrupted)
    assert run("run", PACK, "--cases", cases, "--output", output).exit_code == 1
    assert output.read_text() == "old"
    assert sorted(tmp_path.iterdir()) == [output, cases]


def test_the_file_has_the_usual_rights(run, tmp_path):
    output = tmp_path / "answers.jsonl"
    run("run", PACK, "--cases", "-", "--output", output, stdin="")
    other = tmp_path / "other"
    other.touch()
    assert output.stat().st_mode == other.stat().st_mode


def test_who_writes_cases_one_by_one_gets_the_answers_one_by_one():
    process = subprocess.Popen(
        [sys.executable, "-m", "rulewright_cli", "run", PACK, "--cases", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "NO_COLOR": "1"},
    )
    with process:
        for meters in ("1", "30"):
            process.stdin.write(line(id=meters, rule="dues.class", inputs={"meters": meters}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == meters
        process.stdin.close()
    assert process.returncode == 0


def test_a_reader_that_goes_away_is_no_crash(tmp_path):
    cases = tmp_path / "cases.jsonl"
    cases.write_text((line(id=1, rule="dues.purpose", inputs={}) + "\n") * 5000)
    command = f"{sys.executable} -m rulewright_cli run {PACK} --cases {cases} | head -1"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    assert json.loads(done.stdout)["status"] == "known"
    assert done.stderr == b""


def test_one_case_answers_like_a_line(run):
    case = {"id": "x", "inputs": {"meters": "12.345", "season": "S"}, "as_of": "2024-01-01"}
    result = run("run", PACK, "dues.due", "--case", "-", "--format", "json", stdin=json.dumps(case))
    alone = json.loads(result.stdout)
    batch = run("run", PACK, "--cases", "-", stdin=json.dumps({**case, "rule": "dues.due"}))
    assert alone == {"schema": "rulewright/answer/1", **json.loads(batch.stdout)}


def test_options_go_before_the_file_of_a_case(run, tmp_path):
    path = tmp_path / "case.json"
    path.write_text('{"meters": 10, "season": "winter"}')
    for option, value in (((), "22.5"), (("--fact", "meters=20"), "120")):
        answer = run("run", PACK, "dues.due", "--case", path, *option, "--format", "json")
        assert json.loads(answer.stdout)["value"]["due"] == value


def test_several_rules_answer_a_line_each_and_take_what_is_theirs(run):
    facts = ("--fact", "meters=30", "--fact", "season=W", "--fact", "ship_class=small")
    result = run("run", PACK, "dues.class", "dues.rate", *facts, "--format", "json")
    answers = [json.loads(each) for each in result.stdout.splitlines()]
    assert [(each["id"], each["value"]) for each in answers] == [("dues.class", "large"), ("dues.rate", "2.25")]


def test_a_receipt_has_all_that_a_replay_needs(run, tmp_path):
    path = tmp_path / "receipt.json"
    arguments = ("dues.due", "--fact", "meters=12.345", "--fact", "season=S", "--as-of", "2024-01-01")
    assert run("run", PACK, *arguments, "--receipt", path).exit_code == 0
    receipt = json.loads(path.read_text())
    assert receipt["pack"]["id"] == "harbour"
    assert len(receipt["pack"]["digest"]) == 64
    assert receipt["inputs"] == {"meters": "12.345", "season": "S"}
    assert (receipt["as_of"], receipt["known_on"]) == ("2024-01-01", None)
    assert receipt["outcome"]["value"] == {"due": "55.55", "rebate": "0.0025"}
    trace = receipt["trace"]
    assert trace["figures"][0] == {
        "parameter": "dues.rate",
        "key": ["small", "summer"],
        "value": "4.5",
        "source": "bylaw, section 2",
        "status": "enacted",
    }
    assert trace["rounded"] == [{"output": "due", "before": "55.5525", "after": "55.55"}]
    assert trace["assumed"] == ["is_local"]
    again = tmp_path / "again.json"
    case = tmp_path / "case.json"
    case.write_text(json.dumps({name: receipt[name] for name in ("inputs", "recorded", "as_of")}))
    run("run", receipt_pack(receipt), receipt["rule"], "--case", case, "--receipt", again)
    assert again.read_bytes() == path.read_bytes()


def receipt_pack(receipt):
    return {"harbour": PACK}[receipt["pack"]["id"]]


def test_progress_is_shown_on_terminals_only_and_counts_errors(monkeypatch, capsys):
    monkeypatch.setattr(batch, "PATIENCE", -1.0)
    for is_terminal, shown in ((True, "\r100 cases, 1 error\r\x1b[K101 cases, 1 error\n"), (False, "")):
        progress = batch.ProgressLine(is_terminal=is_terminal)
        for number in range(101):
            progress.count(is_error=number == 0)
        progress.end()
        assert capsys.readouterr().err == shown


def test_output_to_standard_output_can_be_said(run):
    case = line(id=1, rule="dues.purpose", inputs={})
    assert run("run", PACK, "--cases", "-", "--output", "-", stdin=case).stdout.count("\n") == 1
    assert not Path("-").exists()
