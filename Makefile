# The README's commands. `make run` and `make test` install what they need; nothing is installed outside this folder.

.PHONY: help run test test-whole test-engine test-units lint setup setup-dev train evaluate bench screenshots
.DEFAULT_GOAL := help

# The first interpreter that is new enough; pyenv's commands may exist and still refuse, so each is tried.
PYTHON := $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
# Compiled once, imported quickly ever after, also where the machine switches that off.
unexport PYTHONDONTWRITEBYTECODE
export PATH := $(CURDIR)/.tools/node:$(PATH)

help:
	@echo "make run        start Careline (installs, trains and fills an empty database first)"
	@echo "make test       all checks and tests"
	@echo "make train      train a model from data/     make evaluate   score it on sentences it never saw"
	@echo "make bench      all benchmarks, as JSON      make lint       ruff, mypy and tsc only"
	@echo "make setup      only install and build       make screenshots   pictures for docs/"

setup setup-dev:
	@test -n "$(PYTHON)" || { echo "setup: Careline needs Python 3.11 or newer; install it and run again" >&2; exit 1; }
	@$(PYTHON) tools/setup.py $(if $(filter setup-dev,$@),--dev)

run: setup
	@./careline up

train: setup
	@TQDM_DISABLE=1 engine/.venv/bin/python -m engine.train

evaluate: setup
	@engine/.venv/bin/python -m engine.evaluate

bench: setup-dev
	@.venv/bin/python -m bench.turns
	@.venv/bin/python -m bench.connections
	@.venv/bin/python -m bench.learning
	@engine/.venv/bin/python -m bench.growth
	@engine/.venv/bin/python -m bench.intents
	@engine/.venv/bin/python -m bench.engine

screenshots: setup-dev
	@.venv/bin/python -m tools.screenshots

lint: setup-dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy --strict bot actions
	npm run --silent check

# Three parts, two at a time, each printed in one piece when it is done; all of them run even when one fails.
WHOLE = tests/conversations tests/ops tests/browser

test: lint
	@echo "test: the whole product, the engine and the units; each prints when it is done"
	@$(MAKE) --no-print-directory --keep-going --output-sync -j2 test-whole test-engine test-units

test-whole:
	.venv/bin/python -m pytest $(WHOLE)

test-engine:
	engine/.venv/bin/python -m pytest -c tests/engine/pytest.ini tests/engine

test-units:
	.venv/bin/python -m pytest tests $(WHOLE:%=--ignore=%)
