/** Journeys through the built app in a real browser: `npm run build` first, then `npx playwright test`. */
import { defineConfig } from "@playwright/test";
import { browserPath } from "./e2e/support/browser";

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  outputDir: "test-results",
  // Each journey has a server, a data folder and a page of its own, so two run beside each other on the two cores that a small
  // machine has: pages, models and waiting rarely keep more than one busy.
  workers: 2,
  fullyParallel: true,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"], ["json", { outputFile: "test-results/journeys.json" }]],
  use: {
    locale: "en-US",
    viewport: { width: 1440, height: 900 },
    // Recording costs a sixth of the time: a journey that failed is run again with `--trace on`.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: browserPath(),
      args: [
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
      ],
      chromiumSandbox: process.getuid?.() !== 0,
    },
  },
});
