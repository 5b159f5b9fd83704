/** A lab's server: the admin comes in by the link of the first start, a colleague by invitation, and what they do is written down. */
import { keepVersion } from "../lib/api";
import { EditPage } from "./pages/edit-page";
import { HistoryPage } from "./pages/history-page";
import { LabPage } from "./pages/lab-page";
import { expect, test } from "./support/test";

test.use({ variables: { PALIMPSEST_ACCOUNTS: "on" } });

const ADA = { name: "Ada", email: "ada@lab.example", password: "a long enough password" };
const BO = { name: "Bo", email: "bo@lab.example", password: "another long password" };

test("a viewer may look and not keep, an editor keeps under the own name, and the log says so and holds", async ({
  server,
  page,
  edit,
  browser,
}) => {
  const lab = new LabPage(page);
  await page.goto("/history");
  await expect(page).toHaveURL(/\/sign-in\?to=%2Fhistory$/);
  const [link] = /\/join#inv_\S+/.exec(server.output()) ?? [];
  await lab.join(String(link), ADA);

  await lab.openPeople();
  const invitation = await lab.invite("Viewer");
  expect(invitation).toMatch(/\/join#inv_/);

  // Something to keep: a run of the admin's.
  await edit.open("?p=server");
  await edit.run.click();
  await edit.finishRun();
  const job = new URL(page.url()).searchParams.get("job");
  expect(job).not.toBeNull();

  const context = await browser.newContext({ baseURL: server.url });
  const other = await context.newPage();
  await other.addInitScript(() => localStorage.setItem("palimpsest-tour", "left"));
  const others = new LabPage(other);
  await others.join(invitation, BO);
  const otherEdit = new EditPage(other);
  await otherEdit.open(`?p=server&job=${job}`);
  await expect(otherEdit.keep).toBeDisabled();
  await expect(
    otherEdit.verdict.getByText(/needs the role Editor; yours is Viewer. Ada can give it/),
  ).toBeVisible();
  await expect(otherEdit.run).toBeDisabled();

  const keep = () =>
    context.request.post(keepVersion.path, {
      data: { branchId: "atlas:main", run: { jobId: job, entry: 0 }, author: "Ada", reason: "as Ada" },
    });
  const refused = await keep();
  expect(refused.status()).toBe(403);
  expect(await refused.json()).toMatchObject({
    code: "forbidden",
    details: { needs: "editor", role: "viewer" },
  });
  expect((await context.request.get("/api/people")).status()).toBe(403);

  await lab.openPeople();
  await lab.giveRole("Bo", "Editor");
  await other.reload();
  await expect(otherEdit.keep).toBeEnabled();
  await otherEdit.keepAs("Seen by two");
  await expect(otherEdit.verdict.getByText(/^Kept as/)).toBeVisible();
  const history = new HistoryPage(other);
  await history.openByRail();
  await expect(history.detail).toContainText("Bo");

  await lab.openPeople();
  await lab.people.getByRole("row", { name: /^Bo/ }).getByRole("button", { name: "What they did" }).click();
  const row = lab.rows().filter({ hasText: "Kept an edit" });
  await expect(row).toContainText("Bo");
  await expect(row).toContainText("Seen by two");
  await expect(lab.rows().filter({ hasText: "Ada" })).toHaveCount(0);
  await lab.audit.getByRole("button", { name: "Verify" }).click();
  await expect(lab.audit.getByRole("status")).toContainText(/rows follow from each other/);

  await row.getByRole("link", { name: "History" }).click();
  const ours = new HistoryPage(page);
  await expect(ours.detail).toContainText("Seen by two");
  await ours.undo.click();
  await expect(ours.detail).toContainText("Checkpoint");
  await context.close();
});
