# Two commands matter: `make demo` and `make test`. README says what they need.

TAGS    := duckdb_arrow
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
BIN     := bin/stadsdelskollen
BUNDLE  := dashboards/chart/js/dist/echarts.js
DEMO    := build/demo
ADDR    ?= 127.0.0.1:8011
# `make demo SERVE=` only builds.
SERVE   ?= yes

.PHONY: demo build test test-long bundle check-tools clean FORCE

demo: build
	rm -rf $(DEMO)
	mkdir -p $(DEMO)
	cp -R examples/stockholm $(DEMO)/stockholm
	$(BIN) run -C $(DEMO)/stockholm
	$(BIN) publish -C $(DEMO)/stockholm --audience internal
	$(BIN) generate $(DEMO)/syntetisk
	$(BIN) run -C $(DEMO)/syntetisk
ifneq ($(SERVE),)
	$(BIN) serve --addr $(ADDR) $(DEMO)/stockholm $(DEMO)/syntetisk
endif

build: check-tools $(BIN)

$(BIN): $(BUNDLE) FORCE
	go build -tags $(TAGS) -trimpath -ldflags "-X main.version=$(VERSION)" -o $(BIN) ./cmd/stadsdelskollen

# The charts' JavaScript: ECharts from npm, bundled for drawing while publishing
# and for the reader's browser. The binary embeds all of it.
bundle: $(BUNDLE)

$(BUNDLE): package-lock.json $(filter-out $(BUNDLE),$(wildcard dashboards/chart/js/*.js dashboards/chart/js/*.mjs dashboards/chart/js/*.css))
	npm ci --no-audit --no-fund --silent
	npm run --silent build

test: build
	go vet -tags $(TAGS) ./...
	go test -tags $(TAGS) -timeout 20m ./...

# What takes long: the race detector over everything, ten thousand random tables
# protected and attacked, the program killed at hundreds of points, and fuzzing.
test-long: build
	go test -tags $(TAGS) -race -timeout 40m ./...
	go test -tags $(TAGS) -timeout 40m -run TestRandomTables ./transform/disclosure/audit -tables 10000
	go test -tags $(TAGS) -timeout 40m -run TestKilledAnywhere ./cmd/stadsdelskollen -kills 400
	for f in $$(grep -ho '^func Fuzz[A-Za-z]*' ingest/decode/*_test.go | cut -c6-); do \
	  go test -tags $(TAGS) -run '^$$' -fuzz "^$$f\$$" -fuzztime 1m -fuzzminimizetime 10x ./ingest/decode || exit 1; done

# Says what is missing before anything fails for the lack of it.
check-tools:
	@missing=; \
	for tool in go cc node npm; do command -v $$tool >/dev/null 2>&1 || missing="$$missing $$tool"; done; \
	if [ -n "$$missing" ]; then \
	  echo "missing:$$missing" >&2; \
	  echo "stadsdelskollen is built with Go 1.26 or later, a C compiler (DuckDB needs cgo), and Node 20 with npm (the charts' bundle)." >&2; \
	  echo "On Debian: apt-get install gcc nodejs npm; Go from https://go.dev/dl/" >&2; \
	  exit 1; \
	fi

clean:
	rm -rf bin build node_modules $(wildcard $(dir $(BUNDLE))*.js $(dir $(BUNDLE))*.css)

FORCE:
