# Every target makes its own virtual environment when there is none.

VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for one in python3 python3.13 python3.12 python3.11 python; do \
	"$$one" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$one" && break; done)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--no-header --quiet
WORKERS ?= -n auto --maxprocesses=4 --dist=loadfile
MUTANTS ?= 400
SEED ?= 1
PACKAGE ?= rules
WORK ?=
NAME ?=
JOURNEY ?= affiliation
SIZE ?=
CONTRACT ?=
DEMO_LANG ?=

# Tests and demonstrations start many processes, each of which would compile the library again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo portal test test-all test-full test-lowest sbom package java chromium browser looks pictures fuzz check docs translation format rule mutants witness-paths bench pins clean

help:
	@echo "make demo      four stories, from the invitation on, in French (DEMO_LANG=en, CONTRACT=men-2026)"
	@echo "make portal    the whole journey in a browser, on http://127.0.0.1:8000 (PORT=8080, DATABASE=postgresql, WORKERS_OF_PORTAL=2)"
	@echo "make test      all tests that need nothing but Python"
	@echo "make test-all  these with many more examples (DRAWS=1: the same each time), and those that need PySpark (450 MB) and Java 17"
	@echo "make browser   the example portal, the explorer and the links of the site in Chromium; part of test-all"
	@echo "make test-full the sizes of a ministry, for hours: 20,000 invitations, 100,000 effects, a million decisions, the portal for ten minutes, with kills"
	@echo "make looks     every page of the built site in Chromium, for a quarter of an hour"
	@echo "make pictures  the pictures of the portal and the explorer in docs/pictures, taken anew"
	@echo "make test-lowest  tests with the lowest versions that pyproject.toml allows"
	@echo "make sbom      what the library is installed with, as CycloneDX: build/sbom.json"
	@echo "make package   the wheel and the source archive, in build/dist, checked: what they hold, and what they say of themselves"
	@echo "make check     style, types (those of the pages too), import contracts, spelling"
	@echo "make docs      the documentation, in docs/_build/html, in French in docs/_build/html/fr"
	@echo "make translation  what changed on the pages, into docs/locale/fr; lists what is left to translate"
	@echo "make format    rewrite the sources in the house style"
	@echo "make rule      the skeletons of a new rule, and what is left to do (NAME=request_window JOURNEY=affiliation)"
	@echo "make fuzz      requests made from the OpenAPI document, sent to the FastAPI portal (DRAWS=1: the same each time); part of test-all"
	@echo "make mutants   changes made at random to the rules: does a test see them? (PACKAGE=pricing WITHOUT=pricing/frame MUTANTS=400 SEED=1 RULE=motive COPIES=1)"
	@echo "make witness-paths  the journeys that the testing kit ships, searched for anew (after a change of charts or findings)"
	@echo "make bench     how long it takes beside others on the same tariff (WORK=quote, SIZE=10000 for a quick try)"
	@echo "make pins      requirements/*.txt, anew, from pyproject.toml (needs uv)"

demo: .venv-demo/ready
	@.venv-demo/bin/psc-workflow demo $(CONTRACT:%=--contract "%") $(DEMO_LANG:%=--lang %)

PORT ?= 8000
DATABASE ?=
WORKERS_OF_PORTAL ?= 2

portal: .venv-portal/ready
	@cd examples/portal && export PATH="$(CURDIR)/.venv-portal/bin:$$PATH" $(DATABASE:%=PORTAL_DATABASE="%") && \
	python manage.py migrate --verbosity 0 && python manage.py demonstration && \
	echo "The portal is on http://127.0.0.1:$(PORT)/ (Ctrl-C ends it)" && \
	exec gunicorn --bind 127.0.0.1:$(PORT) --workers $(WORKERS_OF_PORTAL) --log-level warning portal.wsgi

test: $(VENV)/ready
	$(BIN)/python -m pytest $(WORKERS)

test-all: java chromium $(VENV)/ready $(VENV)/spark
	HYPOTHESIS_PROFILE=thorough $(BIN)/python -m pytest $(WORKERS) $(DRAWS:%=--hypothesis-seed=%) -m "not typing and not browser"
	$(MAKE) browser
	$(MAKE) fuzz

browser: chromium .venv-browser/ready docs/_build/ready
	PYTHONPATH=src .venv-browser/bin/python -m pytest -n 2 --dist=loadfile -m browser tests/portal/browser
	PYTHONPATH=src .venv-browser/bin/python -m pytest -n 2 --dist=loadfile -m browser tests/site/test_explorer.py tests/site/test_structure.py

# Every page of the built site, at three widths, and axe in light and dark: a quarter of an hour on two cores.
looks: chromium .venv-browser/ready docs/_build/ready
	PYTHONPATH=src .venv-browser/bin/python -m pytest -n 2 --dist=loadfile -m browser tests/site

pictures: chromium .venv-browser/ready
	@PYTHONPATH=src .venv-browser/bin/python scripts/photographs.py

# Debian's, of which Playwright needs no copy of its own; who may install packages gets it.
chromium:
	@command -v "$${CHROMIUM:-chromium}" > /dev/null || { test "$$(id -u)" = 0 && command -v apt-get > /dev/null \
	&& apt-get update --quiet && DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet chromium; } \
	|| { echo "make test-all needs Chromium; on Debian: apt-get install chromium (elsewhere, set CHROMIUM=...)"; exit 1; }

FULL_TESTS ?= tests/stores/test_killed.py tests/stores/test_workers.py tests/stores/test_bounds.py tests/campaigns tests/portal/test_portal_conforms.py

test-full: $(VENV)/ready
	PSC_FULL=1 HYPOTHESIS_PROFILE=thorough $(BIN)/python -m pytest -n 0 $(FULL_TESTS)

# What pyproject.toml allows at least; the tests of rows in many data frames need later ones.
LOWEST_TESTS ?= tests/dossier tests/snapshot/test_snapshot.py tests/stores tests/rules tests/time tests/cli/test_priced_files.py \
	tests/cli/test_quote_command.py tests/cli/test_output.py tests/cli/test_spreadsheets.py

test-lowest: .venv-lowest/ready
	PYTHONPATH=src .venv-lowest/bin/python -m pytest $(WORKERS) $(LOWEST_TESTS)

sbom: .venv-sbom/ready .venv-demo/ready
	@mkdir -p build
	@.venv-sbom/bin/cyclonedx-py environment .venv-demo --pyproject pyproject.toml --output-reproducible -o build/sbom.json
	@echo "The bill of materials is in build/sbom.json"

# check-manifest, which finds what the source archive lacks, is run by pyroma.
package: .venv-package/ready
	@rm -rf build/dist
	.venv-package/bin/python -m build --no-isolation --outdir build/dist
	.venv-package/bin/twine check --strict build/dist/*
	.venv-package/bin/check-wheel-contents build/dist/*.whl
	.venv-package/bin/pyroma --min 9 .

java:
	@found=$$("$${JAVA_HOME:+$$JAVA_HOME/bin/}java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p'); \
	test "$${found:-0}" -ge 17 || { echo "make test-all needs Java 17 or later, for PySpark; found: $${found:-none}." \
	"On Debian: apt-get install default-jre-headless. make test does without."; exit 1; }

check: $(VENV)/ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -m typing tests/typing
	$(BIN)/python tests/typing/completeness.py
	$(BIN)/lint-imports
	$(BIN)/codespell

docs: $(VENV)/ready
	$(BIN)/python docs/translation.py check
	$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet --jobs auto -d docs/_build/doctrees docs docs/_build/html
	$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet --jobs auto -t fr -d docs/_build/doctrees-fr docs docs/_build/html/fr
	@touch docs/_build/ready
	@echo "The documentation is in docs/_build/html/index.html, in French in docs/_build/html/fr/index.html"

# For who needs the site as it is now: built anew only if a source of it has changed.
docs/_build/ready: $(shell find docs src/psc_workflow tests/support tests/cases examples/scenarios examples/portals examples/contracts \
	-type f -not -path "docs/_build/*" -not -name "*.pyc")
	$(MAKE) docs

translation: $(VENV)/ready
	$(BIN)/python docs/translation.py update

format: $(VENV)/ready
	$(BIN)/python scripts/typeset.py
	$(BIN)/ruff format
	-$(BIN)/ruff check --fix
	$(BIN)/ruff format

rule: $(VENV)/ready
	@$(BIN)/python scripts/new_rule.py "$(NAME)" "$(JOURNEY)"

mutants: .venv-mutants/ready
	@PYTHONPATH=tests .venv-mutants/bin/python -m mutants --package $(PACKAGE) --number $(MUTANTS) --seed $(SEED) \
		$(RULE:%=--rule %) $(WITHOUT:%=--without %) $(COPIES:%=--copies %)

witness-paths: $(VENV)/ready
	@$(BIN)/python scripts/witness_paths.py

bench: .venv-bench/ready
	@PYTHONPATH=src .venv-bench/bin/python -m benchmarks $(WORK) $(SIZE:%=--size %)

# Each portal's dossiers are made by the tests' own helpers.
fuzz: .venv-fuzz/ready
	@PYTHONPATH=src .venv-fuzz/bin/python scripts/fuzz_portal.py $(if $(DRAWS),--seed "$(DRAWS)")

pins:
	$(COMPILE) --extra batch --extra campaign --extra cli --extra plots --extra sqlalchemy --extra testing --group docs --group dev pyproject.toml \
		-o requirements/dev.txt
	$(COMPILE) --extra cli --group demo --constraints requirements/dev.txt pyproject.toml -o requirements/demo.txt
	$(COMPILE) --extra cli --extra testing --group mutants --constraints requirements/dev.txt pyproject.toml -o requirements/mutants.txt
	$(COMPILE) --group fuzz --constraints requirements/dev.txt pyproject.toml -o requirements/fuzz.txt
	$(COMPILE) --group spark --constraints requirements/dev.txt pyproject.toml -o requirements/spark.txt
	$(COMPILE) --extra batch --extra cli --extra sqlalchemy --group bench --constraints requirements/dev.txt pyproject.toml -o requirements/bench.txt
	$(COMPILE) --resolution lowest-direct --extra cli --extra testing --extra batch --extra speed --extra sqlalchemy --extra alembic \
		--extra asyncio --extra plots pyproject.toml requirements/lowest.in -o requirements/lowest.txt
	$(COMPILE) --group portal pyproject.toml -o requirements/portal.txt
	$(COMPILE) --extra testing --group browser --constraints requirements/portal.txt pyproject.toml -o requirements/browser.txt
	$(COMPILE) requirements/sbom.in -o requirements/sbom.txt
	$(COMPILE) --group package --constraints requirements/dev.txt pyproject.toml -o requirements/package.txt

clean:
	rm -rf $(VENV) .venv-demo .venv-browser .venv-fuzz .venv-mutants .venv-bench .venv-lowest .venv-portal .venv-sbom .venv-package build dist docs/_build docs/_explored docs/_drawn docs/reference/api docs/reference/generated docs/commands docs/findings docs/rules docs/values docs/amounts .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/ready: requirements/dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; none was found (set PYTHON=...)"; exit 1; }
	@echo "Making the virtual environment $(VENV) with $$($(PYTHON) --version); once only, about a minute"
	@$(PYTHON) -m venv $(VENV) || { echo "python's venv module does not work here; on Debian: apt-get install python3-venv"; exit 1; }
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/spark: requirements/spark.txt | java $(VENV)/ready
	@echo "Installing PySpark into $(VENV); once only, 450 MB"
	@$(PIP) install --require-hashes -r requirements/spark.txt
	@touch $@

# Small and quick: nothing but what the command needs.
.venv-demo/ready: requirements/demo.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; none was found (set PYTHON=...)"; exit 1; }
	@echo "Making the virtual environment .venv-demo with $$($(PYTHON) --version); once only, about half a minute"
	@$(PYTHON) -m venv .venv-demo || { echo "python's venv module does not work here; on Debian: apt-get install python3-venv"; exit 1; }
	@.venv-demo/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/demo.txt
	@.venv-demo/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --editable .
	@touch $@

.venv-portal/ready: requirements/portal.txt examples/portal/pyproject.toml pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; none was found (set PYTHON=...)"; exit 1; }
	@echo "Making the virtual environment .venv-portal with $$($(PYTHON) --version); once only, about a minute"
	@$(PYTHON) -m venv .venv-portal || { echo "python's venv module does not work here; on Debian: apt-get install python3-venv"; exit 1; }
	@.venv-portal/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/portal.txt
	@.venv-portal/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --editable . --editable examples/portal
	@touch $@

# Environments of tools alone, which find the library in src/.
TOOLS := lowest sbom fuzz browser mutants bench package

$(TOOLS:%=.venv-%/ready): .venv-%/ready: requirements/%.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; none was found (set PYTHON=...)"; exit 1; }
	@echo "Making the virtual environment .venv-$*; once only"
	@$(PYTHON) -m venv .venv-$* || { echo "python's venv module does not work here; on Debian: apt-get install python3-venv"; exit 1; }
	@.venv-$*/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/$*.txt
	@touch $@
