# One line a target; the work is done by tools/setup.py and the `examiner` command.
# PYTHON=python3.12 chooses the Python of .venv; ARGS="..." is handed on, as in
# `make lab ARGS=--no-browser`.

.DEFAULT_GOAL := help
.PHONY: help setup lab test build check pack drill formgrader lock clean

BIN := .venv/bin
# nbgrader calls alembic by its name, so the environment must be on the PATH; not for
# `setup`, which must never find the Python of the environment that it makes anew.
IN := PATH="$(CURDIR)/$(BIN):$$PATH"
START := $(or $(PYTHON),python3)
# The page of the desk in the reader's language.
WELCOME := $(if $(filter fr%,$(firstword $(LC_ALL) $(LC_MESSAGES) $(LANG))),bienvenue.md,welcome.md)

help:            ## this list
	@sed -n 's/^\([a-z]*\): .*## /  make \1 - /p' $(MAKEFILE_LIST)
	@echo "$$(grep -c '^[a-z]*: .*## ' $(MAKEFILE_LIST)) commands"

setup:           ## make .venv, the environment (once; a second call does nothing)
	@command -v "$(START)" >/dev/null || { echo "'$(START)' is not there: install Python 3.11, 3.12 or 3.13 (https://www.python.org/downloads/)" >&2; exit 1; }
	@PYTHON="$(PYTHON)" "$(START)" tools/setup.py

lab: setup       ## open the students' desk in JupyterLab
	@$(IN) $(BIN)/jupyter lab notebooks/ --LabApp.default_url=/lab/tree/$(WELCOME) $(ARGS)

test: setup      ## what git holds is what is built, then the tests
	@$(IN) $(BIN)/examiner check
	@$(IN) $(BIN)/python -m pytest -n 2 tests $(ARGS)

build: setup     ## make release/ and the desk from source/
	@$(IN) $(BIN)/examiner build $(ARGS)

check: setup     ## compare what git holds with a fresh build
	@$(IN) $(BIN)/examiner check $(ARGS)

pack: setup      ## make the students' pack in dist/
	@$(IN) $(BIN)/examiner pack $(ARGS)

drill: setup     ## take a small simulated class through nbgrader
	@$(IN) $(BIN)/examiner drill $(ARGS)

formgrader: setup ## open nbgrader's formgrader, for the instructor
	@$(IN) $(BIN)/jupyter lab --LabApp.default_url=/formgrader $(ARGS)

lock:            ## bring requirements.txt up to date with requirements.in (needs uv)
	@command -v uv >/dev/null || { echo "'uv' is not there: https://docs.astral.sh/uv/ tells how to install it" >&2; exit 1; }
	@uv pip compile -q --universal --python-version 3.11 --fork-strategy fewest --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -o requirements.txt requirements.in
	@echo "$$(grep -c '^[a-z0-9].*==' requirements.txt) pins in requirements.txt"

clean:           ## remove what is built and cached; never .venv, marks or students' work
	@rm -rf dist .pytest_cache
	@find packages tests tools -name __pycache__ -prune -exec rm -rf {} +
	@echo "0 built files left"
