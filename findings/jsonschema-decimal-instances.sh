#!/usr/bin/env bash
# jsonschema: a document read with Decimal numbers is judged otherwise than the same document read with floats
#
# VERSION       jsonschema 4.26.0
# EXPECTED      Reading JSON by `parse_float=Decimal` is the usual remedy for `multipleOf: 0.01` refusing 19.99. A number
#               whose fraction is zero is an integer by the specification (since draft 6), however it was read, so 2.0
#               stays valid for `type: integer`; `const` and `enum` compare numbers by their mathematical value.
# WHAT HAPPENS  Decimal("2.0") is a `number` but no `integer`; `const: 0.1` refuses the very text 0.1 of the document;
#               `multipleOf` with a schema that was read with floats raises TypeError instead of answering. With the
#               schema read as Decimals too these last two are right, but `integer` still refuses 2.0.
# WHY           Decimal is registered as a `numbers.Number`, which is the test for `number`; the test for `integer`
#               knows int and float alone. Comparisons mix Decimal with the schema's binary floats.
# HURTS         Whoever checks money exactly: a count written 2.0 by a spreadsheet is valid in one service and refused in
#               the one that took more care.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check jsonschema==4.26.0

cat >"$folder/seen.py" <<'PYTHON'
import json
from decimal import Decimal

from jsonschema import Draft202012Validator

CASES = (
    ('{"type": "integer"}', "2.0"),
    ('{"const": 0.1}', "0.1"),
    ('{"multipleOf": 0.01}', "19.99"),
)


def answer(schema, instance):
    try:
        return Draft202012Validator(schema).is_valid(instance)
    except TypeError as error:
        return type(error).__name__


for schema, instance in CASES:
    exact = {"parse_float": Decimal}
    print(
        schema,
        instance,
        answer(json.loads(schema), json.loads(instance)),
        answer(json.loads(schema), json.loads(instance, **exact)),
        answer(json.loads(schema, **exact), json.loads(instance, **exact)),
    )
PYTHON

diff - <("$folder/venv/bin/python" "$folder/seen.py") <<'SEEN'
{"type": "integer"} 2.0 True False False
{"const": 0.1} 0.1 True False True
{"multipleOf": 0.01} 19.99 False TypeError True
SEEN
echo "as described"
