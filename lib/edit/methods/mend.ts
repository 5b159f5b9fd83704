/**
 * MEND: a trained network turns the gradient of an edit into the change to make.
 *
 * The gradient of a weight is Σ g xᵀ over tokens. A network maps each normalized pair (x, g) to another, (x̃, g̃), and the
 * weight becomes
 *
 *     W′ = W + α Σ g̃ x̃ᵀ        (Mitchell et al. 2022, with the sign of the authors' code)
 *
 * where the step α of each weight is learned too. Training makes edits that hold when rephrased and leave other answers
 * alone. x and g are read from the unedited model and held constant, as in the authors' code, so a training step
 * differentiates the edited model once and not the gradient itself.
 */
import { z } from "zod";
import { checkCancelled, type Run } from "../../base";
import { normOf } from "../../model";
import { adam, floats, grad, multiply, norm, slice, type Graph, type Value } from "../../tensor";
import { defineMethod, type EditCall, type EditResult } from "../method";
import { judged, scopeOf } from "../shared/editor-lesson";
import {
  preflightTrained,
  trainedEditor,
  TrainedEditorParameters,
  type EditorDesign,
} from "../shared/editor-training";
import type { Variable } from "../shared/finetune";
import {
  freshNetwork,
  groupModules,
  placeOf,
  transformed,
  transformFeeds,
  type ModuleGroup,
  type NetworkOptions,
} from "../shared/hypernetwork";
import {
  besideModules,
  editedModules,
  feedsOf,
  MODULE_ROLES,
  namesOf,
  tokenGradients,
} from "../shared/module-gradients";
import { productDelta } from "../shared/ridge";

const MendParameters = TrainedEditorParameters.extend({
  initialStep: z
    .number()
    .default(1e-4)
    .describe("Step α before training; a negative one follows the gradient down from the start.")
    .meta({ alias: "edit_lr" }),
  stepLearningRate: z
    .number()
    .positive()
    .default(1e-4)
    .describe("Adam step size for the steps α.")
    .meta({ alias: "lr_lr" }),
});
type MendParameters = z.infer<typeof MendParameters>;

const networkOptions = ({ rank }: MendParameters): NetworkOptions => ({
  rank,
  blocks: 2,
  modulation: "before",
});

const STEP = "step";

const design: EditorDesign<MendParameters> = {
  id: "mend",
  together: false,
  fresh: (groups, parameters) => [
    ...freshNetwork(groups, networkOptions(parameters), "mend"),
    ...groups.map(({ name, members }): Variable => ({
      name: `${name}.${STEP}`,
      shape: [members.length, 1],
      data: new Float32Array(members.length).fill(parameters.initialStep),
    })),
  ],
  optimizer: ({ name }, { learningRate, stepLearningRate }) =>
    adam({ learningRate: name.endsWith(`.${STEP}`) ? stepLearningRate : learningRate }),
  async teach(run, { model, modules, groups, variables, normalizers, lesson, parameters }) {
    const { rank, editFactor, localityFactor } = parameters;
    const key = `mend lesson:${namesOf(modules)}:${[rank, editFactor, localityFactor].join()}`;
    const program = await model.program(key, (context) => {
      const { graph } = context;
      const factors = factorsOf(graph, groups, modules.length, networkOptions(parameters));
      const beside = besideModules(modules, factors, scopeOf(context));
      const loss = judged(context, model, modules, beside, parameters);
      const trained = variables.map(({ name, shape }) => graph.input(name, "float32", shape));
      grad(loss, trained).forEach((gradient, i) => graph.output(`gradient.${i}`, gradient));
    });
    const feeds = {
      ...lesson.feeds,
      ...transformFeeds(groups, normalizers, lesson.gradients),
      ...feedsOf(variables),
    };
    const results = await program.run(feeds, { signal: run.signal });
    return {
      loss: floats(results.loss)[0],
      gradients: variables.map((_, i) => floats(results[`gradient.${i}`])),
    };
  },
};

/** x̃ [N, in] and α g̃ [N, out] of every module. */
function factorsOf(
  graph: Graph,
  groups: readonly ModuleGroup[],
  count: number,
  options: NetworkOptions,
): { readonly right: Value; readonly left: Value }[] {
  return Array.from({ length: count }, (_, module) => {
    const { group, mode } = placeOf(groups, module);
    const { newX, newG } = transformed(graph, groups, module, options);
    const steps = graph.input(`${group.name}.${STEP}`, "float32", [group.members.length, 1]);
    return { right: newX, left: multiply(newG, slice(steps, 0, mode, mode + 1)) };
  });
}

async function mendEdit(run: Run, call: EditCall<MendParameters>): Promise<EditResult> {
  const { model, requests, parameters } = call;
  const editor = await trainedEditor(run, design, call);
  const modules = editedModules(model, parameters.layers, parameters.roles);
  const groups = groupModules(modules);
  const gradients = await tokenGradients(run, model, modules, requests);
  checkCancelled(run.signal);
  const program = await model.program(`mend edit:${namesOf(modules)}:${parameters.rank}`, ({ graph }) =>
    factorsOf(graph, groups, modules.length, networkOptions(parameters)).forEach(({ right, left }, i) => {
      graph.output(`right.${i}`, right);
      graph.output(`left.${i}`, left);
    }),
  );
  const feeds = { ...editor.feeds, ...transformFeeds(groups, editor.normalizers, gradients) };
  const results = await program.run(feeds, { signal: run.signal });
  const deltas = [];
  for (const [i, spec] of modules.entries()) {
    deltas.push(await productDelta(run, model, spec, results[`left.${i}`], results[`right.${i}`]));
    run.progress({ phase: "Writing the changes", step: i + 1, steps: modules.length });
    checkCancelled(run.signal);
  }
  return {
    overlays: [{ kind: "weights", deltas }],
    report: {
      numbers: {
        lossNatsBefore: gradients.lossNats.reduce((sum, loss) => sum + loss, 0) / requests.length,
        tokens: gradients.owners.length,
        deltaNorm: norm(deltas.map(normOf)),
      },
      curves: { trainingLossNats: editor.losses },
    },
  };
}

/** One hundred thousand edits, the gradients of ten of them accumulated for a step. */
const PUBLISHED = { trainingEdits: 10, trainingSteps: 10_000 };

export const mend = defineMethod<MendParameters>({
  id: "mend",
  name: "MEND",
  summary: "Asks a trained network what the gradient of the edit should have been.",
  paper: { title: "Fast Model Editing at Scale", year: 2022, url: "https://arxiv.org/abs/2110.11309" },
  kind: "meta-learning",
  traits: { batch: true, sequential: false, gradient: true },
  roles: MODULE_ROLES,
  parameters: MendParameters,
  presets: [
    {
      name: "Atlas",
      models: ["atlas"],
      parameters: MendParameters.parse({
        layers: [1, 2, 3],
        roles: ["mlp.down"],
        rank: 128,
        learningRate: 3e-5,
        initialStep: -1e-4,
        trainingEdits: 4,
        rephrases: 1,
        neighbours: 3,
        trainingSteps: 300,
      }),
    },
    {
      name: "GPT-2 XL, as published",
      models: ["gpt2-xl"],
      parameters: MendParameters.parse({ layers: [45, 46, 47], ...PUBLISHED }),
    },
    {
      name: "Llama 2 and 3, as published",
      models: ["llama-7b", "llama3-8b"],
      parameters: MendParameters.parse({ layers: [29, 30, 31], ...PUBLISHED }),
    },
  ],
  preflight: (call) => preflightTrained(design.id, call),
  async prepare(run, call) {
    await trainedEditor(run, design, call);
  },
  apply: mendEdit,
});
