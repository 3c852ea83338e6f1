# Two commands for a newcomer: `make run` and `make test`. `make` alone lists all of them.
# Another interpreter: make PYTHON=python3.12 test

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

PYTHON ?= python3
NEWEST ?= python3.13
ENVIRONMENT ?= .venv
BIN := $(ENVIRONMENT)/bin
TAG := $(subst /,-,$(PYTHON))
READY := $(ENVIRONMENT)/ready-$(TAG)
READY_DEV := $(ENVIRONMENT)/ready-dev-$(TAG)
READY_LOWEST := .venv-lowest/ready-$(TAG)
READY_NEWEST := .venv-newest/ready-$(subst /,-,$(NEWEST))

# Tests run side by side on every core; pytest-benchmark has nothing to do here and would warn.
PYTEST := -m pytest -p no:benchmark --numprocesses logical --maxprocesses 8 --dist worksteal
COMPILE := UV_SYSTEM_CERTS=1 UV_NATIVE_TLS=1 $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet

GATES := style types arrows docs start-up readme

# The three questions of the README; `make studies` answers every shipped one.
ANSWERED := $(patsubst %,studies/%.toml,helium-balance glass-structure-silica glass-structure-mercury neutrino-doublebeta)

.PHONY: help setup run studies test check gates docs figures bench peers lowest newest lock clean $(GATES:%=check-%)

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: $(READY)  ## make the environment .venv from requirements.lock
	@echo "$(ENVIRONMENT) is ready"

run: $(READY)  ## answer the three questions of the README: records/, their reports and the board
	@$(BIN)/kyokutei run $(ANSWERED) --output records --board records/board.html

studies: $(READY)  ## answer every shipped study (minutes)
	@$(BIN)/kyokutei run studies/*.toml --output records --board records/board.html

test: $(READY_DEV)  ## the whole test suite
	@$(BIN)/python $(PYTEST)

check: $(GATES:%=check-%)  ## every gate: ruff, mypy, import arrows, docs, start-up time, commands of the README

check-style: $(READY_DEV)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

check-types: $(READY_DEV)
	@$(BIN)/mypy

check-arrows: $(READY_DEV)
	@$(BIN)/lint-imports

check-docs: docs

check-start-up: $(READY_DEV)
	@$(BIN)/python tools/start_up.py

check-readme: $(READY_DEV)
	@$(BIN)/python tools/readme_commands.py

gates:
	@echo $(GATES)

docs: $(READY_DEV)  ## build the documentation into docs/_build/html
	@$(BIN)/sphinx-build -W --keep-going -q -j auto docs docs/_build/html
	@echo "docs/_build/html/index.html"

# without the reference data, which are not ours to hand on
figures: $(READY)  ## draw the figures of the README and the gallery again
	@env -u KYOKUTEI_REFERENCE_DATA $(BIN)/kyokutei run studies/*.toml --output records
	@$(BIN)/python tools/figures.py

bench: $(READY_DEV)  ## measure: start-up, pair distributions, sampling (benchmarks/README.md)
	@$(BIN)/python -m pytest benchmarks --benchmark-only

peers: $(READY_DEV)  ## only the measurements that set ours beside another program in the same run
	@$(BIN)/python -m pytest benchmarks --benchmark-only -m peer

lowest: $(READY_LOWEST)  ## the fast tests with the lowest versions that pyproject.toml allows
	@.venv-lowest/bin/python $(PYTEST) -m "not slow and not cluster"

newest: $(READY_NEWEST)  ## the fast tests on the newest Python (NEWEST=python3.13)
	@.venv-newest/bin/python $(PYTEST) -m "not slow and not cluster"

lock: $(READY)  ## compile both locks again from pyproject.toml
	@$(COMPILE) --upgrade --extra glass --group build --output-file requirements.lock
	@$(COMPILE) --upgrade --extra glass --extra cluster --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean:  ## remove environments, caches and built pages; records stay
	@rm -rf .venv .venv-lowest .venv-newest docs/_build docs/_generated build dist \
		.pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks .import_linter_cache
	@find src tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml tools/environment.sh
	@tools/environment.sh $(ENVIRONMENT) $(PYTHON) requirements.lock
	@touch $@

$(READY_DEV): requirements-dev.lock requirements.lock pyproject.toml tools/environment.sh
	@tools/environment.sh $(ENVIRONMENT) $(PYTHON) requirements-dev.lock
	@touch $(READY) $@

$(READY_LOWEST): pyproject.toml tools/environment.sh
	@tools/environment.sh .venv-lowest $(PYTHON) lowest
	@touch $@

$(READY_NEWEST): requirements-dev.lock pyproject.toml tools/environment.sh
	@tools/environment.sh .venv-newest $(NEWEST) requirements-dev.lock
	@touch $@
