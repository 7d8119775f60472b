# Two commands do all set-up: `make serve` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
BAOGAO_INDEX ?= .index
PORT ?= 8000
export BAOGAO_INDEX

.PHONY: serve test test-cluster lint bench bench-speed bench-scale bench-quality bench-names bench-formats bench-pages bench-segmenters bench-meaning bench-faults package clean

serve: $(VENV)/installed
	$(BIN)/baogao index corpus
	$(BIN)/baogao serve --port $(PORT)

# One more than there are cores: tests wait for browsers and other processes.
TESTERS ?= $(shell expr $$(nproc) + 1)
test: lint browser recognition
	$(BIN)/python -m pytest --numprocesses $(TESTERS) --dist loadfile
	$(BIN)/python -m tests.cluster quick

.PHONY: coverage
coverage: lint browser recognition
	$(BIN)/python -m pytest --cov --numprocesses $(TESTERS) --dist loadfile

# The contract on a real cluster of three nodes, and its faults; a JDK and Maven are wanted, without them one sentence.
test-cluster: $(VENV)/installed-for-tests
	$(BIN)/python -m tests.cluster

lint: $(VENV)/installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports setup.cfg

bench: bench-speed bench-quality bench-meaning bench-names bench-formats bench-pages bench-segmenters

# Speed beside embedded peers, 8 to 15 minutes; SECTIONS=20000 takes two.
SECTIONS ?= 20000 100000
bench-speed: $(VENV)/installed-for-tests
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m tests.bench speed --sections $(SECTIONS)

# From twenty thousand sections to two millions, hours; SECTIONS=200000 takes some twenty minutes.
bench-scale: SECTIONS = 20000 200000 2000000
bench-scale: $(VENV)/installed-for-tests
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m tests.bench scale --sections $(SECTIONS)

bench-quality: $(VENV)/installed-for-tests
	$(BIN)/python -m tests.bench quality

bench-meaning: $(VENV)/installed-for-tests
	$(BIN)/python -m tests.bench.meaning_bench

# Some half an hour; KILLS=5 FLIPS=1 takes a few minutes. A disk of its own, to be filled, wants root.
KILLS ?= 70
FLIPS ?= 20
bench-faults: $(VENV)/installed-for-tests
	$(BIN)/python -m tests.bench faults --kills $(KILLS) --flips $(FLIPS)

# A million inputs, hours on one core; INPUTS=20000 takes minutes. atheris (Apache-2.0) is of the extra `bench`.
INPUTS ?= 1000000
.PHONY: bench-hostile load
bench-hostile: $(VENV)/installed-for-tests
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m tests.bench hostile --inputs $(INPUTS)

# A server under load on loopback; half an hour. SECTIONS=2000 SECONDS=3 takes minutes.
SECONDS ?= 20
load: $(VENV)/installed-for-tests
	$(BIN)/python -m tests.bench load --sections $(SECTIONS) --seconds $(SECONDS)

bench-names: $(VENV)/installed-for-tests
	$(BIN)/python -m tests.bench names

bench-segmenters: $(VENV)/installed-for-tests
	$(BIN)/python -m tests.bench segmenters

bench-formats: $(VENV)/installed-for-tests recognition
	$(BIN)/python -m tests.bench formats

bench-pages: $(VENV)/installed-for-tests browser
	$(BIN)/python -m tests.bench.pages

$(VENV)/installed: setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[meaning]'
	touch $@

$(VENV)/installed-for-tests: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[lint,test]'
	touch $@

# A wheel and an sdist, tried in an empty environment with the locked dependencies, outside of the checkout; and what is
# in that environment as a bill of materials (CycloneDX, by cyclonedx-bom, Apache-2.0).
package:
	rm -rf dist build
	$(PYTHON) -m venv dist/environment
	dist/environment/bin/python -m pip install --quiet --disable-pip-version-check build
	dist/environment/bin/python -m build --outdir dist .
	rm -rf build dist/environment
	$(PYTHON) -m venv dist/environment
	dist/environment/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement docs/deploy/requirements.txt
	dist/environment/bin/python -m pip install --quiet --disable-pip-version-check --no-deps dist/*.whl
	mkdir dist/tried && cp -r corpus/reports dist/tried
	$(PYTHON) -m venv dist/tools
	dist/tools/bin/python -m pip install --quiet --disable-pip-version-check 'cyclonedx-bom==7.5.0'
	dist/tools/bin/cyclonedx-py environment --output-reproducible --output-file dist/sbom.cdx.json dist/environment/bin/python
	cd dist/tried && ../environment/bin/baogao index reports --index index && ../environment/bin/baogao check --index index
	rm -rf dist/tried dist/environment dist/tools

# The locked dependencies anew, with uv; then their licences, with what is locked installed.
.PHONY: lock
lock:
	uv pip compile --quiet setup.cfg --extra meaning --generate-hashes --universal --python-version 3.11 --no-emit-package baogao --no-header --output-file docs/deploy/requirements.txt
	$(BIN)/python -m tests.bench.licences > docs/deploy/licences.md

# Brings the catalogues up to date with templates and modules; what is new is to be translated there.
.PHONY: translations
translations: $(VENV)/installed
	$(BIN)/pybabel -q extract -F pyproject.toml -k lazy_gettext -k _sentence:2 --no-location --sort-output -o $(VENV)/messages.pot .
	$(BIN)/pybabel -q update -i $(VENV)/messages.pot -d webapp/translations --omit-header --no-fuzzy-matching --ignore-obsolete -w 110

# The browser tests want Chromium and a CJK font, both from Debian's packages.
.PHONY: browser
browser:
	@if command -v chromium >/dev/null && fc-list :lang=zh-tw 2>/dev/null | grep -q .; then :; \
	elif command -v apt-get >/dev/null && { [ "$$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then \
		as_root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
		$$as_root apt-get update -qq && $$as_root apt-get install -y -qq chromium fonts-noto-cjk fontconfig >/dev/null; \
	else \
		echo "The browser tests will be skipped: install chromium and fonts-noto-cjk to run them."; \
	fi

# Text in pictures is recognised by Tesseract, from Debian's packages; without it those tests are skipped.
.PHONY: recognition
recognition:
	@if command -v tesseract >/dev/null && tesseract --list-langs 2>/dev/null | grep -qx chi_tra; then :; \
	elif command -v apt-get >/dev/null && { [ "$$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then \
		as_root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
		$$as_root apt-get update -qq && $$as_root apt-get install -y -qq --no-install-recommends tesseract-ocr tesseract-ocr-chi-tra tesseract-ocr-eng >/dev/null; \
	else \
		echo "The tests of recognition will be skipped: install tesseract-ocr-chi-tra to run them."; \
	fi

clean:
	rm -rf $(VENV) .index .hypothesis .coverage .*_cache *.egg-info
