/**
 * Writes Prisma's client to lib/server/generated.
 *
 * Prisma's command line fetches a schema engine before any command, even `generate`, which never runs it. Naming an
 * executable that is already here keeps installation offline.
 */
import { spawnSync } from "node:child_process";

const outcome = spawnSync(process.execPath, ["node_modules/prisma/build/index.js", "generate"], {
  stdio: "inherit",
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  },
});
process.exit(outcome.status ?? 1);
