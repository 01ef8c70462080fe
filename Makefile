# The ways into Varia. All of them need a Swift toolchain; `make setup` installs what else is missing.

SWIFT ?= swift
QUICKSTART ?= Results/quickstart
VARIA = .build/release/varia

# Homebrew keeps headers and libraries where no compiler looks by itself.
ifeq ($(shell uname -s),Darwin)
ONEDNN := $(shell brew --prefix onednn 2>/dev/null)
ONEDNN_INCLUDE = $(ONEDNN:%=-I%/include)
FLAGS = $(ONEDNN:%=-Xcc -I%/include -Xlinker -L%/lib)
endif

# Whether the clang that comes with Swift finds oneDNN's header. Swift may be found through links;
# clang lies beside what they lead to, or beside the link itself. Older systems lack realpath, and
# older versions of macOS readlink's -f too.
HAS_ONEDNN = swift=$$(command -v $(SWIFT)); \
	target=$$(realpath "$$swift" 2>/dev/null || readlink -f "$$swift" 2>/dev/null \
	    || echo "$$swift"); \
	echo '\#include <dnnl.h>' \
	| PATH="$$(dirname "$$target"):$$(dirname "$$swift"):$$PATH" \
	    clang -E -x c $(ONEDNN_INCLUDE) - >/dev/null 2>&1

.PHONY: help setup install-onednn build quickstart bench test lint format

help:
	@echo "make quickstart   set up, build, run a sweep of a few minutes and print its table"
	@echo "make test         set up, build and run every test"
	@echo "make lint         check the format of the sources; make format puts it right"
	@echo "make bench        set up, build and time training steps; PYTORCH=python compares with torch"
	@echo "make build        set up and build $(VARIA)"
	@echo "make setup        install oneDNN where it is missing"

setup:
	@command -v $(SWIFT) >/dev/null || { \
	    echo "Varia needs Swift 6.2 or later: https://www.swift.org/install" >&2; exit 1; }
	@{ $(HAS_ONEDNN); } || $(MAKE) --no-print-directory install-onednn
	@{ $(HAS_ONEDNN); } || { echo "oneDNN is installed, but clang does not find dnnl.h." >&2; exit 1; }

install-onednn:
	@if command -v brew >/dev/null && [ "$$(uname -s)" = Darwin ]; then \
	    brew install onednn; \
	elif command -v apt-get >/dev/null; then \
	    if [ "$$(id -u)" = 0 ]; then sudo=; \
	    elif command -v sudo >/dev/null; then sudo=sudo; \
	    else \
	        echo "Varia needs libdnnl-dev: install it as root with" \
	            "'apt-get install libdnnl-dev', and run make again." >&2; \
	        exit 1; \
	    fi; \
	    $$sudo apt-get update -q \
	        && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y libdnnl-dev; \
	else \
	    echo "Varia needs oneDNN 2.6 or later with its headers. Install the package of your system" \
	        "(it is called onednn, onednn-devel or oneDNN), or build it from" \
	        "https://github.com/uxlfoundation/oneDNN, and run make again." >&2; \
	    exit 1; \
	fi

build: setup
	$(SWIFT) build -c release --product varia $(FLAGS)

quickstart: build
	$(VARIA) sweep Sweeps/quickstart.json5 --out $(QUICKSTART)

bench: build
	$(VARIA) bench $(if $(PYTORCH),--pytorch $(PYTORCH))

test: setup
	$(SWIFT) test -c release $(FLAGS)

lint:
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Variants Tests

format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Variants Tests
