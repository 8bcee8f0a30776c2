# `make demo` shows the main job, `make test` proves everything. What they install goes into this folder
# (target/, .venv/, .tools/, node_modules/), but for a compiler and targets that rustup adds.

.DEFAULT_GOAL := help
.PHONY: help demo build generate test lint test-core loom test-c test-rust test-python test-go test-node test-cli conformance http \
	install-test interop e2e fleet bench bench-encryption es6 versions audit planted fuzz mutants miri clean
.NOTPARALLEL:

help:
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

demo: build ## sign in each language, verify in every other, rotate a key
	scripts/demo

build: ## build all five languages and their drivers
	scripts/check-toolchain
	$(MAKE) -s -C bindings-python build
	$(MAKE) -s -C bindings-node build
	$(MAKE) -s -C bindings-go lib
	for language in rust c go python node; do tests/driver --build $$language || exit 1; done

generate: ## write anew all that is generated: scripts/generated.txt
	tests/vectors/generate.py
	$(MAKE) -s -C ffi-c generate
	$(MAKE) -s -C bindings-python generate
	$(MAKE) -s -C bindings-node generate
	$(MAKE) -s -C bindings-go generate

test: build lint test-core loom test-c test-rust test-python test-go test-node test-cli conformance http install-test ## everything that CI runs
	scripts/demo
	python3 benches/test_report.py
	python3 tests/docs/test_paths.py
	python3 tests/docs/test_spec.py
	python3 tests/docs/test_replay_sql.py
	tests/memory/scan
	python3 tests/fleet/test_record.py
	tests/fleet/run
	python3 tests/e2e/test_verdict.py
	tests/e2e/run --if-built

lint: ## formatters and linters of all languages, rules of the house, generated files
	python3 scripts/test_house.py
	scripts/check-house
	scripts/check-generated
	cargo fmt --check
	cargo clippy --quiet --locked --all-features --all-targets -- -D warnings
	$(MAKE) -s -C bindings-rust lint
	$(MAKE) -s -C bindings-python lint
	$(MAKE) -s -C bindings-go lint
	$(MAKE) -s -C bindings-node lint

test-core: ## the core: properties, adversarial input, secrets, no_std, constant time
	cargo test --quiet --locked --package signkey --all-features
	scripts/check-msrv
	scripts/check-no-std
	scripts/check-dependencies
	scripts/check-constant-time
	scripts/check-linear-time
	scripts/check-instructions

loom: ## the table of the replay guard, in the orders in which its threads can meet
	scripts/check-loom

test-c: ## the C library: both sides of the ABI, sanitizers, valgrind
	$(MAKE) -s -C ffi-c test wasm

test-rust: ## the tower layer and the reqwest client
	$(MAKE) -s -C bindings-rust test

test-python: ## the Python package
	$(MAKE) -s -C bindings-python test

test-go: ## the Go package
	$(MAKE) -s -C bindings-go test

test-node: ## the Node package
	$(MAKE) -s -C bindings-node test

test-cli: ## the command line: against real endpoints, its pages, its packages; patterns for leaked keys
	cargo clippy --quiet --locked --package signkey-cli --no-default-features -- -D warnings
	cargo test --quiet --locked --package signkey-cli
	tests/cli/run
	python3 tests/leaks/test_leaks.py

conformance: build ## all vectors and 20,000 generated cases through all five languages
	python3 tests/test_runner.py
	tests/conformance --differential 20000

http: build ## the same raw requests to every adapter on its real server
	python3 tests/http/test_http_runner.py
	tests/http/run

install-test: ## each package in a fresh folder, as the README says
	for language in c go python node; do tests/install/$$language || exit 1; done

interop: build ## the published SDKs and encryption packages over the same cases
	python3 tests/interop/test_interop.py
	tests/interop/run
	tests/interop/encryption/run

e2e: build ## the real server, built once, drives apps of three languages through a rotation
	cargo build --quiet --locked --profile cli --package signkey-cli
	tests/e2e/rotate
	tests/e2e/run

fleet: build ## 200,000 messages, each sent twice to four apps behind one store that is killed
	SIGNKEY_FLEET_MESSAGES=200000 tests/fleet/run

bench: build ## signkey beside its peers, in one run: target/bench/report.md and plots
	benches/run

bench-encryption: build ## signkey's encryption beside libsodium: target/bench/encryption
	benches/run encryption

es6: ## the 100,000,000 numbers of the published ECMAScript sequence
	SIGNKEY_ES6_LINES=100000000 cargo test --locked --release --package signkey --all-features --test es6_numbers

versions: build ## the packages on every version of Python, Go and Node that is promised and can be had
	scripts/versions

audit: ## licences, sources, advisories and lock files of all that signkey is made of
	scripts/audit

fuzz: ## fuzz every parser and the door, FUZZ_TIME seconds each (60; needs nightly Rust)
	scripts/fuzz

planted: ## faults of each kind, each of which `make test` or `make audit` has to find
	scripts/planted

mutants: ## mutation testing of the core, for hours
	test -x .tools/bin/cargo-mutants || cargo install --locked --root .tools cargo-mutants
	CARGO_PROFILE_TEST_OPT_LEVEL=1 .tools/bin/cargo-mutants mutants --package signkey -- --all-features

miri: ## the C ABI under Miri (needs nightly Rust)
	$(MAKE) -s -C ffi-c miri

clean: ## remove everything that was built
	$(MAKE) -s -C bindings-go clean
	rm -rf target .venv .tools bindings-node/node_modules tests/e2e/.build tests/interop/.build \
		tests/interop/peers/typescript/node_modules tests/interop/encryption/.venv tests/interop/encryption/node_modules
