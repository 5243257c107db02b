"""Threads that share an engine get what each would get alone, from its first use on."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal, localcontext
from pathlib import Path

import pytest
from rulewright import Case, Engine, Outcome, load_pack
from rulewright.packs.loading import read_pack

THREADS = 8
BUNDLED = "masshealth-dsrip"
SAMPLE = Path(__file__).parent / "sample-pack"


@pytest.fixture(autouse=True)
def _often_interrupted():
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def outcomes_of(engine: Engine, number: int) -> list[tuple[str, Outcome, object]]:
    """Return the outcomes of all examples, each thread beginning with another and running them in other ways."""
    examples = engine.pack.examples
    first = number * len(examples) // THREADS
    found = []
    for turn, example in enumerate((*examples[first:], *examples[:first])):
        if (turn + number) % 3 == 0:
            case = Case(example.rule, example.facts, recorded=example.recorded)
            (outcome,) = engine.run_many([case])
        else:
            is_traced = (turn + number) % 3 == 1
            outcome = engine.run(example.rule, example.facts, recorded=example.recorded, trace=is_traced)
        found.append((example.id, outcome, outcome.trace))
    return sorted(found, key=lambda each: each[0])


@pytest.mark.parametrize("is_kept", [False, True], ids=["cold", "warm"])
def test_threads_that_share_an_engine_from_its_first_use_get_what_one_gets(tmp_path, monkeypatch, is_kept):
    monkeypatch.setenv("RULEWRIGHT_CACHE", str(tmp_path / "cache"))
    expected = outcomes_of(load_pack(BUNDLED), 0)
    if not is_kept:
        monkeypatch.setenv("RULEWRIGHT_CACHE", "off")
    engine = load_pack(BUNDLED)
    start = threading.Barrier(THREADS)

    def run(number: int) -> list[tuple[str, Outcome, object]]:
        start.wait()
        return outcomes_of(engine, number)

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(found == expected for found in pool.map(run, range(THREADS)))


def test_a_thread_s_own_decimal_context_matters_to_none():
    engine = Engine(read_pack(SAMPLE))

    def first_part(digits: int) -> tuple[Decimal, int]:
        with localcontext() as context:
            context.prec = digits
            parts = [engine.run("sample.two_parts", {"amount": "1"}).value["first"] for _ in range(50)]
            (only,) = set(parts)
            return only, context.prec

    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(first_part, range(1, THREADS + 1)))

    assert found == [(Decimal("0." + "3" * 34), digits) for digits in range(1, THREADS + 1)]
