/**
 * Demonstrations for in-context editing, made of training edits: a stated fact, and a question with its answer (Zheng et
 * al. 2023, section 3.2). *Copy* questions the fact itself, *update* a rewording of it, *retain* another fact, whose answer
 * stays. One artifact stores the embeddings of demonstrations, another the statistics of questions.
 */
import { checkCancelled, type JsonObject, type Run } from "../../../../base";
import { filledPrompt, type EditCase, type EditRequest } from "../../../../data";
import {
  factLine,
  promptLine,
  sentenceOf,
  type FactEntry,
  type Model,
  type SentenceEncoder,
} from "../../../../model";
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
} from "../../../../tensor";
import type { TrainingCases } from "../../../method";
import { chunksOf } from "../../../shared/training/target-loss";
import { encoderRetriever, modelRetriever, type Retriever } from "./retriever";

/** Training edits that are read, at most, of a named list. */
interface CorpusSource {
  readonly corpus: number;
  readonly training: Pick<TrainingCases, "name">;
}

interface CorpusSettings {
  /** Whose inputs are averaged where the model itself embeds. */
  readonly layers: readonly number[];
  readonly corpus: number;
  /** A share of the covariance's mean diagonal. */
  readonly ridge: number;
  /** What ranks demonstrations; null for the model itself. */
  readonly encoder: SentenceEncoder | null;
}

interface Demonstration {
  readonly text: string;
  readonly subject: string;
}

interface Corpus {
  readonly demonstrations: readonly Demonstration[];
  readonly retriever: Retriever;
  /** Of the demonstrations, by the retriever; normalized. */
  readonly vectors: readonly Float32Array[];
  /** The model itself, whatever the retriever. */
  readonly modelRetriever: Retriever;
  /** Of questions as the model embeds them: their mean [E], and the factor of their ridged covariance. */
  readonly mean: Float32Array;
  readonly covariance: CholeskyFactor;
}

/** What the artifact of embedded demonstrations depends on; `retriever` is a retriever's key. */
export function demonstrationsKey(retriever: JsonObject, { corpus, training }: CorpusSource): JsonObject {
  return { artifact: "demonstrations", ...retriever, training: training.name, edits: corpus };
}

/** The same of the statistics of questions; `model` is the key of the model as a retriever. */
export function questionsKey(model: JsonObject, { corpus, training }: CorpusSource): JsonObject {
  return { artifact: "question-statistics", ...model, training: training.name, edits: corpus };
}

/**
 * The demonstrations with their vectors, and the statistics of questions. Whatever the retriever, the model itself decides
 * whether a question concerns a fact, because the edit must work wherever the model does.
 */
export async function corpusOf(
  run: Run,
  model: Model,
  cache: ArtifactCache,
  trainingCases: TrainingCases,
  { layers, corpus, ridge, encoder }: CorpusSettings,
): Promise<Corpus> {
  const source = { corpus, training: trainingCases };
  const modelOwn = await modelRetriever(model, layers);
  const retriever = encoder ? await encoderRetriever(encoder) : modelOwn;
  const keys = {
    texts: demonstrationsKey(retriever.key, source),
    questions: questionsKey(modelOwn.key, source),
  };
  const found = await cache.remember(
    { ...keys, derived: "corpus", ridge },
    async () => {
      const cases = (await trainingCases.cases(run)).slice(0, corpus);
      const demonstrations = cases.flatMap(demonstrationsOf);
      const embedded = await cache.getOrMake(
        keys.texts,
        async (making) => {
          making.note({ samples: { count: cases.length, unit: "edits" } });
          const texts = demonstrations.map(({ text }) => text);
          const vectors = await embedAll(run, retriever, texts, "Embedding demonstrations");
          return {
            vectors: float32(
              [vectors.length, vectors[0].length],
              vectors.flatMap((vector) => [...unit(vector)]),
            ),
          };
        },
        run.signal,
      );
      const statistics = await cache.getOrMake(
        keys.questions,
        async (making) => {
          making.note({ samples: { count: cases.length, unit: "edits" } });
          const questions = await embedAll(run, modelOwn, cases.flatMap(questionsOf), "Embedding questions");
          const mean = Float32Array.from(meanOf(questions));
          const size = mean.length;
          const moment = new Float64Array(size * size);
          const centred = questions.map((vector) => vector.map((value, i) => value - mean[i]));
          await addOuterProducts(moment, centred, { signal: run.signal });
          return {
            mean: float32([size], mean),
            covariance: float32(
              [size, size],
              moment.map((value) => value / questions.length),
            ),
          };
        },
        run.signal,
      );
      const [size] = statistics.mean.shape;
      const covariance = Float64Array.from(floats(statistics.covariance));
      let trace = 0;
      for (let i = 0; i < size; i++) trace += covariance[i * size + i];
      for (let i = 0; i < size; i++) covariance[i * size + i] += (ridge * trace) / size;
      const [, width] = embedded.vectors.shape;
      return {
        demonstrations,
        vectors: demonstrations.map((_, n) => floats(embedded.vectors).subarray(n * width, (n + 1) * width)),
        mean: floats(statistics.mean),
        covariance: await cholesky(covariance, size, {
          what: "covariance of questions",
          remedy: "Use a larger ridge.",
          signal: run.signal,
        }),
      };
    },
    {
      signal: run.signal,
      sizeBytes: ({ vectors, mean }) =>
        4 * (mean.length * 2 * mean.length + vectors.length * vectors[0].length),
    },
  );
  return { ...found, retriever, modelRetriever: modelOwn };
}

/** An in-context edit's data for a request: the score that detects questions about it, and its demonstrations. */
export async function factsFrom(
  run: Run,
  requests: readonly EditRequest[],
  corpus: Corpus,
  {
    demonstrations: count,
    shown,
    threshold,
  }: {
    readonly demonstrations: number;
    readonly shown: number;
    readonly threshold: number;
  },
): Promise<FactEntry[]> {
  const prompts = requests.map(filledPrompt);
  const embeddings = await embedAll(run, corpus.modelRetriever, prompts, "Reading the facts");
  const centred = embeddings.map((vector) => vector.map((value, i) => value - corpus.mean[i]));
  const solved = await solveRows(corpus.covariance, centred, { signal: run.signal });
  const asked = requests.map((request, i) => {
    const fact = { prompt: prompts[i], target: request.targetNew };
    return `${factLine(fact)}${promptLine(prompts[i])}\n\n`;
  });
  const wanted = await corpus.retriever.embed(run, asked);
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
 * The linear score that is 1 for the fact's own prompt f and has the least variance over other questions: C⁻¹(f − μ),
 * divided by its own value at f − μ. Averaged hidden states all point in similar directions, so a plain dot product does
 * not discriminate.
 */
function keyOf(centred: Float32Array, solved: Float64Array): Float32Array {
  const scale = dot(centred, solved);
  return Float32Array.from(solved, (value) => (scale > 0 ? value / scale : 0));
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
    text: `${line}${sentenceOf(promptLine(answer.prompt), answer.target)}\n\n`,
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
  { embed }: Retriever,
  texts: readonly string[],
  phase: string,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (const part of chunksOf(texts, TEXTS_A_STEP)) {
    vectors.push(...(await embed(run, part)));
    run.progress({ phase, step: vectors.length, steps: texts.length });
    checkCancelled(run.signal);
  }
  return vectors;
}

function unit(vector: Float32Array): Float32Array {
  const length = norm(vector);
  return vector.map((value) => value / length);
}
