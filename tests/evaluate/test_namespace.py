"""Generated code finds every name that it may call."""

from __future__ import annotations

from importlib import import_module

import pytest
from rulewright.evaluate import hit_policy
from rulewright.evaluate.compiled import namespace
from rulewright.evaluate.compiled.fallback import Fallback
from rulewright.evaluate.compiled.namespace import PLACES
from rulewright.evaluate.compiled.runtime import ITEMS, STEPS, count_steps, whole_numbers
from rulewright.language.numbers import number


@pytest.mark.parametrize("name", sorted(PLACES))
def test_a_name_that_is_imported_late_is_where_it_is_said_to_be(name):
    assert hasattr(import_module(PLACES[name]), name)


@pytest.mark.parametrize("name", sorted(PLACES))
def test_a_late_import_crosses_no_wall(name):
    """Names in a text are no imports that a contract of layers sees: these may stand below the generated code only."""
    assert PLACES[name].startswith(("rulewright.language.", "rulewright.evaluate.compiled.", hit_policy.__name__))


def test_no_name_stands_for_two_things():
    assert set(PLACES).isdisjoint(namespace.names())


def test_a_loop_that_may_pass_the_limit_falls_back():
    state = [0]
    assert count_steps(state, [1, 2], 10) == [1, 2]
    assert state == [20]
    for items, weight in (([1] * 10, STEPS), ("text", 1)):
        with pytest.raises(Fallback):
            count_steps(state, items, weight)


def test_whole_numbers_go_up_or_down_and_are_never_too_many():
    assert whole_numbers(number(3), number(1)) == [number(3), number(2), number(1)]
    for start, end in ((number("0.5"), number(2)), (number(0), number(ITEMS + 1))):
        with pytest.raises(Fallback):
            whole_numbers(start, end)
