#!/usr/bin/env bash
# Polars: a product of two Decimal columns is rounded to the larger of their scales
#
# VERSION       polars 2.1.0
# EXPECTED      An amount of scale 2 times a rate of scale 6 has scale 8, as in SQL (DuckDB and Spark answer
#               decimal(p, 8)): 10.01 * 0.333333 = 3.33666333. Decimal columns are chosen in order to be exact, and
#               overflow is an error, so a loss of digits should be one too, or show in the type.
# WHAT HAPPENS  The product has scale 6 and is rounded there: 3.336663. Two columns of cents give cents: three lines
#               of 0.05 at a share of 0.05 add up to 0.00 instead of 0.0075. `dot` does the same.
# WHY           The scale of a product is the larger scale of its operands, not their sum; each product is rounded
#               before it is added up. A cast of both operands to the scale of the result first is exact.
# HURTS         Whoever multiplies amounts by shares in a frame: every line may be off by half a cent, the error does
#               not cancel, and nothing says so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check polars==2.1.0

cat >"$folder/seen.py" <<'PYTHON'
from decimal import Decimal

import polars as pl

lines = pl.DataFrame({"amount": [Decimal("10.01")], "rate": [Decimal("0.333333")]})
product = lines.select(pl.col("amount") * pl.col("rate")).to_series()
print(product[0], product.dtype)

cents = pl.DataFrame({"amount": [Decimal("0.05")] * 3, "share": [Decimal("0.05")] * 3})
print(cents.select((pl.col("amount") * pl.col("share")).sum()).item())
print(cents.select(pl.col("amount").dot(pl.col("share"))).item())

wide = cents.cast(pl.Decimal(38, 4))
print(wide.select((pl.col("amount") * pl.col("share")).sum()).item())
PYTHON

diff - <("$folder/venv/bin/python" "$folder/seen.py") <<'SEEN'
3.336663 Decimal(precision=38, scale=6)
0.00
0.00
0.0075
SEEN
echo "as described"
