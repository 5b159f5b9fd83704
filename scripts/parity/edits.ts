/** Parity of edit methods: update vectors, losses, norms and teacher-forced scores against the original's. */
import path from "node:path";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { createRun, type JsonObject, type Run } from "../../lib/base";
import { filledPrompt, type EditRequest } from "../../lib/data";
import {
  applyMethod,
  EDIT_METHODS,
  secondMoment,
  type EditResult,
  type StatisticsTexts,
} from "../../lib/edit";
import { deltasOf, normOf, scoreTargets, type Model } from "../../lib/model";
import { createArtifactCache, memoryArtifacts } from "../../lib/store";
import { floats, type ArtifactCache } from "../../lib/tensor";
import { check, cosine, decodeFloats, type Check } from "./report";

const Scores = z.object({
  rewrite_acc: z.number(),
  rephrase_acc: z.array(z.number()),
  locality_output: z.array(z.array(z.int())),
  locality_acc: z.array(z.number()).optional(),
});
type Scores = z.infer<typeof Scores>;

const FixtureCase = z.object({
  case_id: z.int(),
  subject: z.string(),
  prompt: z.string(),
  ground_truth: z.string(),
  target_new: z.string(),
  rephrase_prompts: z.array(z.string()),
  locality: z.array(z.object({ prompt: z.string(), ground_truth: z.string() })),
});
type FixtureCase = z.infer<typeof FixtureCase>;

export const EditsFixture = z.object({
  kind: z.literal("edits"),
  model: z.string(),
  context_templates: z.array(z.string()),
  covariance: z.object({
    texts: z.string(),
    layers: z.record(z.string(), z.object({ tokens: z.int(), trace: z.number() })),
  }),
  cases: z.array(FixtureCase),
  base: z.array(Scores),
  methods: z.record(
    z.string(),
    z.object({
      hparams: z.record(z.string(), z.json()),
      runs: z.array(
        z.object({
          case_ids: z.array(z.int()),
          losses: z.array(z.number()),
          delta_frobenius: z.record(z.string(), z.number()),
          u: z.string().optional(),
          v: z.string().optional(),
          post: z.array(Scores),
        }),
      ),
    }),
  ),
});
export type EditsFixture = z.infer<typeof EditsFixture>;

/** Tolerances that the fixtures' description states. */
const TOLERANCE = {
  lossNats: 5e-3,
  cosineGap: 1e-4,
  vectorNorm: 1e-3,
  frobenius: 0.01,
  longFrobenius: 0.02,
  flips: 0.02,
};

const METHOD_OF: Readonly<Record<string, string>> = {
  ROME: "rome",
  "R-ROME": "r-rome",
  "FT-L": "ft-l",
  "FT-M": "ft-m",
  MEMIT: "memit",
  PMET: "pmet",
  EMMET: "emmet",
  AlphaEdit: "alphaedit",
};

interface EditsParity {
  readonly checks: readonly Check[];
  /** Entries of the fixture whose method the project does not have. */
  readonly missing: readonly string[];
}

/** Runs every entry, or those of the given method ids. */
export async function checkEdits(
  model: Model,
  fixture: EditsFixture,
  folder: string,
  only?: readonly string[],
): Promise<EditsParity> {
  const run = createRun();
  const cache = createArtifactCache(memoryArtifacts());
  const texts = z
    .array(z.string())
    .parse(JSON.parse(await readFile(path.join(folder, fixture.covariance.texts), "utf8")));
  const statisticsTexts: StatisticsTexts = { name: "fixture", texts: async () => texts };
  const checks: Check[] = await checkMoments(run, model, cache, statisticsTexts, fixture);
  checks.push(await checkBase(run, model, fixture));

  const missing: string[] = [];
  for (const [entry, { hparams, runs }] of Object.entries(fixture.methods)) {
    const id = METHOD_OF[entry.replace(/ \(.*\)$| batch$/, "")];
    if (only && (id === undefined || !only.includes(id))) continue;
    if (id === undefined) {
      missing.push(entry);
      continue;
    }
    const method = EDIT_METHODS.get(id);
    let [flips, probes] = [0, 0];
    for (const reference of runs) {
      const cases = reference.case_ids.map((caseId) => fixture.cases[caseId]);
      const result = await applyMethod(
        run,
        method,
        {
          model,
          requests: cases.map(requestOf),
          parameters: {
            ...hparams,
            ...(method.kind === "locate-then-edit" && { statisticsTokens: 10_000_000 }),
          } as JsonObject,
          cache,
          contexts: fixture.context_templates,
          statisticsTexts,
          trainingCases: { name: "none", cases: async () => [] },
        },
        { evenIfKnown: true },
      );
      checks.push(
        ...checkRun(`${entry} / case ${reference.case_ids.join()}`, result, reference, method.kind),
      );
      const after = model.with(result.overlays);
      for (const [i, fixtureCase] of cases.entries()) {
        const differences = compareScores(await scoreAsOriginal(run, after, fixtureCase), reference.post[i]);
        flips += differences.filter(Boolean).length;
        probes += differences.length;
      }
    }
    checks.push(check(entry, `scores that differ, of ${probes}`, flips / probes, TOLERANCE.flips, "share"));
  }
  return { checks, missing };
}

function checkRun(
  where: string,
  { overlays, report }: EditResult,
  reference: EditsFixture["methods"][string]["runs"][number],
  kind: string,
): Check[] {
  const checks: Check[] = [];
  const deltas = deltasOf(overlays);
  const losses = report.curves?.lossNats ?? [];
  if (reference.losses.length > 0) {
    const worst =
      losses.length === reference.losses.length
        ? Math.max(...losses.map((loss, i) => Math.abs(loss - reference.losses[i])))
        : Infinity;
    checks.push(check(where, "loss at each step", worst, TOLERANCE.lossNats, "nats"));
  }
  const [delta] = deltas;
  if (reference.u && reference.v && delta.form === "low-rank") {
    for (const [name, actual, expected] of [
      ["u", floats(delta.right), decodeFloats(reference.u)],
      ["v", floats(delta.left), decodeFloats(reference.v)],
    ] as const) {
      checks.push(check(where, `${name}: 1 − cosine`, 1 - cosine(actual, expected), TOLERANCE.cosineGap, ""));
      const [ownNorm, expectedNorm] = [actual, expected].map((x) => Math.hypot(...x));
      checks.push(
        check(where, `${name}: norm`, Math.abs(ownNorm / expectedNorm - 1), TOLERANCE.vectorNorm, "relative"),
      );
    }
  } else {
    for (const [parameter, expected] of Object.entries(reference.delta_frobenius)) {
      const computed = deltas.find((candidate) => candidate.parameter === parameter);
      const gap = computed ? Math.abs(normOf(computed) / expected - 1) : Infinity;
      const allowed = kind === "fine-tuning" ? TOLERANCE.longFrobenius : TOLERANCE.frobenius;
      checks.push(check(where, `norm of ${parameter}`, gap, allowed, "relative"));
    }
  }
  return checks;
}

async function checkMoments(
  run: Run,
  model: Model,
  cache: ArtifactCache,
  statistics: StatisticsTexts,
  fixture: EditsFixture,
): Promise<Check[]> {
  const size = model.facts.dimensions.mlpWidth;
  return Promise.all(
    Object.entries(fixture.covariance.layers).map(async ([layer, expected]) => {
      const moment = await secondMoment(run, model, cache, {
        layer: Number(layer),
        statistics,
        maxTokens: 10_000_000,
      });
      let trace = 0;
      for (let i = 0; i < size; i++) trace += moment.matrix[i * size + i];
      const gap = moment.tokens === expected.tokens ? Math.abs(trace / expected.trace - 1) : Infinity;
      return check(`second moment / layer ${layer}`, "trace", gap, 1e-4, "relative");
    }),
  );
}

async function checkBase(run: Run, model: Model, fixture: EditsFixture): Promise<Check> {
  const differences: boolean[] = [];
  for (const [i, fixtureCase] of fixture.cases.entries()) {
    differences.push(...compareScores(await scoreAsOriginal(run, model, fixtureCase), fixture.base[i]));
  }
  const share = differences.filter(Boolean).length / differences.length;
  return check(
    "before editing",
    `scores that differ, of ${differences.length}`,
    share,
    TOLERANCE.flips,
    "share",
  );
}

function requestOf({ case_id, subject, prompt, target_new, ground_truth }: FixtureCase): EditRequest {
  return { id: String(case_id), subject, prompt, targetNew: target_new, targetTrue: ground_truth };
}

/** One entry a probe: whether ours differs from the original's. */
function compareScores(actual: Scores, expected: Scores): boolean[] {
  return [
    Math.abs(actual.rewrite_acc - expected.rewrite_acc) > 1e-6,
    ...actual.rephrase_acc.map((score, i) => Math.abs(score - expected.rephrase_acc[i]) > 1e-6),
    ...actual.locality_output.map((ids, i) => String(ids) !== String(expected.locality_output[i])),
  ];
}

/** The original's token accuracy. Its left padding changes nothing: positions follow the attention mask. */
async function scoreAsOriginal(run: Run, model: Model, fixtureCase: FixtureCase): Promise<Scores> {
  const target = fixtureCase.target_new;
  const prompts = [filledPrompt(requestOf(fixtureCase)), ...fixtureCase.rephrase_prompts];
  const scores = await scoreTargets(run, model, [
    ...prompts.map((prompt) => ({ prompt, target })),
    ...fixtureCase.locality.map(({ prompt, ground_truth }) => ({ prompt, target: ground_truth })),
  ]);
  const [rewrite, ...rephrase] = scores
    .slice(0, prompts.length)
    .map(
      ({ targetIds, predicted }) =>
        targetIds.filter((id, i) => id === predicted[i]).length / targetIds.length,
    );
  return {
    rewrite_acc: rewrite,
    rephrase_acc: rephrase,
    locality_output: scores.slice(prompts.length).map(({ predicted }) => [...predicted]),
  };
}
