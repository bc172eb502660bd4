# podlaw: `make demo` shows it, `make test` checks it; both need only Python >= 3.11 and a network to its package index.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Every interpreter that could do, best known first; make takes the first that is new enough and can make environments.
CANDIDATES := $(PYTHON) python3.13 python3.12 python3.11 python3.14 python3 python
USABLE := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
WORKERS ?= 2
EXAMPLE := docs/examples/init-and-apps

.PHONY: help venv demo test recordings bench docs format clean

help:  ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

venv: .venv/ready-to-test  ## Make .venv with everything that the tests need
	@echo "source .venv/bin/activate"

demo: .venv/ready-to-run  ## Run a Pod with two init and two app containers, and print its life
	@$(BIN)/podlaw run $(EXAMPLE).yaml --script $(EXAMPLE).script.yaml --until 3m

test: .venv/ready-to-test .venv/asked-for-dot  ## Check the format, lint, check the types and run the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy -m podlaw.cli -p podlaw.model -p podlaw.properties -p podlaw.diagrams
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile $(TESTS)

recordings: .venv/ready-to-test  ## Compare with whole sets of recordings: make recordings DIR=folder
	@test -d "$(DIR)" || { echo "no folder '$(DIR)': say where the recordings are, make recordings DIR=folder" >&2; exit 1; }
	$(BIN)/podlaw recordings "$(DIR)"

bench: .venv/ready-to-test  ## Measure how fast it all is
	@$(BIN)/python -c 'import numba' 2>/dev/null || $(PIP) install --editable '.[fast]' \
		|| echo "Numba could not be installed: its row will be missing"
	@$(BIN)/podlaw bench

docs: .venv/ready-to-test  ## Write the generated pages of docs/ anew
	$(BIN)/podlaw draw --format md -o docs/kinds

format: .venv/ready-to-test  ## Format the code and mend what the linter can mend
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

clean:  ## Remove all that make has made
	rm -rf .venv build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@for each in $(CANDIDATES); do \
		if "$$each" -c '$(USABLE)' 2>/dev/null; then echo "making .venv with $$each"; exec "$$each" -m venv .venv; fi; \
	done; echo "podlaw needs Python 3.11 or newer with its venv module; name one with make PYTHON=..." >&2; exit 1

.venv/ready-to-run: pyproject.toml | .venv/bin/python
	@echo "installing podlaw"
	@$(PIP) install --editable .
	@touch $@

# mypy finds the package by the name of its folder, and a checkout may have any name: hence the link.
.venv/ready-to-test: pyproject.toml | .venv/bin/python
	@echo "installing podlaw and what its tests need"
	@$(PIP) install --editable '.[test]'
	@mkdir -p .venv/types && ln -sfn ../.. .venv/types/podlaw
	@touch $@ .venv/ready-to-run

.venv/asked-for-dot: | .venv/bin/python
	@.ci/install-dot
	@touch $@
