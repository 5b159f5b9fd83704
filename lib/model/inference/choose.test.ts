import { describe, expect, test } from "vitest";
import { createRun, seededRandom } from "../../base";
import { RUNTIMES } from "../../testing/runtimes";
import { tinyModel } from "../../testing/tiny";
import { decode, decodeNext } from "./decode";
import { generateRows } from "./generate";

const VOCABULARIES = [1, 2, 37];
const ROWS = [[3], [5, 1], [2, 2, 4]];
const run = createRun();

/** The index at which the running sum of exp(logit / temperature) passes u of its total, in float64. */
function drawnOnHost(logits: Float32Array, temperature: number, uniform: number): number {
  const largest = Math.max(...logits);
  const weights = Array.from(logits, (logit) => Math.exp((logit - largest) / temperature));
  let rest = uniform * weights.reduce((sum, weight) => sum + weight, 0);
  return weights.findIndex((weight) => (rest -= weight) < 0);
}

describe.each(RUNTIMES)("on $kind", ({ open }) => {
  test("a draw is where the cumulative distribution passes the row's uniform number", async () => {
    const model = await tinyModel("llama", await open());
    const { logits } = await decode(run, model, { rows: ROWS, at: ROWS.map((row) => [row.length - 1]) });
    const drawn = new Set<number>();
    for (const temperature of [0.05, 1, 3]) {
      for (let seed = 0; seed < 12; seed++) {
        const randoms = () => ROWS.map((_, b) => seededRandom(`${seed}/${b}`));
        const choices = randoms().map((random) => ({ temperature, random }));
        const { ids } = await decodeNext(run, model, { rows: ROWS, choices });
        const expected = randoms().map((random, b) =>
          drawnOnHost(logits(b, 0), temperature, random.uniform()),
        );
        expect(ids).toEqual(expected);
        for (const id of ids) drawn.add(id);
      }
    }
    expect(drawn.size).toBeGreaterThan(10);
  });

  test("rows of one pass are chosen greedily, among the likeliest, and from all tokens", async () => {
    const model = await tinyModel("llama", await open());
    const { logits } = await decode(run, model, { rows: ROWS, at: ROWS.map((row) => [row.length - 1]) });
    const byLogit = ROWS.map((_, b) =>
      [...logits(b, 0).keys()].sort((i, j) => logits(b, 0)[j] - logits(b, 0)[i]),
    );
    const seen = new Set<number>();
    for (let seed = 0; seed < 30; seed++) {
      const { ids } = await decodeNext(run, model, {
        rows: ROWS,
        choices: [
          { temperature: 0 },
          { temperature: 5, topK: 3, random: seededRandom(seed) },
          { temperature: 1, random: seededRandom(7) },
        ],
      });
      expect(ids[0]).toBe(byLogit[0][0]);
      expect(byLogit[1].slice(0, 3)).toContain(ids[1]);
      expect(ids[2]).toBe(drawnOnHost(logits(2, 0), 1, seededRandom(7).uniform()));
      seen.add(ids[1]);
    }
    expect(seen.size).toBe(3);
  });

  test.each(VOCABULARIES)("a vocabulary of %i tokens is drawn from to its last token", async (vocabulary) => {
    const model = await tinyModel("llama", await open(), { config: { vocab_size: vocabulary } });
    const last = { uniform: () => 1 - 2 ** -32, normal: () => 0, integer: () => 0, fork: () => last };
    const first = { ...last, uniform: () => 0 };
    const { ids } = await decodeNext(run, model, {
      rows: [[0], [0]],
      choices: [last, first].map((random) => ({ temperature: 1, random })),
    });
    expect(ids).toEqual([vocabulary - 1, 0]);
  });
});

test("native and WASM draw the same texts from the same seed", async () => {
  const texts = await Promise.all(
    RUNTIMES.filter(({ kind }) => kind !== "reference").map(async ({ open }) =>
      generateRows(createRun({ seed: 3 }), await tinyModel("gpt2", await open()), ROWS, {
        maxTokens: 20,
        temperature: 1,
      }),
    ),
  );
  expect(texts[0]).toEqual(texts[1]);
  expect(new Set(texts[0].flat()).size).toBeGreaterThan(5);
});
