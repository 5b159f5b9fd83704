/** Runs that are left, stopped, or started from the keyboard. */
import type { Locator, Page } from "@playwright/test";
import { EditPage } from "./pages/edit-page";
import { expect, test } from "./support/test";

test("a run on the server goes on while the page is reloaded", async ({ api, edit, shell, page }) => {
  await edit.open();
  await shell.useServer();
  await edit.run.click();
  await expect(edit.progress).toBeVisible();
  await expect(page).toHaveURL(/job=job_/);
  await page.reload();
  await edit.finishRun();
  const jobs = await api.jobs();
  expect(jobs.map(({ status }) => status)).toEqual(["succeeded"]);
});

test("cancel on the server stops the job, keeps nothing, and the next run works", async ({
  api,
  edit,
  shell,
}) => {
  await edit.open();
  await shell.useServer();
  await edit.draw(10); // one edit alone may be done before a slow machine has clicked twice
  await edit.run.click();
  await edit.cancel.click();
  await expect(edit.verdict.getByText(/^Cancelled/)).toBeVisible();
  // Cancelled before the server had named the job, the page shows it at once and the job follows.
  await expect.poll(async () => (await api.jobs()).map(({ status }) => status)).toEqual(["cancelled"]);

  await edit.open();
  await edit.run.click();
  await edit.finishRun();
  expect((await api.graph()).versions).toHaveLength(1);
});

test("cancel in the browser stops the run, and the next run works", async ({ edit }) => {
  await edit.open();
  await edit.run.click();
  await edit.cancel.click();
  await expect(edit.verdict.getByText(/^Cancelled/)).toBeVisible();
  await edit.run.click();
  await edit.finishRun();
});

test("a run in the browser is a job: a reload, another browser and Jobs open it again", async ({
  api,
  baseURL,
  browser,
  edit,
  page,
  shell,
}) => {
  await edit.open();
  await edit.run.click();
  await edit.finishRun();
  await expect(page).toHaveURL(/job=job_/);
  await page.reload();
  await edit.finishRun();
  const jobs = await api.jobs();
  expect(jobs.map(({ status, summary }) => [status, summary.location])).toEqual([["succeeded", "browser"]]);

  await shell.jobs.click();
  const link = page.getByRole("link", { name: "Open", exact: true });
  await expect(link).toHaveAttribute("href", new RegExp(`job=${jobs[0].id}`));

  const elsewhere = await browser.newContext({ baseURL, locale: "en-US" });
  const shared = new EditPage(await elsewhere.newPage());
  await shared.page.goto(page.url());
  await shared.finishRun();
  await elsewhere.close();
});

test("a run in the browser whose page is left is interrupted, and says so", async ({ api, edit, page }) => {
  await edit.open();
  await edit.draw(10); // one edit alone may be done before a slow machine has left
  await edit.run.click();
  await expect(page).toHaveURL(/job=job_/);
  await expect(edit.progress).toHaveAttribute("aria-valuenow"); // the page is at rest, and can say that it goes
  const address = page.url();
  await page.goto("about:blank");
  await expect.poll(async () => (await api.jobs()).map(({ status }) => status)).toEqual(["failed"]);
  await page.goto(address);
  await expect(edit.verdict.getByText(/was closed/)).toBeVisible();
});

test("the worked example needs no mouse", async ({ api, edit, history, page, shell }) => {
  const checkpoint = await api.head();
  await edit.open("?p=server");

  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the work" })).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, edit.run);
  await page.keyboard.press("Enter");
  await edit.finishRun();
  await tabTo(page, edit.keep);
  await page.keyboard.press("Enter");
  await tabTo(page, edit.keepDialog.getByRole("textbox", { name: /^Reason/ }));
  await page.keyboard.type("Without a mouse");
  await tabTo(page, edit.keepDialog.getByRole("button", { name: "Keep as a version" }));
  await page.keyboard.press("Enter");
  await expect(edit.keepDialog).toBeHidden();
  await expect.poll(async () => (await api.head()).reason).toBe("Without a mouse");

  await page.keyboard.press("Control+k");
  await page.keyboard.type("History");
  await page.keyboard.press("Enter");
  await history.versions.first().waitFor();
  await page.keyboard.press("Control+z");
  await expect.poll(async () => (await api.head()).id).toBe(checkpoint.id);
  await expect(shell.version).toBeVisible();
});

/** Presses Tab until an element has the focus, as someone without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  const has = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 150; presses++) {
    if (await has()) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("Tab never reached the element.");
}
