/**
 * Writes Prisma's client to lib/server/generated.
 *
 * Prisma's command line fetches a schema engine before any command, even `generate`, which never runs it. Naming an
 * executable that is already here keeps installation offline.
 */
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";

const ROOT = path.join(import.meta.dirname, "..");

const SCHEMA = path.join(ROOT, "prisma/schema.prisma");
const CLIENT = path.join(ROOT, "lib/server/generated/client.ts");

/** Generates the client when there is none or the schema is newer. Prisma reports on standard error, not in the caller's output. */
export function ensureClient(): void {
  const made = statSync(CLIENT, { throwIfNoEntry: false });
  if (!made || made.mtimeMs < statSync(SCHEMA).mtimeMs) generateClient();
}

function generateClient(): void {
  const { status } = spawnSync(process.execPath, ["node_modules/prisma/build/index.js", "generate"], {
    cwd: ROOT,
    stdio: ["ignore", 2, 2],
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.env.PRISMA_SCHEMA_ENGINE_BINARY ?? process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
  });
  if (status !== 0) throw new Error("Prisma could not generate its client. Its output is above.");
}

if (process.argv[1] === import.meta.filename) generateClient();
