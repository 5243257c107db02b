"""Takes the examples of packs and changes their facts: every entry at every depth is taken out, or something else.

Now and then a second entry is changed as well, so that other seeds give other cases.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from dataclasses import replace

from random_facts import WRONG
from rulewright import Engine
from sample_packs import Example

OTHERS = 2
"""So many other values are put in the place of each entry."""
TWICE = 0.5
"""So often a second entry is changed."""


def mutated_examples(engine: Engine, seed: str) -> Iterator[Example]:
    """Yield the examples of a pack as they are, then with one entry of the facts changed."""
    source = random.Random(f"{seed} bundled")  # noqa: S311  (chance that can be repeated)
    for each in engine.pack.examples:
        example = Example(each.id, each.rule, dict(each.facts), {"recorded": dict(each.recorded) or None})
        yield example
        for path in _paths(example.facts):
            for value in (_GONE, None, *source.sample(WRONG, OTHERS)):
                facts = _changed(example.facts, path, value)
                others = list(_paths(facts))
                if others and source.random() < TWICE:
                    facts = _changed(facts, source.choice(others), source.choice((_GONE, None, *WRONG)))
                yield replace(example, facts=facts)


_GONE = object()


def _paths(value: object, before: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in entries:
        yield (*before, key)
        yield from _paths(each, (*before, key))


def _changed(facts: object, path: tuple[object, ...], value: object) -> dict:
    whole = copy.deepcopy(facts)
    place = whole
    for key in path[:-1]:
        place = place[key]
    if value is _GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return whole
