# One command each. `make check` is what CI runs, `make` alone lists the recipes.
PY := .venv/bin/python
BIN := .venv/bin

.PHONY: help install check format lint types contracts docs site recording test sweep cover bench dist release lock

help: ## List the recipes
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

install: ## Make .venv with everything, as the lock file says
	python3 -m venv .venv
	$(BIN)/pip install -q --require-hashes -r requirements-dev.lock
	$(BIN)/pip install -q --no-deps -e .

check: lint types contracts docs site test ## Everything that must hold

format: ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix-only -q .

lint: ## Format and lint, checking only
	$(BIN)/ruff format --check -q .
	$(BIN)/ruff check -q .

types: ## mypy --strict over package, tests and benchmarks
	$(BIN)/mypy

contracts: ## Which room may import which
	$(BIN)/lint-imports

docs: ## The generated references are up to date
	$(PY) docs/generate.py --check

recording: ## Play the app and draw the picture of the README
	$(PY) -m docs.recording

site: ## Build the website of the documentation into build/site, strictly
	$(PY) -m docs.site

test: ## Run the tests
	$(BIN)/pytest -q -n auto --dist worksteal

sweep: ## Compare forty times as many random schedules with the oracle (about 6 minutes)
	NOMOLOGI_SWEEP=40 $(BIN)/pytest -q tests/schedules

cover: ## Run the tests with branch coverage
	$(BIN)/pytest -q -n auto --dist worksteal --cov --cov-report=term-missing:skip-covered

bench: ## Print the benchmark table
	$(PY) -m benchmarks

dist: ## Build wheel and sdist into dist/, twice, and look through them
	$(PY) -m releasing dist

release: ## The same, and say what to push; pushes nothing
	$(PY) -m releasing release

lock: ## Write the lock files anew from pyproject.toml
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-strip-extras --python-version 3.11 --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-strip-extras --python-version 3.11 --no-header --extra dev --extra docs pyproject.toml -o requirements-dev.lock
