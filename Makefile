# Onthaal. The two commands are `make run` and `make test`; the work is done
# by the scripts in .ci/.
SHELL := /bin/bash
MAKEFLAGS += --no-print-directory

# The stories that drive the real window, each a script run under .ci/xrun.
E2E := $(wildcard .ci/e2e.sh)

.PHONY: help run test pages prove bench demo clean

help:
	@echo 'make run     builds Onthaal and opens its window, installing what is missing;'
	@echo '             without a display it makes the demonstration instead'
	@echo 'make test    runs all tests, installing what they need'
	@echo 'make pages   draws every printed page into out/pages, and names those to be looked at'
	@echo 'make prove   all rounds of the proofs of the vault, and their report'
	@echo 'make bench   measures: Go benchmarks, start, idling, size, letters beside LibreOffice,'
	@echo '             XeLaTeX and WeasyPrint (a gigabyte of Debian packages), and the vault'
	@echo '             with its promises and beside sqlcipher, keepassxc-cli and restic (Debian)'
	@echo 'make demo    makes a fictional case with its letters in a new folder ./demo'
	@echo 'make clean   removes bin/ and out/, nothing else'

run:
	@.ci/start

test:
	@.ci/test $(E2E)

pages:
	@CGO_ENABLED=0 go run .ci/pages.go

prove:
	@.ci/prove

bench:
	@.ci/bench.sh

demo:
	@.ci/demo

clean:
	rm -rf bin out
