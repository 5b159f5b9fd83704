import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createRun } from "../../base";
import { decode } from "../../model";
import { expectClose } from "../../testing/expect-close";
import { goldenTiny, goldenTinyModel, hasGoldenTiny } from "../../testing/golden-tiny";
import { nativeRuntime, RUNTIMES } from "../../testing/runtimes";
import { TINY_FAMILIES, tinyModel } from "../../testing/tiny";
import { TOLERANCE } from "../../testing/tolerance";
import { readComponents } from "../components";
import { attributeLogits, sumOf } from "./attribution";
import { logitLens } from "./logit-lens";

const run = createRun({ seed: 1 });
const numbers = z.array(z.number());
const Notebook = z.object({
  rank_last: numbers,
  prob_last: numbers,
  min_rank_subject: numbers,
  head_logit_answer: numbers,
  component_logit_answer: numbers,
  b_U: numbers,
});
const Golden = z.object({
  notebook_lens_processed: Notebook,
  notebook_lens_raw: Notebook,
  standard_logit_lens: z.array(z.object({ prob: z.number(), rank: z.number() })),
  attn_pattern_last_row: z.record(z.string(), numbers),
});
const IDS = [0, 1, 5, 7, 3];
const ANSWER = 4;

describe.skipIf(!hasGoldenTiny).each(RUNTIMES)("against the published code, on $kind", ({ open }) => {
  const golden = () => Golden.parse(goldenTiny("lens_and_tracing"));

  test("the standard lens", async () => {
    const model = await goldenTinyModel(await open());
    const cells = await logitLens(run, model, IDS, { asked: [ANSWER] });
    const last = cells.map((row) => row[4].asked[0]);
    const expected = golden().standard_logit_lens;
    expectClose(
      last.map(({ probability }) => probability),
      expected.map(({ prob }) => prob),
      TOLERANCE.backend,
    );
    expect(last.map(({ rank }) => rank)).toEqual(expected.map(({ rank }) => rank));
  });

  test("the notebook's lens, whose last row is not what the model says", async () => {
    const model = await goldenTinyModel(await open());
    const cells = await logitLens(run, model, IDS, { asked: [ANSWER], norm: "last" });
    const expected = golden().notebook_lens_processed;
    const last = cells.map((row) => row[4].asked[0]);
    expect(last.map(({ rank }) => rank)).toEqual(expected.rank_last);
    expectClose(
      last.map(({ probability }) => probability),
      expected.prob_last,
      TOLERANCE.backend,
    );
    const subject = cells.map((row) => Math.min(...row.slice(1, 3).map(({ asked }) => asked[0].rank)));
    expect(subject).toEqual(expected.min_rank_subject);
  });

  test("direct logit attribution of heads, MLPs, embedding, position and the unembedding's bias", async () => {
    const model = await goldenTinyModel(await open());
    const { parts } = await attributeLogits(run, model, IDS, [ANSWER]);
    const expected = golden().notebook_lens_processed;
    const of = (pattern: RegExp) =>
      parts.filter(({ part }) => pattern.test(part)).map(({ logits }) => logits[0]);
    expectClose(of(/^a/), expected.head_logit_answer, TOLERANCE.backend);
    expectClose(
      [...of(/^embed$/), ...of(/^position$/), ...of(/^m\d/)],
      expected.component_logit_answer,
      TOLERANCE.backend,
    );
    expectClose(of(/^unembed$/), [expected.b_U[ANSWER]], TOLERANCE.backend);
  });

  test("patterns", async () => {
    const model = await goldenTinyModel(await open());
    const { layers } = await readComponents(run, model, IDS);
    for (const [name, row] of Object.entries(golden().attn_pattern_last_row)) {
      const [layer, head] = [Number(name[1]), Number(name[3])];
      expectClose(
        layers[layer].pattern.slice((head * 5 + 4) * 5, (head * 5 + 5) * 5),
        row,
        TOLERANCE.backend,
      );
    }
  });
});

describe.each(TINY_FAMILIES)("%s", (family) => {
  const ids = [5, 90, 17, 33, 2];

  test.each(["raw", "folded"] as const)(
    "with %s weights the parts add up to the model's logit, and the sources to the heads",
    async (convention) => {
      const model = await tinyModel(family, nativeRuntime());
      const found = await attributeLogits(run, model, ids, [7, 90], convention).catch(
        (error: { code?: string }) => {
          expect(error.code).toBe("unsupported");
          return undefined;
        },
      );
      if (!found) return;
      const { parts, sources, sum, logits } = found;
      expectClose(sum, logits, TOLERANCE.backend);
      const said = (await decode(run, model, { rows: [ids], at: [[4]] })).logits(0, 0);
      const mean = convention === "folded" ? sumOf(said) / said.length : 0;
      expectClose(logits, [said[7] - mean, said[90] - mean], TOLERANCE.backend);
      const heads = parts.filter(({ part }) => part.startsWith("a"));
      expectClose(
        sources.flat().map((read) => sumOf(read.subarray(5, 10))),
        heads.map(({ logits }) => logits[1]),
        TOLERANCE.backend,
      );
    },
  );

  test("the last state says what the model says, and loses nothing against it", async () => {
    const model = await tinyModel(family, nativeRuntime());
    const cells = await logitLens(run, model, ids, { asked: [7] });
    const said = (await decode(run, model, { rows: [ids], at: [[4]] })).logits(0, 0);
    const total = said.reduce((sum, logit) => sum + Math.exp(logit), 0);
    const last = cells[cells.length - 1][4];
    expectClose([last.asked[0].probability], [Math.exp(said[7]) / total], TOLERANCE.backend);
    expect(last.lossNats).toBeLessThan(1e-5);
    expect(last.entropyNats).toBeGreaterThan(0);
    expect(cells[0][4].lossNats).toBeGreaterThan(1e-4);
  });
});
