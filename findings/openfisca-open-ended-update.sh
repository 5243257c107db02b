#!/usr/bin/env bash
# OpenFisca: changing a parameter from a date on takes back the changes that were enacted for later
#
# VERSION       openfisca-core 46.0.1
# EXPECTED      A rate is 5 % from 2017, and already enacted to be 10 % from 2019 and 20 % from 2021. A reform that
#               makes it 7 % from 2018 on says nothing of the later two: they stand, as in the file of the parameter,
#               where a value holds until the next date.
# WHAT HAPPENS  `update(start="2018-01-01", value=0.07)` removes both: the rate of 2022 is 7 %. The same call with a
#               period, `update(period="2018", value=0.07)`, keeps them.
# WHY           An update without an end covers all time from its start, so that every later value falls inside of it
#               and is dropped; a value in the file has no end of its own.
# HURTS         Whoever models a reform of one year's rate: every later year of the forecast is computed with it, and
#               the difference between reform and baseline goes up in years that the reform does not mention.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openfisca-core==46.0.1

cat >"$folder/seen.py" <<'PYTHON'
from openfisca_core.parameters import Parameter

ENACTED = {"values": {"2017-01-01": 0.05, "2019-01-01": 0.10, "2021-01-01": 0.20}}


def rates(**change):
    rate = Parameter("rate", {"values": dict(ENACTED["values"])})
    if change:
        rate.update(**change)
    return [float(rate(f"{year}-07-01")) for year in range(2017, 2023)]


print("enacted       ", *rates())
print("from 2018 on  ", *rates(start="2018-01-01", value=0.07))
print("for 2018      ", *rates(period="2018", value=0.07))
PYTHON

diff - <("$folder/venv/bin/python" "$folder/seen.py") <<'SEEN'
enacted        0.05 0.05 0.1 0.1 0.2 0.2
from 2018 on   0.05 0.07 0.07 0.07 0.07 0.07
for 2018       0.05 0.07 0.1 0.1 0.2 0.2
SEEN
echo "as described"
