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
import type { Run } from "../../../base";
import { adam, floats, grad, multiply, slice, type Graph, type Value } from "../../../tensor";
import { defineMethod } from "../../method";
import { judged, scopeOf } from "../../shared/hypernetwork/editor-lesson";
import {
  ATLAS_EDITOR,
  TrainedEditorParameters,
  type ChangeCall,
  type EditorDesign,
} from "../../shared/hypernetwork/editor-design";
import { placeOf, transformed } from "../../shared/hypernetwork/network";
import { besideModules, namesOf } from "../../shared/hypernetwork/module-gradients";
import { productDelta } from "../../shared/solve/ridge";
import { trainedMethod } from "../../shared/hypernetwork/trained-method";

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

const STEP = "step";

const design: EditorDesign<MendParameters> = {
  id: "mend",
  together: false,
  modulation: "before",
  scalars: [{ part: STEP, start: ({ initialStep }) => initialStep }],
  optimizer: ({ name }, { learningRate, stepLearningRate }) =>
    adam({ learningRate: name.endsWith(`.${STEP}`) ? stepLearningRate : learningRate }),
  async teach(run, call) {
    const { model, modules, feeds, variables, lesson, parameters } = call;
    const { rank, editFactor, localityFactor } = parameters;
    const key = `mend lesson:${namesOf(modules)}:${[rank, editFactor, localityFactor].join()}`;
    const program = await model.program(key, (context) => {
      const { graph } = context;
      const beside = besideModules(modules, factorsOf(graph, call), scopeOf(context));
      const loss = judged(context, model, modules, beside, parameters);
      const trained = variables.map(({ name, shape }) => graph.input(name, "float32", shape));
      grad(loss, trained).forEach((gradient, i) => graph.output(`gradient.${i}`, gradient));
    });
    const results = await program.run({ ...lesson.feeds, ...feeds }, { signal: run.signal });
    return {
      loss: floats(results.loss)[0],
      gradients: variables.map((_, i) => floats(results[`gradient.${i}`])),
    };
  },
  async change(run: Run, call) {
    const { model, modules, feeds, parameters } = call;
    const program = await model.program(`mend edit:${namesOf(modules)}:${parameters.rank}`, ({ graph }) =>
      factorsOf(graph, call).forEach(({ right, left }, i) => {
        graph.output(`right.${i}`, right);
        graph.output(`left.${i}`, left);
      }),
    );
    const results = await program.run(feeds, { signal: run.signal });
    return (i) => productDelta(run, model, modules[i], results[`left.${i}`], results[`right.${i}`]);
  },
};

/** x̃ [N, in] and α g̃ [N, out] of every module. */
function factorsOf(
  graph: Graph,
  { modules, groups, network }: Pick<ChangeCall<MendParameters>, "modules" | "groups" | "network">,
): { readonly right: Value; readonly left: Value }[] {
  return modules.map((_, module) => {
    const { group, mode } = placeOf(groups, module);
    const { newX, newG } = transformed(graph, groups, module, network);
    const steps = graph.input(`${group.name}.${STEP}`, "float32", [group.members.length, 1]);
    return { right: newX, left: multiply(newG, slice(steps, 0, mode, mode + 1)) };
  });
}

/** One hundred thousand edits, the gradients of ten of them accumulated for a step. */
const PUBLISHED = { trainingEdits: 10, trainingSteps: 10_000 };

export const mend = defineMethod<MendParameters>({
  id: "mend",
  name: "MEND",
  summary: "Asks a trained network what the gradient of the edit should have been.",
  paper: { title: "Fast Model Editing at Scale", year: 2022, url: "https://arxiv.org/abs/2110.11309" },
  parameters: MendParameters,
  presets: [
    {
      name: "Atlas",
      models: ["atlas"],
      parameters: MendParameters.parse({
        ...ATLAS_EDITOR,
        initialStep: -1e-4,
        trainingSteps: 2000,
      }),
    },
    {
      name: "GPT-2 XL, as published",
      models: ["gpt2-xl"],
      publishedIn: "EasyEdit",
      parameters: MendParameters.parse({ layers: [45, 46, 47], ...PUBLISHED }),
    },
    {
      name: "Llama 2 and 3, as published",
      models: ["llama-7b", "llama3-8b"],
      publishedIn: "EasyEdit",
      parameters: MendParameters.parse({ layers: [29, 30, 31], ...PUBLISHED }),
    },
  ],
  ...trainedMethod(design),
});
