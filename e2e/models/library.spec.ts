/** A model of one's own: added from a folder, asked, removed; and folders that are not one. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { QUESTIONS } from "../../lib/api";
import { TINY_ENCODER } from "../../lib/testing/formats/tiny-encoder";
import { tinyFolder } from "../support/tiny-folder";
import { expect, test } from "../support/test";

test("a checkpoint from a folder is added, answers, and can be removed", async ({
  api,
  library,
  edit,
  page,
}, info) => {
  const folder = await tinyFolder(info.outputPath(), "gpt2");
  await library.open();
  await library.folder.setInputFiles(folder);
  await library.add("Tiny", "tiny");
  await expect(library.model("Tiny")).toContainText("In use");

  await edit.open("?m=tiny");
  await edit.prompt.fill("The capital of Paris is");
  await edit.subject.fill("Paris");
  const native = await api.nextTokens("The capital of Paris is", null, "tiny");
  await expect
    .poll(async () => (await edit.readAnswers()).map(({ token }) => token.trim()))
    .toEqual(native.map(({ token }) => token.trim()));

  await library.open();
  await library.model("Tiny").getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove the model" }).click();
  await expect(library.model("Tiny")).toBeHidden();
  expect((await api.graph("atlas")).versions).toHaveLength(1);
});

test("a sentence encoder is listed as one, serves IKE, and never becomes the model in use", async ({
  api,
  library,
  page,
}) => {
  await library.open();
  await library.folder.setInputFiles(TINY_ENCODER);
  await expect(library.report).toContainText("A sentence encoder");
  await library.add("Mini", "mini");
  const card = library.model("Mini");
  await expect(card).toContainText("Sentence encoder");
  await expect(card.getByRole("button", { name: "Use this model" })).toBeHidden();
  await expect(library.model("Atlas")).toContainText("In use");
  const blockersWith = async (retriever: string) => {
    const methods = [{ method: "ike", parameters: { retriever } }];
    const call = { params: { modelId: "atlas" }, input: { cases: [], methods } };
    return (await api.call(QUESTIONS.preflight, call)).preflights[0].blockers;
  };
  expect(await blockersWith("mini")).toEqual([]);
  expect(await blockersWith("nobody")).toHaveLength(1);

  await card.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove the model" }).click();
  await expect(card).toBeHidden();
});

test("a folder without a tokenizer says what is missing", async ({ library }, info) => {
  const folder = await tinyFolder(info.outputPath(), "gpt2", { without: ["tokenizer.json"] });
  await library.open();
  await library.folder.setInputFiles(folder);
  await expect(library.problems).toContainText("tokenizer.json is missing");
  await expect(library.submit).toBeHidden();
});

test("weights that do not fit their configuration are refused with the reason", async ({ library }, info) => {
  const folder = await tinyFolder(info.outputPath(), "gpt2");
  await writeFile(path.join(folder, "model.safetensors"), "these are not weights");
  await library.open();
  await library.folder.setInputFiles(folder);
  await expect(library.page.getByRole("alert").filter({ hasText: "safetensors" })).toBeVisible();
  await expect(library.submit).toBeDisabled();
  await expect(library.model("broken")).toBeHidden();
});
