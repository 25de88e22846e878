# Two commands: `make demo` shows the portal, `make test` tests it.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PANGO := ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
PANGO_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core
CHROMIUM := $(shell command -v chromium chromium-browser google-chrome 2>/dev/null | head -n 1)

.PHONY: demo test lint bench bench-proceedings bench-readers bench-search pins browser proxy pango poppler

demo: var/installed-demo pango
	@PORT=$(PORT) $(BIN)/python -m commission.demo

# a hundred processes are started, and none compiles again what another one has compiled
test: var/installed-test browser proxy pango poppler
	@$(BIN)/python -m commission.translations compile
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -q

lint: var/installed-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

bench: var/installed-test
	@command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk"; exit 1; }
	@$(BIN)/python -m tests.benchmarks.pages

SECONDS ?= 60
bench-proceedings: var/installed-test
	@$(BIN)/python -m tests.benchmarks.proceedings $(SECONDS)

bench-readers: var/installed-test
	@$(BIN)/python -m tests.benchmarks.readers

bench-search: var/installed-test
	@$(BIN)/python -m tests.benchmarks.search

# Chromium for the tests that drive a real browser: the system's, or installed where that is allowed
browser:
ifeq ($(CHROMIUM),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else echo "Chromium is missing: install it with the system's package manager."; exit 1; fi
endif

# nginx for the tests of deploy/, which are skipped where it may not be installed
proxy:
	@if [ -z "$$(PATH=$$PATH:/usr/sbin command -v nginx)" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nginx-light >/dev/null; fi

# Pango, with which decisions become PDF: installed where that is allowed; without it the portal runs and PDF is off
pango: | .venv/bin/python
	@$(BIN)/python -c 'from ctypes.util import find_library as f; exit(not all(map(f, $(PANGO))))' || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(PANGO_PACKAGES) >/dev/null; \
	  else echo "Pango is missing: decisions are not offered as PDF (Debian: $(PANGO_PACKAGES))."; fi || true; }

# poppler reads the PDF in the tests; without it those tests skip
poppler:
	@command -v pdftotext >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq poppler-utils >/dev/null; fi || true; }

.venv/bin/python:
	@$(PYTHON) -m venv .venv

var/installed-%: requirements/%.txt | .venv/bin/python
	@mkdir -p var
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

# New pins: names, versions and hashes alone, no address
pins: var/installed-test
	@$(BIN)/pip-compile -q --strip-extras --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --no-annotate --allow-unsafe -o requirements/base.txt pyproject.toml
	@$(BIN)/pip-compile -q --strip-extras --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --no-annotate --allow-unsafe --extra demo -c requirements/base.txt -o requirements/demo.txt pyproject.toml
	@$(BIN)/pip-compile -q --strip-extras --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --no-annotate --allow-unsafe --extra test -c requirements/base.txt -o requirements/test.txt pyproject.toml
