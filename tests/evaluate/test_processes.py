"""An engine goes to other processes, and what it answers there comes back."""

from __future__ import annotations

import copy
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import pytest
from rulewright import Engine, PackError, UnknownRuleError, load_pack
from rulewright.packs.files import find_pack
from rulewright.packs.loading import read_pack

PACK = "masshealth-dsrip"


def outcomes(engine):
    return [
        (each.id, outcome, outcome.trace)
        for each in engine.pack.examples[::20]
        for outcome in [engine.run(each.rule, each.facts, recorded=each.recorded)]
    ]


@pytest.fixture(scope="module", params=["from the cache", "of a pack that was read"])
def engine(request):
    return load_pack(PACK) if request.param == "from the cache" else Engine(read_pack(find_pack(PACK)))


@pytest.mark.parametrize("send", [copy.deepcopy, copy.copy, lambda engine: pickle.loads(pickle.dumps(engine))])  # noqa: S301
def test_an_engine_that_was_copied_or_sent_answers_alike(engine, send):
    sent = send(send(engine))
    assert (sent.id, sent.version, sent.digest, sent.rules) == (engine.id, engine.version, engine.digest, engine.rules)
    assert outcomes(sent) == outcomes(engine)


def test_a_pack_can_be_sent_too():
    load_pack(PACK)
    pack = load_pack(PACK).pack
    sent = copy.deepcopy(pack)
    assert (dict(sent.rules), tuple(sent.checks)) == (dict(pack.rules), tuple(pack.checks))


def test_a_pool_of_processes_runs_cases():
    engine = load_pack(PACK)
    cases = [each for each in engine.pack.examples if not each.recorded][::60]
    # Processes of their own, not forked: they have nothing of this one but what was sent.
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        there = list(pool.map(engine.run, [each.rule for each in cases], [dict(each.facts) for each in cases]))
        with pytest.raises(UnknownRuleError, match="unknown rule"):
            pool.submit(engine.run, "remediation.scor_max").result()
    here = [engine.run(each.rule, each.facts) for each in cases]
    assert there == here
    assert [each.trace for each in there] == [each.trace for each in here]


def test_errors_come_back_whole(tmp_path):
    (tmp_path / "pack.yaml").write_text("pack: small\n", encoding="utf-8")
    for run in (partial(load_pack, tmp_path), partial(load_pack(PACK).run, "remediation.scor_max")):
        with pytest.raises((PackError, UnknownRuleError)) as caught:
            run()
        returned = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  (our own bytes)
        assert (str(returned), vars(returned)) == (str(caught.value), vars(caught.value))
