/**
 * What each head does at the last token of a prompt: where it looks, what it writes into the answer's logit from there, and the
 * words that its output promotes.
 *
 * A mover looks at the subject and writes the answer, a relation head looks at the relation's words and writes what answers have
 * in common, a mixture does both (Yao et al. 2024, who describe them; the numbers are proposed here). With the usual thresholds
 * many heads count as movers, so each label comes with its numbers, and removing the head tells whether it matters.
 * Previous-token, duplicate and induction heads are told by their patterns over the whole prompt, as TransformerLens scores
 * them: the share of attention that lies where the pattern would have it.
 */
import type { Run } from "../base";
import type { Model, Row, TokenId } from "../model";
import { dot, float32, floats, int64, multiply, numbersOf, reduceSum, subtract, top } from "../tensor";
import { outputProjections, readComponents, type LayerParts } from "./components";
import { pulledBack, logitDirections, sumOf } from "./lenses/attribution";
import { finalNorm } from "./lenses/final-norm";

export interface HeadsCall {
  readonly ids: Row;
  readonly subject: readonly [start: number, end: number];
  /** Tokens that the tokenizer put before the text. */
  readonly before: number;
  readonly answer: TokenId;
  /** First tokens of the relation's other answers; may be empty. */
  readonly others: readonly TokenId[];
  /** Tokens of the relation's words, for the label of relation heads. */
  readonly relationWords: readonly TokenId[];
  /** Words listed of each output. */
  readonly count: number;
}

export interface Word {
  readonly id: TokenId;
  readonly logit: number;
}

export type HeadRole = "mover" | "relation" | "mixture";

export interface HeadReport {
  readonly layer: number;
  readonly head: number;
  /** Of the last token, [T]. */
  readonly attention: readonly number[];
  /** Of the attention that does not rest on the beginning: what goes to the subject, and to the relation's words. */
  readonly subjectShare: number;
  readonly relationShare: number;
  /** What is written from the subject into the answer's logit, less what goes into the other answers'. */
  readonly fromSubject: number;
  /** What is written from the relation's words into the logits of all answers, on average. */
  readonly fromRelation: number;
  /** By source token, into the answer's logit. */
  readonly sources: readonly number[];
  readonly role?: HeadRole;
  /** Shares of all attention in the prompt. */
  readonly previous: number;
  readonly duplicate: number;
  readonly induction: number;
  readonly words: readonly Word[];
}

export interface PartWords {
  readonly layer: number;
  readonly words: readonly Word[];
}

/** The thresholds of the labels. */
const LOOKS = 0.4;
const LOOKS_AT_BOTH = 0.2;
const CLEARLY = 2;
/** Words among which the answer is looked for. */
const TOP = 10;

export async function describeHeads(
  run: Run,
  model: Model,
  call: HeadsCall,
): Promise<{ readonly heads: HeadReport[]; readonly mlps: PartWords[] }> {
  const { ids, subject, before, answer, others, relationWords, count } = call;
  const { heads, headWidth, width } = model.facts.dimensions;
  const tokens = ids.length;
  const components = await readComponents(run, model, ids);
  const norm = await finalNorm(run, model);
  const asked = [answer, ...others];
  const directions = await logitDirections(model, norm, asked, "folded");
  const projections = await outputProjections(model);
  const last = (x: Float32Array) => x.subarray((tokens - 1) * width, tokens * width);
  const scale = norm.scaleOf(last(components.stream));
  const inSubject = range(...subject);
  const inRelation = range(before, tokens - 1).filter((t) => t < subject[0] || t >= subject[1]);
  const written: Float32Array[] = [];
  const reports = components.layers.flatMap((parts, layer) => {
    const pulled = directions.map(({ direction }) => pulledBack(projections[layer].weight, direction));
    return range(0, heads).map((head) => {
      written.push(outputOf(parts, projections[layer].weight, { head, heads, headWidth, width, tokens }));
      const attention = [
        ...parts.pattern.subarray((head * tokens + tokens - 1) * tokens, (head + 1) * tokens ** 2),
      ];
      // By answer and source token.
      const into = pulled.map((seen) =>
        range(0, tokens).map((j) => {
          const at = (head * tokens + j) * headWidth;
          const own = seen.subarray(head * headWidth, (head + 1) * headWidth);
          return (attention[j] * dot(parts.values.subarray(at, at + headWidth), own)) / scale;
        }),
      );
      const over = (places: readonly number[], a: number) => sumOf(places.map((j) => into[a][j]));
      const rest = Math.max(1e-9, 1 - sumOf(attention.slice(0, before)));
      const mean = (values: readonly number[]) => (values.length === 0 ? 0 : sumOf(values) / values.length);
      return {
        layer,
        head,
        attention,
        subjectShare: sumOf(inSubject.map((j) => attention[j])) / rest,
        relationShare: sumOf(inRelation.map((j) => attention[j])) / rest,
        fromSubject: over(inSubject, 0) - mean(others.map((_, a) => over(inSubject, 1 + a))),
        // The mean over the vocabulary is zero in this convention of weights.
        fromRelation: mean(asked.map((_, a) => over(inRelation, a))),
        sources: into[0],
        ...patternScores(parts.pattern.subarray(head * tokens ** 2, (head + 1) * tokens ** 2), ids),
      };
    });
  });
  const mlps = components.layers.map(({ mlp }) => last(mlp));
  const scaled = [...written, ...mlps].map((vector) => norm.gained(vector).map((value) => value / scale));
  const words = await promoted(run, model, scaled, Math.max(TOP, count));
  const known = new Set(relationWords);
  return {
    heads: reports.map((report, i) => {
      const best = words[i].slice(0, TOP).map(({ id }) => id);
      const role = roleOf(
        report,
        best.includes(answer),
        best.some((id) => known.has(id)),
      );
      return { ...report, ...(role && { role }), words: words[i].slice(0, count) };
    }),
    mlps: mlps.map((_, layer) => ({ layer, words: words[written.length + layer].slice(0, count) })),
  };
}

/** The first that holds. */
function roleOf(
  report: Pick<HeadReport, "subjectShare" | "relationShare" | "fromSubject" | "fromRelation">,
  hitsAnswer: boolean,
  hitsRelation: boolean,
): HeadRole | undefined {
  const { subjectShare: s, relationShare: r, fromSubject, fromRelation } = report;
  if (s >= LOOKS && s > CLEARLY * r && (fromSubject > 0 || hitsAnswer)) return "mover";
  if (r >= LOOKS && r > CLEARLY * s && (fromRelation > 0 || hitsRelation)) return "relation";
  if (s >= LOOKS_AT_BOTH && r >= LOOKS_AT_BOTH && (fromSubject > 0 || hitsAnswer)) return "mixture";
  return undefined;
}

/** A head's output at the last token, without the projection's bias, [D]. */
function outputOf(
  { pattern, values }: LayerParts,
  projection: Float32Array,
  {
    head,
    heads,
    headWidth,
    width,
    tokens,
  }: Readonly<Record<"head" | "heads" | "headWidth" | "width" | "tokens", number>>,
): Float32Array {
  const mixed = new Float32Array(headWidth);
  for (let j = 0; j < tokens; j++) {
    const share = pattern[(head * tokens + tokens - 1) * tokens + j];
    for (let k = 0; k < headWidth; k++) mixed[k] += share * values[(head * tokens + j) * headWidth + k];
  }
  const output = new Float32Array(width);
  const inner = heads * headWidth;
  for (let d = 0; d < width; d++)
    for (let k = 0; k < headWidth; k++) output[d] += projection[d * inner + head * headWidth + k] * mixed[k];
  return output;
}

/** Where a pattern [T, T] lies: on the token before, on earlier occurrences of the same token, and right behind these. */
export function patternScores(
  pattern: Float32Array,
  ids: Row,
): Pick<HeadReport, "previous" | "duplicate" | "induction"> {
  const tokens = ids.length;
  let [whole, previous, duplicate, induction] = [0, 0, 0, 0];
  for (let query = 0; query < tokens; query++)
    for (let key = 0; key <= query; key++) {
      const share = pattern[query * tokens + key];
      whole += share;
      if (key === query - 1) previous += share;
      if (key < query && ids[key] === ids[query]) duplicate += share;
      if (key > 0 && key <= query && ids[key - 1] === ids[query] && key - 1 < query) induction += share;
    }
  return { previous: previous / whole, duplicate: duplicate / whole, induction: induction / whole };
}

/** The likeliest tokens of vectors that are scaled already, with centred logits. */
async function promoted(
  run: Run,
  model: Model,
  vectors: readonly Float32Array[],
  count: number,
): Promise<Word[][]> {
  const { width, vocabulary } = model.facts.dimensions;
  const program = await model.program("promoted words", ({ graph, unembed }) => {
    const given = graph.input("vectors", "float32", [1, "N", width]);
    const logits = subtract(unembed(given), unembed(multiply(given, 0)));
    const centred = subtract(logits, multiply(reduceSum(logits, [-1], true), 1 / vocabulary));
    const [values, ids] = top(centred, graph.input("count", "int64", [1]), "K");
    graph.output("values", values);
    graph.output("ids", ids);
  });
  const words: Word[][] = [];
  for (let start = 0; start < vectors.length; start += VECTORS_A_PASS) {
    const some = vectors.slice(start, start + VECTORS_A_PASS);
    const data = new Float32Array(some.length * width);
    some.forEach((vector, i) => data.set(vector, i * width));
    const feeds = {
      vectors: float32([1, some.length, width], data),
      count: int64([1], [Math.min(count, vocabulary)]),
    };
    const results = await program.run(feeds, { signal: run.signal });
    const [values, ids] = [floats(results.values), numbersOf(results.ids)];
    const listed = values.length / some.length;
    some.forEach((_, i) =>
      words.push(range(0, listed).map((k) => ({ id: ids[i * listed + k], logit: values[i * listed + k] }))),
    );
  }
  return words;
}

/** Their logits over the whole vocabulary are the largest thing in memory. */
const VECTORS_A_PASS = 48;

const range = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
