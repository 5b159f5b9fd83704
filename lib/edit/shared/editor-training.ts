/**
 * Training an editor: lesson after lesson, a gradient step on the editor's own numbers while the model stands still. The
 * result is an artifact, made once for a model, a set of edits and the settings, and found again by those.
 */
import { z } from "zod";
import { seededRandom, shuffled, type JsonObject, type Run } from "../../base";
import type { EditCase } from "../../data";
import type { Model, ModelFacts, ParameterSpec } from "../../model";
import { norm, type Optimizer } from "../../tensor";
import type { EditCall, Preflight, PreflightCall } from "../method";
import { prepareLesson, type Lesson, type LessonOptions } from "./editor-lesson";
import { train, type Variable } from "./finetune";
import {
  groupModules,
  observed,
  readEditor,
  writeEditor,
  type ModuleGroup,
  type TrainedEditor,
} from "./hypernetwork";
import { editedModules, MODULE_ROLES } from "./module-gradients";
import { estimate } from "./preflight";
import type { Moments } from "./running-moments";

/** Parameters that all trained editors have. */
export const TrainedEditorParameters = z.object({
  layers: z.array(z.int().min(0)).min(1).default([2, 3, 4]).describe("Layers whose MLP is edited."),
  roles: z
    .array(z.enum(MODULE_ROLES))
    .min(1)
    .default([...MODULE_ROLES])
    .describe("Weights of those MLPs that are edited, as far as the model has them."),
  rank: z
    .int()
    .min(1)
    .max(4096)
    .default(1920)
    .describe("Inner width of the editor's network.")
    .meta({ alias: "rank" }),
  learningRate: z
    .number()
    .positive()
    .default(1e-6)
    .describe("Adam step size for the editor's network.")
    .meta({ alias: "lr" }),
  editFactor: z
    .number()
    .min(0)
    .default(0.1)
    .describe("Weight of the edit's own loss in training.")
    .meta({ alias: "cedit" }),
  localityFactor: z
    .number()
    .min(0)
    .default(1)
    .describe("Weight of the loss that keeps other answers in training.")
    .meta({ alias: "cloc" }),
  gradientClip: z
    .number()
    .positive()
    .default(100)
    .describe("Largest norm of a training step's gradient.")
    .meta({ alias: "grad_clip" }),
  rephrases: z.int().min(0).max(16).default(2).describe("Rephrases of each edit that judge it in training."),
  neighbours: z
    .int()
    .min(1)
    .max(16)
    .default(4)
    .describe("Other questions that must keep their answers, for each edit in training."),
  trainingEdits: z
    .int()
    .min(1)
    .max(1024)
    .default(8)
    .describe("Edits of one training step.")
    .meta({ alias: "batch_size" }),
  trainingSteps: z
    .int()
    .min(1)
    .max(100_000)
    .default(1000)
    .describe("Steps of training, once for a model.")
    .meta({ alias: "max_iters" }),
});
export type TrainedEditorParameters = z.infer<typeof TrainedEditorParameters>;

/** What sets one editor apart from another. */
export interface EditorDesign<P extends TrainedEditorParameters> {
  readonly id: string;
  /** Whether a lesson's edits are made together, as one change. */
  readonly together: boolean;
  /** The numbers to train. */
  fresh(groups: readonly ModuleGroup[], parameters: P): Variable[];
  optimizer(variable: Variable, parameters: P): Optimizer;
  /** Loss of a lesson in nats, and its gradient by each number. */
  teach(run: Run, call: TeachCall<P>): Promise<Taught>;
}

export interface TeachCall<P> {
  readonly model: Model;
  readonly modules: readonly ParameterSpec[];
  readonly groups: readonly ModuleGroup[];
  readonly variables: readonly Variable[];
  readonly normalizers: readonly Moments[];
  readonly lesson: Lesson;
  readonly parameters: P;
}

export interface Taught {
  readonly loss: number;
  readonly gradients: readonly Float32Array[];
}

/** What a trained editor depends on: the model without overlays, the edits it learned from, and every setting. */
export function editorKey(
  id: string,
  facts: ModelFacts,
  weights: string,
  training: string,
  parameters: TrainedEditorParameters,
): JsonObject {
  return {
    artifact: "trained-editor",
    editor: id,
    checkpoint: facts.checkpoint,
    weights,
    training,
    settings: { ...parameters, layers: [...parameters.layers].sort((a, b) => a - b) },
  };
}

/** The editor of a model, trained when it is not there yet. Throws `unsupported` for layers the model lacks. */
export async function trainedEditor<P extends TrainedEditorParameters>(
  run: Run,
  design: EditorDesign<P>,
  { model, parameters, cache, trainingCases }: Omit<EditCall<P>, "requests">,
): Promise<TrainedEditor> {
  const groups = groupModules(editedModules(model, parameters.layers, parameters.roles));
  const weights = await model.bare.fingerprint();
  const key = editorKey(design.id, model.facts, weights, trainingCases.name, parameters);
  const bundle = await cache.getOrMake(key, async ({ note }) => {
    const cases = await trainingCases.cases(run);
    note({ samples: { count: cases.length, unit: "edits" } });
    const { variables, normalizers, losses } = await trainOn(run, design, model.bare, parameters, cases);
    return writeEditor(groups, variables, normalizers, losses);
  });
  return readEditor(groups, bundle);
}

async function trainOn<P extends TrainedEditorParameters>(
  run: Run,
  design: EditorDesign<P>,
  model: Model,
  parameters: P,
  cases: readonly EditCase[],
) {
  const modules = editedModules(model, parameters.layers, parameters.roles);
  const groups = groupModules(modules);
  const variables = design.fresh(groups, parameters);
  // Training has its own seed: the artifact must not depend on the edit that happened to ask for it first.
  const random = seededRandom(`training ${design.id}`);
  const draw = drawing(cases, parameters.trainingEdits, random.fork("order"));
  const options: LessonOptions = { ...parameters, together: design.together };
  const quiet = { ...run, progress: () => undefined };
  let normalizers: Moments[] | undefined;
  const lesson = {
    count: 1,
    async at() {
      const prepared = await prepareLesson(quiet, model, modules, draw(), random, options);
      normalizers = observed(groups, prepared.gradients, normalizers);
      const call = { model, modules, groups, variables, normalizers, lesson: prepared, parameters };
      const { loss, gradients } = await design.teach(quiet, call);
      return { loss, gradients: clipped(gradients, parameters.gradientClip) };
    },
  };
  const losses = await train(run, variables, [lesson], {
    phase: "Training the editor",
    steps: parameters.trainingSteps,
    optimizerOf: (variable) => design.optimizer(variable, parameters),
  });
  return { variables, normalizers: normalizers as Moments[], losses };
}

/** Gives the next edits each time it is called: all of them in a random order, then again in another. */
function drawing(cases: readonly EditCase[], count: number, random: ReturnType<typeof seededRandom>) {
  let waiting: EditCase[] = [];
  return (): EditCase[] => {
    while (waiting.length < count) waiting = [...waiting, ...shuffled(cases, random)];
    const drawn = waiting.slice(0, count);
    waiting = waiting.slice(count);
    return drawn;
  };
}

function clipped(gradients: readonly Float32Array[], limit: number): readonly Float32Array[] {
  const length = norm(gradients.map(norm));
  if (!(length > limit)) return gradients;
  return gradients.map((gradient) => gradient.map((value) => (value * limit) / length));
}

/** Tokens of an edit in training: its own and those of the texts that judge it, forward and back. */
const TOKENS_A_TEXT = 14;

export function preflightTrained<P extends TrainedEditorParameters>(
  id: string,
  call: PreflightCall<P>,
): Promise<Preflight> {
  const { parameters } = call;
  const texts = 2 + parameters.rephrases + parameters.neighbours;
  return estimate(call, {
    layers: parameters.layers,
    steps: 1,
    rows: 1,
    suffix: true,
    artifacts: [
      {
        what: "Trained editor",
        key: editorKey(id, call.facts, call.fingerprint, call.training, parameters),
        tokens: 2 * texts * TOKENS_A_TEXT * parameters.trainingEdits * parameters.trainingSteps,
      },
    ],
  });
}
