#!/usr/bin/env bash
# ruamel.yaml: a round trip changes numbers that nobody edited
#
# VERSION       ruamel.yaml 0.19.1
# EXPECTED      The round-trip loader exists so that a program can change one key of a hand-written file and leave the
#               rest: what was not touched is written as it stood.
# WHAT HAPPENS  Loaded and dumped again without a change, an amount of 19 digits loses its last three
#               (12345678901234567.89 comes back as 12345678901234568.00), and 1_000.50 comes back as 01000.50.
# WHY           Numbers are kept as binary floats with a note of their width and of their decimals; digits beyond a
#               float's precision are not in the note, nor is the place of an underscore, whose room is filled by a zero.
# HURTS         Whoever edits files of figures by program. The second form is a text for most other readers of YAML 1.2,
#               and the new spelling a number, so that two readers of one file no longer agree about it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ruamel.yaml==0.19.1

cat >"$folder/seen.py" <<'PYTHON'
import sys

from ruamel.yaml import YAML

yaml = YAML()
yaml.dump(yaml.load("ceiling: 12345678901234567.89\nfloor: 1_000.50\nrate: 1.10\n"), sys.stdout)
PYTHON

diff - <("$folder/venv/bin/python" "$folder/seen.py") <<'SEEN'
ceiling: 12345678901234568.00
floor: 01000.50
rate: 1.10
SEEN
echo "as described"
