/** A model as people have it, in a GGUF file: dropped, asked, edited, exported and opened again; and files that are not one. */
import { writeFile } from "node:fs/promises";
import { createRun } from "../../lib/base";
import { ggufFile } from "../../lib/model";
import { BLOCK_TYPES, type BlockType } from "../../lib/model/checkpoint/formats/gguf/block-types";
import { ggufBytes } from "../../lib/testing/formats/gguf";
import { tinyFiles } from "../../lib/testing/tiny";
import type { LibraryPage } from "../pages/library-page";
import { expect, test } from "../support/test";

const MODEL = "tiny";
const PROMPT = "Anna lives in";
/** The methods' own settings begin at the third layer. */
const CHECKPOINT = { config: { max_position_embeddings: 256, hidden_size: 32, num_hidden_layers: 3 } };
/** Random weights know nothing; what is asked is whether an edit of them is in the file that leaves. */
const EDIT = { subject: "Anna", prompt: PROMPT, target_new: "Rome", rephrases: ["The city of Anna is"] };
/** Of an answer in Chat, by its default. */
const CHAT_TOKENS = 64;
/** Decimals of a probability that an exported file keeps: the change is part of the weights there, and beside them here. */
const DECIMALS = 5;

async function writtenGguf(): Promise<Uint8Array> {
  const options = { type: "F32", name: "tiny" } as const;
  const file = await ggufFile(createRun(), MODEL, tinyFiles("llama", CHECKPOINT), new Map(), options);
  const parts: Uint8Array[] = [];
  for await (const part of file.bytes(createRun())) parts.push(part);
  return Uint8Array.from(Buffer.concat(parts));
}

test("a GGUF file is dropped, asked, edited and exported, and the export says what the version says", async ({
  api,
  chat,
  edit,
  history,
  library,
  page,
}, info) => {
  // Every step is asked, reloaded and asked again: minutes on a busy machine.
  test.setTimeout(600_000);
  await test.step("dropped on the page it says what it would take, and is added", async () => {
    await library.open();
    await library.drop("tiny-F32.gguf", await writtenGguf());
    await expect(library.report).toContainText("Llama");
    // Nothing was sent yet, so nothing is left after a reload.
    await page.reload();
    await expect(library.report).toBeHidden();
    await library.drop("tiny-F32.gguf", await writtenGguf());
    await expect(library.report).toContainText("Llama");
    await library.add("Tiny", MODEL);
    await expect(library.model("Tiny")).toContainText("In use");
  });

  const asked =
    await test.step("asked in the tab it says what it says on the server, after a reload too", async () => {
      await edit.open(`?m=${MODEL}`);
      await edit.pasteList(JSON.stringify(EDIT));
      await edit.listDialog.getByRole("button", { name: "Use this edit" }).click();
      const native = await api.nextTokens(PROMPT, null, MODEL);
      const tokens = native.map(({ token }) => token);
      await expect.poll(async () => (await edit.readAnswers()).map(({ token }) => token)).toEqual(tokens);
      await page.reload();
      await edit.answers.first().waitFor();
      await edit.pasteList(JSON.stringify(EDIT));
      await edit.listDialog.getByRole("button", { name: "Use this edit" }).click();
      await expect.poll(async () => (await edit.readAnswers()).map(({ token }) => token)).toEqual(tokens);
      return native;
    });

  const before =
    await test.step("asked in Chat it continues a text, and a reload keeps the question", async () => {
      await chat.open(`?m=${MODEL}`);
      await chat.box.fill(PROMPT);
      await expect(page).toHaveURL(/[?&]q=/);
      await page.reload();
      await expect(chat.box).toHaveValue(PROMPT);
      await chat.ask.click();
      const [written] = await chat.read(1);
      expect(written).toBe(await api.continued(PROMPT, undefined, MODEL, CHAT_TOKENS));
      return written;
    });

  const head =
    await test.step("edited and kept, it says something else, and a reload keeps the verdict", async () => {
      await edit.open(`?m=${MODEL}`);
      await edit.pasteList(JSON.stringify(EDIT));
      await edit.listDialog.getByRole("button", { name: "Use this edit" }).click();
      await edit.tick({ ROME: false, "FT-M": true });
      await edit.run.click();
      await edit.finishRun();
      await page.reload();
      await edit.finishRun();
      await edit.keepAs("Anna moves to Rome");
      return api.head(`${MODEL}:main`);
    });

  await test.step("asked in Chat afterwards, the model before and the version stand side by side", async () => {
    await chat.open(`?m=${MODEL}`);
    await chat.box.fill(PROMPT);
    await expect(page).toHaveURL(/[?&]q=/);
    await page.reload();
    await chat.ask.click();
    const [unedited, edited] = await chat.read(2);
    expect(unedited).toBe(before);
    expect(edited).toBe(await api.continued(PROMPT, head.id, MODEL, CHAT_TOKENS));
    expect(edited).not.toBe(unedited);
  });
  const said = await api.nextTokens(PROMPT, head.id, MODEL);
  expect(said).not.toEqual(asked);

  const file = info.outputPath("edited.gguf");
  await test.step("exported in full precision, with the commands that run it", async () => {
    await history.open(`?m=${MODEL}`);
    await page.reload();
    const { download, commands } = await history.exportGguf("F32");
    await download.saveAs(file);
    await expect(commands).toContainText(`llama-cli -m ${download.suggestedFilename()}`);
    await expect(commands).toContainText(`FROM ./${download.suggestedFilename()}`);
  });

  await test.step("opened again it has the version's probabilities", async () => {
    await library.open();
    await library.gguf.setInputFiles(file);
    await library.add("Again", "again");
    const again = await api.nextTokens(PROMPT, null, "again");
    expect(again.map(({ token }) => token)).toEqual(said.map(({ token }) => token));
    for (const [i, { probability }] of again.entries())
      expect(probability).toBeCloseTo(said[i].probability, DECIMALS);
  });
});

test.describe("a file that cannot be read is refused with what is wrong with it", () => {
  const refused = async (library: LibraryPage, file: string, bytes: Uint8Array, reason: RegExp) => {
    await writeFile(file, bytes);
    await library.open();
    await library.gguf.setInputFiles(file);
    await expect(library.page.getByRole("alert").filter({ hasText: reason })).toBeVisible();
    await expect(library.submit).toBeDisabled();
  };

  test("one that is cut off", async ({ library }, info) => {
    const whole = ggufBytes("llama");
    const cut = whole.subarray(0, whole.length - 200);
    await refused(library, info.outputPath("cut.gguf"), cut, /ends at byte \d+; .+ reaches to byte \d+/);
  });

  test("one with a type of weights that is not read", async ({ library }, info) => {
    const type: BlockType = { ...(BLOCK_TYPES.get(0) as BlockType), id: 16 };
    const bytes = ggufBytes("llama", { type });
    await refused(library, info.outputPath("iq2.gguf"), bytes, /is stored as IQ2_XXS/);
  });

  test("one that counts more tensors than it has", async ({ library }, info) => {
    const bytes = ggufBytes("llama").slice();
    const counts = new DataView(bytes.buffer);
    const AT = 8; // after the magic number and the version
    counts.setBigUint64(AT, counts.getBigUint64(AT, true) + 1000n, true);
    await refused(library, info.outputPath("count.gguf"), bytes, /header cannot be read/);
  });
});
