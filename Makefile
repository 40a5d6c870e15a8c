# make run: set up and open the app.  make test: set up and run every test.
# RAW names the folder with the raw data; without it the tests that rebuild tables skip and say so.
PYTHON ?= python3
RAW ?=
VENV := .venv
BIN := $(VENV)/bin
export PARLEY_RAW := $(if $(RAW),$(abspath $(RAW)))

.PHONY: help run test lint data bench

help:
	@echo "make run    set up and open the app on the shipped tables"
	@echo "make test   set up and run all tests (RAW=DIR also rebuilds the tables)"
	@echo "make lint   format check, linter and type checker"
	@echo "make data   RAW=DIR: rebuild the tables that changed"
	@echo "make bench  measure the app beside a minimal app and write the README's table"

$(VENV)/version-ok:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Parley needs Python 3.11 or newer; this is %d.%d. Set PYTHON=/path/to/a/newer/python." % sys.version_info[:2])'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run-ok: $(VENV)/version-ok requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev-ok: $(VENV)/run-ok requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(VENV)/run-ok
	$(BIN)/python -m streamlit run serve.py

test: $(VENV)/dev-ok lint
	$(BIN)/python tests/browser/chromium.py
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(VENV)/dev-ok
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy

data: $(VENV)/dev-ok
	$(BIN)/python -m parley build --raw $(if $(RAW),$(RAW),$(error give the raw folder: make data RAW=DIR))

bench: $(VENV)/dev-ok
	$(BIN)/python -m benchmarks.app --write-readme
