#!/usr/bin/env bash
# Everything a change must pass, from a fresh clone with no more than Node 20, npm and apt. Stops at the first part that
# fails and says which. The last line counts what ran.
set -uo pipefail
cd "$(dirname "$0")/.."

mkdir -p test-results
# Outside the folder that Playwright empties.
unit_report=$(mktemp -d)/unit.json
journey_report=test-results/journeys.json
rm -f "$unit_report" "$journey_report"

# Counts of both reports: vitest's and Playwright's, whichever are there.
count() {
  node --input-type=module -e '
    import { existsSync, readFileSync } from "node:fs";
    const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined);
    const [unit, journeys] = [read(process.argv[1]), read(process.argv[2])];
    const passed = (unit?.numPassedTests ?? 0) + (journeys?.stats.expected ?? 0);
    const failed = (unit?.numFailedTests ?? 0) + (journeys ? journeys.stats.unexpected + journeys.stats.flaky : 0);
    const skipped = (unit?.numPendingTests ?? 0) + (unit?.numTodoTests ?? 0) + (journeys?.stats.skipped ?? 0);
    // A part that failed without a failing test, such as a type error, still counts as one failure.
    console.log(`${passed} passed, ${Math.max(failed, Number(process.argv[3]))} failed, ${skipped} skipped`);
  ' "$unit_report" "$journey_report" "$1"
}

section() {
  local title=$1
  shift
  printf '\n== %s\n' "$title"
  local started=$SECONDS
  if "$@"; then
    printf -- '-- %s: done in %d s\n' "$title" $((SECONDS - started))
  else
    printf '\n!! %s failed: see above. Run it alone with: %s\n' "$title" "$*"
    count 1
    exit 1
  fi
}

# Each keeps one processor busy. Both end, so that the errors of both are seen.
check_at_once() {
  npm run --silent check:lint &
  local lint=$! failed=0
  npm run --silent check:format || failed=1
  wait "$lint" || failed=1
  return "$failed"
}

# Journeys need a browser: Playwright's own, the system's, or Debian's.
find_browser() {
  local own
  own=$(node -e 'console.log(require("@playwright/test").chromium.executablePath())')
  for browser in "${CHROMIUM:-}" "$own" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
    if [ -n "$browser" ] && [ -x "$browser" ]; then
      echo "using $browser"
      return
    fi
  done
  if ! command -v apt-get >/dev/null; then
    echo "There is no browser. Install Chromium, or name one: CHROMIUM=/path/to/chromium npm test"
    return 1
  fi
  local as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -q && "${as_root[@]}" apt-get install -y -q --no-install-recommends chromium
}

section "Packages" node scripts/packages.mjs
section "Browser" find_browser
section "Generated files" npm run --silent prepare:run
section "Lint and format" check_at_once
# It checks the types too, and those of the tests. It comes before the tests, because some of them start the built server.
section "Build" npx next build
section "Size of the first page" npm run --silent size
section "Unit, conformance and parity tests" npx vitest run --reporter=default --reporter=json --outputFile.json="$unit_report"
section "Journeys" npx playwright test

printf '\n'
count 0
