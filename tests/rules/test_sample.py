"""The sample's tables are what its script makes, to the byte."""

from __future__ import annotations

import runpy
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "rules" / "masshealth-dsrip" / "sample"


def test_the_sample_is_what_its_script_makes(tmp_path):
    runpy.run_path(str(SAMPLE / "make.py"))["main"](tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in SAMPLE.glob("*.csv")}
