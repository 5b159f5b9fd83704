/** Asking one model a list of probes under both protocols. */
import type { Run } from "../../base";
import { acceptedAnswers } from "../../data";
import { scoreTargets, type Model, type ScorePair, type TokenId } from "../../model";
import { isComparedWithBase, type ProbeQuestion } from "../metrics/probe-groups";
import type { ProbeAnswer } from "../report";
import { writeEach, type Writing } from "./sample-text";

/** The answer of one model to one probe. */
export interface Answer {
  /** Argmax at each position of the target, given the words before it. */
  readonly forced: readonly TokenId[];
  /** As many greedy tokens as the target has. */
  readonly generated: readonly TokenId[];
  readonly targetIds: readonly TokenId[];
  /** Geometric-mean probability of the target's tokens. */
  readonly probability: number;
  /** The same for each other accepted answer, in order; absent where there is none. */
  readonly others?: readonly Answer[];
}

const PHASE = "Asking the model";

export async function answer(run: Run, model: Model, probes: readonly ProbeQuestion[]): Promise<Answer[]> {
  const [{ answers }] = await answerEach(run, [{ model, probes, texts: [] }]);
  return answers;
}

interface Asked {
  readonly model: Model;
  readonly probes: readonly ProbeQuestion[];
  /** Texts that the model writes in the same go. */
  readonly texts: readonly Writing[];
}

interface Answered {
  readonly answers: Answer[];
  readonly written: readonly (readonly TokenId[])[];
}

/** Answers of several models of one base, or of one model to several lists; all texts are written in one go. */
export async function answerEach(run: Run, asked: readonly Asked[]): Promise<Answered[]> {
  const accepted = asked.map(({ probes }) =>
    probes.map(({ prompt, expected: target, alternatives }) =>
      acceptedAnswers({ target, alternatives }).map((one): ScorePair => ({ prompt, target: one })),
    ),
  );
  const steps = accepted.flat(2).length;
  let step = 0;
  const scoresOf = new Map<Model, ReadonlyMap<string, Score>>();
  for (const model of new Set(asked.map((one) => one.model))) {
    const pairs = accepted.filter((_, i) => asked[i].model === model).flat(2);
    const before = step;
    const report = (done: number) => run.progress({ phase: PHASE, step: before + done, steps });
    scoresOf.set(model, await scoresByPair(run, model, pairs, report));
    step += pairs.length;
  }
  const scored = asked.map(({ model }, i) =>
    accepted[i].map((pairs) => pairs.map((pair) => scoresOf.get(model)?.get(nameOf(pair)) as Score)),
  );
  const open = asked.map(({ model, probes }, i) => openQuestions(model, probes, scored[i]));
  const written = await writeEach(
    run,
    asked.map(({ model, texts }, i) => ({ model, wanted: [...texts, ...open[i].values()] })),
  );
  return asked.map(({ probes, texts }, i) => {
    const said = new Map([...open[i].keys()].map((name, at) => [name, written[i][texts.length + at]]));
    return {
      answers: probes.map(({ prompt }, p) =>
        answerOf(scored[i][p], said.get(nameOfQuestion(prompt, scored[i][p]))),
      ),
      written: written[i].slice(0, texts.length),
    };
  });
}

type Score = Awaited<ReturnType<typeof scoreTargets>>[number];

const nameOf = ({ prompt, target }: ScorePair): string => JSON.stringify([prompt, target]);

/** Many cases ask about the same neighbours: each pair is read once. */
async function scoresByPair(
  run: Run,
  model: Model,
  pairs: readonly ScorePair[],
  onScored: (pairs: number) => void,
): Promise<ReadonlyMap<string, Score>> {
  const byName = new Map(pairs.map((pair) => [nameOf(pair), pair]));
  const scores = await scoreTargets(run, model, [...byName.values()], onScored);
  return new Map([...byName.keys()].map((name, i) => [name, scores[i]]));
}

const longest = (scored: readonly Score[]): number =>
  Math.max(...scored.map(({ targetIds }) => targetIds.length));

const nameOfQuestion = (prompt: string, scored: readonly Score[]): string => `${longest(scored)} ${prompt}`;

/** The questions whose greedy answers the scores do not tell, by name. */
function openQuestions(
  model: Model,
  probes: readonly ProbeQuestion[],
  scored: readonly (readonly Score[])[],
): ReadonlyMap<string, Writing> {
  const open = new Map<string, Writing>();
  // A text behind a frame is written from the frame alone, and scored with both.
  const tellsAll = !model.overlays.some(({ kind }) => kind === "prompt");
  probes.forEach(({ prompt }, i) => {
    const maxTokens = longest(scored[i]);
    if (tellsAll && greedyStart(scored[i]).length >= maxTokens) return;
    open.set(nameOfQuestion(prompt, scored[i]), { prompt, maxTokens });
  });
  return open;
}

/** What a model says greedily, as far as its scores tell: it follows a target until its first prediction that differs. */
function greedyStart(scored: readonly Score[]): readonly TokenId[] {
  return scored
    .map(({ predicted, targetIds }) => {
      const other = predicted.findIndex((id, q) => id !== targetIds[q]);
      return other < 0 ? predicted : predicted.slice(0, other + 1);
    })
    .reduce((most, one) => (one.length > most.length ? one : most));
}

function answerOf(scored: readonly Score[], written: readonly TokenId[] | undefined): Answer {
  const generated = written ?? greedyStart(scored);
  const [first, ...others] = scored.map(({ predicted, targetIds, perToken }): Answer => ({
    forced: predicted,
    generated: generated.slice(0, targetIds.length),
    targetIds,
    probability: Math.exp(perToken.reduce((sum, logP) => sum + logP, 0) / perToken.length),
  }));
  return others.length > 0 ? { ...first, others } : first;
}

type AskedOf = Pick<ProbeQuestion, "group" | "expected" | "alternatives">;

/**
 * Scores of an answer: token accuracy under teacher forcing, and whether the whole continuation is right. A probe of what
 * should stay is compared with the base model's own answer, right or wrong; every other probe with the target.
 *
 * Of several accepted answers the best counts, under each protocol by itself. What should stay is read where the accepted
 * answer is that the base finds likeliest: a choice by the score would let the edited model choose what it is held against.
 */
export function scoreAnswer(
  model: Model,
  { group, expected, alternatives }: AskedOf,
  answer: Answer,
  base: Answer,
): ProbeAnswer {
  const [owns, bases] = [answer, base].map(({ others = [], ...first }) => [first, ...others]);
  const isKept = isComparedWithBase(group);
  const scored = owns.map((one, i) => scoreOne(model, one, isKept ? bases[i] : undefined));
  if (alternatives === undefined) return scored[0];
  const accepted = acceptedAnswers({ target: expected, alternatives });
  const likeliest = indexOfLargest(bases.map(({ probability }) => probability));
  const best = (protocol: "teacherForced" | "generation") => {
    const chosen = isKept ? likeliest : indexOfLargest(scored.map((one) => one[protocol].score));
    return { ...scored[chosen][protocol], accepted: accepted[chosen] };
  };
  return {
    teacherForced: best("teacherForced"),
    generation: best("generation"),
    probability: isKept ? scored[likeliest].probability : Math.max(...scored.map((one) => one.probability)),
  };
}

/** Against the answer of the base model where there is one, else against the target. */
function scoreOne(model: Model, answer: Answer, base: Answer | undefined): ProbeAnswer {
  const forced = base?.forced ?? answer.targetIds;
  const generated = base?.generated ?? answer.targetIds;
  const matches = answer.forced.filter((id, i) => id === forced[i]).length;
  const isSame =
    answer.generated.length === generated.length && answer.generated.every((id, i) => id === generated[i]);
  return {
    teacherForced: { text: model.tokenizer.continuation(answer.forced), score: matches / forced.length },
    generation: { text: textOf(model, answer.generated), score: isSame ? 1 : 0 },
    probability: answer.probability,
  };
}

/** What is generated is as long as the target; what a model writes behind the end of a text belongs to no answer. */
function textOf({ tokenizer }: Model, generated: readonly TokenId[]): string {
  const end = generated.findIndex((id) => tokenizer.special.eos.includes(id));
  return tokenizer.continuation(end < 0 ? generated : generated.slice(0, end));
}

/** The first of equals. */
function indexOfLargest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
