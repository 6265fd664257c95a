# Every command is a function in dev.py; `make help` lists them.
# ARGS reaches the command: make test ARGS="tests/accounts -x"

PYTHON ?= python3

.PHONY: help setup run test check fix bench real migrations messages lock
help setup run test check fix bench real migrations messages lock:
	@exec $(PYTHON) dev.py $@ $(DATA) $(ARGS)
