# Every target makes its own virtual environment when there is none.

VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for one in python3 python3.13 python3.12 python3.11 python; do \
	"$$one" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$one" && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-header --quiet
MUTANTS ?= 400
SEED ?= 1

.PHONY: help demo test test-all check docs format mutants pins clean

help:
	@echo "make demo      the guide's family, from the invitation to a confirmed affiliation"
	@echo "make test      all tests that need nothing but Python"
	@echo "make test-all  the same with many more examples"
	@echo "make check     style, types, import contracts, spelling"
	@echo "make docs      the documentation, in docs/_build/html"
	@echo "make format    rewrite the sources in the house style"
	@echo "make mutants   changes made at random to the rules: does a test see them? (MUTANTS=400 SEED=1, or RULE=motive)"
	@echo "make pins      requirements/*.txt, anew, from pyproject.toml (needs uv)"

demo: $(VENV)/ready
	@$(BIN)/psc-workflow demo --lang en

test: $(VENV)/ready
	$(BIN)/python -m pytest

test-all: $(VENV)/ready
	HYPOTHESIS_PROFILE=thorough $(BIN)/python -m pytest

check: $(VENV)/ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

docs: $(VENV)/ready
	$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet docs docs/_build/html
	@echo "The documentation is in docs/_build/html/index.html"

format: $(VENV)/ready
	$(BIN)/ruff format
	-$(BIN)/ruff check --fix
	$(BIN)/ruff format

mutants: .venv-mutants/ready
	@PYTHONPATH=tests .venv-mutants/bin/python -m mutants --number $(MUTANTS) --seed $(SEED) $(RULE:%=--rule %)

pins:
	$(COMPILE) --extra batch --extra cli --extra testing --extra docs --extra dev pyproject.toml -o requirements/dev.txt
	$(COMPILE) --extra cli --extra testing --extra mutants --constraints requirements/dev.txt pyproject.toml -o requirements/mutants.txt

clean:
	rm -rf $(VENV) .venv-mutants build dist docs/_build docs/reference/generated .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/ready: requirements/dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; none was found (set PYTHON=...)"; exit 1; }
	@echo "Making the virtual environment $(VENV) with $$($(PYTHON) --version); once only, about a minute"
	@$(PYTHON) -m venv $(VENV) || { echo "python's venv module does not work here; on Debian: apt-get install python3-venv"; exit 1; }
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv-mutants/ready: requirements/mutants.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; none was found (set PYTHON=...)"; exit 1; }
	@echo "Making the virtual environment .venv-mutants; once only"
	@$(PYTHON) -m venv .venv-mutants
	@.venv-mutants/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/mutants.txt
	@touch $@
