#!/usr/bin/env bash
# Installs the Rulewright that this action stands beside, apart from what the workflow has installed.
set -euo pipefail
"${PYTHON:-python3}" -m venv "$RUNNER_TEMP/rulewright"
"$RUNNER_TEMP/rulewright/bin/python" -m pip install --quiet "$GITHUB_ACTION_PATH/.."
