# On a fresh machine Python 3.11 or newer, make and git are enough: `make demo`, `make test`.
# Everything is installed into .venv; a second run starts at once.

# The first of these that runs and is new enough; `make PYTHON=…` overrules it.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
DATA ?= ../shared/data

VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready
REFERENCE := $(VENV)/.reference
CATALOGUE := jxc_xl/locale/zh_CN/LC_MESSAGES/jxc_xl
SOURCES := jxc_xl workbooks udfs
TYPED := jxc_xl tests hatch_build.py udfs

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help install office demo test lint real real-short bench translations oxt wheel clean
.DEFAULT_GOAL := help

help: ## what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: install ## make a shop with a year of trade in build/demo
	@rm -rf build/demo
	@$(VENV)/bin/jxc demo build/demo

test: install office ## every test; installs LibreOffice and a screen for it where apt and the rights are there
	@$(PY) -m pytest -n 2

office: install
	@.ci/office $(PY)

lint: install ## style, types and the layers
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy $(TYPED)
	@$(VENV)/bin/lint-imports --no-logo

real: install ## real trade through the whole path; writes docs/real-data.md; DATA=folder
	@test -d "$(DATA)" || { echo "make $@: no data in $(DATA); say where it is with DATA=folder" >&2; exit 1; }
	@$(PY) -m tests.real --data "$(DATA)"

real-short: install ## the same on part of the data, writes nothing; DATA=folder
	@test -d "$(DATA)" || { echo "make $@: no data in $(DATA); say where it is with DATA=folder" >&2; exit 1; }
	@$(PY) -m tests.real --data "$(DATA)" --short

bench: install office $(REFERENCE) ## speed, as ratios measured in one run; writes docs/benchmarks.md
	@$(PY) -m tests.bench

.PHONY: reference
reference: install $(REFERENCE) ## ask statsforecast again what the forecasts in the tests are held against
	@$(PY) -m tests.planning.reference

.PHONY: conformance
conformance: install ## xlwings' own tests on LibreOffice; writes docs/conformance.md; XLWINGS_TESTS=folder
	@test -d "$(XLWINGS_TESTS)" || { echo "make $@: say where the folder tests of xlwings' repository is with XLWINGS_TESTS=folder" >&2; exit 1; }
	@$(PY) -m tests.conformance "$(XLWINGS_TESTS)"

translations: install ## take new texts into the catalogue, and leave what is gone
	@mkdir -p build
	@$(PY) -m babel.messages.frontend -q extract --no-location --sort-output \
		-o build/jxc_xl.pot $(SOURCES)
	@$(PY) -m babel.messages.frontend -q update --no-fuzzy-matching --ignore-obsolete \
		--ignore-pot-creation-date --width 100 -l zh_CN -i build/jxc_xl.pot -o $(CATALOGUE).po
	@$(MAKE) --no-print-directory install

oxt: install ## the LibreOffice extension for this environment: build/jxc.oxt
	@$(PY) -m jxc_xl.extension.build build/jxc.oxt

wheel: install ## the wheel, in dist/
	@$(PY) -m pip wheel -q --no-deps --no-build-isolation --no-cache-dir -w dist .

clean: ## everything that was made, .venv too
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find jxc_xl tests udfs workbooks -name __pycache__ -prune -exec rm -rf {} +
	rm -f jxc_xl/locale/*/LC_MESSAGES/*.mo

install: $(READY) $(CATALOGUE).mo

$(CATALOGUE).mo: $(CATALOGUE).po $(READY)
	@$(PY) hatch_build.py

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed; say where it is with: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make a venv; on Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@echo "Installing what is needed into $(VENV) (once; a minute or two) …"
	@test -x $(PY) && $(PY) -m pip --version >/dev/null 2>&1 || "$(PYTHON)" -m venv --clear $(VENV)
	@$(PY) -m pip install -q -c constraints.txt pip
	@$(PY) -m pip install -q -c constraints.txt hatchling babel
	@$(PY) -m pip install -q -c constraints.txt --no-build-isolation -e '.[dev]'
	@touch $@

$(REFERENCE): $(READY)
	@echo "Installing statsforecast into $(VENV) (once; more than half a gigabyte) …"
	@$(PY) -m pip install -q -c constraints.txt --no-build-isolation -e '.[reference]'
	@touch $@
