import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createRun, seededRandom } from "../base";
import { argmax, createTokenizer, decode, logProbability, type Model } from "../model";
import { embeddedModel, hasEmbedded } from "../testing/embedded";
import { expectClose } from "../testing/expect-close";
import { goldenTiny, goldenTinyModel, hasGoldenTiny } from "../testing/golden-tiny";
import { numpyNormals } from "../testing/numpy-random";
import { nativeRuntime, RUNTIMES } from "../testing/runtimes";
import { sentencePiece } from "../testing/formats/sentencepiece";
import { TINY_FAMILIES, tinyModel } from "../testing/tiny";
import { TOLERANCE } from "../testing/tolerance";
import { readSubject } from "./question";
import { embeddingSpread, traceAnswer, type TraceKind } from "./trace";

const run = createRun({ seed: 1 });
const KINDS: readonly TraceKind[] = ["state", "mlp", "attention"];

const Table = z.array(z.array(z.number()));
const Golden = z.object({
  samples: z.int(),
  noise: z.number(),
  answer: z.int(),
  high: z.number(),
  low: z.number(),
  subject: z.tuple([z.int(), z.int()]),
  states: Table,
  mlp_window2: Table,
  mlp_window3: Table,
  attn_window2: Table,
  attn_window3: Table,
});
const Lens = z.object({
  causal_trace: Golden,
  embedding_std_two_subject_tokens_unbiased: z.number(),
  numpy_RandomState1_randn_first8: z.array(z.number()),
});

describe.skipIf(!hasGoldenTiny).each(RUNTIMES)("against the published code, on $kind", ({ open }) => {
  const golden = (): z.infer<typeof Lens> => Lens.parse(goldenTiny("lens_and_tracing"));
  const ids = [0, 1, 5, 7, 3];

  test("the draws are NumPy's", () => {
    expectClose(numpyNormals(1, 8), golden().numpy_RandomState1_randn_first8, TOLERANCE.stated);
  });

  test.each([2, 3])("every restoration with a window of %i", async (window) => {
    const { causal_trace: expected } = golden();
    const model = await goldenTinyModel(await open());
    const { subject, samples, noise } = expected;
    const entries = samples * (subject[1] - subject[0]) * model.facts.dimensions.width;
    const trace = await traceAnswer(run, model, {
      ids,
      subject,
      kinds: KINDS,
      noise,
      samples,
      window,
      draws: Float32Array.from(numpyNormals(1, entries)),
    });
    expect(trace.answer).toBe(expected.answer);
    expectClose([trace.high, trace.low], [expected.high, expected.low], TOLERANCE.backend);
    const held = { state: "states", mlp: `mlp_window${window}`, attention: `attn_window${window}` } as const;
    for (const kind of KINDS) {
      const table = Table.parse(expected[held[kind] as keyof typeof expected]);
      expectClose((trace.scores[kind] ?? []).flat(), table.flat(), TOLERANCE.backend);
    }
  });

  test("the spread of the subject's embeddings", async () => {
    const model = await goldenTinyModel(await open());
    const spread = await embeddingSpread(run, model, [[1], [5]]);
    expectClose([spread], [golden().embedding_std_two_subject_tokens_unbiased], TOLERANCE.stated);
  });
});

describe.each(TINY_FAMILIES)("%s", (family) => {
  test("restoring the last state of the last token gives the undisturbed answer back", async () => {
    const model = await tinyModel(family, nativeRuntime());
    const question = { ids: [5, 90, 17, 33, 2], subject: [1, 3] as const };
    const trace = await traceAnswer(run, model, { ...question, kinds: KINDS, noise: 1, samples: 4 });
    const { layers } = model.facts.dimensions;
    const logits = (await decode(run, model, { rows: [question.ids], at: [[4]] })).logits(0, 0);
    expect(trace.answer).toBe(argmax(logits));
    expectClose([trace.high], [Math.exp(logProbability(logits, trace.answer))], TOLERANCE.backend);
    expectClose([trace.scores.state?.[4][layers - 1] ?? NaN], [trace.high], TOLERANCE.backend);
    expect(Math.abs(trace.low - trace.high)).toBeGreaterThan(1e-4);
    // Before the subject nothing is disturbed, so there is nothing to restore.
    for (const kind of KINDS)
      expectClose(trace.scores[kind]?.[0] ?? [], new Array(layers).fill(trace.low), TOLERANCE.backend);
  });

  test("chosen tokens, several passes and the seed do not change the effect of a restoration", async () => {
    const model = await tinyModel(family, nativeRuntime());
    const call = { ids: [5, 90, 17, 33, 2], subject: [1, 3] as const, kinds: KINDS, noise: 1, samples: 30 };
    const all = await traceAnswer(createRun({ seed: 3 }), model, call);
    const some = await traceAnswer(createRun({ seed: 3 }), model, { ...call, tokens: [2], kinds: ["mlp"] });
    expectClose(some.scores.mlp?.[0] ?? [], all.scores.mlp?.[2] ?? [], TOLERANCE.backend);
    const other = await traceAnswer(createRun({ seed: 4 }), model, call);
    expect(other.low).not.toBe(all.low);
  });
});

test("cancelling stops between passes", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const control = new AbortController();
  control.abort();
  const stopped = createRun({ signal: control.signal });
  const call = { ids: [5, 90, 17], subject: [0, 1] as const, kinds: KINDS, noise: 1 };
  await expect(traceAnswer(stopped, model, call)).rejects.toMatchObject({ code: "cancelled" });
});

test("draws of another size are refused", async () => {
  const model = await tinyModel("gpt2", nativeRuntime());
  const call = {
    ids: [5, 90, 17],
    subject: [0, 1] as const,
    kinds: KINDS,
    noise: 1,
    draws: new Float32Array(3),
  };
  await expect(traceAnswer(run, model, call)).rejects.toThrow("draws");
});

describe("the subject's tokens", () => {
  const plain = sentencePiece("first");
  const composed = { ...plain, normalizer: { type: "NFC" } };
  const wide = { ...plain, normalizer: { type: "NFKC" } };
  const withoutBytes = { ...plain, model: { ...plain.model, byte_fallback: false } };
  const mask = { ...plain.added_tokens[0], content: "<mask>", lstrip: true, rstrip: true };
  const withMask = {
    ...plain,
    added_tokens: [...plain.added_tokens, { ...mask, id: Object.keys(plain.model.vocab).length }],
  };
  test.each<[string, unknown, string, string, string[]]>([
    ["behind a character that is composed", composed, "The cafe\u0301 {} was in", "Paris", [" Paris"]],
    ["of characters that are composed", composed, "The {} is in", "cate\u0301", [" cat", "\ufffd", "\ufffd"]],
    ["behind wide characters", wide, "Ｔｈｅ\u3000city {} is", "Paris", [" Paris"]],
    ["behind a ligature", wide, "The ﬁ {} is", "Paris", [" Paris"]],
    ["behind unknown characters", withoutBytes, "The Łó {} was in", "cat", [" cat"]],
    ["of an unknown character", withoutBytes, "The {} was in", "☃", ["<unk>"]],
    ["of characters that fall apart", plain, "The {} is", "☃☃", new Array<string>(6).fill("\ufffd")],
    ["behind a literal ▁", plain, "The ▁ {} is", "cat", [" cat"]],
    ["behind a token that takes spaces", withMask, "The <mask>  {} is", "Paris", ["P", "a", "r", "i", "s"]],
  ])("%s", (_, json, prompt, subject, expected) => {
    const tokenizer = createTokenizer(json);
    const facts = { dimensions: { context: 100 } } as Model["facts"];
    const { ids, subject: range } = readSubject({ tokenizer, facts }, { prompt, subject });
    expect(ids.slice(...range).map((id) => tokenizer.piece(id))).toEqual(expected);
  });
});

describe.skipIf(!hasEmbedded)("on a model that knows things", () => {
  test("noise on the subject takes the answer away, and its own last states bring it back", async () => {
    const model = await embeddedModel();
    const request = { prompt: "The capital of {} is", subject: "France" };
    const question = readSubject(model, request);
    const [start, end] = question.subject;
    expect(model.tokenizer.decode(question.ids.slice(start, end)).trim()).toBe("France");
    const noise = 3 * (await embeddingSpread(run, model, [question.ids.slice(start, end)]));
    const trace = await traceAnswer({ ...run, random: seededRandom(0) }, model, {
      ...question,
      kinds: ["state"],
      noise,
      tokens: [end - 1],
    });
    expect(trace.high).toBeGreaterThan(0.9);
    expect(trace.low).toBeLessThan(0.5);
    expect(Math.max(...(trace.scores.state?.[0] ?? []))).toBeGreaterThan(trace.low + 0.25);
  });

  test("a prompt without its subject is refused", async () => {
    const model = await embeddedModel();
    expect(() => readSubject(model, { prompt: "The capital is", subject: "France" })).toThrow(
      "does not hold",
    );
  });
});
