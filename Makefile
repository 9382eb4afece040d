PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup dev run run-split test test-postgres pictures check fix bench bench-metrics bench-secrecy clean

help: ## show this help
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: .venv/.ready ## build .venv, with the terrain command in it
dev: .venv/.dev ## build .venv with the tools that develop and test

run: .venv/.ready ## serve everything on http://localhost:8000, in one process
	@$(BIN)/terrain serve

run-split: .venv/.ready ## serve the same as five processes
	@$(BIN)/terrain serve --split

test: .venv/.dev node_modules/.ready ## run every test, on the embedded PostgreSQL
	$(BIN)/pytest $(ARGS)

# Thousands of generated calls judge the API by its document, whatever the server: once is enough.
test-postgres: .venv/.dev ## run the tests without a browser on the server that TERRAIN_TEST_DATABASE_URL names
	@test -n "$$TERRAIN_TEST_DATABASE_URL" || { echo "set TERRAIN_TEST_DATABASE_URL"; exit 2; }
	$(BIN)/pytest -m "not browser" --ignore tests/gateway/test_survive_generated_calls.py $(ARGS)

pictures: .venv/.dev node_modules/.ready ## take the README's pictures anew
	TERRAIN_PICTURES=infra/screenshots $(BIN)/pytest tests/browser -q -k overview

check: .venv/.dev ## format, lint, types, who may import whom, migrations, templates
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet web/templates
	$(BIN)/python -m infra.check_migrations

fix: .venv/.dev ## format, and mend what a tool can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.dev ## measure ratios against a baseline; NOTES=1000000 searches a million (ten minutes)
	$(BIN)/python -m infra.bench
	$(BIN)/python -m infra.bench.assistant_relay
	EVENTS=60000 SINGLES=3000 $(BIN)/python -m infra.bench.metrics_ingest
	ROUNDS=20 $(BIN)/python -m infra.bench.metrics_page 100000 500000

bench-metrics: .venv/.dev ## take in 1,800,000 events, then ask the page of measures at one and at twenty million (half an hour)
	$(BIN)/python -m infra.bench.metrics_ingest
	$(BIN)/python -m infra.bench.metrics_page

bench-secrecy: .venv/.dev ## audit what is published of 10,000 random programmes, by linear programming
	$(BIN)/python -m infra.bench.secrecy

clean: ## forget the virtual environment and the caches; data in var/ stay
	rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.ready: infra/requirements.txt pyproject.toml | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r infra/requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: infra/requirements-dev.txt .venv/.ready
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r infra/requirements-dev.txt
	@touch $@

# Node serves one test tool only (axe-core). Without npm the browser tests say so and are skipped.
node_modules/.ready: package-lock.json
	@if command -v npm >/dev/null; then npm ci --silent --ignore-scripts --no-audit --no-fund && touch $@; fi

.PHONY: faults-metrics
faults-metrics: .venv/.dev ## kill processes while events come in, then recount: EVENTS=5000000 KILLS=50
	$(BIN)/python -m infra.faults.metrics

.PHONY: faults-capture
faults-capture: .venv/.dev ## capture in a real browser while lines are cut and processes killed: CAPTURES=2000 BROWSER_KILLS=20 SERVER_KILLS=20 POSTGRESQL_KILLS=8 CUTS=20 PHOTOS=40
	$(BIN)/python -m infra.faults.capture

.PHONY: faults-assistant
faults-assistant: .venv/.dev ## kill processes while answers are given, then count the uses: REQUESTS=10000 KILLS=12
	$(BIN)/python -m infra.faults.assistant

.PHONY: bench-capture
bench-capture: .venv/.dev ## time the acknowledgement of a capture, and days of captures and of photos over a poor line
	$(BIN)/python -m infra.bench.capture

.PHONY: clients
clients: .venv/.dev ## run real clients of the OpenAI convention against the gateway, each from its lock
	@test -x .clients/bin/python || $(PYTHON) -m venv .clients
	@.clients/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/clients/requirements.txt
	@mkdir -p .clients/node && cp tests/clients/node/package*.json .clients/node/
	@cd .clients/node && npm ci --silent --ignore-scripts --no-audit --no-fund
	CLIENTS_PYTHON=$(CURDIR)/.clients/bin/python CLIENTS_NODE=$(CURDIR)/.clients/node $(BIN)/pytest tests/clients -q

.PHONY: llama
llama: .venv/.dev ## ask a real llama.cpp server, with a small model, through the gateway
	@test -x .llama/bin/python || $(PYTHON) -m venv .llama
	@.llama/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r tests/llama/requirements.txt
	LLAMA_PYTHON=$(CURDIR)/.llama/bin/python $(BIN)/pytest tests/llama -q

.PHONY: meaning
meaning: .venv/.dev ## measure search by words against search by meaning, with a real model of vectors
	@test -x .meaning/bin/python || $(PYTHON) -m venv .meaning
	@.meaning/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r tests/vectors/requirements.txt
	VECTORS_PYTHON=$(CURDIR)/.meaning/bin/python $(BIN)/pytest tests/vectors -q -s

.PHONY: bench-peer
bench-peer: .venv/.dev ## send usage events to Arize Phoenix (own environment, for comparison only): EVENTS=20000
	@test -x .peers/bin/python || $(PYTHON) -m venv .peers
	@.peers/bin/pip install --quiet --disable-pip-version-check --require-hashes -r infra/bench/peers/phoenix.txt
	$(BIN)/python -m infra.bench.metrics_load $${EVENTS:-20000} | .peers/bin/python infra/bench/peers/phoenix.py

.PHONY: open-webui
open-webui: .venv/.dev ## put Open WebUI before the gateway, in a real browser (1.7 GB, without its local models)
	@test -x .open-webui/bin/python || $(PYTHON) -m venv .open-webui
	@.open-webui/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r tests/clients/open-webui.txt
	OPEN_WEBUI=$(CURDIR)/.open-webui/bin/open-webui $(BIN)/pytest tests/clients/test_stand_behind_open_webui.py -q

.PHONY: qda
qda: .venv/.dev ## open an exported project with programs of qualitative analysis, from their lock
	@test -x .qda/bin/python || $(PYTHON) -m venv .qda
	@.qda/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/qda/requirements.txt
	QDA_PYTHON=$(CURDIR)/.qda/bin/python $(BIN)/pytest tests/workshops/test_open_qualitative_projects.py -q
