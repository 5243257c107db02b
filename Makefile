# One place for every command; CI runs `make test` and `make check`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := $(BIN)/python -m piptools compile --quiet --strip-extras --generate-hashes --no-emit-index-url \
	--no-emit-trusted-host --no-emit-find-links --allow-unsafe --build-deps-for editable

# What is installed: what running needs, what the tests need besides, everything. Each has its lock.
CORE := $(VENV)/.core
TESTS := $(VENV)/.tests
EVERYTHING := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help demo test test-core check coverage bench bench-start bench-parties bench-versions bench-compare growth same soak size goldens lock clean

help: ## Show the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(CORE): locks/core.lock
$(TESTS): locks/tests.lock
$(EVERYTHING): locks/everything.lock
$(CORE) $(TESTS) $(EVERYTHING): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes --requirement $(filter %.lock,$^)
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(CORE) ## Run one budget period of the program on the bundled input
	$(BIN)/rulewright statement rules/masshealth-dsrip/sample --budget-period BP4 --output out/statement

test: $(TESTS) ## Run all tests; with TCK=<file> also the cases of the DMN compatibility kit
	$(BIN)/python -m pytest -n auto

test-core: $(TESTS) ## Run the tests of language, packs and evaluate
	$(BIN)/python -m pytest -n auto tests/language tests/packs tests/evaluate

# What a rule means is tested line by line, by tests that are the same every time.
REFERENCE_TESTS := $(addprefix tests/evaluate/test_,reference_expressions.py reference_rules.py reference_trees.py decision_tables.py \
	recorded.py named_types.py feel.py bounds.py facts.py)
coverage: $(TESTS) ## See that tests reach every branch of the reference evaluator
	CI=1 $(BIN)/python -m coverage run -m pytest $(REFERENCE_TESTS)
	$(BIN)/python -m coverage report

check: $(EVERYTHING) coverage ## Check format, lint, types, layers, packs, docs, and the tests of the reference evaluator
	$(BIN)/ruff format --check engine cli rules schemas tests benchmarks docs
	$(BIN)/ruff check engine cli rules schemas tests benchmarks docs
	$(BIN)/mypy
	MYPYPATH=benchmarks:tests/same $(BIN)/mypy benchmarks/*.py
	$(BIN)/lint-imports --no-cache
	$(BIN)/codespell engine cli rules schemas docs benchmarks *.md
	$(BIN)/codespell --toml /dev/null --builtin en-GB_to_en-US --dictionary - --dictionary docs/words.txt --regex "[A-Z]?[a-z]+|[A-Z]+" $$(find tests -name "*.py")
	$(BIN)/rulewright check masshealth-dsrip
	$(BIN)/rulewright format --check masshealth-dsrip
	$(BIN)/python docs/check.py

bench: $(CORE) ## Measure, as ratios against a stated baseline
	$(BIN)/python benchmarks/run.py

bench-start: $(TESTS) ## Measure how fast commands start, beside an older engine: OLD=<wheel>
	$(BIN)/python benchmarks/start.py $(OLD)

growth: $(CORE) ## Measure what a doubled input costs: ONLY=<words of its name>
	$(BIN)/python benchmarks/growth.py $(ONLY)

PERIOD ?= BP4
bench-parties: $(CORE) ## Measure whether a statement's time per party stays the same with more parties: PERIOD=BP4
	$(BIN)/python benchmarks/parties.py $(PERIOD)

bench-versions: $(CORE) ## Measure what amendments and further versions of a pack cost, beside the plain pack
	$(BIN)/python benchmarks/versions.py

bench-compare: $(CORE) ## Measure what comparing two versions of a pack costs, beside loading it
	$(BIN)/python benchmarks/compare.py

size: $(CORE) ## Count tokens, lines and modules by package
	$(BIN)/python benchmarks/size.py

SEED ?= 1
N ?= 200000
PACKS ?= 0
same: $(TESTS) ## Compare with an older engine: OLD=<wheel>, and N, PACKS, SEED of the generated cases, TCK=<file>
	$(BIN)/python tests/same/side_by_side.py $(OLD) --triples $(N) --packs $(PACKS) --seed $(SEED) $(if $(TCK),--conformance $(TCK))

MINUTES ?= 10
PARTS ?= evaluators,claims,fuzz
soak: $(TESTS) ## Try the evaluators, the checker and all that reads on cases made by chance: SEED, MINUTES, PARTS
	$(BIN)/python tests/soak/soak.py --seed $(SEED) --minutes $(MINUTES) --parts $(PARTS)

goldens: $(TESTS) ## Refresh the expected outputs; read the difference before committing it
	$(BIN)/python -m pytest -q --refresh-goldens

lock: $(EVERYTHING) ## Lock the versions of all packages
	$(LOCK) --extra dev --output-file locks/everything.lock pyproject.toml
	$(LOCK) --extra test --constraint locks/everything.lock --output-file locks/tests.lock pyproject.toml
	$(LOCK) --constraint locks/everything.lock --output-file locks/core.lock pyproject.toml

clean: ## Remove what was built
	rm -rf $(VENV) build dist out *.egg-info engine/*.egg-info
