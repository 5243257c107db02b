"""A digest is that of what a pack says: where a model gains fields, a pack that says nothing of them keeps its own."""

import dataclasses
from dataclasses import field, fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from rulewright import records
from rulewright.packs.canonical import canonical, outcome_digest_of, pack_digest
from rulewright.packs.loading import read_pack
from rulewright.packs.model.rules import Rule

TESTS = Path(__file__).parent.parent
PACKS = [TESTS / name for name in ("exercises/pack", "packs/amendments/pack", "packs/authoring/pack")]
DIGESTS = (pack_digest, outcome_digest_of)
DEFAULTS = {
    "new_boolean": (bool, False),
    "new_claim": (bool, True),
    "new_text": (str, "half_up"),
    "new_count": (int, 1),
    "new_number": (Decimal, Decimal("0.00")),
    "new_list": (tuple, ("a", "b")),
    "new_table": (dict, {"a": 1}),
    "new_gap": (str, None),
}


@cache
def grown(class_):
    """Return a class of the model with more fields, each with a default."""
    names = {name: field(default_factory=lambda default=default: default) for name, (_, default) in DEFAULTS.items()}
    annotations = {name: type_ for name, (type_, _) in DEFAULTS.items()}
    made = type(class_.__name__, (class_,), {**names, "__annotations__": annotations, "__module__": __name__})
    maker = dataclasses if class_.__dataclass_params__.frozen else records
    return maker.dataclass(frozen=True, slots=True, kw_only=True)(made)


def rebuilt(value, said, seen):
    """Return a piece of a pack made of grown classes, with what new fields say."""
    if isinstance(value, dict):
        return {name: rebuilt(each, said, seen) for name, each in value.items()}
    if isinstance(value, tuple):
        return tuple(rebuilt(each, said, seen) for each in value)
    if not is_dataclass(value) or type(value).__module__.startswith("rulewright.language.syntax"):
        return value
    seen.add(type(value).__name__)
    given = {each.name: rebuilt(getattr(value, each.name), said, seen) for each in fields(value) if each.init}
    return grown(type(value))(**given, **said)


def grown_pack(pack, said, seen):
    """Return a pack whose rules, types and statements are of grown classes."""
    names = ("documents", "types", "requirements", "rules", "checks", "statements")
    return replace(pack, **{name: rebuilt(getattr(pack, name), said, seen) for name in names})


@pytest.fixture(params=PACKS, ids=lambda path: path.parent.name)
def pack(request):
    return read_pack(request.param)


def test_a_field_with_a_default_moves_no_digest(pack):
    seen = set()
    made = grown_pack(pack, {}, seen)
    assert seen > {"Decision", "Parameter", "Figure", "Input", "Output", "Citation", "EnumType", "NumberType", "Unit"}
    assert [digest(made) for digest in DIGESTS] == [digest(pack) for digest in DIGESTS]


@pytest.mark.parametrize(
    "said",
    [
        *({"new_boolean": True}, {"new_claim": False}, {"new_count": 0}, {"new_count": True}, {"new_gap": "x"}),
        *({"new_text": ""}, {"new_list": ()}, {"new_table": {}}, {"new_gap": ()}),
    ],
    ids=str,
)
def test_what_a_new_field_says_counts(pack, said):
    made = grown_pack(pack, said, set())
    assert [digest(made) == digest(pack) for digest in DIGESTS] == [False, False]


def test_rules_of_two_kinds_are_never_one(pack):
    forms = {type(rule): canonical(rule)["rule"] for rule in pack.rules.values()}
    assert len(set(forms.values())) == len(forms) > 1
    assert all(issubclass(kind, Rule) for kind in forms)
