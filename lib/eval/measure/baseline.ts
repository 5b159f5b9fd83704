/**
 * Baseline answers: the answers of the model to every probe before a run, and those of the frozen base model. They do not
 * depend on the method or the run, so they are cached as an artifact and shared by all runs over the same cases.
 */
import { hashJson, inGroups, type Run } from "../../base";
import type { EditCase } from "../../data";
import type { Model } from "../../model";
import { float64, int32, numbersOf, type ArtifactCache, type TensorBundle } from "../../tensor";
import { probesOf, type ProbeQuestion } from "../metrics/probe-groups";
import { answer, type Answer } from "./probes";

/** Answers to the probes of some cases, in order. */
export interface BaselineAnswers {
  /** Of the model before the edit. */
  readonly before: readonly Answer[];
  /** Of the frozen base model. The same list when nothing was edited before. */
  readonly base: readonly Answer[];
}

/** Asks the model before a run, and the frozen base when that is another, unless their answers are cached. */
export async function baselineAnswers(
  run: Run,
  start: Model,
  cases: readonly EditCase[],
  cache: ArtifactCache,
): Promise<BaselineAnswers> {
  const probes = cases.flatMap(probesOf);
  const before = await answersOf(run, start, probes, cache);
  return {
    before,
    base: start.overlays.length === 0 ? before : await answersOf(run, start.bare, probes, cache),
  };
}

async function answersOf(
  run: Run,
  model: Model,
  probes: readonly ProbeQuestion[],
  cache: ArtifactCache,
): Promise<Answer[]> {
  const key = {
    artifact: "answers",
    checkpoint: model.facts.checkpoint,
    fingerprint: await model.fingerprint(),
    place: model.runtime.kind,
    questions: await hashJson(
      probes.map(({ prompt, expected, alternatives = [] }) => [prompt, expected, ...alternatives]),
    ),
  };
  const make = async () => {
    const answers = await answer(run, model, probes);
    return packed(answers.flatMap(({ others = [], ...first }) => [first, ...others]));
  };
  const all = unpacked(await cache.getOrMake(key, make, run.signal));
  return inGroups(
    all,
    probes.map(({ alternatives = [] }) => 1 + alternatives.length),
  ).map(([first, ...others]) => (others.length > 0 ? { ...first, others } : first));
}

/** Tokens of all answers one after another, with how many each has; as many were forced as the target has. */
function packed(answers: readonly Answer[]): TensorBundle {
  const list = (values: readonly number[]) => int32([values.length], values);
  return {
    targets: list(answers.flatMap(({ targetIds }) => targetIds)),
    forced: list(answers.flatMap(({ forced }) => forced)),
    lengths: list(answers.map(({ targetIds }) => targetIds.length)),
    generated: list(answers.flatMap(({ generated }) => generated)),
    generatedLengths: list(answers.map(({ generated }) => generated.length)),
    probability: float64(
      [answers.length],
      answers.map(({ probability }) => probability),
    ),
  };
}

function unpacked(bundle: TensorBundle): Answer[] {
  const read = (name: string): number[] => Array.from(numbersOf(bundle[name]));
  const lengths = read("lengths");
  const targets = inGroups(read("targets"), lengths);
  const forced = inGroups(read("forced"), lengths);
  const generated = inGroups(read("generated"), read("generatedLengths"));
  return read("probability").map((probability, i) => ({
    forced: forced[i],
    generated: generated[i],
    targetIds: targets[i],
    probability,
  }));
}
