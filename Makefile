# Two commands: `make demo` shows the portal, `make test` tests it.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
CHROMIUM := $(shell command -v chromium chromium-browser google-chrome 2>/dev/null | head -n 1)

.PHONY: demo test lint bench bench-proceedings pins browser

demo: var/installed-demo
	@PORT=$(PORT) $(BIN)/python -m commission.demo

test: var/installed-test browser
	@$(BIN)/python -m commission.translations compile
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -q

lint: var/installed-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

bench: var/installed-test
	@command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk"; exit 1; }
	@$(BIN)/python -m tests.benchmarks.pages

SECONDS ?= 20
bench-proceedings: var/installed-test
	@$(BIN)/python -m tests.benchmarks.proceedings $(SECONDS)

# Chromium for the tests that drive a real browser: the system's, or installed where that is allowed
browser:
ifeq ($(CHROMIUM),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else echo "Chromium is missing: install it with the system's package manager."; exit 1; fi
endif

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
