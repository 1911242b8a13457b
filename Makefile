# 編審 Bianshen: everything from a fresh machine with Python 3.11 or later and make. `make help` lists the targets.

PORT ?= 8000
WORKERS ?= 2
THREADS ?= 8
TESTS ?=
SAMPLE ?= 40
SEED ?= 7
MINUTES ?= 20
ROOMS ?= workflows/rules workflows/lifecycle
PYTEST_ARGS ?= -n auto --dist worksteal
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/*.po))
TYPED := app benchmarks exchange forms migrations models tests tools workflows config.py wsgi.py
TEMPLATES := app/templates tests/browser/specimens tests/toy/templates
export FLASK_APP := wsgi
# The venv comes first, so that its Node is found where the machine has none.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test nightly coverage mutants demo bench bench-rules check static setup setup-dev assets catalogue docs format pins clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20

run: setup ## start the server on http://127.0.0.1:8000 with sample data (PORT=9000 for another port)
	@$(BIN)/flask db upgrade
	@$(BIN)/flask seed --fixture sample --if-empty
	@$(BIN)/flask seed --accounts
	@echo "http://127.0.0.1:$(PORT)"
	@MALLOC_ARENA_MAX=1 exec $(BIN)/gunicorn --worker-class gthread --workers $(WORKERS) --threads $(THREADS) --no-control-socket \
		--bind 127.0.0.1:$(PORT) wsgi:app

test: setup-dev ## run the whole test suite (TESTS=tests/house for a part)
	@$(BIN)/python -m pytest $(PYTEST_ARGS) $(TESTS)

nightly: setup-dev ## the whole suite in its long form: 1,000 random examples, hostile texts eight times as long; then 150 mutants a room
	@HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest $(PYTEST_ARGS) $(TESTS)
	@$(MAKE) --no-print-directory mutants SAMPLE=150 MINUTES=120

coverage: setup-dev ## what the tests run, line by line and branch by branch, on SQLite, without the browser
	@rm -f var/coverage; $(MAKE) --no-print-directory var/coverage
	@$(BIN)/coverage report --format=text --sort=cover

mutants: $(STAMPS)/mutants var/coverage ## small changes of the rules and the lifecycle that a test should notice (SAMPLE=40 SEED=7 MINUTES=20)
	@$(BIN)/python tools/mutants.py --sample $(SAMPLE) --seed $(SEED) --minutes $(MINUTES) $(ROOMS)

# Which test runs which line: `make mutants` needs it as fresh as the code.
var/coverage: $(shell find workflows/rules workflows/lifecycle -name '*.py') | setup-dev
	@mkdir -p var
	@$(BIN)/python -m pytest $(PYTEST_ARGS) --cov --cov-context=test --cov-report= -m "not postgres and not browser"

demo: setup ## take the real annual plan through its whole life over HTTP, without a browser
	@$(BIN)/python -m benchmarks.demo

bench: setup ## measure what the house promises to be fast
	@$(BIN)/python -m benchmarks.bench

bench-rules: setup-dev ## measure precision and recall of the rules, by rule
	@$(BIN)/python -m benchmarks.rules

check: static test ## all checks: format, lint, types, contracts, tests, generated documents

static: setup-dev ## the checks that run nothing: format, lint, types, contracts, known weaknesses
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/djlint --check $(TEMPLATES)
	@$(BIN)/djlint --quiet --lint $(TEMPLATES)
	@npm run --silent check
	@$(BIN)/mypy $(wildcard $(TYPED))
	@$(BIN)/lint-imports
	@$(BIN)/bandit --quiet --severity-level medium --configfile pyproject.toml --recursive $(wildcard $(filter-out benchmarks tests tools,$(TYPED)))

setup: $(STAMPS)/run assets $(CATALOGUES) ## install and build what the application needs

setup-dev: $(STAMPS)/dev assets $(CATALOGUES) ## install what the tests and checks need as well

$(STAMPS)/venv:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later was not found; name one with: make PYTHON=/path/to/python"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
		echo "The virtual environment could not be made. On Debian and Ubuntu: apt-get install python3-venv"; \
		rm -rf $(VENV); exit 1; }
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: requirements/run.txt | $(STAMPS)/venv
	@echo "Installing what the application needs"
	@$(PIP) -r $< && touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/run
	@echo "Installing what the tests and checks need"
	@$(PIP) -r $< && touch $@

$(STAMPS)/mutants: requirements/mutants.txt $(STAMPS)/dev
	@echo "Installing what makes mutants"
	@$(PIP) -r $< && touch $@

$(STAMPS)/node: requirements/node.txt | $(STAMPS)/run
	@if ! node -e 'const [a, b] = process.versions.node.split("."); process.exit(+a > 20 || (+a == 20 && +b >= 19) ? 0 : 1)' \
		2>/dev/null || ! npm --version >/dev/null 2>&1; then echo "Installing Node"; $(PIP) -r $<; fi
	@touch $@

$(STAMPS)/packages: package-lock.json package.json $(STAMPS)/node
	@npm ci --silent --no-progress && touch $@

# The build itself knows when there is nothing to do.
assets: $(STAMPS)/packages
	@npm run --silent build

%.mo: %.po | $(STAMPS)/run
	@$(BIN)/pybabel --quiet compile -i $< -o $@

catalogue: setup ## bring translations/ into step with the sentences in the code
	@mkdir -p var
	@$(BIN)/pybabel --quiet extract -F babel.cfg -k lazy_gettext -k _l --no-location --sort-output --omit-header \
		-o var/messages.pot .
	@for po in translations/*/LC_MESSAGES/messages.po; do $(BIN)/pybabel --quiet update -i var/messages.pot -o $$po \
		-l $$(basename $$(dirname $$(dirname $$po))) --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 120; done

docs: setup ## write the generated documents anew
	@$(BIN)/flask docs write

format: setup-dev ## format code, templates, styles and scripts, and mend what the linter can mend
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .
	@$(BIN)/djlint --quiet --warn --reformat $(TEMPLATES)
	@npm run --silent format

pins: setup-dev ## write requirements/*.txt and package-lock.json anew (UPGRADE=1: the newest that fit)
	@$(BIN)/python tools/pin.py

clean: ## remove what was installed and built; the database under var/ stays
	@rm -rf $(VENV) node_modules app/static/build $(CATALOGUES)
