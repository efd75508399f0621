# What one does with this repository. `make help` says it in one line each.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
EXIT ?=
# The suite and the demo start our processes over and over: they are compiled once, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE
BEGIN ?=

.PHONY: help setup demo run test check fmt bench histories locales

help: ## Say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

.venv/.set-up: requirements.lock scripts/set-up.sh
	bash scripts/set-up.sh "$(PYTHON)"
	@touch $@

setup: .venv/.set-up ## Make the environment in .venv, and install the Debian packages that help where that is allowed

demo: .venv/.set-up ## Play year 2026 of the sample agreement in about a minute (EXIT=1: stop after it)
	$(BIN)/python -m cli demo $(if $(EXIT),--exit,)

run: .venv/.set-up ## Run the embedded stack in real time (mou up); its state is kept
	$(BIN)/python -m cli up

test: .venv/.set-up ## Run every test, with nothing started by hand
	$(BIN)/python -m pytest -q -m "not alone" -n $$(( $$(nproc) + 1 )) --maxprocesses 4 --dist loadfile
	$(BIN)/python -m pytest -q -m alone

check: .venv/.set-up ## Lint, types, who may know whom, docstrings, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	PYTHONPATH=. $(BIN)/lint-imports
	$(BIN)/interrogate -q .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/djlint --lint --quiet --extension html templates

fmt: .venv/.set-up ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.set-up ## Measure what the promises about speed rest on
	$(BIN)/python -m bench

histories: .venv/.set-up ## Save the stories' histories anew for the replay tests
	$(BIN)/python -m tests.histories.save

locales: .venv/.set-up ## Refresh the catalogs from code and templates (BEGIN=fr: begin a language)
	$(BIN)/python -m scripts.locales $(if $(BEGIN),--begin $(BEGIN),)
