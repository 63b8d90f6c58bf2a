# Two commands for a newcomer: `make demo` runs the main job, `make test` runs every test.
.PHONY: demo build test lint fmt bench deny pages pages-test

DEMO := examples/taliban-al-qaeda/documents

demo: build
	"$${CARGO_TARGET_DIR:-target}"/release/unravel assess "Taliban" "al-Qaeda" --until 2027-12-31 --as-of 2026-03-01 \
		--class state-group-shelter --ends hosting $(DEMO)

build:
	cargo build --release --locked --package unravel

test:
	cargo test --workspace --locked

lint:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

fmt:
	cargo fmt --all

bench:
	cargo bench --workspace

# Licences and advisories of what we depend on; needs `cargo install cargo-deny`.
deny:
	cargo deny check licenses bans sources

# The pages of the workbench (needs Node 20.19 or newer); the next build of the binary embeds them.
pages:
	cd web && npm ci --no-fund --no-audit && npm run build
	@touch crates/web/build.rs

# Lint, types, unit tests, build, and the end-to-end tests where a Chromium is at hand.
pages-test: pages
	cd web && npm run lint && npm run types && npm test && npm run e2e
