// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import type { z } from "zod";
import { en } from "@/components/messages/en";
import { zh } from "@/components/messages/zh";
import { WorkbenchProvider } from "@/components/shell/workbench";
import { fakeBranch } from "@/components/testing/branch";
import { draw } from "@/components/testing/render";
import { clearStorage, getOperations, getStorage, listQuotas, setQuota, type Removable } from "@/lib/api";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { OperationsView } from "./operations-view";
import { QuotasPanel } from "./quotas-panel";

const t = en.operations;
const AT = "2026-11-30T10:00:00.000Z";
const NONE = { count: 0, sizeBytes: 0 };
const OVERVIEW: z.infer<typeof getOperations.output> = {
  at: AT,
  release: "1.2.3",
  startedAt: AT,
  readiness: {
    isReady: true,
    worker: { isReady: true, state: "ready" },
    database: { isReady: true },
    disk: { isReady: true, freeBytes: 5_000_000_000 },
  },
  vitals: {
    at: AT,
    queued: 2,
    running: 1,
    memoryMb: 500,
    heapMb: 100,
    modelMemoryMb: 900,
    eventLoop: { longestMs: 42, p99Ms: 7 },
  },
  open: { streams: 3, uploads: 0 },
  queue: [
    { status: "queued", count: 2, oldestSeconds: 90 },
    { status: "running", count: 1, oldestSeconds: 30 },
    { status: "paused", count: 0, oldestSeconds: null },
  ],
  jobs: [
    { kind: "edit", status: "succeeded", count: 12, seconds: 60 },
    { kind: "edit", status: "running", count: 1, seconds: 0 },
  ],
  database: { count: 3, sizeBytes: 10_000_000 },
  blobs: { count: 40, sizeBytes: 200_000_000 },
  lastBackup: null,
};
const EMPTY: Removable = { jobs: 0, events: 0, blobs: NONE, artifacts: NONE, unfinished: NONE };
const HOLDINGS = {
  models: NONE,
  versions: NONE,
  runs: NONE,
  statistics: NONE,
  downloads: NONE,
  database: NONE,
};

let server: FakeServer;
beforeEach(() => {
  server = fakeServer();
  fakeBranch(server);
});

async function drawPage(change: Partial<typeof OVERVIEW> = {}, language: "en" | "zh" = "en") {
  server.answer(getOperations, () => ({ ...OVERVIEW, ...change }));
  const asked = server.answer(getStorage, ({ input: { eventDays } }) => ({
    holdings: HOLDINGS,
    removable: { ...EMPTY, jobs: 4, events: eventDays === undefined ? 0 : 70 },
  }));
  const page = (
    <WorkbenchProvider>
      <OperationsView />
    </WorkbenchProvider>
  );
  return { asked, ...(await draw(page, { language })) };
}

const section = async (name: string) => within(await screen.findByRole("region", { name }));

describe("the page of operations", () => {
  test("says how the server does, and how to make a backup where there is none", async () => {
    await drawPage();
    const health = await section(t.health.title);
    expect(health.getByText(t.health.ready)).toBeDefined();
    expect(health.getByText("900.0 MB")).toBeDefined();
    const queue = await section(t.queue.title);
    expect(queue.getByRole("row", { name: /Waiting.*2.*1 min 30 s/ })).toBeDefined();
    expect(queue.getByRole("row", { name: /Edits · Done.*12/ })).toBeDefined();
    expect((await section(t.backup.title)).getByText(t.backup.none)).toBeDefined();
  });

  test("warns of a backup that is old, and of a server that is not ready; unmeasured values are said to be", async () => {
    const readiness = { ...OVERVIEW.readiness, isReady: false };
    const lastBackup = { at: "2020-01-01T00:00:00.000Z", folder: "/mnt/b", files: 3, sizeBytes: 1_000_000 };
    await drawPage({ readiness, lastBackup, vitals: null });
    expect(await screen.findByText(t.health.notReady)).toBeDefined();
    expect(screen.getAllByText(t.health.firstMinute)).toHaveLength(2);
    expect(screen.getByText(t.backup.old)).toBeDefined();
  });

  test("is there in Chinese", async () => {
    await drawPage({}, "zh");
    expect(await screen.findByRole("heading", { name: zh.operations.title, level: 1 })).toBeDefined();
    expect(await screen.findByRole("row", { name: /编辑 · / })).toBeDefined();
  });
});

test("retention shows what a rule would remove before anything is removed, and refuses what is no number of days", async () => {
  const cleared = server.answer(clearStorage, () => ({ removed: EMPTY }));
  const { user } = await drawPage();
  const panel = await section(t.retention.title);
  expect(await panel.findByRole("row", { name: /Finished jobs.*4/ })).toBeDefined();
  const events = panel.getByRole("textbox", { name: new RegExp(t.retention.events) });
  await user.type(events, "x");
  const remove = panel.getByRole<HTMLButtonElement>("button", { name: t.retention.remove });
  expect(remove.disabled).toBe(true);
  await user.clear(events);
  await user.type(events, "7");
  expect(await panel.findByRole("row", { name: /Progress entries.*70/ })).toBeDefined();
  await user.click(remove);
  const dialog = within(await screen.findByRole("dialog", { name: t.retention.question }));
  expect(dialog.getByRole("row", { name: /Progress entries.*70/ })).toBeDefined();
  expect(cleared).toEqual([]);
  await user.click(dialog.getByRole("button", { name: t.retention.remove }));
  expect(cleared.map(({ input }) => input)).toEqual([{ days: 30, eventDays: 7 }]);
});

test("use stands beside the limit, and an own limit is set and taken back by leaving it empty", async () => {
  const limits = { runningJobs: 8, waitingJobs: 200, computeMinutes: 60, storageMb: 1000 };
  const own = { runningJobs: null, waitingJobs: null, computeMinutes: 60, storageMb: null };
  const none = { ...own, computeMinutes: null };
  server.answer(listQuotas, () => ({
    everybody: { ...limits, computeMinutes: 1440 },
    own: none,
    shipped: limits,
    people: [
      {
        id: "p2",
        name: "Bo",
        use: { runningJobs: 1, waitingJobs: 0, computeMinutes: 61, storageMb: 3 },
        limits,
        own,
      },
    ],
  }));
  const set = server.answer(setQuota, ({ input }) => input);
  const { user } = await draw(<QuotasPanel />);
  const row = await screen.findByRole("row", { name: /^Bo/ });
  expect(within(row).getByText("61 of 60")).toBeDefined();
  await user.click(within(row).getByRole("button", { name: t.quotas.changeOf("Bo") }));
  const dialog = within(await screen.findByRole("dialog", { name: t.quotas.changeOf("Bo") }));
  await user.clear(dialog.getByRole("textbox", { name: new RegExp(t.quotas.limits.computeMinutes) }));
  await user.type(dialog.getByRole("textbox", { name: new RegExp(t.quotas.limits.runningJobs) }), "2");
  await user.click(dialog.getByRole("button", { name: t.quotas.save }));
  expect(set.map(({ params, input }) => [params.personId, input.limits])).toEqual([
    ["p2", { ...none, runningJobs: 2 }],
  ]);
});
