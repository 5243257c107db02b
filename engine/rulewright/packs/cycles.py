"""Finds cycles: rules that rest on themselves, directly or by way of others."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from itertools import pairwise


def find_cycles(references: Mapping[str, Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Return the cycles of a graph, each once, beginning with the rule that stands first.

    `references` gives for every rule those it refers to. For every reference that lies on a cycle, and on none that was
    found before, the shortest one through it is found, so that each wrong reference shows up in at least one, and their
    number stays small.
    """
    order = {rule: index for index, rule in enumerate(references)}
    on_cycle = _rules_on_cycles(references)
    found: dict[tuple[str, ...], None] = {}
    shown: set[tuple[str, str]] = set()
    for rule in references:
        for other in references[rule] if rule in on_cycle else ():
            cycle = None if (rule, other) in shown else _shortest_path(references, other, rule, on_cycle)
            if cycle is not None:  # from `other` to `rule`, which refers to `other` again
                start = min(range(len(cycle)), key=lambda index: order[cycle[index]])
                found.setdefault((*cycle[start:], *cycle[:start]), None)
                shown.update(pairwise((*cycle, other)))
    return tuple(sorted(found, key=lambda cycle: [order[rule] for rule in cycle]))


def _rules_on_cycles(references: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return the rules that may lie on cycles: what is left when rules without references go, again and again."""
    waiting = {rule: len([other for other in others if other in references]) for rule, others in references.items()}
    users: dict[str, list[str]] = {rule: [] for rule in references}
    for rule, others in references.items():
        for other in others:
            if other in users:
                users[other].append(rule)
    free = deque(rule for rule, count in waiting.items() if count == 0)
    while free:
        for user in users[free.popleft()]:
            waiting[user] -= 1
            if waiting[user] == 0:
                free.append(user)
    return frozenset(rule for rule, count in waiting.items() if count > 0)


def _shortest_path(
    references: Mapping[str, Sequence[str]], start: str, end: str, within: frozenset[str]
) -> tuple[str, ...] | None:
    """Return the shortest way along references; None where there is none."""
    if start not in within:
        return None
    before: dict[str, str] = {start: ""}
    queue = deque([start])
    while queue:
        rule = queue.popleft()
        if rule == end:
            path = [rule]
            while before[path[-1]]:
                path.append(before[path[-1]])
            return tuple(reversed(path))
        for other in references[rule]:
            if other in within and other not in before:
                before[other] = rule
                queue.append(other)
    return None
