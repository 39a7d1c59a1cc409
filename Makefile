# make       everything: tables, executed notebooks, figures
# make test  the proof that they hold
#
# Both set up .venv from requirements.lock when it is missing or out of date, with any
# Python >= 3.11 that has venv: the first of PYTHONS that will do.

PYTHONS := python3 python3.14 python3.13 python3.12 python3.11 python
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
NOTEBOOKS := $(sort $(wildcard notebooks/*.ipynb))

# What the shell happens to have set must not change what is built here, nor a setting in
# the reader's home folder.
unexport MPLBACKEND PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH PYTHONSTARTUP PYTHONWARNINGS
export IPYTHONDIR := $(CURDIR)/$(VENV)/ipython
export JUPYTER_CONFIG_DIR := $(CURDIR)/$(VENV)/jupyter
export MPLCONFIGDIR := $(CURDIR)/$(VENV)/matplotlib

.DELETE_ON_ERROR:
.PHONY: all tables notebooks figures test bench fuzz kills mutants lock clean

all: figures notebooks

tables: $(VENV)/project
	$(BIN)/policytasks build

notebooks: tables
	$(BIN)/python notebooks/execute.py $(NOTEBOOKS)

figures: tables
	$(BIN)/policytasks explore
	$(BIN)/policytasks figures

test: $(VENV)/project
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest --nbval --nbval-current-env --numprocesses auto --dist loadfile

bench: $(VENV)/bench
	$(BIN)/python benchmarks/run.py

fuzz: $(VENV)/project
	$(BIN)/python tests/fuzz.py

kills: $(VENV)/project
	$(BIN)/python tests/kills.py

mutants: $(VENV)/mutants
	$(BIN)/python tests/mutants.py

# The same versions for every Python, so that figures do not depend on it. uv is needed
# only here; `make lock UPGRADE=--upgrade` moves to the newest versions.
COMPILE = uv pip compile --quiet --universal --fork-strategy fewest --generate-hashes \
	--no-header $(UPGRADE)
lock:
	$(COMPILE) pyproject.toml --all-extras --output-file requirements.lock
	$(COMPILE) --group bench --output-file benchmarks/requirements.lock
	$(COMPILE) --group mutants --output-file tests/mutants.lock

clean:
	rm -rf $(VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src tests benchmarks notebooks -name __pycache__ -prune -exec rm -rf {} +

# A .venv names its own place, so a checkout that was moved or copied needs a new one.
ifneq ($(shell cat $(VENV)/locked 2>/dev/null),$(CURDIR))
.PHONY: $(VENV)/locked
endif

# Prints the interpreter that a new .venv is made from; nothing where this Python will not do.
# It is never that of an active environment, which may be the very .venv to be replaced.
PROBE := import ensurepip, sys, venv; sys.version_info < (3, 11) or print(sys._base_executable)

# The locked pip goes first: that of an older Python takes twice as long for the rest. It
# would compile one file after the other, compileall uses every core.
$(VENV)/locked: requirements.lock
	@for candidate in $(PYTHONS); do \
		python=$$("$$candidate" -c '$(PROBE)' 2>/dev/null) && [ -n "$$python" ] && break; \
	done; \
	if [ -z "$$python" ]; then \
		echo "make: no Python 3.11 or newer with venv among: $(PYTHONS)." \
			"Install one, or name one: make PYTHONS=/path/to/python" >&2; \
		exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$("$$python" --version), about a minute"; \
	rm -rf $(VENV) && "$$python" -m venv $(VENV)
	@awk '/^[^ ]/ { keep = /^pip==/ } keep' $< > $(VENV)/pip.lock
	@$(INSTALL) --require-hashes --requirement $(VENV)/pip.lock
	@$(INSTALL) --require-hashes --requirement $< --no-compile
	@$(BIN)/python -m compileall -qq -j 0 -x /tests/ $(VENV)/lib
	@echo "$(CURDIR)" > $@

$(VENV)/project: $(VENV)/locked pyproject.toml
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/bench: $(VENV)/project benchmarks/requirements.lock
	@$(INSTALL) --require-hashes --requirement benchmarks/requirements.lock
	@touch $@

$(VENV)/mutants: $(VENV)/project tests/mutants.lock
	@$(INSTALL) --require-hashes --requirement tests/mutants.lock
	@touch $@
