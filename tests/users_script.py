"""What a user of the library writes: run and type-checked against a wheel and against a checkout."""

from __future__ import annotations

import json
import sys

from rulewright import Engine, Outcome, load_pack


def earned(engine: Engine, withheld: str, score: str) -> Outcome:
    return engine.run("aco_accountability.earned", {"withheld": withheld, "score": score})


if __name__ == "<run_path>":
    outcome = earned(load_pack("masshealth-dsrip"), "100", "60%")
    sys.stdout.write(json.dumps({"status": outcome.status.value, "earned": f"{outcome.value['earned']:.0f}"}) + "\n")
