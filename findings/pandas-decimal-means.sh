#!/usr/bin/env bash
# pandas: the mean of an Arrow decimal column is rounded to the column's own scale; its median is a float
#
# VERSION       pandas 3.1.1 with pyarrow 26.0.1
# EXPECTED      The mean of 1.10 and 2.21 is 1.655, exactly, or a type that says what was lost. Division of the same
#               column by two does answer 22 decimals.
# WHAT HAPPENS  `mean` answers 1.66, of the column's type: cents. The same in `groupby(...).mean()` and `agg`. `prod` of
#               0.05 and 0.05 is 0.00, though `column * column` is 0.0025. `median` leaves the exact world: the middle of
#               1.00 and 2.01 is the float 1.5050000000000001.
# WHY           The reductions are Arrow's, whose mean and product of decimals keep the type of their input, while its
#               arithmetic widens the scale; where no decimal kernel exists pandas goes by way of floats.
# HURTS         Whoever keeps money or rates as exact decimals: an average score or price is rounded before it is
#               compared with a threshold, by a function whose sibling (`sum() / count()`) answers otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 pyarrow==26.0.1

cat >"$folder/seen.py" <<'PYTHON'
from decimal import Decimal

import pandas as pd
import pyarrow as pa

CENTS = pd.ArrowDtype(pa.decimal128(9, 2))


def column(*texts):
    return pd.Series([Decimal(text) for text in texts], dtype=CENTS)


rates = column("1.10", "2.21")
print(rates.mean(), rates.groupby([0, 0]).mean().tolist(), (rates.sum() / 2))
small = column("0.05", "0.05")
print(small.prod(), (small * small).tolist())
print(repr(float(column("1.00", "2.01").median())), type(column("1.00", "2.01").median()).__name__)
PYTHON

diff - <("$folder/venv/bin/python" "$folder/seen.py") <<'SEEN'
1.66 [Decimal('1.66')] 1.655
0.00 [Decimal('0.0025'), Decimal('0.0025')]
1.5050000000000001 float
SEEN
echo "as described"
