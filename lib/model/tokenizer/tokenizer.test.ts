import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { PalimpsestError, seededRandom } from "../../base";
import { embeddedFile, hasEmbedded } from "../../testing/embedded";
import { nativeRuntime } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { createTokenizer, type Tokenizer } from "./tokenizer";

const TEXTS = {
  ASCII: "The capital of France is Paris, isn't it? 1984!",
  umlauts: "Zürich liegt in der Schweiz; Ærøskøbing nicht.",
  Chinese: "北京是中国的首都。",
  emoji: "A party 🎉 for 👩‍🚀 and 🇨🇭.",
  spaces: "  two  spaces\n\nand a tab\t.",
  mixed: "naïve 東京 café🎈 end",
};

function read(name: string): unknown {
  return existsSync(embeddedFile(name)) ? JSON.parse(readFileSync(embeddedFile(name), "utf8")) : null;
}

/** Pieces as bytes would tear characters apart; pieces are laid next to each other and compared with the text. */
function expectCover(tokenizer: Tokenizer, text: string): void {
  const { ids, offsets } = tokenizer.encode(text);
  expect(tokenizer.decode(ids)).toBe(text);
  expect(offsets).toHaveLength(ids.length);
  expect(offsets[0][0]).toBe(0);
  expect(offsets[offsets.length - 1][1]).toBe(text.length);
  offsets.forEach(([start, end], i) => {
    expect(start).toBeLessThanOrEqual(end);
    if (i > 0) expect(start).toBeLessThanOrEqual(offsets[i - 1][1]);
  });
  // Every character lies in a token, or between two that share its bytes.
  const covered = new Uint8Array(text.length);
  for (const [start, end] of offsets) covered.fill(1, start, end);
  expect(covered.every((flag) => flag === 1)).toBe(true);
}

function describeTokenizer(open: () => Tokenizer | Promise<Tokenizer>): void {
  test.each(Object.entries(TEXTS))("%s: tokens cover the text and decode to it", async (_, text) => {
    expectCover(await open(), text);
  });

  test("a token's piece is the text between its offsets", async () => {
    const tokenizer = await open();
    const { ids, offsets } = tokenizer.encode(TEXTS.ASCII);
    ids.forEach((id, i) => expect(tokenizer.piece(id)).toBe(TEXTS.ASCII.slice(...offsets[i])));
  });

  test("any text of ours is covered", async () => {
    const tokenizer = await open();
    const random = seededRandom("texts");
    const alphabet = [..."abc The of 12 ,.'\"-(){}éß中文🎉\n"];
    for (let round = 0; round < 60; round++) {
      expectCover(
        tokenizer,
        Array.from({ length: 1 + random.integer(30) }, () => alphabet[random.integer(alphabet.length)]).join(
          "",
        ),
      );
    }
  });

  test("an empty text has no tokens", async () => {
    expect((await open()).encode("")).toEqual({ ids: [], offsets: [] });
    expect((await open()).decode([])).toBe("");
  });

  test("special tokens are known and decode to their names", async () => {
    const tokenizer = await open();
    expect(tokenizer.special.eos).toEqual([0]);
    expect(tokenizer.piece(0)).toBe("<|endoftext|>");
    expect(tokenizer.encode("a<|endoftext|>b").ids).toContain(0);
  });
}

describe("of the tiny models", () => {
  describeTokenizer(async () => (await tinyModel("gpt2", nativeRuntime())).tokenizer);

  test("merges build words", async () => {
    const { tokenizer } = await tinyModel("gpt2", nativeRuntime());
    expect(tokenizer.encode("The capital of Paris").ids).toHaveLength(4);
  });
});

describe.skipIf(!hasEmbedded)("of the embedded model", () => {
  describeTokenizer(() =>
    createTokenizer(read("tokenizer.json"), { tokenizerConfig: read("tokenizer_config.json") }),
  );

  test("has as many tokens as the model has rows", () => {
    expect(createTokenizer(read("tokenizer.json")).size).toBe(
      (read("config.json") as { vocab_size: number }).vocab_size,
    );
  });
});

test("what is not a tokenizer is refused with the file's name", () => {
  expect(() => createTokenizer({ model: null })).toThrow(PalimpsestError);
  expect(() => createTokenizer({ model: null })).toThrow(/tokenizer\.json/);
});
