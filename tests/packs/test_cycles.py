from hypothesis import given
from hypothesis import strategies as st
from rulewright.packs.cycles import find_cycles

GRAPHS = st.integers(1, 7).flatmap(
    lambda size: st.lists(st.lists(st.integers(0, size - 1), max_size=3, unique=True), min_size=size, max_size=size)
)


def reachable(references, start):
    found, waiting = set(), list(references[start])
    while waiting:
        rule = waiting.pop()
        if rule not in found:
            found.add(rule)
            waiting += references[rule]
    return found


@given(GRAPHS)
def test_every_cycle_found_is_one_stands_once_and_begins_with_its_first_rule(graph):
    references = {str(rule): [str(other) for other in others] for rule, others in enumerate(graph)}
    found = find_cycles(references)
    for cycle in found:
        assert len(set(cycle)) == len(cycle)
        assert cycle[0] == min(cycle)
        assert all(other in references[rule] for rule, other in zip(cycle, (*cycle[1:], cycle[0]), strict=True))
    assert len(set(found)) == len(found)


@given(GRAPHS)
def test_every_reference_on_a_cycle_is_on_one_that_is_found(graph):
    references = {str(rule): [str(other) for other in others] for rule, others in enumerate(graph)}
    shown = {
        (rule, other)
        for cycle in find_cycles(references)
        for rule, other in zip(cycle, (*cycle[1:], cycle[0]), strict=True)
    }
    wanted = {
        (rule, other)
        for rule, others in references.items()
        for other in others
        if rule == other or rule in reachable(references, other)
    }
    assert shown == wanted


def test_a_long_chain_without_a_cycle_is_no_problem():
    references = {str(number): [str(number + 1)] for number in range(5000)} | {"5000": []}
    assert find_cycles(references) == ()
