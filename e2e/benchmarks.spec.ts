/** Benchmarks: a file is understood, methods run on it, one failed probe is read, the table is saved, and the run is repeated. */
import { PUBLISHED_RECORDS } from "../lib/testing/published-records";
import { expect, test } from "./support/test";

const file = (name: string, records: readonly unknown[]) => ({
  name,
  mimeType: "application/json",
  buffer: Buffer.from(JSON.stringify(records)),
});

/** Facts of the embedded model in the form of KnowEdit, and one record that cannot be used. */
const KNOWEDIT = [
  ["France", "Berlin", "Paris"],
  ["Italy", "Madrid", "Rome"],
  ["Norway", "Lisbon", "Oslo"],
].map(([country, target, truth]) => ({
  subject: country,
  prompt: `The capital of ${country} is`,
  target_new: target,
  ground_truth: truth,
  portability: {},
  locality: { Relation_Specificity: [{ prompt: "The capital of Japan is", ground_truth: [["Tokyo"]] }] },
}));
const BROKEN = { ...KNOWEDIT[0], target_new: "" };

test("a list is imported, measured, compared, saved and run again to the digit", async ({ page }) => {
  test.setTimeout(900_000);
  await page.goto("/evaluate?p=server&show=benchmarks");
  await page.getByRole("button", { name: "Start a benchmark" }).click();
  await page.getByLabel("Choose a file").setInputFiles(file("capitals.json", [...KNOWEDIT, BROKEN]));
  await expect(
    page.getByText(/Recognised as KnowEdit: WikiData counterfact by the fields .*; records: 3\./),
  ).toBeVisible();
  await page.getByText("Records that cannot be used: 1").click();
  await expect(page.getByText("Write the new answer.")).toBeVisible();
  await page.getByRole("checkbox", { name: "GRACE" }).click();
  await page.getByRole("button", { name: "Run on the server" }).click();

  const methods = page.getByRole("table", { name: "Methods", exact: true });
  await expect(methods.getByRole("row")).toHaveCount(6, { timeout: 600_000 });
  for (const name of ["Unedited", "Retrieval", "ROME", "FT-M", "GRACE"])
    await expect(methods.getByRole("rowheader", { name, exact: true })).toBeVisible();
  await page.getByRole("radio", { name: "In the wild" }).click();
  await expect(page.getByText("read by the judge")).toBeVisible();

  const failed = page.getByRole("region", { name: "Failed probes" });
  await failed.getByLabel("Method").selectOption("unedited");
  await expect(failed.getByRole("rowheader").first()).toContainText("The capital of");

  await page.getByRole("button", { name: "Export" }).click();
  const saved = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "CSV" }).click();
  expect((await saved).suggestedFilename()).toBe("benchmark.csv");

  await page.getByRole("button", { name: "Run again exactly" }).click();
  await expect(page.getByText("Run again: every digit is the same.")).toBeVisible({ timeout: 600_000 });
});

test("a table in no known form is read by its columns, kept, asked of the model, and the report compared", async ({
  page,
}) => {
  test.setTimeout(600_000);
  await page.goto("/library?p=server&tab=datasets");
  const rows = KNOWEDIT.map(({ subject, ground_truth }) => ({ land: subject, seat: ground_truth }));
  await page.getByLabel("Choose a file").setInputFiles(file("seats.json", rows));
  await expect(page.getByText(/No form of list was recognised/)).toBeVisible();
  await page.getByLabel("Prompt", { exact: true }).fill("The capital of {land} is");
  await page.getByLabel("True answer").fill("seat");
  await page.getByRole("button", { name: "Read with these columns" }).click();
  await expect(page.getByRole("rowheader", { name: "The capital of France is" })).toBeVisible();
  await page.getByLabel("Licence", { exact: true }).fill("CC0");
  await page.getByRole("button", { name: "Keep" }).click();
  const kept = page.getByRole("table", { name: "Kept lists" });
  await expect(kept.getByRole("row", { name: /seats\.json.*CC0/ })).toBeVisible();

  await page.goto("/evaluate?p=server&show=factuality");
  const ask = async (aid?: string) => {
    await page.getByRole("button", { name: "Ask a version" }).click();
    await page.getByLabel("Questions", { exact: true }).selectOption({ label: "seats.json (3 questions)" });
    if (aid) await page.getByRole("checkbox", { name: aid }).click();
    await page.getByRole("button", { name: "Ask on the server" }).click();
    await expect(page.getByText("3 questions of: seats.json.")).toBeVisible({ timeout: 300_000 });
  };
  await ask();
  await page.getByRole("button", { name: "All reports" }).click();
  await ask("DoLa");
  await expect(page.getByRole("row", { name: /^DoLa/ })).toBeVisible();
  await page.getByLabel("Beside another report").selectOption({ index: 1 });
  await expect(page.getByText(/^3 questions in common: \+0\.0/)).toBeVisible();
});

test("in Chinese, a list of attacks stays folded until it is asked for", async ({
  page,
  context,
  baseURL,
}) => {
  await context.addCookies([{ name: "palimpsest-language", value: "zh", url: baseURL ?? "" }]);
  await page.goto("/library?p=server&tab=datasets");
  await page.getByLabel("选择文件").setInputFiles(file("attacks.json", PUBLISHED_RECORDS.safeedit));
  await expect(page.getByText(/识别为 SafeEdit/)).toBeVisible();
  await expect(page.getByText("I cannot help with that.")).toHaveCount(0);
  await page.getByRole("button", { name: "显示可能有害的文本" }).click();
  await expect(page.getByText(/I cannot help with that\./).first()).toBeVisible();
});
