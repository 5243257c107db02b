"""Expressions from the command line: values with their types, mistakes with their places, help from the table."""

from __future__ import annotations

import json
import re
import sys

import click
import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rulewright.evaluate import FeelSession, source_of
from rulewright.language.builtins import BUILTINS
from rulewright.reports.builtin_help import builtin_text, builtins_index_text, builtins_page
from rulewright.reports.layout import Look, draw
from rulewright_cli import feel_command
from rulewright_cli.feel_command import _values
from rulewright_cli.feel_prompt import Conversation, NameCompleter, open_history, open_prompt

VALUES = [
    # expression, facts, printed
    ("0.1 + 0.2", {}, "0.3 (number)"),
    ('"a" + "b"', {}, '"ab" (string)'),
    ("1 < 2", {}, "true (boolean)"),
    ("null", {}, "null"),
    ("[1, 2]", {}, "[1, 2] (list<number>)"),
    ('[1, "a"]', {}, '[1, "a"] (list)'),
    ("[]", {}, "[] (list)"),
    ("{a: 1}.a", {}, "1 (number)"),
    ('{a: 1, "b c": @"P1D"}', {}, '{a: 1, "b c": @"P1D"} (context)'),
    ("[1..5)", {}, "[1..5) (range)"),
    ('@"2020-02-29"', {}, "2020-02-29 (date)"),
    ('duration("P1Y")', {}, "P1Y (years and months duration)"),
    ("function(x) x", {}, "function(x) (function)"),
    ("a * b", {"a": "0.1", "b": "3"}, "0.3 (number)"),
    ("d + p", {"d": '@"2020-01-31"', "p": '@"P1M"'}, "2020-02-29 (date)"),
    ("name", {"name": "Ann Lee"}, '"Ann Lee" (string)'),
    ("name", {"name": '"12"'}, '"12" (string)'),
    ("x.y[2]", {"x": '{"y": [1, 2.50]}'}, "2.5 (number)"),
    ("is_a", {"is_a": "true"}, "true (boolean)"),
    ("-2**2", {}, "4 (number)"),
    ("-a", {"a": "-3"}, "3 (number)"),
    ('now() > @"2020-01-01T00:00:00"', {}, "true (boolean)"),
    ("x = null", {"x": "null"}, "true (boolean)"),
    ("full name", {"full name": "Ann"}, '"Ann" (string)'),
    ("if x = null or 1 / y > 0 then 1 else 2", {"x": "null", "y": "0"}, "1 (number)"),
]


@pytest.mark.parametrize(("expression", "facts", "printed"), VALUES)
def test_values_are_printed_with_their_types(run, expression, facts, printed):
    options = [each for name, value in facts.items() for each in ("--fact", f"{name}={value}")]
    result = run("feel", expression, *options)
    assert (result.stdout, result.exit_code) == (printed + "\n", 0)


MISTAKES = [
    # expression, facts, head of the message, what is marked
    ("1 +", {}, "1:4: error[unexpected-end]", "^"),
    ("weigt * 2", {"weight": "3"}, "1:1: error[unknown-name]", "^^^^^"),
    ('1 + "a"', {}, "1:1: error[wrong-operand]", "^^^^^^^"),
    ("a / b", {"a": "1", "b": "0"}, "1:1: error[division-by-zero]", "^^^^^"),
]


@pytest.mark.parametrize(("expression", "facts", "head", "mark"), MISTAKES)
def test_mistakes_are_shown_with_their_place(run, expression, facts, head, mark):
    options = [each for name, value in facts.items() for each in ("--fact", f"{name}={value}")]
    result = run("feel", expression, *options)
    assert result.exit_code == 1
    assert f"<expression>:{head}" in result.stderr
    assert mark in result.stderr.split("|")[2].split()


@pytest.mark.parametrize(
    "arguments", [("-a", "--fact", "a=-3"), ("--fact", "a=-3", "-a"), ("--fact", "a=-3", "--", "-a")]
)
def test_an_expression_may_begin_with_a_minus_wherever_it_stands(run, arguments):
    assert run("feel", *arguments).stdout == "3 (number)\n"


def test_an_unknown_option_is_no_expression(run):
    result = run("feel", "--formt", "json", "1")
    assert result.exit_code == 2
    assert "No such option" in result.stderr


def test_a_limit_ends_what_would_never_end(run):
    result = run("feel", "for i in 1..10 ** 12 return i")
    assert (result.stdout, result.exit_code) == ("null\n", 1)
    assert "error[limit-list]" in result.stderr


def test_several_mistakes_are_reported_at_once(run):
    assert run("feel", "foo + bar").stderr.count("error[unknown-name]") == 2


def test_an_error_that_did_not_matter_is_a_warning(run):
    result = run("feel", "if 1 / b > 1 then 1 else 2", "--fact", "b=0")
    assert (result.stdout, result.exit_code) == ("2 (number)\n", 0)
    assert "warning[division-by-zero]" in result.stderr


def test_without_a_terminal_every_line_is_evaluated(run):
    result = run("feel", "--fact", "a=2", stdin="a + 1\n\nfoo\na * 3\n")
    assert (result.stdout, result.exit_code) == ("3 (number)\n6 (number)\n", 1)
    assert "<stdin>:3:1: error[unknown-name] unknown name `foo`\n    3 | foo\n" in result.stderr


SHAPE = {"schema": "rulewright/value/1", "value": None, "type": "null", "message": "", "problem": None, "warnings": []}


def test_json_carries_numbers_as_text(run):
    result = run("feel", "--format", "json", stdin='1 / 3\n[@"P1D"]\n1 / a\n')
    third, days, unknown = map(json.loads, result.stdout.splitlines())
    assert third == SHAPE | {"value": "0.3333333333333333333333333333333333", "type": "number"}
    assert days == SHAPE | {"value": ["P1D"], "type": "list<days and time duration>"}
    place = {"path": "<stdin>", "line": 3, "column": 5}
    problem = {"code": "unknown-name", "reason": "unknown name `a`", "rule": "", "place": place, "hint": ""}
    assert unknown == SHAPE | {"message": "unknown name `a`", "problem": problem}


def test_json_has_warnings_with_code_and_place(run):
    (answer,) = map(json.loads, run("feel", "false and 1 / 0 > 1", "--format", "json").stdout.splitlines())
    assert (answer["value"], answer["problem"]) == (False, None)
    assert [(each["code"], each["place"]["column"]) for each in answer["warnings"]] == [("division-by-zero", 15)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("facts.json", '{"a": 1.10, "b": {"c": [true, null]}, "d": "1"}'),
        ("facts.yaml", 'a: 1.10\nb: {c: [true, null]}\nd: "1"\n'),
    ],
)
def test_facts_come_from_files(run, tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content)
    for expression, printed in (("a", "1.1 (number)"), ("b.c", "[true, null] (list)"), ("d", '"1" (string)')):
        assert run("feel", expression, "--facts", path).stdout == printed + "\n"


EXPLAINED = """\
5.25 (number)

if a > 2 then a * (1 + c) else 0 → 5.25
  a > 2 → true
    a → 5
  a * (1 + c) → 5.25
    a → 5
    1 + c → 1.05
      c → 0.05
"""
LOOPED = """\
14 (number)

sum(for x in [1, 2, 3] return x * x) → 14
  for x in [1, 2, 3] return x * x → [1, 4, 9]
    [1, 2, 3] → [1, 2, 3]
    x * x → 1
      x → 1
    x * x → 4
      x → 2
    x * x → 9
      x → 3
"""


def test_explanations_show_what_each_part_came_to(run):
    facts = ("--fact", "a=5", "--fact", "c=0.05")
    assert run("feel", "if a > 2 then a * (1 + c) else 0", *facts, "--explain").stdout == EXPLAINED
    assert run("feel", "sum(for x in [1, 2, 3] return x * x)", "--explain").stdout == LOOPED


def test_explanations_of_long_loops_are_short(run):
    result = run("feel", "sum(for x in 1..20000 return x)", "--explain")
    assert result.stdout.startswith("200010000 (number)\n")
    assert "more" in result.stdout
    assert len(result.stdout.splitlines()) < 20
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


# ── The built-in functions ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", BUILTINS)
def test_the_example_of_every_function_gives_what_its_help_says(name):
    builtin = BUILTINS[name]
    if builtin.is_clock:
        return
    answer = FeelSession().evaluate(source_of(f"{builtin.example} = {builtin.result_of_example}"))
    assert answer.value is True, answer


def test_help_of_a_function(run):
    assert (
        run("feel", "--help-function", "string  join").stdout
        == draw(builtin_text(BUILTINS["string join"]), Look(80)) + "\n"
    )
    assert '→ "a and b and c"' in run("feel", "--help-function", "string join").stdout


def test_all_functions_are_listed_and_on_the_page(run):
    listed = run("feel", "--functions").stdout
    assert listed == draw(builtins_index_text(), Look(80)) + "\n"
    assert all(f"  {name}  " in listed for name in BUILTINS)
    assert all(f"\n### {name}\n" in builtins_page() for name in BUILTINS)


# ── The prompt ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def conversation(capsys):
    def converse(*lines, **facts):
        conversation = Conversation(FeelSession(_values(facts)))
        for line in lines:
            conversation.answer(line)
        converse.is_open = conversation.is_open
        reported = capsys.readouterr()
        return reported.out + reported.err

    return converse


CONVERSED = [
    (("1 + 2", ""), "3 (number)\n"),
    ((":let a = 2", "a * 3"), "2 (number)\n6 (number)\n"),
    ((":let a = 2", ":facts"), "2 (number)\na = 2 (number)\n"),
    ((":facts",), "there are no names yet; `:let name = expression` makes one\n"),
    ((":let 2 = a",), "write `:let name = expression`\n"),
    ((":explain", "1 + 1"), "parts are shown\n2 (number)\n\n1 + 1 → 2\n"),
    ((":explain", ":explain", "1"), "parts are shown\nparts are not shown\n1 (number)\n"),
    ((":hlep",), "there is no command `:hlep`; did you mean `:help`?\n"),
    ((":help frobnicate",), "there is no built-in function `frobnicate`; `:functions` lists them\n"),
]


@pytest.mark.parametrize(("lines", "reported"), CONVERSED)
def test_the_prompt_answers(conversation, lines, reported):
    assert conversation(*lines) == reported


def test_the_prompt_helps_and_ends(conversation):
    assert "what a built-in function does" in conversation(":help")
    assert 'string join(["a", "b", "c"], " and ")' in conversation(":help string join")
    assert conversation.is_open
    conversation(":quit")
    assert not conversation.is_open


def test_a_name_is_not_given_a_value_that_failed(conversation):
    assert "unknown name `a`" in conversation(":let a = 1 / 0", "a")


COMPLETED = [
    ("str", ["string(", "string join(", "string length("]),
    ("1 + string j", ["string join("]),
    ("if xyz then string l", ["string length("]),
    ("hei", ["height"]),
    ("retu", ["return"]),
    (":h", [":help"]),
    ("1 + ", []),
    ("zzz", []),
]


@pytest.mark.parametrize(("text", "completions"), COMPLETED)
def test_names_are_completed(text, completions):
    completer = NameCompleter(FeelSession(_values({"height": "3"})))
    found = list(completer.get_completions(Document(text), CompleteEvent()))
    assert [each.text for each in found] == completions
    assert all(text.endswith(text[len(text) + each.start_position :]) for each in found)


def test_the_prompt_runs_in_a_terminal_until_its_end(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("1 + 2\r:let a = 4\ra * 2\r\x04")
        open_prompt(FeelSession())
    assert capsys.readouterr().out.splitlines()[1:] == ["3 (number)", "4 (number)", "8 (number)"]
    history = tmp_path / "rulewright" / "feel_history"
    assert "+a * 2" in history.read_text()
    assert history.stat().st_mode & 0o077 == 0


def test_without_a_folder_of_state_the_history_is_in_memory(monkeypatch, tmp_path):
    (tmp_path / "rulewright").write_text("a file where the folder would be")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert type(open_history()).__name__ == "InMemoryHistory"


def test_without_the_extra_the_command_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "prompt_toolkit", None)
    monkeypatch.delitem(sys.modules, "rulewright_cli.feel_prompt")
    with pytest.raises(click.UsageError, match=re.escape("install `rulewright[prompt]`, or give an expression")):
        feel_command._open_prompt(FeelSession(), wants_parts=False)
