"""A case is answered by the version of the pack that holds for it, from files and from the cache, wherever it runs."""

import pickle
import shutil
from datetime import date
from pathlib import Path

import pytest
from rulewright import Case, PackError, Status, UnknownRuleError, load_pack, receipt_of, replay
from rulewright.check import check_pack

PACK = Path(__file__).parent.parent / "packs" / "amendments" / "pack"
ONE = """\
amendment: one
pack: small
title: A higher fee
adopted: 2020-02-01
authority: {document: letter, section: "2"}
reason: costs rose
in_force: [{from: BP3}]
changes:
  - {set: small.fee, was: 3, now: 4}
  - {set: "small.share[discretionary, BP2]", was: 20%, now: 25%}
  - {ends: "example:WE-1"}
  - {add: "example:WE-1a", now: {id: WE-1a, rule: small.late, inputs: {amount: 10}, expect: 24}}
"""
TWO = """\
amendment: two
pack: small
title: No double charge
adopted: 2021-01-10
authority: {document: letter}
reason: simpler
in_force: [{from: 2021-01-01}]
changes:
  - {replace: "small.late#formula", was: doubled + fee, now: amount + fee}
  - {replace: "example:WE-1a#expect", was: 24, now: 14}
  - {add: "subject:rules#decisions.new", now: {title: New, outputs: {new: {type: money, formula: fee * 2}}}}
  - repeal: small.later
    was: {title: Later, inputs: {amount: money}, outputs: {later: {type: money, formula: late(amount) + fee}}}
    continued_by: other-pack:other.later
"""


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(PACK, tmp_path / "pack")
    amendments = tmp_path / "pack" / "amendments"
    amendments.mkdir()
    (amendments / "one.yaml").write_text(ONE, encoding="utf-8")
    (amendments / "two.yaml").write_text(TWO, encoding="utf-8")
    return tmp_path / "pack"


DUE = {"amount": "100", "stream": "discretionary"}
ANSWERS = [
    # rule, facts, as_of, known_on, value or the code of the problem
    ("small.due", {**DUE, "period": "BP2"}, None, None, "28"),
    ("small.due", {**DUE, "period": "BP2"}, None, "2020-01-31", "23"),
    ("small.due", {**DUE, "period": "BP3"}, None, None, "34"),
    ("small.due", {**DUE, "period": "BP3"}, None, "2020-01-31", "33"),
    ("small.due", {**DUE, "period": "PY4"}, "BP4", None, "34"),
    ("small.due", {**DUE, "period": "BP3"}, "2020-05-01", None, "34"),
    ("small.due", {**DUE, "period": "BP3"}, "BP2", None, "dates-differ"),
    ("small.due", {**DUE, "period": "BP3"}, "BP7", None, "wrong-type"),
    ("small.due", {**DUE, "period": "BP3"}, None, "lately", "wrong-type"),
    ("small.due", {**DUE, "period": "PREP"}, None, None, "unplaced-period"),
    ("small.due", {**DUE, "period": "PREP"}, "2017-10-01", "2020-12-31", "3"),
    ("small.late", {"amount": "10"}, "BP2", None, "23"),
    ("small.late", {"amount": "10"}, "BP3", None, "24"),
    ("small.late", {"amount": "10"}, "BP4", None, "14"),
    ("small.late", {"amount": "10"}, "BP4", "2020-12-31", "24"),
    ("small.late", {"amount": "10"}, "2025-01-01", None, "14"),
    ("small.late", {"amount": "10"}, None, None, "as-of-needed"),
    ("small.late", {"amount": "10"}, None, "2019-12-31", "23"),
    ("small.alone", {"amount": "10"}, None, None, "10"),
    ("small.new", {}, "BP4", None, "8"),
    ("small.new", {}, "BP3", None, "rule-not-in-version"),
    ("small.later", {"amount": "10"}, "BP3", None, "28"),
    ("small.later", {"amount": "10"}, "BP4", None, "rule-not-in-version"),
]


def answer(outcome):
    return f"{outcome.value.normalize():f}" if outcome.status is Status.KNOWN else outcome.problem.code


@pytest.mark.parametrize("way", ["from its files", "from the cache", "in another process", "many", "values"])
def test_the_version_that_holds_answers(folder, way):
    engine = load_pack(folder)
    if way == "from the cache":
        for rule, facts, as_of, known_on, _ in ANSWERS:
            engine.run(rule, facts, as_of=as_of, known_on=known_on)
        engine = load_pack(folder)
    elif way == "in another process":
        engine = pickle.loads(pickle.dumps(engine))  # noqa: S301  (its own)
    cases = [Case(rule, facts, "", as_of, known_on) for rule, facts, as_of, known_on, _ in ANSWERS]
    if way == "values":
        undated = [each for each in ANSWERS if each[2] is None and each[3] is None]
        found = [next(iter(engine.values(rule, [facts]))) for rule, facts, *_ in undated]
        texts = [answer(each) if hasattr(each, "status") else f"{each.normalize():f}" for each in found]
        assert texts == [expected for *_, expected in undated]
        return
    outcomes = list(engine.run_many(cases)) if way == "many" else [engine.run_case(each) for each in cases]
    assert [answer(each) for each in outcomes] == [expected for *_, expected in ANSWERS]


def test_a_rule_of_no_version_is_unknown(folder):
    with pytest.raises(UnknownRuleError, match=r"small\.lat"):
        load_pack(folder).run("small.lat", {})


def test_every_version_passes_its_own_examples(folder):
    names = {}
    for engine in load_pack(folder).versions:
        names[engine.version] = [example.id for example in engine.pack.examples]
        for example in engine.pack.examples:
            assert engine.run(example.rule, example.facts).value == example.expected[0].value
    assert names == {
        "base": ["WE-1", "WE-2"],
        "(one)": ["WE-1", "WE-2"],
        "one": ["WE-2", "WE-1a"],
        "one + two": ["WE-2", "WE-1a"],
    }
    checked = check_pack(folder)
    assert ([each.code for each in checked.diagnostics], checked.versions) == (["key-outside-span"], 4)


def test_receipts_name_the_amendments_that_hold_and_those_that_do_not_and_why(folder):
    engine = load_pack(folder)
    case = Case("small.due", {**DUE, "period": "BP2"}, known_on="2020-12-31")
    receipt = receipt_of(engine.run_case(case), engine, case)
    assert receipt["pack"]["version"] == "(one)"
    assert receipt["pack"]["digest"] != engine.digest
    assert receipt["amendments"] == {
        "as_of": "BP2",
        "known_on": "2020-12-31",
        "applied": [],
        "by_key": ["one"],
        "left_out": [
            {"id": "two", "why": "not adopted yet: it is of 2021-01-10"},
            {"id": "one", "why": "not in force then: from BP3 on"},
        ],
        "corrections": [],
    }
    later = Case("small.late", {"amount": "10"}, as_of="BP4")
    receipt = receipt_of(engine.run_case(later), engine, later)
    assert (receipt["pack"]["version"], receipt["amendments"]["applied"]) == ("one + two", ["one", "two"])


def test_a_version_by_its_name_answers_whatever_the_case_is_about(folder):
    engine = load_pack(folder).named("one")
    outcome = engine.run("small.late", {"amount": "10"}, as_of="BP4")
    assert outcome.value == 24
    assert [each.reason for each in outcome.warnings] == ["`as_of` changes nothing: the version is chosen, `one`"]
    assert load_pack(folder).named("three") is None


def test_a_version_about_a_date_has_the_text_that_holds_then(folder):
    engine = load_pack(folder)
    versions = [
        engine.at(as_of, known_on).version
        for as_of, known_on in [
            (None, None),
            ("BP1", None),
            ("BP4", None),
            ("BP4", "2020-06-01"),
            (None, "2020-06-01"),
            (None, "2019-01-01"),
        ]
    ]
    assert versions == ["base", "(one)", "one + two", "one", "one", "base"]
    with pytest.raises(ValueError, match="`BP9`"):
        engine.at("BP9")


def test_a_pack_whose_amendment_does_not_fit_is_refused_and_the_one_loaded_before_stays_usable(folder):
    engine = load_pack(folder)
    (folder / "amendments" / "two.yaml").write_text(TWO.replace("doubled + fee", "doubled"), encoding="utf-8")
    with pytest.raises(PackError, match="was not `doubled`"):
        load_pack(folder)
    assert engine.run("small.late", {"amount": "10"}, as_of="BP4").value == 14


def test_a_pack_without_amendments_is_its_one_version():
    engine = load_pack(PACK)
    assert engine.versions == (engine,)
    assert (engine.is_version, engine.at("BP4", "2020-01-01")) == (False, engine)
    assert engine.of_case(Case("small.fee", {})) is engine


def test_a_repealed_rule_says_by_which_it_goes_on(folder):
    outcome = load_pack(folder).run("small.later", {"amount": "10"}, as_of="BP4")
    assert outcome.problem.hint == "it goes on as `other-pack:other.later`"


NEEDS = [
    # rule, as_of, known_on, the inputs or the refusal
    ("small.late", "BP4", None, ["amount"]),
    ("small.alone", None, None, ["amount"]),
    ("small.new", "BP4", None, []),
    ("small.late", None, None, "give `as_of`"),
    ("small.new", "BP3", None, "is not in the version `one`"),
    ("small.late", "BP9", None, "neither a date nor a member"),
]


@pytest.mark.parametrize(("rule", "as_of", "known_on", "expected"), NEEDS)
def test_needs_are_those_of_one_version(folder, rule, as_of, known_on, expected):
    engine = load_pack(folder)
    if isinstance(expected, str):
        with pytest.raises(ValueError, match=expected):
            engine.needs(rule, as_of, known_on)
    else:
        assert [each.name for each in engine.needs(rule, as_of, known_on).inputs] == expected


@pytest.mark.parametrize("name", ["as_of", "known_on"])
def test_a_date_that_is_no_text_is_refused(folder, name):
    outcome = load_pack(folder).run("small.late", {"amount": "10"}, **{name: date(2021, 1, 31)})
    assert (outcome.problem.code, outcome.problem.hint) == ("wrong-type", "write it as text: `2021-01-31`")


def test_a_receipt_is_replayed_by_the_amendments_that_were_known(folder):
    (folder / "amendments" / "two.yaml").unlink()
    case = Case("small.late", {"amount": "10"}, as_of="BP4")
    engine = load_pack(folder)
    receipt = receipt_of(engine.run_case(case), engine, case)
    assert receipt["outcome"]["value"] == "24"
    (folder / "amendments" / "two.yaml").write_text(TWO, encoding="utf-8")
    later = load_pack(folder)
    assert later.run_case(case).value == 14
    assert replay(receipt, later).holds
    early = "amendment: two\npack: small\ntitle: A fee of BP2\nadopted: 2019-01-10\nauthority: {document: letter}\n"
    early += "reason: found late\nin_force: [{from: BP2, to: BP2}]\nchanges:\n  - {set: small.fee, was: 3, now: 5}\n"
    (folder / "amendments" / "two.yaml").write_text(early, encoding="utf-8")
    assert [each.path for each in replay(receipt, load_pack(folder)).differences][-1:] == ["amendments.left_out"]
    assert replay({**receipt, "as_of": "BP2"}, later).differences != ()


@pytest.mark.parametrize("dates", [{}, {"as_of": "BP4"}, {"known_on": "2030-01-01"}])
def test_a_receipt_of_a_pack_without_amendments_is_replayed_by_the_base(folder, dates):
    shutil.move(folder / "amendments", folder / "later")
    case = Case("small.late", {"amount": "10"}, **dates)
    engine = load_pack(folder)
    receipt = receipt_of(engine.run_case(case), engine, case)
    shutil.move(folder / "later", folder / "amendments")
    amended = load_pack(folder)
    assert amended.run("small.late", {"amount": "10"}, as_of="BP4").value != engine.run_case(case).value
    assert replay(receipt, amended).holds
    assert not replay({**receipt, "inputs": {"amount": "11"}}, amended).holds


MORE = """\
subject: more
title: More
namespace: more
source: {document: protocol, section: "2"}
parameters:
  base_fee: {title: Fee, type: money, value: 3}
  rate:
    title: Rate
    type: percent
    keys: {period: period}
    table: {BP1: 1%, BP2: 2%, BP3: 3%, BP4: 4%, PREP: 0%}
decisions:
  charge:
    title: Charge
    inputs: {period: period, amount: money}
    outputs: {charge: {type: money, formula: "amount * rate(period) + base_fee"}}
  late_joiner:
    title: Late joiner
    inputs: {joined: period, period: period, amount: money}
    outputs: {charge: {type: money, formula: "charge(joined, amount)"}}
  previous:
    title: Charge of the period before
    inputs: {period: period, amount: money}
    where: {earlier: 'if period = "BP4" then "BP3" else "BP2"'}
    outputs: {charge: {type: money, formula: "charge(amount: amount, period: earlier)"}}
  wrapped:
    title: Rests on it
    inputs: {period: period, amount: money}
    outputs: {charge: {type: money, formula: "more.previous(period, amount) + 1"}}
  other_rate:
    title: A figure of another period is there by its key
    inputs: {period: period}
    outputs: {rate: {type: percent, formula: 'rate("BP2")'}}
"""
FEE = """\
amendment: fee
pack: small
title: A higher fee
adopted: 2020-02-01
authority: {document: letter}
reason: costs rose
in_force: [{from: BP4}]
changes:
  - {set: more.base_fee, was: 3, now: 4}
  - {set: "more.rate[BP4]", was: 4%, now: 5%}
"""
CROSSINGS = [
    # rule, periods, value, the version that held for the period wanted
    ("more.charge", {"period": "BP3"}, "6", []),
    ("more.charge", {"period": "BP4"}, "9", []),
    ("more.late_joiner", {"joined": "BP4", "period": "BP4"}, "9", []),
    ("more.late_joiner", {"joined": "BP3", "period": "BP4"}, "7", ["(fee)"]),
    ("more.late_joiner", {"joined": "BP2", "period": "BP3"}, "5", []),
    ("more.previous", {"period": "BP4"}, "7", ["(fee)"]),
    ("more.wrapped", {"period": "BP4"}, "8", ["(fee)"]),
    ("more.wrapped", {"period": "BP3"}, "6", []),
    ("more.other_rate", {"period": "BP4"}, "0.02", []),
]


@pytest.fixture
def spanning(folder):
    for name in ("one", "two"):
        (folder / "amendments" / f"{name}.yaml").unlink()
    (folder / "base" / "more.yaml").write_text(MORE, encoding="utf-8")
    (folder / "amendments" / "fee.yaml").write_text(FEE, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("rule", "periods", "value", "crossed"), CROSSINGS)
def test_a_case_that_spans_versions_says_so(spanning, rule, periods, value, crossed):
    engine = load_pack(spanning)
    facts = periods if rule == "more.other_rate" else {**periods, "amount": "100"}
    outcome = engine.run(rule, facts, as_of=periods["period"])
    assert answer(outcome) == value
    assert [each.crosses for each in outcome.trace.evaluations() if each.crosses] == crossed
    assert [each.code for each in outcome.warnings] == ["crosses-versions"] * len(crossed)


def test_check_says_where_a_case_may_span_versions(spanning):
    found = [(each.code, each.place.line) for each in check_pack(spanning).diagnostics]
    assert found == [("crosses-versions", 20), ("crosses-versions", 25)]


def test_cases_of_many_periods_keep_their_order_and_their_warnings(folder):
    engine = load_pack(folder)
    periods = ["BP2", "BP3", "BP2", "BP3", "BP3", "PREP", "BP2"] * 100
    cases = [{**DUE, "period": period} for period in periods]
    found = [
        answer(each) if hasattr(each, "status") else f"{each.normalize():f}"
        for each in engine.values("small.due", cases)
    ]
    assert found == [{"BP2": "28", "BP3": "34", "PREP": "unplaced-period"}[each] for each in periods]
    outcomes = engine.run_many([Case("small.due", each) for each in cases])
    assert [each.version for each in outcomes] == [
        {"BP2": "(one)", "BP3": "one", "PREP": ""}[period] for period in periods
    ]


def test_what_was_chosen_for_one_date_is_not_chosen_for_another(folder, monkeypatch):
    monkeypatch.setattr("rulewright.evaluate.versions.MOST_CHOICES", 2)
    engine = load_pack(folder)
    for _ in range(3):
        outcomes = [engine.run(rule, facts, as_of=at, known_on=on) for rule, facts, at, on, _ in ANSWERS]
        assert [answer(each) for each in outcomes] == [expected for *_, expected in ANSWERS]


def test_the_model_of_a_pack_is_not_needed_to_choose(folder, monkeypatch):
    for rule, facts, as_of, known_on, _ in ANSWERS:
        load_pack(folder).run(rule, facts, as_of=as_of, known_on=known_on)
    engine = load_pack(folder)
    monkeypatch.setattr("rulewright.evaluate.kept.KeptPack.pack", None)
    assert answer(engine.run("small.alone", {"amount": "10"}, known_on=None)) == "10"


def test_a_problem_of_some_versions_names_the_amendment_that_leads_to_it(folder):
    path = folder / "amendments" / "two.yaml"
    repeal = path.read_text(encoding="utf-8").index("  - repeal: small.later")
    late = """\
  - repeal: small.late
    was:
      title: Late
      inputs: {amount: money}
      where: {doubled: amount * 2}
      outputs: {late: {type: money, formula: doubled + fee}}
    continued_by: other-pack:other.late
"""
    head = path.read_text(encoding="utf-8")[:repeal].partition("changes:")[0]
    path.write_text(f'{head}changes:\n  - {{ends: "example:WE-1a"}}\n{late}', encoding="utf-8")
    found = [each for each in check_pack(folder).diagnostics if each.is_error]
    assert [(each.code, each.message) for each in found] == [
        ("unknown-function", "unknown function `late` (in the version `one + two`)")
    ]
    assert [(place.path.rpartition("/")[2], place.line, note) for place, note in found[0].related] == [
        ("two.yaml", 1, "`two` leads to it")
    ]
