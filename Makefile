# The ways into Varia. Everything needs a Swift toolchain; `make setup` installs what else is missing.

SWIFT ?= swift
QUICKSTART ?= Results/quickstart
VARIA = .build/release/varia

# Homebrew keeps headers and libraries where no compiler looks by itself.
ifeq ($(shell uname -s),Darwin)
ONEDNN_PREFIX := $(shell brew --prefix onednn 2>/dev/null)
ifneq ($(ONEDNN_PREFIX),)
SWIFT_FLAGS += -Xcc -I$(ONEDNN_PREFIX)/include -Xlinker -L$(ONEDNN_PREFIX)/lib
endif
endif

.PHONY: help setup build quickstart test lint format

help:
	@echo "make quickstart   set up, build, run a sweep of three minutes and print its table"
	@echo "make test         set up, build and run every test"
	@echo "make lint         check the format of the sources (make format puts it right)"
	@echo "make build        set up and build $(VARIA)"
	@echo "make setup        install oneDNN where it is missing"

setup:
	@Scripts/setup

build: setup
	$(SWIFT) build -c release --product varia $(SWIFT_FLAGS)

quickstart: build
	$(VARIA) sweep Sweeps/quickstart.json5 --out $(QUICKSTART)
	$(VARIA) table $(QUICKSTART)

test: setup
	$(SWIFT) test -c release $(SWIFT_FLAGS)

lint:
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Variants Tests

format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Variants Tests
