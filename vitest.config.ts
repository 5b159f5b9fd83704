import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  test: {
    include: ["{lib,components,scripts,app,prisma}/**/*.test.{ts,tsx}"],
    environment: "node",
    // Models and native runtimes share the two cores that a small machine has.
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
