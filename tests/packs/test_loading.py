"""A pack is read into the model: every figure, formula and place where it belongs."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pack_cases import HEADER, pack_of
from rulewright.language.grammar.printer import print_expression
from rulewright.language.syntax import Invocation, RuleReference
from rulewright.language.temporal.values import Date
from rulewright.language.types import PERCENT, EnumType
from rulewright.language.values import Range
from rulewright.packs.files import bundled_packs, find_pack, read_files
from rulewright.packs.kinds.decision import Decision
from rulewright.packs.kinds.definition import Definition
from rulewright.packs.kinds.discretion import Discretion
from rulewright.packs.kinds.parameter import Parameter
from rulewright.packs.loading import read_pack
from rulewright.packs.model.pack import CheckException
from rulewright.packs.model.rules import Citation, Reading

GOOD = (Path(__file__).parent / "good.yaml").read_text(encoding="utf-8")
POINT = HEADER.replace("units: {", "units: {point: {title: points}, ").replace(
    "types:\n", "types:\n  points: {number: point}\n  members: {number: member}\n  months: {number: month}\n"
)
EXAMPLES = """\
examples:
  - id: WE-1
    rule: charge
    source: {document: protocol, exhibit: "33"}
    inputs: {members: 100, months: 12}
    recorded: {small.base: {BP1: {value: 10, actor: State}}}
    expect: {amount: {value: 12600, places: 0}, half: 6300}
    exact: {amount: "12600.00"}
    note: Nothing special.
  - id: WE-2
    rule: small.weights
    inputs: {budget_period: PY2}
    expect: {value: {quality: 75%, cost: 25%}, tolerance: 0.001}
  - {id: WE-3, rule: small.base, inputs: {budget_period: BP1}, expect: {status: open, needs: [small.base]}}
"""


@pytest.fixture(scope="module")
def pack():
    header = POINT.replace("aliases: {PY1: BP1}", "aliases: {PY1: BP1, PY2: BP2}")
    return pack_of({"pack.yaml": header, "base/everything.yaml": GOOD, "examples/all.yaml": EXAMPLES})


def test_a_good_pack_has_no_problems(pack):
    assert pack.diagnostics == ()
    assert (pack.id, pack.title) == ("small", "A small pack")
    assert [subject.id for subject in pack.subjects] == ["everything"]
    assert list(pack.rules)[:2] == ["small.most_points", "small.weights"]


def test_a_figure_has_value_source_status_and_place(pack):
    rule = pack.rules["small.most_points"]
    figure = rule.figures[()]
    assert isinstance(rule, Parameter)
    assert (figure.value, figure.written, figure.status, figure.place.line) == (Decimal(2), "2", "anticipated", 13)
    assert figure.source == Citation("protocol", "5.3.1", "33")
    assert rule.readings == (Reading("I-1", "Unclear.", "Two."),)


def test_a_table_has_a_figure_for_every_member_named_or_starred(pack):
    rule = pack.rules["small.weights"]
    assert {key: figure.value for key, figure in rule.figures.items()} == {
        ("BP1", "quality"): Decimal("1.00"),
        ("BP1", "cost"): Decimal("0.00"),
        ("BP2", "quality"): Decimal("0.75"),
        ("BP2", "cost"): Decimal("0.25"),
        ("BP3", "quality"): None,
        ("BP3", "cost"): None,
    }
    assert rule.figures["BP3", "cost"].absence == "reporting only"
    own = rule.figures["BP2", "quality"]
    assert (own.status, own.source) == ("preliminary", Citation("protocol", "5.3", "36"))
    assert [each.name for each in rule.inputs] == ["budget_period"]
    assert rule.collected_key.type == EnumType("domain", ("quality", "cost"))


def test_figures_that_are_open(pack):
    assert (pack.rules["small.cut_points"].status, pack.rules["small.cut_points"].figures) == ("open", {})
    figure = pack.rules["small.rates"].figures[("2",)]
    assert (figure.value, figure.status, figure.absence) == (None, "open", "State")


def test_figures_of_every_shape(pack):
    assert pack.rules["small.first_day"].figures[()].value == Date(2018, 1, 1)
    assert pack.rules["small.a_range"].figures[()].value == Range(Decimal(0), Decimal(2), True, False)
    assert pack.rules["small.a_measure"].figures[()].value == {"points": Decimal("1.5"), "eligible": True, "due": None}


def test_a_decision_has_linked_formulas_with_types_and_places(pack):
    rule = pack.rules["small.fee"]
    assert isinstance(rule, Decision)
    assert print_expression(rule.inputs[2].otherwise.tree) == "1"
    step = rule.steps[0].expression
    assert isinstance(step.tree, Invocation)
    assert step.tree.function == RuleReference("small.rates")
    assert step.type.name == "rate"
    months = rule.steps[1].expression
    place = months.source.place(months.tree.right.span)
    assert (place.line, place.column) == (64, 13)
    assert rule.requirements[0].message == "no members"
    assert [output.name for output in rule.outputs] == ["amount", "half"]
    assert (rule.outputs[0].rounding.places, rule.outputs[0].rounding.mode) == (2, "half_up")
    assert print_expression(rule.outputs[0].range.tree) == ">= 0"


def test_a_decision_table_has_rows_with_numbers_and_notes(pack):
    table = pack.rules["small.kind_of_period"].table
    assert [(row.number, row.note) for row in table.rows] == [(1, "the first"), (2, "")]
    assert [each.text for each in table.rows[0].tests] == ['"BP1", "BP2"', "-"]
    assert [each.text for each in table.defaults] == ['"other"']


def test_discretions_and_definitions(pack):
    base = pack.rules["small.base"]
    assert isinstance(base, Discretion)
    assert (base.decided_by, base.approval, base.output, base.limits.text) == ("State", "CMS", "pmpm", "pmpm >= 0")
    goals = pack.rules["small.goals"]
    assert isinstance(goals, Definition)
    assert (goals.text, goals.table) == ("To care better.\n", (("Reference", "Used for"), ("STC 57", "payments")))


def test_checks(pack):
    check = pack.checks[0]
    assert [each.name for each in check.inputs] == ["budget_period"]
    assert check.exceptions == (CheckException({"budget_period": ("BP3",)}, "I-1"),)


def test_examples_have_values_of_the_declared_types(pack):
    first, second, third = pack.examples
    assert (first.rule, first.facts) == ("small.fee", {"members": Decimal(100), "months": Decimal(12)})
    assert first.recorded == {"small.base": {"BP1": {"value": "10", "actor": "State"}}}
    amount, half = first.expected
    assert (amount.output, amount.value, amount.places, amount.exact) == ("amount", Decimal(12600), 0, "12600.00")
    assert (half.output, half.written) == ("half", "6300")
    assert second.facts == {"budget_period": "BP2"}
    expected = second.expected[0]
    assert (expected.output, expected.tolerance) == ("", Decimal("0.001"))
    assert expected.value == {"quality": Decimal("0.75"), "cost": Decimal("0.25")}
    assert (third.expected[0].status, third.expected[0].needs) == ("open", ("small.base",))


def test_a_percent_with_bounds_is_a_percent():
    header = HEADER.replace("types:\n", "types:\n  share: {number: percent, low: 0, high: 1}\n")
    share = pack_of({"pack.yaml": header}).types["share"]
    assert (share.name, share.unit, share.low, share.high) == ("percent", PERCENT.unit, "0", "1")


def test_types_of_the_pack(pack):
    assert pack.types["period"] == EnumType("period", ("BP1", "BP2", "BP3"), (("PY1", "BP1"), ("PY2", "BP2")))
    assert str(pack.types["rate"].unit) == "USD/member/month"


# ── The digest ────────────────────────────────────────────────────────────────────────────────────────────────────


ROWS = """\
        - {when: ['"BP1", "BP2"', "-"], then: ['"early"'], note: the first}
        - {when: ['"BP3"', "true"], then: ['"late"']}
"""


def digest(subject, header=POINT):
    return pack_of({"pack.yaml": header, "base/everything.yaml": subject}).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# A subject", "# Another comment"),
        ("formula: whole", "formula: (whole)"),
        ("        rate * members\n          * months\n", "        rate  *  members * months // exactly\n"),
        ("rate: rates(tier)", "rate: small.rates(tier)"),
        ("value: 2\n", "value: 2.0\n"),
        ("PY1: {quality: 100%, cost: 0%}", "BP1: {cost: 0%, quality: 100.0%}"),
        ("title: Fee", 'title: "Fee"'),
        (ROWS, "".join(reversed(ROWS.splitlines(keepends=True)))),
    ],
)
def test_layout_and_spelling_do_not_change_the_digest(old, new):
    assert old in GOOD
    assert digest(GOOD.replace(old, new, 1)) == digest(GOOD)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value: 2\n", "value: 3\n"),
        ("formula: whole", "formula: whole + whole"),
        ("title: Fee", "title: Charge"),
        ("status: anticipated", "status: enacted"),
        ("places: 2", "places: 0"),
        ('section: "5.3.1"', 'section: "5.3.2"'),
        ('"BP3"\', "true"', '"BP3"\', "false"'),
        ("type: list<percent>", "type: list<number>"),
        ("note: the first}", "note: the second}"),
        ("value: 2\n", "value: {value: 2, note: by letter}\n"),
    ],
)
def test_whatever_is_said_changes_the_digest(old, new):
    assert old in GOOD
    assert digest(GOOD.replace(old, new, 1)) != digest(GOOD)


def test_the_order_of_rows_counts_where_the_first_row_that_matches_answers():
    first = GOOD.replace("hit_policy: unique", "hit_policy: first", 1)
    assert ROWS in first
    assert digest(first.replace(ROWS, "".join(reversed(ROWS.splitlines(keepends=True))))) != digest(first)


def test_the_order_of_rules_and_files_does_not_change_the_digest():
    first, second = (
        f"subject: {name}\ntitle: T\nnamespace: {name}\nsource: {{document: protocol}}\n"
        f"parameters:\n  x: {{title: X, type: number, value: 1}}\n  y: {{title: Y, type: number, value: 1}}\n"
        for name in "ab"
    )
    turned = first.replace("x:", "z:").replace("y:", "x:").replace("z:", "y:").replace("title: X", "title: ?")
    turned = turned.replace("title: Y", "title: X").replace("title: ?", "title: Y")
    assert turned != first
    one = pack_of({"base/1.yaml": first, "base/2.yaml": second})
    other = pack_of({"base/8.yaml": second, "base/9.yaml": turned})
    assert one.digest == other.digest


# ── Files ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_folder_is_read_in_the_order_of_names_and_strangers_are_reported(tmp_path):
    for path, text in {"pack.yaml": POINT, "base/b.yaml": GOOD, "base/notes.txt": "x: 1", "data/a.csv": "x"}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    pack = read_pack(tmp_path)
    assert [(each.code, Path(each.place.path).name) for each in pack.diagnostics] == [("unread-file", "notes.txt")]
    assert len(pack.rules) == 11


def test_what_looks_like_part_of_a_pack_and_is_none_is_warned_of(tmp_path):
    (tmp_path / "pack.yaml").write_text(POINT, encoding="utf-8")
    (tmp_path / "rules.yaml").write_text("subject: small\n", encoding="utf-8")
    (tmp_path / "exmaples").mkdir()
    (tmp_path / "tables").mkdir()

    found = read_pack(tmp_path).diagnostics

    assert [(Path(each.place.path).name, each.code, each.is_error) for each in found] == [
        ("base", "missing-file", True),
        ("exmaples", "unread-file", False),
        ("rules.yaml", "unread-file", False),
    ]
    assert found[1].hint == "did you mean `examples`?"


RULES = """\
subject: rules
title: Rules
namespace: small
source: {document: protocol}
parameters:
  fee: {title: Fee, type: number, value: 3}
"""
EXAMPLE = "examples:\n  - {id: one, rule: small.fee, expect: 3}\n"


@pytest.mark.parametrize(
    ("header", "rules", "code", "message"),
    [
        ("pack.yml", "base/rules.yaml", "missing-file", "the file is called `pack.yml`, but a pack's is `pack.yaml`"),
        ("pack.yaml", "rules/fees.yaml", "missing-file", "the rules stand in `rules`, but a pack has them in `base`"),
        ("pack.yaml", "bases/fees.yaml", "missing-file", "the rules stand in `bases`, but a pack has them in `base`"),
        ("pack.yaml", "base/fees.yml", "unread-file", "`fees.yml` ends in `.yml`"),
    ],
)
def test_a_file_or_folder_by_another_name_is_one_problem(header, rules, code, message, tmp_path):
    for path, text in {header: POINT, rules: RULES, "examples/all.yaml": EXAMPLE}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    pack = read_pack(tmp_path)
    assert [(each.code, each.message, each.is_error) for each in pack.diagnostics] == [(code, message, True)]
    assert list(pack.rules) == ["small.fee"]


def test_a_pack_without_rules_is_no_pack(tmp_path):
    (tmp_path / "pack.yaml").write_text(POINT, encoding="utf-8")
    assert [each.message for each in read_pack(tmp_path).diagnostics] == ["there is no folder `base`"]


@pytest.mark.parametrize("written", ["", "[x]", "None", "A b", '""'])
def test_a_pack_whose_id_cannot_be_read_is_called_as_its_folder(written, tmp_path, monkeypatch):
    folder = tmp_path / "some-fees"
    (folder / "base").mkdir(parents=True)
    (folder / "pack.yaml").write_text(POINT.replace("pack: small", f"pack: {written}"), encoding="utf-8")
    monkeypatch.chdir(folder)
    pack = read_pack(Path())
    assert pack.id == "some-fees"
    assert any(each.is_error for each in pack.diagnostics)


@pytest.mark.parametrize("has_rules", [False, True])
def test_a_folder_without_pack_yaml_says_so_once(has_rules, tmp_path):
    if has_rules:
        (tmp_path / "base").mkdir()
        (tmp_path / "base/everything.yaml").write_text(GOOD, encoding="utf-8")
    assert [each.code for each in read_pack(tmp_path).diagnostics] == ["missing-file"]
    (tmp_path / "pack.yaml").mkdir()
    assert [each.code for each in read_pack(tmp_path).diagnostics] == ["unread-file"]


def test_packs_are_found_by_path_and_by_name(tmp_path):
    (tmp_path / "pack.yaml").write_text(POINT, encoding="utf-8")
    assert find_pack(tmp_path) == tmp_path
    assert find_pack(tmp_path / "pack.yaml") == tmp_path
    assert find_pack("masshealth-dsrip") == bundled_packs()["masshealth-dsrip"]
    with pytest.raises(FileNotFoundError, match="masshealth-dsrip"):
        find_pack("masshealth-drip")


def test_the_content_key_changes_with_every_byte_and_path(tmp_path):
    (tmp_path / "base").mkdir()
    (tmp_path / "pack.yaml").write_text(POINT, encoding="utf-8")
    (tmp_path / "base" / "a.yaml").write_text(GOOD, encoding="utf-8")
    before = read_files(tmp_path).content_key()
    assert read_files(tmp_path).content_key() == before
    (tmp_path / "base" / "a.yaml").write_text(GOOD + "# more\n", encoding="utf-8")
    changed = read_files(tmp_path).content_key()
    (tmp_path / "base" / "a.yaml").rename(tmp_path / "base" / "b.yaml")
    assert len({before, changed, read_files(tmp_path).content_key()}) == 3


# ── Whatever the text ─────────────────────────────────────────────────────────────────────────────────────────────

LINES = GOOD.split("\n")
WORDS = st.sampled_from(
    [":", "{}", "[]", '""', "null", "- x", "a: b", "'", "*", "1e5", "yes", "?", "=", "(", "\t", "small."]
)
EDITS = st.lists(st.tuples(st.integers(0, len(LINES) - 1), st.integers(0, 40), st.integers(0, 12), WORDS), max_size=3)


@settings(max_examples=60)
@given(EDITS)
def test_no_text_raises(edits):
    lines = list(LINES)
    for number, start, length, word in edits:
        line = lines[number]
        lines[number] = line[:start] + word + line[start + length :]
    pack = pack_of({"pack.yaml": POINT, "base/everything.yaml": "\n".join(lines), "examples/all.yaml": EXAMPLES})
    for each in pack.diagnostics:
        assert each.message
        assert each.place.line >= 1


@settings(max_examples=60)
@given(st.integers(0, len(POINT)), st.integers(0, 12), WORDS)
def test_no_header_raises(start, length, word):
    header = POINT[:start] + word + POINT[start + length :]
    pack_of({"pack.yaml": header, "base/everything.yaml": GOOD, "examples/all.yaml": EXAMPLES})


DISCRETION = """\
discretions:
  waiver: {title: Waiver, type: number, decided_by: State}
"""
STATEMENT = """\
statement: all
title: All
period: {name: period, type: number}
tables:
  payers: {file: payers.csv, key: [payer], columns: {payer: string}}
party: {name: party, table: payers}
lines:
  - {id: due, title: Due, type: number, formula: small.fee + small.waiver}
"""
AMENDMENT = """\
amendment: later
pack: small
title: Later
adopted: 2020-01-01
in_force: [{from: 2020-01-01}]
authority: {document: protocol}
reason: costs
changes:
  - {set: small.fee, was: 3, now: 4}
  - {replace: "statement:all#lines.due.title", was: Due, now: Owed}
"""
WHOLE = {
    "pack.yaml": POINT,
    "base/fees.yaml": RULES + DISCRETION,
    "base/more.yaml": RULES.replace("rules", "more").replace("fee:", "other:").replace("3}", "3}\n")
    + "decisions:\n  sum: {title: Sum, inputs: {x: number}, outputs: {y: {type: number, formula: x + small.fee}}}\n",
    "examples/all.yaml": EXAMPLE + "  - {id: two, rule: small.sum, inputs: {x: 1}, expect: 4}\n",
    "statements/all.yaml": STATEMENT,
    "amendments/later.yaml": AMENDMENT,
}


def written(folder, files):
    for path, text in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def test_the_pack_of_which_parts_are_taken_away_has_no_problems(tmp_path):
    written(tmp_path, WHOLE)
    assert read_pack(tmp_path).diagnostics == ()


@pytest.mark.parametrize("path", WHOLE)
@pytest.mark.parametrize("fault", ["link", "folder", "bracket"])
def test_of_what_cannot_be_read_nothing_else_is_said(path, fault, tmp_path):
    written(tmp_path, {name: text for name, text in WHOLE.items() if name != path})
    file = tmp_path / path
    file.parent.mkdir(exist_ok=True)
    match fault:
        case "link":
            file.symlink_to(tmp_path / "nowhere")
        case "folder":
            file.mkdir()
        case _:
            file.write_text(f"{WHOLE[path]}more: [\n", encoding="utf-8")
    (problem,) = read_pack(tmp_path).diagnostics
    assert (Path(problem.place.path), problem.code) == (file, "yaml-syntax" if fault == "bracket" else "unread-file")


@pytest.mark.parametrize("folder", ["examples", "statements", "amendments"])
def test_of_a_folder_that_is_none_nothing_else_is_said(folder, tmp_path):
    written(tmp_path, {name: text for name, text in WHOLE.items() if not name.startswith(folder)})
    (tmp_path / folder).write_text("", encoding="utf-8")
    (problem,) = read_pack(tmp_path).diagnostics
    assert problem.message == f"`{folder}` cannot be read: it is no folder"


LARGE = {
    "each names the one before twice": [
        f"t{each}: {{record: {{a: t{each - 1}, b: t{each - 1}}}}}" for each in range(1, 60)
    ],
    "each holds the one before": [f"t{each}: {{record: {{a: t{each - 1}}}}}" for each in range(1, 400)],
    "each is a list of the one behind": [f"t{each}: list<t{each + 1}>" for each in range(1, 400)] + ["t400: number"],
    "each is the one behind": [f"t{each}: t{each + 1}" for each in range(1, 400)] + ["t400: number"],
}


@pytest.mark.parametrize("name", LARGE)
def test_types_that_nobody_could_go_through_are_refused(name):
    lines = ["t0: {record: {a: number}}", *LARGE[name]]
    pack = pack_of({"pack.yaml": POINT + "".join(f"  {line}\n" for line in lines), "base/everything.yaml": GOOD})
    assert {each.code for each in pack.diagnostics if each.is_error} == {"type-size"}
