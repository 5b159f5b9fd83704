/** A lab's server: the admin comes in by the link of the first start, a colleague by invitation, and what they do is written down. */
import { getMe, keepVersion, pollDevice, startDevice } from "../lib/api";
import { CLIENT, fakeProvider, type FakeProvider } from "../lib/server/testing/fake-provider";
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

test.describe("by its name", () => {
  // A passkey is bound to a name.
  test.use({ baseURL: ({ server }, use) => use(server.url.replace("127.0.0.1", "localhost")) });

  test("a passkey is added, signs in instead of the password, and signs nobody in when it was removed", async ({
    server,
    page,
  }) => {
    const lab = new LabPage(page);
    const [link] = /\/join#inv_\S+/.exec(server.output()) ?? [];
    await lab.join(String(link), ADA);
    await lab.addAuthenticator();
    await page.goto("/account");
    await lab.addPasskey("Laptop");
    await expect(lab.passkeys.getByRole("row", { name: /^Laptop/ })).toContainText("never");

    await lab.signOut();
    const enter = page.getByRole("button", { name: "Sign in with a passkey" });
    await enter.click();
    await expect(page).toHaveURL(/\/account$/);
    const row = lab.passkeys.getByRole("row", { name: /^Laptop/ });
    await expect(row).not.toContainText("never");
    await row.getByRole("button", { name: "Remove" }).click();
    await expect(lab.passkeys.getByText("No passkeys yet.")).toBeVisible();

    await lab.signOut();
    await enter.click();
    await expect(page.getByRole("alert")).toContainText("This passkey is not known here");
  });
});

test("a command line asks with a code, and gets a key for what was approved in the browser", async ({
  server,
  page,
}) => {
  const lab = new LabPage(page);
  const [link] = /\/join#inv_\S+/.exec(server.output()) ?? [];
  await lab.join(String(link), ADA);
  const ask = async () => {
    const data = { host: "workstation", role: "editor", days: 7 };
    const answer = await page.request.post(startDevice.path, { data });
    return startDevice.output.parse(await answer.json());
  };
  const declined = await ask();
  await page.goto(declined.address);
  await page.getByRole("button", { name: "Decline" }).click();
  await expect(page.getByRole("status")).toContainText("gets nothing");

  // Whoever has no session comes back to the code after signing in.
  const { address, userCode, deviceCode, intervalSeconds } = await ask();
  await page.context().clearCookies();
  await page.goto(address);
  await lab.signIn(ADA);
  await expect(page.getByText(userCode)).toBeVisible();
  await expect(page.getByText("workstation", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Approve" }).click();
  await expect(page.getByRole("status")).toContainText("Approved");

  await page.waitForTimeout(intervalSeconds * 1000 + 500);
  const polled = await page.request.post(pollDevice.path, { data: { deviceCode } });
  const answer = pollDevice.output.parse(await polled.json());
  if (answer.status !== "approved") throw new Error(answer.status);
  await page.context().clearCookies();
  const headers = { authorization: `Bearer ${answer.secret}` };
  const me = await page.request.get(getMe.path, { headers });
  expect(await me.json()).toMatchObject({ person: { name: "Ada", role: "editor" } });
});

test.describe("at a provider", () => {
  let provider: FakeProvider;
  test.use({
    variables: async ({}, use) => {
      provider = await fakeProvider();
      await use({
        PALIMPSEST_ACCOUNTS: "on",
        PALIMPSEST_OIDC_NAME: "Campus",
        PALIMPSEST_OIDC_ISSUER: provider.issuer,
        PALIMPSEST_OIDC_CLIENT_ID: CLIENT.clientId,
        PALIMPSEST_OIDC_CLIENT_SECRET: CLIENT.clientSecret,
      });
      await provider.close();
    },
  });

  test("one connects the account, and signs in by it; who is not invited is told so", async ({
    server,
    page,
    browser,
  }) => {
    const lab = new LabPage(page);
    const [link] = /\/join#inv_\S+/.exec(server.output()) ?? [];
    await lab.join(String(link), ADA);
    provider.does.claims = { sub: "1", email: ADA.email, email_verified: true };
    await page.goto("/account");
    await page.getByRole("button", { name: "Connect Campus" }).click();
    await expect(page.getByText("connected", { exact: true })).toBeVisible();
    await lab.signOut();
    await page.getByRole("button", { name: "Sign in with Campus" }).click();
    await expect(page).toHaveURL(/\/account$/);
    await expect(page.getByText(ADA.email)).toBeVisible();

    const context = await browser.newContext({ baseURL: server.url });
    const other = await context.newPage();
    provider.does.claims = { sub: "2", email: BO.email, email_verified: true };
    await other.goto("/sign-in");
    await other.getByRole("button", { name: "Sign in with Campus" }).click();
    await expect(other.getByRole("alert")).toContainText("There is no account with your address here");
    await other.getByRole("link", { name: "Back to signing in" }).click();
    await expect(other).toHaveURL(/\/sign-in$/);
    await context.close();
  });
});
