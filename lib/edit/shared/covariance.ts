/**
 * Second moments C = E[k kᵀ] of the keys of one layer (Meng et al. 2022, section 3.1): uncentred, the mean over all tokens
 * of a corpus. An artifact: made once for a model, layer and corpus, and found again by that.
 */
import { checkCancelled, PalimpsestError, type JsonObject, type Run } from "../../base";
import { momentOf, type Model, type ModelFacts, type Row } from "../../model";
import { cholesky, float32, floats, int32, numbersOf, type ArtifactCache } from "../../tensor";
import type { StatisticsTexts } from "../method";

export interface SecondMoment {
  /** C, [F, F]. */
  readonly matrix: Float32Array;
  readonly tokens: number;
  /** C⁻¹ x. The factor is computed once. */
  solve(x: ArrayLike<number>): Promise<Float64Array>;
}

export interface MomentRequest {
  readonly layer: number;
  readonly statistics: StatisticsTexts;
  /** Stop once this many tokens are counted; all texts when absent. */
  readonly maxTokens?: number;
}

/** Tokens of one pass: a few hundred megaflops, so that cancelling is quick. */
const TOKENS_A_PASS = 1024;

/** What a moment depends on. The bare model's fingerprint keeps two checkpoints with one name apart. */
export function momentKey(
  facts: ModelFacts,
  request: Pick<MomentRequest, "layer" | "maxTokens"> & {
    readonly statistics: Pick<StatisticsTexts, "name">;
  },
  fingerprint: string,
): JsonObject {
  return {
    artifact: "second-moment",
    checkpoint: facts.checkpoint,
    weights: fingerprint,
    layer: request.layer,
    texts: request.statistics.name,
    tokens: request.maxTokens ?? null,
  };
}

/** The moment of the unedited model. Throws `numerical` from `solve` when it is singular. */
export async function secondMoment(
  run: Run,
  model: Model,
  cache: ArtifactCache,
  request: MomentRequest,
): Promise<SecondMoment> {
  const key = momentKey(model.facts, request, await model.bare.fingerprint());
  const bundle = await cache.getOrMake(key, async () => {
    const { sum, tokens } = await collect(run, model.bare, request);
    const size = model.facts.dimensions.mlpWidth;
    return {
      moment: float32(
        [size, size],
        Float32Array.from(sum, (value) => value / tokens),
      ),
      tokens: int32([1], [tokens]),
    };
  });
  const matrix = floats(bundle.moment);
  const size = bundle.moment.shape[0];
  return {
    matrix,
    tokens: numbersOf(bundle.tokens)[0],
    async solve(x) {
      const factor = await cache.remember({ ...key, derived: "cholesky" }, () => cholesky(matrix, size));
      return factor.solve(x);
    },
  };
}

/** Σ k kᵀ and the number of tokens. Each text is read alone, without special tokens, up to the context's end. */
async function collect(run: Run, model: Model, { layer, statistics, maxTokens = Infinity }: MomentRequest) {
  const { context, mlpWidth } = model.facts.dimensions;
  const rows = (await statistics.texts(run))
    .map((text) => model.tokenizer.encode(text).ids.slice(0, context))
    .filter((row) => row.length > 0);
  const wanted = Math.min(
    maxTokens,
    rows.reduce((sum, row) => sum + row.length, 0),
  );
  if (wanted < mlpWidth) {
    throw new PalimpsestError(
      "unsupported",
      `The statistics need more than ${mlpWidth} tokens, as many as the layer is wide; the texts have ${wanted}.`,
      {
        hint: "Give more text, or run without second-moment statistics.",
        details: { field: "statisticsTokens" },
      },
    );
  }
  const sum = new Float64Array(mlpWidth * mlpWidth);
  let tokens = 0;
  let batch: Row[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    const moment = await momentOf(run, model, batch, `blocks.${layer}.mlp.post`);
    for (let i = 0; i < sum.length; i++) sum[i] += moment[i];
    tokens += batch.reduce((count, row) => count + row.length, 0);
    batch = [];
    run.progress({
      phase: `Collecting second moments of layer ${layer}`,
      step: Math.min(tokens, wanted),
      steps: wanted,
    });
  };
  // Similar lengths together: padding is computed too. The order is fixed by the texts, so the sum is reproducible.
  for (const row of rows.sort((a, b) => a.length - b.length)) {
    checkCancelled(run.signal);
    if (tokens + batch.reduce((count, { length }) => count + length, 0) >= wanted) break;
    batch.push(row);
    if (batch.length * row.length >= TOKENS_A_PASS) await flush();
  }
  await flush();
  return { sum, tokens };
}
