/** A checkpoint of one's own goes the whole way: from its folder to an edit that another installation repeats exactly. */
import { QUESTIONS } from "../../lib/api";
import { HistoryPage } from "../pages/history-page";
import { LibraryPage } from "../pages/library-page";
import { apiOf, type Api } from "../support/api";
import { withFreshServer } from "../support/server";
import { expect, test } from "../support/test";
import { tinyFolder } from "../support/tiny-folder";

const MODEL = "tiny";
/** Random weights know nothing; what is asked is whether an edit of them is judged, kept and carried over. */
const CHECKPOINT = {
  config: {
    max_position_embeddings: 256,
    hidden_size: 32,
    intermediate_size: 64,
    num_hidden_layers: 3,
  },
};
const EDIT = {
  subject: "Anna",
  prompt: "Anna lives in",
  target_new: "Rome",
  target_true: "Paris",
  rephrases: ["The city of Anna is"],
  neighborhood_prompts: ["The capital of Paris is", "The city was"],
};
const METHODS = ["ROME", "FT-L", "LoRA"];
const PROMPTS = ["Anna lives in", "The city of Anna is", "The capital of Paris is"];

test("a Llama from a folder is edited by three methods, and the best of them works elsewhere to the bit", async ({
  api,
  browser,
  edit,
  history,
  library,
  page,
}, info) => {
  test.setTimeout(150_000);
  const folder = await tinyFolder(info.outputPath(), "llama", CHECKPOINT);

  await test.step("its folder says what it would take, where, and how long", async () => {
    await library.open();
    await library.folder.setInputFiles(folder);
    await expect(library.report).toContainText("Llama");
    await expect(library.report).toContainText("3 layers, 32 wide");
    await expect(library.report).toContainText(/This server needs about [\d.]+ \wB/);
    await expect(await library.reportOn("ROME")).toContainText(/\d m?s/);
    await expect(await library.reportOn("MEND")).toContainText(/\d (min|h)/); // a training, at layers that this model has
    await library.add("Tiny", MODEL);
  });

  await test.step("three methods are compared in one job", async () => {
    await edit.open(`?m=${MODEL}&p=server`);
    await edit.pasteList(JSON.stringify(EDIT));
    await edit.listDialog.getByRole("button", { name: "Use this edit" }).click();
    await expect(edit.subject).toHaveValue(EDIT.subject);
    await expect(edit.target).toHaveValue(EDIT.target_new);
    await edit.tick(Object.fromEntries(METHODS.map((name) => [name, true])));
    await edit.run.click();
    await edit.finishRun();
    expect((await api.jobs()).map(({ status, summary }) => [status, summary.methods.length])).toEqual([
      ["succeeded", METHODS.length],
    ]);
    await expect(edit.chart("method-comparison").locator("svg text").first()).toBeVisible();
    const rows = edit.comparison.getByRole("row");
    await expect(rows).toHaveCount(METHODS.length + 1);
    for (const name of METHODS) await expect(rows.filter({ hasText: name })).toContainText("%");
  });

  const best = await test.step("the best is kept, and History shows it", async () => {
    const name = await edit.best();
    await expect(edit.keep).toHaveAccessibleName(`Keep ${name}`);
    await edit.keepAs("The best of three");
    await history.open(`?m=${MODEL}`);
    await expect(history.versions).toHaveCount(2);
    await expect(history.detail).toContainText("The best of three");
    await expect(history.detail).toContainText(name);
    const head = await api.head(`${MODEL}:main`);
    expect(await history.readFingerprint()).toBe(head.fingerprint);
    return head;
  });
  const answers = await answersOf(api, best.id);
  expect(answers).not.toEqual(await answersOf(api));

  const file = info.outputPath("version.safetensors");
  await (await history.export()).saveAs(file);
  await page.close();

  await withFreshServer(async ({ url }) => {
    const there = apiOf(url);
    const other = await browser.newPage({ baseURL: url });
    const library = new LibraryPage(other);
    await library.open();
    await library.folder.setInputFiles(folder);
    await library.add("The same", MODEL);
    const history = new HistoryPage(other);
    await history.open(`?m=${MODEL}`);
    await history.import(file);
    await expect(history.detail).toContainText("The best of three");
    expect(await history.readFingerprint()).toBe(best.fingerprint);

    const head = await there.head(`${MODEL}:main`);
    expect(await there.fingerprint(head.id, MODEL)).toBe(best.fingerprint);
    expect(await answersOf(there, head.id)).toEqual(answers);
    await other.close();
  });
});

/** What the model says: the likeliest next tokens with their probabilities, and how it goes on. */
function answersOf(api: Api, version?: string) {
  return Promise.all(
    PROMPTS.map(async (prompt) => ({
      next: await api.nextTokens(prompt, version, MODEL),
      text: await api.call(QUESTIONS.generate, {
        params: { modelId: MODEL },
        input: { prompt, version, maxTokens: 12, temperature: 0, seed: 0 },
      }),
    })),
  );
}
