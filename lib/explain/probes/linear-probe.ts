/**
 * Linear probes by layer: how well a label can be read from the stream at a token (Alain & Bengio 2017), against a control
 * task (Hewitt & Liang 2019). Folds never share a subject, so that a probe cannot know its test subjects. In the control task
 * each subject has another subject's label; selectivity is the accuracy less that of the control. A probe that reads what the
 * model represents is selective; one that only remembers its training data is not.
 */
import { checkCancelled, seededRandom, shuffled, type Run } from "../../base";
import type { Model } from "../../model";
import { fitProbe, predicted, probeLogits } from "./logistic";
import { readStates, type Place } from "./states";

export interface ProbeExample extends Place {
  readonly label: string;
  readonly subject: string;
}

export interface ProbeCall {
  readonly folds?: number;
  readonly l2?: number;
  readonly iterations?: number;
  readonly seed?: number;
}

export interface LayerProbe {
  /** 0 is the embedding. */
  readonly state: number;
  readonly accuracy: number;
  /** 95 % of the binomial distribution, by Wilson. */
  readonly interval95: readonly [low: number, high: number];
  /** Of the control task, on its own test folds. */
  readonly control: number;
  readonly selectivity: number;
}

export interface ProbedLayers {
  readonly examples: number;
  readonly subjects: number;
  readonly classes: readonly string[];
  /** The accuracy of always answering with the commonest label. */
  readonly majority: number;
  readonly layers: readonly LayerProbe[];
}

export async function probeLayers(
  run: Run,
  model: Model,
  examples: readonly ProbeExample[],
  { folds = 5, l2 = 0.01, iterations = 100, seed = 0 }: ProbeCall = {},
): Promise<ProbedLayers> {
  const { width } = model.facts.dimensions;
  const states = await readStates(run, model, examples);
  const classes = [...new Set(examples.map(({ label }) => label))].sort();
  const labels = examples.map(({ label }) => classes.indexOf(label));
  const subjects = [...new Set(examples.map(({ subject }) => subject))];
  const random = seededRandom(`probe ${seed}`);
  const foldOf = new Map(
    shuffled(subjects, random.fork("folds")).map((subject, i) => [subject, i % folds] as const),
  );
  const others = controlLabels(examples, labels, subjects, random.fork("control"));
  const accuracyOf = (features: Float32Array, answers: readonly number[]) => {
    let right = 0;
    for (let fold = 0; fold < folds; fold++) {
      const isTest = examples.map(({ subject }) => foldOf.get(subject) === fold);
      const rows = (test: boolean) => [...isTest.keys()].filter((n) => isTest[n] === test);
      const [train, test] = [rows(false), rows(true)];
      if (train.length === 0 || test.length === 0) continue;
      const probe = fitProbe(features, width, answers, train, { classes: classes.length, l2, iterations });
      for (const n of test) if (predicted(probeLogits(probe, features, width, n)) === answers[n]) right++;
    }
    return right / examples.length;
  };
  const layers: LayerProbe[] = [];
  for (const [state, features] of states.entries()) {
    checkCancelled(run.signal);
    run.progress({ phase: "Fitting probes", step: state, steps: states.length });
    const accuracy = accuracyOf(features, labels);
    const control = accuracyOf(features, others);
    layers.push({
      state,
      accuracy,
      interval95: wilson(accuracy, examples.length),
      control,
      selectivity: accuracy - control,
    });
  }
  const counts = classes.map((_, c) => labels.filter((label) => label === c).length);
  return {
    examples: examples.length,
    subjects: subjects.length,
    classes,
    majority: Math.max(...counts) / examples.length,
    layers,
  };
}

/** Every example of a subject gets the label of another subject, drawn by permuting the subjects. */
function controlLabels(
  examples: readonly ProbeExample[],
  labels: readonly number[],
  subjects: readonly string[],
  random: Parameters<typeof shuffled>[1],
): number[] {
  const own = new Map(examples.map(({ subject }, n) => [subject, labels[n]] as const));
  const permuted = shuffled(subjects, random);
  const given = new Map(subjects.map((subject, i) => [subject, own.get(permuted[i]) as number]));
  return examples.map(({ subject }) => given.get(subject) as number);
}

/** The interval of a share of n independent trials (Wilson 1927). */
export function wilson(share: number, count: number): [low: number, high: number] {
  if (count === 0) return [0, 1];
  const z = 1.959964;
  const centre = (share + (z * z) / (2 * count)) / (1 + (z * z) / count);
  const half =
    (z * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count))) / (1 + (z * z) / count);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
