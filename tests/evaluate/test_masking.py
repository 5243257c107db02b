"""An outcome gives its real value to the program that called, and tokens to everything that shows it."""

import json
import pickle
from decimal import Decimal

import pytest
from rulewright import Case, CaseError, Engine, Tokens, explain, receipt_of
from rulewright.evaluate import answer_of
from rulewright.evaluate.masking import WITHHELD
from rulewright.evaluate.tokens import is_token
from written_packs import pack_of

KEY = b"a key of the tests, long enough"
HEADER = """\
pack: small
title: A small pack
documents: {act: {title: Act}}
types:
  name: {type: string, personal: yes}
  illness: {enum: [gout, flu], personal: yes}
  open_number: {type: number, personal: no}
  coded:
    record: {code: name, weight: number}
    requires: [{that: 'number(code, ",", ".") > 0', message: a code is a number}]
  patient: {record: {name: name, region: string, kin: list<name>}}
"""
RULES = """\
subject: rules
title: Rules
namespace: ""
source: {document: act}
parameters:
  rate: {title: Rate, type: number, value: 2}
  fee: {title: Fee, type: number, keys: {illness: illness}, table: {gout: 31337, flu: 27183}}
  open_fee: {title: Fee, type: open_number, keys: {illness: illness}, table: {gout: 31337, flu: 27183}}
discretions:
  relief: {title: Relief, decided_by: Clinic, inputs: {who: name}, type: number}
decisions:
  dear:
    title: Salutation
    inputs: {name: name, day: date}
    where: {half: 'substring(name, 1, 2)'}
    outputs: {dear: {type: name, formula: '"Dear " + half'}, on: {type: date, formula: day}}
  code:
    title: Number of a code
    inputs: {code: name, of: number}
    outputs:
      read: {type: number, personal: yes, formula: 'number(code, ",", ".")'}
      plain: {type: number, formula: 'number(string(of) + "x", ",", ".")'}
  caller:
    title: Calls with a literal
    inputs: {day: date}
    outputs: {is_long: {type: boolean, formula: 'string length(dear("Zyxwanda", day).dear) > 3'}}
  coded: {title: Coded, inputs: {it: coded}, outputs: {weight: {type: number, formula: it.weight}}}
  region: {title: Region, inputs: {it: patient}, outputs: {same: {type: patient, formula: it}}}
  decided: {title: Decided, inputs: {who: name}, outputs: {amount: {type: number, formula: relief(who) * rate}}}
  scores:
    title: Scores
    inputs: {scores: {type: "map<name, number>"}}
    outputs: {least: {type: number, formula: 'min(get entries(scores).value)', personal: yes}}
  ward:
    title: Ward
    inputs: {illness: illness, n: number}
    outputs: {ward: string}
    table:
      hit_policy: first
      inputs: [illness, n]
      rows: [{when: ['"gout"', '> 1'], then: ['"east"'], note: a row for gout}]
      otherwise: ['"west"']
  by_number:
    title: By a number
    inputs: {illness: illness, n: number}
    outputs: {ward: string}
    table: {hit_policy: first, inputs: [n], rows: [{when: ['> 1'], then: ['"east"']}], otherwise: ['"west"']}
  twice:
    title: Two rows
    inputs: {illness: illness}
    outputs: {ward: string}
    table:
      hit_policy: any
      inputs: [illness]
      rows: [{when: ['"gout"'], then: ['"east"']}, {when: ['"gout", "gout"'], then: ['string(date("2020-01-31"))']}]
      otherwise: ['"west"']
  charge:
    title: Charge
    inputs: {illness: illness}
    outputs: {n: {type: number, personal: yes, formula: fee(illness)}}
  shown_charge: {title: Charge, inputs: {illness: illness}, outputs: {n: {type: number, formula: open_fee(illness)}}}
  plain: {title: Plain, inputs: {n: number}, outputs: {twice: {type: number, formula: n * rate}}}
"""
PATIENT = {"name": "Zyxwanda", "region": "north", "kin": ["Yorick", "Zyxwanda"]}


@pytest.fixture(scope="module")
def engine():
    pack = pack_of(HEADER.encode(), RULES.encode())
    assert not [each for each in pack.diagnostics if each.is_error], pack.diagnostics
    return Engine(pack, Tokens(KEY))


@pytest.mark.parametrize("is_reference", [False, True])
@pytest.mark.parametrize("trace", [False, True])
def test_the_value_is_real_and_all_else_has_tokens(engine, is_reference, trace):
    outcome = engine.run("dear", {"name": "Zyxwanda", "day": "2020-01-31"}, reference=is_reference, trace=trace)
    assert outcome.value["dear"] == "Dear Zy"
    assert is_token(outcome.shown["dear"])
    assert outcome.shown["on"] == outcome.value["on"]
    for shown in (repr(outcome), repr(outcome.trace), json.dumps(outcome.to_json()), json.dumps(answer_of(outcome))):
        assert "Zy" not in shown
    ((name, token), (_, day)) = outcome.trace.arguments
    assert (name, is_token(token), day) == ("name", True, outcome.value["on"])
    assert is_token(dict(outcome.trace.steps)["half"])


def test_equal_values_have_equal_tokens_wherever_they_stand(engine):
    value = engine.run("region", {"it": PATIENT}).shown
    assert value["region"] == "north"
    assert value["name"] == value["kin"][1] != value["kin"][0]
    other = Engine(engine.pack, Tokens(KEY[::-1])).run("region", {"it": PATIENT}).shown
    assert other["name"] != value["name"]


def test_numbers_that_are_equal_have_one_token_and_their_text_another():
    tokens = Tokens(KEY)
    assert tokens.of(Decimal("1.50")) == tokens.of(Decimal("1.5")) != tokens.of("1.5")


def test_without_a_key_each_engine_has_its_own(engine):
    first, second = (Engine(engine.pack).run("region", {"it": PATIENT}).shown["name"] for _ in range(2))
    assert is_token(first)
    assert first != second


def test_a_key_that_could_be_guessed_is_refused():
    with pytest.raises(ValueError, match="at least 16 bytes"):
        Tokens(b"short")


def test_what_fails_where_nothing_personal_is_at_work_says_why(engine):
    outcome = engine.run("code", {"code": "5", "of": "7"})
    assert outcome.message == "`7x` is no number"
    outcome = engine.run("code", {"code": "Zyxwanda", "of": "7"})
    assert outcome.message == WITHHELD
    assert outcome.problem.code == "wrong-argument"
    assert "Zyxwanda" not in repr((outcome, outcome.trace))


def test_a_literal_of_the_pack_that_is_handed_to_a_marked_input_has_a_token_there(engine):
    trace = engine.run("caller", {"day": "2020-01-31"}).trace
    assert is_token(dict(trace.children[0].arguments)["name"])


def test_a_requirement_that_fails_on_a_value_does_not_quote_it(engine):
    outcome = engine.run("coded", {"it": {"code": "Zyxwanda", "weight": "1"}})
    assert (outcome.status.value, outcome.message) == ("error", WITHHELD)
    outcome = engine.run("coded", {"it": {"code": "-5", "weight": "1"}})
    assert outcome.message == "`it`: a code is a number"


def test_a_missing_value_of_a_map_is_named_by_its_place(engine):
    outcome = engine.run("scores", {"scores": {"Yorick": "1", "Zyxwanda": None}})
    assert "Zyxwanda" not in repr(outcome)
    outcome = engine.run("scores", {"scores": {"Yorick": "1", "Zyxwanda": "many"}})
    assert outcome.message.startswith("`scores[2]` is")


def test_a_decision_that_was_used_does_not_say_on_whom(engine):
    recorded = {"relief": [{"for": {"who": "Zyxwanda"}, "value": 3, "actor": "Clinic", "reference": "to Zyxwanda"}]}
    case = Case("decided", {"who": "Zyxwanda"}, recorded=recorded)
    outcome = engine.run_case(case)
    assert outcome.value == 6
    assert outcome.basis.decisions
    assert "Zyxwanda" not in json.dumps([answer_of(outcome), receipt_of(outcome, engine, case)])


def test_masks_travel_to_other_processes(engine):
    outcome = engine.run("region", {"it": PATIENT})
    again = pickle.loads(pickle.dumps(outcome))  # noqa: S301  (our own)
    assert again.value == outcome.value
    assert again.shown == outcome.shown
    assert "Zyxwanda" not in repr((again, again.trace))
    other = pickle.loads(pickle.dumps(engine))  # noqa: S301  (our own)
    assert other.run("region", {"it": PATIENT}).shown == outcome.shown


def test_a_rule_without_anything_personal_is_left_as_it_is(engine):
    outcome = engine.run("plain", {"n": "3"})
    assert outcome.mask is None
    assert outcome.shown == outcome.value == 6
    assert dict(outcome.trace.arguments) == {"n": 3}


def test_what_tokens_stand_for_is_kept_where_that_is_wanted(engine):
    keeping = engine.with_tokens(Tokens(KEY, keeps=True))
    token = keeping.run("region", {"it": PATIENT}).shown["name"]
    kept = {each["token"]: each for each in keeping.tokens.to_json()["values"]}
    assert kept[token]["value"] == "Zyxwanda"
    assert {"region.name", "region.kin"} <= set(kept[token]["where"])
    assert engine.tokens.to_json()["values"] == []


@pytest.mark.parametrize("is_reference", [False, True])
@pytest.mark.parametrize("illness", ["gout", "flu"])
def test_a_row_that_shows_something_personal_is_hidden_and_no_other(engine, illness, is_reference):
    case = Case("ward", {"illness": illness, "n": "2"})
    outcome = engine.run(case.rule, case.facts, reference=is_reference)
    (row,) = outcome.trace.rows
    assert is_token(row)
    explanation = explain(outcome.trace, engine.pack)
    assert explanation.rows == (f"row {row}",)
    assert "gout" not in json.dumps([explanation.to_json(), receipt_of(outcome, engine, case)])
    assert engine.run("by_number", case.facts).trace.rows == (1,)


def test_an_error_that_names_rows_hides_them_too(engine):
    outcome = engine.run("twice", {"illness": "gout"})
    assert (outcome.problem.code, outcome.message) == ("rows-disagree", WITHHELD)
    assert "rows 1" not in repr((outcome, outcome.trace))


def test_a_figure_read_by_a_personal_key_is_as_personal_as_the_key(engine):
    case = Case("charge", {"illness": "gout"})
    outcome = engine.run_case(case)
    (read,) = outcome.trace.figures
    assert outcome.value == 31337
    assert is_token(read.value)
    assert "31337" not in json.dumps([receipt_of(outcome, engine, case), explain(outcome.trace, engine.pack).to_json()])
    assert is_token(engine.run("fee", case.facts).shown)
    assert engine.run("shown_charge", case.facts).trace.figures[0].value == 31337


def test_a_case_shows_nothing_that_is_given():
    case = Case("dear", {"name": "Zyxwanda"}, id="1", recorded={"relief": {"Yorick": 3}})
    assert repr(case) == "Case('dear', id='1', as_of=None, known_on=None, 1 facts, 1 recorded)"


def test_an_outcome_without_a_trace_is_explained_by_its_problem(engine):
    outcome = engine.run("plain", {"n": "many"})
    with pytest.raises(CaseError, match=r"Outcome\.problem"):
        explain(outcome.trace, engine.pack)
    assert outcome.problem.code == "wrong-type"
