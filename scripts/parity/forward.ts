/** Parity of a forward pass: logits, loss, gradient of the loss by every parameter, and greedy continuation. */
import { z } from "zod";
import { createRun } from "../../lib/base";
import { decode, generateRows, MODEL_FAMILIES, plainFeeds, type Model } from "../../lib/model";
import { floats, grad, int32, logProbabilityOf, multiply, norm, reduceSum, reshape } from "../../lib/tensor";
import { check, decodeFloats, type Check } from "./report";

const Greedy = z.object({
  prompt: z.array(z.int()),
  continuation: z.array(z.int()),
});

export const ForwardFixture = z.object({
  kind: z.literal("forward"),
  model: z.string(),
  ids: z.array(z.array(z.int())),
  logits: z.object({ shape: z.array(z.int()), base64: z.string() }),
  loss: z.number(),
  gradient_norms: z.record(z.string(), z.number()).optional(),
  greedy: z.union([Greedy, z.array(Greedy)]).optional(),
  texts: z.array(z.object({ text: z.string(), ids: z.array(z.int()) })).optional(),
  tolerance: z.object({
    logits_absolute: z.number(),
    logits_relative: z.number(),
    loss_absolute: z.number(),
    gradient_norm_relative: z.number(),
  }),
});
export type ForwardFixture = z.infer<typeof ForwardFixture>;

export async function checkForward(model: Model, fixture: ForwardFixture): Promise<Check[]> {
  const run = createRun();
  const { tolerance, ids } = fixture;
  const checks: Check[] = [];

  const expected = decodeFloats(fixture.logits.base64);
  const [, tokens, vocabulary] = fixture.logits.shape;
  const decoded = await decode(run, model, { rows: ids, at: ids.map((row) => row.map((_, t) => t)) });
  let worst = 0;
  ids.forEach((_, b) => {
    for (let t = 0; t < tokens; t++) {
      decoded.logits(b, t).forEach((logit, v) => {
        const reference = expected[(b * tokens + t) * vocabulary + v];
        const allowed = tolerance.logits_absolute + tolerance.logits_relative * Math.abs(reference);
        worst = Math.max(worst, Math.abs(logit - reference) / allowed);
      });
    }
  });
  checks.push(check("forward", "logits", worst, 1, "of the tolerance"));

  const { loss, norms } = await lossAndGradients(model, ids);
  checks.push(check("forward", "loss", Math.abs(loss - fixture.loss), tolerance.loss_absolute, "nats"));
  const { aliases } = MODEL_FAMILIES.get(model.facts.family);
  const deviations = Object.entries(fixture.gradient_norms ?? {}).map(([name, reference]) => {
    // The library that made the numbers may know a parameter by another name than the file does.
    const parameter = Object.keys(norms).find((known) => known === name || aliases(known).includes(name));
    return parameter ? Math.abs(norms[parameter] - reference) / Math.max(reference, 1e-6) : Infinity;
  });
  if (deviations.length > 0) {
    const largest = Math.max(...deviations);
    checks.push(check("forward", "gradient norms", largest, tolerance.gradient_norm_relative, "relative"));
  }

  for (const { prompt, continuation } of [fixture.greedy ?? []].flat()) {
    const [produced] = await generateRows(run, model, [prompt], { maxTokens: continuation.length });
    const wrong = continuation.filter((id, i) => id !== produced[i]).length;
    checks.push(check("greedy", "tokens that differ", wrong, 0, "tokens"));
  }
  for (const { text, ids: reference } of fixture.texts ?? []) {
    const ids = model.tokenizer.encode(text).ids;
    checks.push(check("tokenizer", "ids that differ", String(ids) === String(reference) ? 0 : 1, 0, "texts"));
  }
  return checks;
}

/** Mean next-token cross-entropy over all B·(T−1) targets, and ‖d loss / d parameter‖ by name. */
async function lossAndGradients(model: Model, ids: readonly (readonly number[])[]) {
  const { vocabulary } = model.facts.dimensions;
  const stored = model.facts.parameters.filter(({ tiedTo }) => tiedTo === undefined);
  const program = await model.program(
    "loss and gradients",
    ({ graph, forward, unembed, live }) => {
      const hidden = forward({
        ids: graph.input("ids", "int32", ["B", "T"]),
        positions: graph.input("positions", "int32", ["B", "T"]),
        mask: graph.input("mask", "float32", ["B", 1, "T", "T"]),
      });
      const targets = graph.input("targets", "int32", ["B", "T"]);
      const logP = logProbabilityOf(unembed(hidden), targets, vocabulary); // [B, T]
      const scale = graph.input("scale", "float32", ["B", "T"]);
      const loss = reshape(reduceSum(multiply(logP, scale), [0, 1], true), []);
      graph.output("loss", loss);
      grad(loss, stored.map(live)).forEach((gradient, i) =>
        graph.output(`gradient.${stored[i].name}`, gradient),
      );
    },
    { live: stored },
  );
  const tokens = ids[0].length;
  const targets = ids.flatMap((row) => [...row.slice(1), -1]);
  const count = ids.length * (tokens - 1);
  const weights = Object.fromEntries(
    await Promise.all(stored.map(async (spec) => [spec.name, await model.stored(spec)] as const)),
  );
  const results = await program.run({
    ...plainFeeds(ids),
    ...weights,
    targets: int32([ids.length, tokens], targets),
    scale: {
      dtype: "float32",
      shape: [ids.length, tokens],
      data: new Float32Array(targets.length).fill(-1 / count),
    },
  });
  return {
    loss: floats(results.loss)[0],
    norms: Object.fromEntries(stored.map(({ name }) => [name, norm(floats(results[`gradient.${name}`]))])),
  };
}
