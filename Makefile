# make run     the desk with the example company, on http://127.0.0.1:7860
# make test    everything: style, types, all tests (real models, database servers, browser)
# make check   what needs no model and no browser, in under two minutes
# make bench   the benchmarks
#
# TORCH_INDEX=…  the address of a package index with CPU builds of torch (README, "Sizes")
# PYTHON=…       the Python to use, 3.11 or newer

PYTHON ?= python3
PORT ?= 7860
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
DEMO := .demo
# Fast tests share the cores, a file staying in one process; slow ones measure, or load a model of a gigabyte.
AT_ONCE := -n auto --dist loadfile

.PHONY: run test check bench models browser clean
.DELETE_ON_ERROR:

run: .venv/.installed $(DEMO)/charter/charter.yaml
	@$(BIN)/assistant models pull
	@$(BIN)/assistant serve --workspace $(DEMO) --port $(PORT)

$(DEMO)/charter/charter.yaml: | .venv/.installed
	$(BIN)/assistant init $(DEMO) --demo

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (PYTHON=…)"; exit 1; }
	@command -v cc >/dev/null || { echo "A C compiler is needed: apt install build-essential"; exit 1; }
	$(PYTHON) -m venv .venv || { echo "apt install python3-venv, then again"; rm -rf .venv; exit 1; }

.venv/.installed: pyproject.toml constraints.txt | .venv/bin/python
	$(PIP) install --quiet -c constraints.txt $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) torch
	CMAKE_ARGS="-DLLAVA_BUILD=OFF" $(PIP) install --quiet -c constraints.txt -e .
	@touch $@

.venv/.testing: .venv/.installed
	$(PIP) install --quiet -c constraints.txt -e '.[test]'
	@touch $@

models: .venv/.installed
	@$(BIN)/assistant models pull
	@$(BIN)/assistant models pull smollm2-135m-instruct-q4_1

browser: .venv/.testing
	@sh tests/browser.sh $(BIN)/python

check: .venv/.testing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -m "not slow" $(AT_ONCE)

test: .venv/.testing models browser
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -m "not slow" $(AT_ONCE)
	$(BIN)/python -m pytest -m slow

bench: .venv/.testing models
	@for each in startup check triage surroundings retrieval voice decode memory; do echo "== $$each"; $(BIN)/python benchmarks/$$each.py || exit 1; done

clean:
	rm -rf .venv $(DEMO) build dist *.egg-info
