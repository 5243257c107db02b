from decimal import localcontext
from random import Random

from grown import ENVIRONMENT, NAMES, belongs, grow, is_known, value_of
from hypothesis import given, settings
from hypothesis import strategies as st
from rulewright.evaluate.reference.evaluator import WALKS
from rulewright.evaluate.reference.walker import Scope, Walker
from rulewright.language.builtins import BUILTINS
from rulewright.language.checker.constants import number_of
from rulewright.language.descent import nodes_in
from rulewright.language.numbers import DECIMAL128
from rulewright.language.syntax import Filter
from rulewright.language.types import NumberType
from rulewright.language.values import Failure

DATA_DEPENDENT = {
    "date-out-of-range",
    "division-by-zero",
    "empty-list",
    "empty-range",
    "invalid-literal",
    "invalid-pattern",
    "no-item",
    "not-iterable",
    "number-out-of-range",
}
"""Errors that depend on the values, not on their types."""


def depends_on_data(failure):
    """Whether an error stems from a value, not from its type."""
    if failure.code == "wrong-argument":
        return "must be" not in failure.reason and "; it is `" not in failure.reason
    if failure.code == "unknown-entry":
        return failure.reason.startswith("the context has no entry")
    return failure.code in DATA_DEPENDENT or "time zone" in failure.reason


def evaluated(tree, facts):
    """Return what a pack makes of an expression: an error decides, it does not count as false."""
    with localcontext(DECIMAL128):
        return Walker(WALKS, BUILTINS, ENVIRONMENT.types, errors_decide=True).walk(tree, Scope(facts))


def failures_in(value):
    if isinstance(value, Failure):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from failures_in(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from failures_in(each)


def has_computed_index(tree, checked):
    """Whether a list is indexed by more than a constant: an empty one is then filtered, as its items say which."""
    nodes = tuple(nodes_in(tree))
    types = {id(node): type_ for node, type_ in zip(nodes, checked.types, strict=True)}
    filters = (node for node in nodes if isinstance(node, Filter))
    return any(
        isinstance(types[id(node.condition)], NumberType) and number_of(node.condition) is None for node in filters
    )


@settings(max_examples=60)
@given(st.integers(0, 2**32).map(Random))
def test_expression_that_checks_clean_gives_a_value_of_its_type(rng):
    for tree, checked in grow(rng):
        if not all(is_known(type_) for type_ in checked.types) or has_computed_index(tree, checked):
            continue
        for _ in range(3):
            facts = {name: value_of(type_, rng) for name, type_ in NAMES.items()}
            value = evaluated(tree, facts)
            assert belongs(value, checked.type, lambda each: isinstance(each, Failure)), (tree, checked.type, value)
            for failure in failures_in(value):
                assert depends_on_data(failure), (tree, checked.type, failure)
