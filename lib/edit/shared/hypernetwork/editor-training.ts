/**
 * Training an editor: for each lesson, a gradient step on the editor's variables with a frozen model. The result is an
 * artifact, computed once and addressed by the model, the set of edits and the settings.
 */
import { seededRandom, shuffled, type JsonObject, type Run } from "../../../base";
import type { EditCase } from "../../../data";
import type { Model, ModelFacts } from "../../../model";
import { norm, type Making } from "../../../tensor";
import type { EditCall } from "../../method";
import { networkOptions, type EditorDesign, type TrainedEditorParameters } from "./editor-design";
import { planLesson, prepareLesson } from "./editor-lesson";
import { train, type Variable } from "../training/train";
import {
  freshNetwork,
  groupModules,
  observed,
  readEditor,
  transformFeeds,
  writeEditor,
  type ModuleGroup,
  type TrainedEditor,
} from "./network";
import { editedModules, feedsOf } from "./module-gradients";
import type { Moments } from "./running-moments";
import { resumeState, stateTensors, type TrainingState } from "./training-state";

/** The most work that a killed process loses. */
const STEPS_A_PART = 50;

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

/**
 * The editor of a model, trained when it is missing; stopped training resumes. Throws `unsupported` for layers the model
 * lacks.
 */
export async function trainedEditor<P extends TrainedEditorParameters>(
  run: Run,
  design: EditorDesign<P>,
  { model, parameters, cache, trainingCases }: Omit<EditCall<P>, "requests">,
): Promise<TrainedEditor> {
  const groups = groupModules(editedModules(model, parameters.layers, parameters.roles));
  const weights = await model.bare.fingerprint();
  const key = editorKey(design.id, model.facts, weights, trainingCases.name, parameters);
  const bundle = await cache.getOrMake(
    key,
    async (making) => {
      const cases = await trainingCases.cases(run);
      making.note({ samples: { count: cases.length, unit: "edits" } });
      const { variables, normalizers, losses } = await trainOn(
        run,
        design,
        { model: model.bare, parameters, cases },
        making,
      );
      return writeEditor(groups, variables, normalizers, losses);
    },
    run.signal,
  );
  return readEditor(groups, bundle);
}

interface Training<P> {
  readonly model: Model;
  readonly parameters: P;
  readonly cases: readonly EditCase[];
}

async function trainOn<P extends TrainedEditorParameters>(
  run: Run,
  design: EditorDesign<P>,
  { model, parameters, cases }: Training<P>,
  making: Making,
): Promise<TrainingState> {
  const { trainingSteps, trainingEdits, gradientClip } = parameters;
  const modules = editedModules(model, parameters.layers, parameters.roles);
  const groups = groupModules(modules);
  const network = networkOptions(design, parameters);
  const variables = freshNumbers(design, groups, parameters);
  const optimizers = variables.map((variable) => design.optimizer(variable, parameters));
  const state: TrainingState = { variables, optimizers, normalizers: [], losses: [] };
  await resumeState(making, state);

  // Training has its own seed, because the artifact must not depend on the edit that requested it first.
  const random = seededRandom(`training ${design.id}`);
  const draw = drawing(cases, trainingEdits, random.fork("order"));
  const nextPlan = () => planLesson(draw(), random, parameters);
  for (let step = 0; step < state.losses.length; step++) nextPlan();

  let kept = state.losses.length;
  const keep = async (): Promise<void> => {
    if (state.losses.length === kept) return;
    kept = state.losses.length;
    await making.keep(stateTensors(state), {
      done: kept * trainingEdits,
      total: trainingSteps * trainingEdits,
    });
  };
  const quiet = { ...run, progress: () => undefined };
  let made: { readonly loss: number; readonly normalizers: readonly Moments[] } | undefined;
  const lesson = {
    count: 1,
    async at() {
      const prepared = await prepareLesson(quiet, model, modules, nextPlan(), design.together);
      const read = prepared.gradients;
      const normalizers = observed(groups, read, state.losses.length > 0 ? state.normalizers : undefined);
      const feeds = { ...transformFeeds(groups, normalizers, read), ...feedsOf(variables) };
      const call = { model, modules, groups, network, gradients: read, feeds, parameters };
      const { loss, gradients } = await design.teach(quiet, { ...call, variables, lesson: prepared });
      made = { loss, normalizers };
      return { loss, gradients: clipped(gradients, gradientClip) };
    },
  };
  try {
    await train(run, variables, [lesson], {
      phase: "Training the editor",
      steps: trainingSteps,
      done: [...state.losses],
      optimizerOf: (variable) => optimizers[variables.indexOf(variable)],
      async afterStep() {
        if (!made) return;
        state.normalizers = made.normalizers;
        state.losses.push(made.loss);
        if (state.losses.length - kept >= STEPS_A_PART && state.losses.length < trainingSteps) await keep();
      },
    });
  } catch (error) {
    await keep();
    throw error;
  }
  return state;
}

/** The numbers to train, as they start. */
function freshNumbers<P extends TrainedEditorParameters>(
  design: EditorDesign<P>,
  groups: readonly ModuleGroup[],
  parameters: P,
): Variable[] {
  return [
    ...freshNetwork(groups, networkOptions(design, parameters), design.id),
    ...groups.flatMap(({ name, members }) =>
      design.scalars.map(({ part, start }) => ({
        name: `${name}.${part}`,
        shape: [members.length, 1],
        data: new Float32Array(members.length).fill(start(parameters)),
      })),
    ),
  ];
}

/** Gives the next edits each time it is called: all of them in a random order, then again in another. */
export function drawing(cases: readonly EditCase[], count: number, random: ReturnType<typeof seededRandom>) {
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
