/** The frame where scrollbars take room of their own, as on Windows and most of Linux. */
import config from "../playwright.config";
import { expect, test } from "./support/test";

test.use({
  launchOptions: { ...config.use?.launchOptions, ignoreDefaultArgs: ["--hide-scrollbars"] },
});

test("places stand at one x, tab rows have no scrollbar, and a dialog dims the page to its edge", async ({
  page,
  shell,
}) => {
  const lefts: number[] = [];
  for (const place of ["edit", "chat", "library"] as const) {
    await shell.open(place, "?p=server");
    lefts.push((await page.getByRole("banner").boundingBox())?.width ?? 0);
  }
  expect(new Set(lefts).size).toBe(1);
  expect(lefts[0]).toBeGreaterThan(0);
  const rows = await page
    .getByRole("tablist")
    .evaluateAll((all) => all.map((row) => row.scrollHeight - row.clientHeight));
  expect(rows).toEqual([0]);

  // Only the root's background reaches the gutter.
  const root = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const before = await root();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expect.poll(root).not.toBe(before);
  await page.keyboard.press("Escape");
  await expect.poll(root).toBe(before);
});

test("places of a server with accounts are not there without", async ({ page }) => {
  for (const address of ["/people", "/account"]) {
    expect((await page.goto(address))?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is no such page");
  }
});

test("no place asks for anything that is not there", async ({ page, shell }) => {
  const faults: string[] = [];
  page.on("response", (answer) => {
    if (answer.status() >= 400) faults.push(`${answer.status()} ${answer.url()}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  for (const place of ["edit", "chat", "history", "evaluate", "explore", "knowledge", "library"] as const) {
    await shell.open(place);
    await page.waitForLoadState("networkidle");
  }
  expect(faults).toEqual([]);
});
