// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { en } from "@/components/messages/en";
import { zh } from "@/components/messages/zh";
import { draw } from "@/components/testing/render";
import { clearStorage, getStorage, type Removable } from "@/lib/api";
import { PalimpsestError } from "@/lib/base";
import { fakeServer, type FakeServer } from "@/lib/testing/fake-server";
import { StorageTab } from "./storage-tab";

const t = en.library.storage;
const NONE = { count: 0, sizeBytes: 0 };
const HOLDINGS = {
  models: { count: 2, sizeBytes: 600_000_000 },
  versions: { count: 30, sizeBytes: 50_000_000 },
  runs: { count: 1234, sizeBytes: 300_000_000 },
  statistics: { count: 7, sizeBytes: 40_000_000 },
  downloads: NONE,
  database: { count: 3, sizeBytes: 10_000_000 },
};
const EMPTY: Removable = { jobs: 0, events: 0, blobs: NONE, artifacts: NONE, unfinished: NONE };

let server: FakeServer;
/** What may go, by age. */
let removable: (days: number) => Removable;
beforeEach(() => {
  server = fakeServer();
  removable = (days) =>
    days < 30
      ? {
          ...EMPTY,
          jobs: 12,
          blobs: { count: 40, sizeBytes: 200_000_000 },
          unfinished: { count: 2, sizeBytes: 9_000_000 },
        }
      : EMPTY;
  server.answer(getStorage, ({ input: { days } }) => ({ holdings: HOLDINGS, removable: removable(days) }));
});

const button = (name: string) => screen.findByRole<HTMLButtonElement>("button", { name });
const row = async (name: string) =>
  (await screen.findByRole("rowheader", { name: new RegExp(`^${name}`) })).closest("tr")!;

test("every kind of content has its count and size, and they add up", async () => {
  await draw(<StorageTab />);
  expect((await row(t.kinds.runs.name)).textContent).toContain("1,234");
  expect((await row(t.kinds.runs.name)).textContent).toContain("300.0 MB");
  expect((await row(t.total)).textContent).toContain("1.0 GB");
});

test("where nothing may go there is nothing to press", async () => {
  await draw(<StorageTab />);
  expect(await screen.findByText(t.clear.nothing)).toBeDefined();
  expect((await button(t.clear.action)).disabled).toBe(true);
});

test("clearing says how much before it is confirmed, clears jobs of the chosen age, and counts again", async () => {
  const cleared = server.answer(clearStorage, ({ input: { days } }) => {
    const removed = removable(days);
    removable = () => EMPTY;
    return { removed };
  });
  const { user } = await draw(<StorageTab />);
  await user.click(await screen.findByRole("radio", { name: t.clear.days(7) }));
  await screen.findByText(t.clear.jobs(12));
  await user.click(await button(t.clear.action));
  const dialog = within(await screen.findByRole("dialog", { name: t.clear.question }));
  expect(dialog.getByText(t.clear.jobs(12))).toBeDefined();
  expect(dialog.getByText(t.clear.blobs(40, "200.0 MB"))).toBeDefined();
  expect(dialog.getByText(t.clear.unfinished(2, "9.0 MB"))).toBeDefined();
  expect(cleared).toEqual([]);
  await user.click(dialog.getByRole("button", { name: t.clear.confirm }));
  expect(await screen.findByText(t.clear.nothing)).toBeDefined();
  expect(cleared.map(({ input }) => input)).toEqual([{ days: 7 }]);
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("who does not confirm clears nothing, and a refusal stays in the dialog", async () => {
  const cleared = server.answer(clearStorage, () => {
    throw new PalimpsestError("storage_full", "The disk has no space left.");
  });
  const { user } = await draw(<StorageTab />);
  await user.click(await screen.findByRole("radio", { name: t.clear.days(1) }));
  await screen.findByText(t.clear.jobs(12));
  await user.click(await button(t.clear.action));
  await user.click(await button(en.ui.cancel));
  expect(cleared).toEqual([]);
  await user.click(await button(t.clear.action));
  await user.click(await button(t.clear.confirm));
  expect(await within(await screen.findByRole("dialog")).findByRole("alert")).toBeDefined();
});

test("it is there in Chinese", async () => {
  await draw(<StorageTab />, { language: "zh" });
  expect(await screen.findByRole("heading", { name: zh.library.storage.title })).toBeDefined();
  expect(await screen.findByText(zh.library.storage.clear.nothing)).toBeDefined();
});
