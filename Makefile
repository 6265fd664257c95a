# Every command is a function in dev.py; `make help` lists them.
# ARGS reaches the command: make test ARGS="tests/accounts -x"; so do the sizes of make bench.

PYTHON ?= python3

.PHONY: help setup run test check fix bench real pictures lighthouse migrations messages lock
help setup run test check fix bench real pictures lighthouse migrations messages lock:
	@exec $(PYTHON) dev.py $@ $(DATA) $(if $(ACCOUNTS),--accounts $(ACCOUNTS)) $(if $(TOUCHES),--touches $(TOUCHES)) $(ARGS)
