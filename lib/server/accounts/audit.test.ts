import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PrismaClient } from "../generated/client";
import { openDatabase } from "../storage/database";
import { migrate } from "../storage/migrate";
import { createAuditLog } from "./audit";

const event = {
  person: "p2",
  name: "Bo",
  via: "session",
  action: "versions.keep",
  details: { model: "atlas" },
} as const;

let folder: string;
let database: PrismaClient;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palimpsest-audit-"));
  const file = path.join(folder, "a.db");
  await migrate(file, "prisma/migrations");
  database = await openDatabase(file);
});
afterEach(async () => {
  await database.$disconnect();
  await rm(folder, { recursive: true });
});

test("a note gives way to the row with the outcome, or to nothing; rows that come meanwhile keep their chain", async () => {
  const log = createAuditLog(database);
  const [kept, refused] = [await log.intend(event), await log.intend(event)];
  expect((await log.list({ limit: 10 })).total).toBe(0);
  await Promise.all([
    log.append({ ...event, action: "accounts.sign-in" }),
    kept({ version: "ver_1" }),
    refused(null),
  ]);
  const { entries } = await log.list({ limit: 10 });
  expect(entries.map(({ action }) => action).sort()).toEqual(["accounts.sign-in", "versions.keep"]);
  expect(entries.find(({ action }) => action === "versions.keep")?.details).toEqual({ version: "ver_1" });
  expect(await log.verify()).toMatchObject({ rows: 2 });
  expect(await database.auditIntent.count()).toBe(0);
});

test("a change that a server did not outlive is in the log of the next, with the time when it was begun", async () => {
  const begun = new Date("2026-12-01T10:00:00.000Z");
  await createAuditLog(database, () => begun).intend(event);
  const next = createAuditLog(database);
  expect(await next.recover()).toBe(1);
  expect((await next.list({ limit: 10 })).entries).toMatchObject([
    {
      name: "Bo",
      action: "versions.keep",
      details: { model: "atlas", begun: begun.toISOString(), outcome: "interrupted" },
    },
  ]);
  expect([await next.recover(), (await next.verify()).rows]).toEqual([0, 1]);
});
