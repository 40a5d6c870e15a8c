# make run: set up and open the app.  make test: set up and run the tests, each kind of fault once; make test-all: all.
# WORKERS is the number of processes the tests run on: one for each core.
# RAW names the folder with the raw data; without it the tests that rebuild tables skip and say so.
PYTHON ?= python3
WORKERS ?= 2
# A file stays on one process, which keeps what it has read and solved.
TESTS = -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder
RAW ?=
# what a person reads: templates, methods, documents
PROSE = README.md CONTRIBUTING.md CHANGELOG.md docs/*.md docs/decisions/*.md docs/generated/*.md data/glossary.toml $(shell git ls-files "*words.toml" "*method.md")
VENV := .venv
BIN := $(VENV)/bin
# Each of the servers and processes that tests start would compile the whole package again.
unexport PYTHONDONTWRITEBYTECODE
# Without compiled files each process of the tests reads some hundred modules anew: 20 s before the first test.
unexport PYTHONDONTWRITEBYTECODE
export PARLEY_RAW := $(if $(RAW),$(abspath $(RAW)))

.PHONY: help run test test-short test-changed test-all lint data bench bench-load bench-refresh soak mutants next audit sbom

help:
	@echo "make run    set up and open the app on the shipped tables"
	@echo "make test   set up and run the tests, of each kind of fault one (RAW=DIR also rebuilds tables)"
	@echo "make test-all  run every case of every test; with RAW=DIR, tests/last_full names the commit at which they passed"
	@echo "make test-changed  run what make test leaves out and looks at what has changed since then"
	@echo "make lint   format check, linter, spelling and type checker"
	@echo "make data   RAW=DIR: rebuild the tables that changed"
	@echo "make audit  look the installed packages up in the list of known faults (asks the network)"
	@echo "make sbom   write what the app is made of, versions and licences, to build/sbom.json (CycloneDX)"
	@echo "make next   run the tests without a browser on the newest Streamlit, in an environment of their own"
	@echo "make mutants  change 60 places of measures and results, one at a time: which would no test miss?"
	@echo "make bench-refresh  measure a refresh against a mirror and write the table of docs/refresh.md"
	@echo "make bench-load  measure 1, 20 and 100 visitors on one server and on two behind nginx, for docs/speed.md"
	@echo "make soak   watch the memory of a server for 20 minutes, for docs/speed.md"
	@echo "make bench  measure the app beside a minimal app and write the table of docs/speed.md"

$(VENV)/version-ok:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Parley needs Python 3.11 or newer; this is %d.%d. Set PYTHON=/path/to/a/newer/python." % sys.version_info[:2])'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run-ok: $(VENV)/version-ok requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev-ok: $(VENV)/run-ok requirements-dev.txt requirements-build.txt requirements-cluster.txt requirements-mcp.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(VENV)/run-ok
	MALLOC_ARENA_MAX=2 $(BIN)/python -m streamlit run serve.py

# The type checker takes minutes of one core where nothing of it is kept; beside the tests the other one is not idle.
test: $(VENV)/dev-ok
	$(BIN)/python tests/programs.py
	$(MAKE) --jobs=2 lint test-short

test-short: $(VENV)/dev-ok
	$(BIN)/python $(TESTS) --set short --junitxml=build/tests.xml

test-changed: $(VENV)/dev-ok
	$(BIN)/python $(TESTS) --set changed --junitxml=build/tests-changed.xml

test-all: $(VENV)/dev-ok lint
	$(BIN)/python tests/programs.py
	$(BIN)/python $(TESTS) --junitxml=build/tests.xml
	$(if $(RAW),git diff --quiet HEAD && git rev-parse HEAD > tests/last_full || echo "tests/last_full stays: not all is committed")

lint: $(VENV)/dev-ok
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/codespell -D - -D tests/spelling.txt $(PROSE)
	$(BIN)/python -m mypy

data: $(VENV)/dev-ok
	$(BIN)/python -m parley build --raw $(if $(RAW),$(RAW),$(error give the raw folder: make data RAW=DIR))

# Known faults that do not reach the app, each with its reason: --ignore-vuln ID  # why, until when. There is none now.
AUDIT_SKIPS =
audit: $(VENV)/dev-ok
	$(BIN)/python -m pip_audit --progress-spinner off $(foreach part,.txt -build.txt -cluster.txt -mcp.txt,--requirement requirements$(part)) $(AUDIT_SKIPS)

# Of an environment with what the app needs and nothing else.
SBOM := build/sbom
sbom: $(VENV)/dev-ok
	$(PYTHON) -m venv --clear $(SBOM)
	$(SBOM)/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	$(BIN)/python -m cyclonedx_py environment --pyproject pyproject.toml --output-reproducible --of JSON \
		--output-file build/sbom.json $(SBOM)/bin/python

mutants: $(VENV)/dev-ok
	$(BIN)/python -m tests.mutants

bench: $(VENV)/dev-ok
	$(BIN)/python -m benchmarks.app --write

bench-load: $(VENV)/dev-ok
	$(BIN)/python tests/programs.py
	$(BIN)/python -m benchmarks.load --write

soak: $(VENV)/dev-ok
	$(BIN)/python -m benchmarks.load --soak 20 --write

bench-refresh: $(VENV)/dev-ok
	$(BIN)/python -m benchmarks.refresh --write

# What the next Streamlit would break, told beforehand; it decides nothing, so a failure here ends well.
NEXT := .venv-next
next: $(VENV)/version-ok
	$(PYTHON) -m venv $(NEXT)
	$(NEXT)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(NEXT)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade "streamlit[performance]"
	@$(NEXT)/bin/python -c 'import streamlit; print("Streamlit", streamlit.__version__)'
	-$(NEXT)/bin/python $(TESTS) --ignore=tests/browser
