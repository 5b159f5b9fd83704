/**
 * Demonstrations for in-context editing, made of training edits: a fact that is stated, and how a question is then answered
 * (Zheng et al. 2023, section 3.2). *Copy* asks the fact itself, *update* asks it in other words, *retain* asks something
 * else, whose answer stays. An artifact holds how they are embedded, and the statistics of questions.
 */
import { checkCancelled, type JsonObject, type Run } from "../../base";
import { filledPrompt, type EditCase, type EditRequest } from "../../data";
import { embedTexts, factLine, promptLine, type FactEntry, type Model, type ModelFacts } from "../../model";
import {
  addOuterProducts,
  cholesky,
  dot,
  float32,
  floats,
  meanOf,
  norm,
  solveRows,
  type ArtifactCache,
  type CholeskyFactor,
} from "../../tensor";
import type { TrainingCases } from "../method";
import { chunksOf } from "./finetune";

export interface CorpusRequest {
  readonly layers: readonly number[];
  /** Training edits that are read, at most. */
  readonly corpus: number;
  readonly training: Pick<TrainingCases, "name">;
}

interface Demonstration {
  readonly text: string;
  readonly subject: string;
}

export interface Corpus {
  readonly demonstrations: readonly Demonstration[];
  /** Normalized, one each. */
  readonly vectors: readonly Float32Array[];
  /** Of questions: their mean embedding [E], and the factor of their ridged covariance. */
  readonly mean: Float32Array;
  readonly covariance: CholeskyFactor;
}

/** What the artifact depends on. */
export function corpusKey(
  facts: ModelFacts,
  weights: string,
  { layers, corpus, training }: CorpusRequest,
): JsonObject {
  return {
    artifact: "demonstrations",
    checkpoint: facts.checkpoint,
    weights,
    layers: [...layers],
    training: training.name,
    edits: corpus,
  };
}

/** `ridge` is a share of the covariance's mean diagonal. */
export async function corpusOf(
  run: Run,
  model: Model,
  cache: ArtifactCache,
  trainingCases: TrainingCases,
  { layers, corpus, ridge }: Omit<CorpusRequest, "training"> & { readonly ridge: number },
): Promise<Corpus> {
  const request = { layers, corpus, training: trainingCases };
  const key = corpusKey(model.facts, await model.bare.fingerprint(), request);
  return cache.remember(
    { ...key, derived: "corpus", ridge },
    async () => {
      const cases = (await trainingCases.cases(run)).slice(0, corpus);
      const demonstrations = cases.flatMap(demonstrationsOf);
      const bundle = await cache.getOrMake(key, async (making) => {
        making.note({ samples: { count: cases.length, unit: "edits" } });
        const texts = demonstrations.map(({ text }) => text);
        const vectors = await embedAll(run, model, texts, layers, "Embedding demonstrations");
        const questions = await embedAll(
          run,
          model,
          cases.flatMap(questionsOf),
          layers,
          "Embedding questions",
        );
        const mean = Float32Array.from(meanOf(questions));
        const size = mean.length;
        const moment = new Float64Array(size * size);
        const centred = questions.map((vector) => vector.map((value, i) => value - mean[i]));
        await addOuterProducts(moment, centred, { signal: run.signal });
        return {
          vectors: float32(
            [vectors.length, size],
            vectors.flatMap((vector) => [...unit(vector)]),
          ),
          mean: float32([size], mean),
          covariance: float32(
            [size, size],
            moment.map((value) => value / questions.length),
          ),
        };
      });
      const [, size] = bundle.vectors.shape;
      const covariance = Float64Array.from(floats(bundle.covariance));
      let trace = 0;
      for (let i = 0; i < size; i++) trace += covariance[i * size + i];
      for (let i = 0; i < size; i++) covariance[i * size + i] += (ridge * trace) / size;
      return {
        demonstrations,
        vectors: demonstrations.map((_, n) => floats(bundle.vectors).subarray(n * size, (n + 1) * size)),
        mean: floats(bundle.mean),
        covariance: await cholesky(covariance, size, {
          what: "covariance of questions",
          remedy: "Use a larger ridge.",
          signal: run.signal,
        }),
      };
    },
    ({ vectors, mean }) => 4 * mean.length * (vectors.length + 2 * mean.length),
  );
}

/** What an in-context edit knows of a request: how questions about it are told, and its demonstrations. */
export async function factsFrom(
  run: Run,
  model: Model,
  requests: readonly EditRequest[],
  corpus: Corpus,
  {
    layers,
    demonstrations: count,
    shown,
    threshold,
  }: {
    readonly layers: readonly number[];
    readonly demonstrations: number;
    readonly shown: number;
    readonly threshold: number;
  },
): Promise<FactEntry[]> {
  const prompts = requests.map(filledPrompt);
  const own = await embedAll(run, model, prompts, layers, "Reading the facts");
  const centred = own.map((vector) => vector.map((value, i) => value - corpus.mean[i]));
  const solved = await solveRows(corpus.covariance, centred, { signal: run.signal });
  const asked = requests.map((request, i) => {
    const fact = { prompt: prompts[i], target: request.targetNew };
    return `${factLine(fact)}${promptLine(prompts[i])}\n\n`;
  });
  const wanted = await embedTexts(run, model, asked, layers);
  return requests.map(({ targetNew, subject }, i) => {
    const key = keyOf(centred[i], solved[i]);
    const scores = corpus.vectors.map((vector) => dot(vector, wanted[i]));
    const best = corpus.demonstrations
      .map((demonstration, n) => ({ demonstration, score: scores[n] }))
      .filter((one) => one.demonstration.subject !== subject)
      .sort((a, b) => b.score - a.score)
      .slice(0, count);
    run.progress({ phase: "Choosing demonstrations", step: i + 1, steps: requests.length });
    checkCancelled(run.signal);
    return {
      prompt: prompts[i],
      target: targetNew,
      threshold,
      shown,
      demonstrations: best.map(({ demonstration }) => demonstration.text),
      key,
      offset: dot(key, corpus.mean),
    };
  });
}

/**
 * The reading that is 1 for the fact's own prompt f and as quiet as can be for other questions: C⁻¹(f − μ), divided by its
 * own value at f − μ. Averages of hidden states all point the same way, so a plain dot product tells little.
 */
function keyOf(centred: Float32Array, solved: Float64Array): Float32Array {
  const own = dot(centred, solved);
  return Float32Array.from(solved, (value) => (own > 0 ? value / own : 0));
}

function demonstrationsOf({ request, rephrases, locality }: EditCase): Demonstration[] {
  const prompt = filledPrompt(request);
  const line = factLine({ prompt, target: request.targetNew });
  const [neighbour] = Object.values(locality).flat();
  const answers = [
    { prompt, target: request.targetNew },
    ...rephrases.slice(0, 1).map((rephrase) => ({ prompt: rephrase, target: request.targetNew })),
    ...(neighbour ? [neighbour] : []),
  ];
  return answers.map((answer) => ({
    subject: request.subject,
    text: `${line}${promptLine(answer.prompt)} ${answer.target}\n\n`,
  }));
}

function questionsOf({ request, rephrases, locality }: EditCase): string[] {
  return [
    filledPrompt(request),
    ...rephrases,
    ...Object.values(locality)
      .flat()
      .map(({ prompt }) => prompt),
  ];
}

const TEXTS_A_STEP = 256;

async function embedAll(
  run: Run,
  model: Model,
  texts: readonly string[],
  layers: readonly number[],
  phase: string,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (const part of chunksOf(texts, TEXTS_A_STEP)) {
    vectors.push(...(await embedTexts(run, model, part, layers)));
    run.progress({ phase, step: vectors.length, steps: texts.length });
    checkCancelled(run.signal);
  }
  return vectors;
}

function unit(vector: Float32Array): Float32Array {
  const length = norm(vector);
  return vector.map((value) => value / length);
}
