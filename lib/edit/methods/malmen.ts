/**
 * MALMEN: many edits by one trained network and one least squares.
 *
 * As in MEND a network reads input k and gradient g of an edited weight at every token. Here it says by how much the token's
 * output should move,
 *
 *     v = −η (k · k̃) g̃        (Tan et al. 2024; η learned for each weight)
 *
 * and the weight's change is the ridge solution for all tokens of all edits together, whose λ is learned too
 * (shared/ridge.ts). So edits are combined by what they do and not by adding their changes. In training the gradient passes
 * through the solution by hand: with S = K Kᵀ + λ I and Y = S⁻¹ V,
 *
 *     ∂L/∂V = S⁻¹ ∂L/∂Y        ∂L/∂λ = −Σ (S⁻¹ ∂L/∂Y) ∘ Y
 *
 * which parts the model from the network: each is differentiated on its own.
 */
import { z } from "zod";
import { checkCancelled, type Run } from "../../base";
import { normOf, orientation, type Model, type ParameterSpec } from "../../model";
import {
  adam,
  add,
  floats,
  grad,
  multiply,
  negate,
  norm,
  reduceSum,
  slice,
  type Graph,
  type Tensor,
  type Value,
} from "../../tensor";
import { defineMethod, type EditCall, type EditResult } from "../method";
import { judged } from "../shared/editor-lesson";
import {
  preflightTrained,
  trainedEditor,
  TrainedEditorParameters,
  type EditorDesign,
  type TeachCall,
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
  total,
} from "../shared/module-gradients";
import { ridgeDelta, ridgeGradient, ridgeSolution, type RidgeSolution } from "../shared/ridge";

const MalmenParameters = TrainedEditorParameters.extend({
  initialStep: z
    .number()
    .positive()
    .default(1e-6)
    .describe("Step η before training.")
    .meta({ alias: "editor_lr" }),
});
type MalmenParameters = z.infer<typeof MalmenParameters>;

const networkOptions = ({ rank }: MalmenParameters): NetworkOptions => ({
  rank,
  blocks: 2,
  modulation: "behind",
});

/** η and log λ of each mode, [modes, 1]. */
const STEP = "step";
const RIDGE = "ridge";

const design: EditorDesign<MalmenParameters> = {
  id: "malmen",
  together: true,
  fresh: (groups, parameters) => [
    ...freshNetwork(groups, networkOptions(parameters), "malmen"),
    ...groups.flatMap(({ name, members }): Variable[] =>
      [
        { part: STEP, value: parameters.initialStep },
        { part: RIDGE, value: 0 },
      ].map(({ part, value }) => ({
        name: `${name}.${part}`,
        shape: [members.length, 1],
        data: new Float32Array(members.length).fill(value),
      })),
    ),
  ],
  optimizer: (_, { learningRate }) => adam({ learningRate }),
  async teach(run, call) {
    const { model, modules, groups, variables, normalizers, lesson, parameters } = call;
    const numbers = new Map(variables.map(({ name, data }) => [name, data]));
    const feeds = { ...transformFeeds(groups, normalizers, lesson.gradients), ...feedsOf(variables) };
    const shifts = await askShifts(run, model, modules, groups, parameters, feeds);
    const solutions: RidgeSolution[] = [];
    for (const [i, { inputs }] of lesson.gradients.modules.entries()) {
      const ridge = ridgeOf(groups, i, (name) => numbers.get(name) as Float32Array);
      solutions.push(await ridgeSolution(run, model, inputs, shifts[i], ridge));
    }
    const { loss, byY } = await judgeSolutions(run, call, solutions);
    const byShift: Tensor[] = [];
    const byRidge = new Map(variables.map(({ name, data }) => [name, new Float32Array(data.length)]));
    for (const [i, solution] of solutions.entries()) {
      const { byValues, byLogRidge } = await ridgeGradient(run, solution, byY[i]);
      byShift.push(byValues);
      const { group, mode } = placeOf(groups, i);
      (byRidge.get(`${group.name}.${RIDGE}`) as Float32Array)[mode] = byLogRidge;
    }
    const byNetwork = await networkGradients(run, call, feeds, byShift);
    return {
      loss,
      gradients: variables.map(({ name }) => byNetwork.get(name) ?? (byRidge.get(name) as Float32Array)),
    };
  },
};

/** λ of a module. */
function ridgeOf(
  groups: readonly ModuleGroup[],
  module: number,
  read: (name: string) => Float32Array,
): number {
  const { group, mode } = placeOf(groups, module);
  return Math.exp(read(`${group.name}.${RIDGE}`)[mode]);
}

/** v [N, out] of every module. */
function shiftsOf(graph: Graph, groups: readonly ModuleGroup[], count: number, options: NetworkOptions) {
  return Array.from({ length: count }, (_, module): Value => {
    const { group, mode } = placeOf(groups, module);
    const { x, newX, newG } = transformed(graph, groups, module, options);
    const steps = graph.input(`${group.name}.${STEP}`, "float32", [group.members.length, 1]);
    const step = slice(steps, 0, mode, mode + 1); // [1, 1]
    const overlap = reduceSum(multiply(x, newX), [-1], true); // k · k̃, [N, 1]
    return multiply(negate(multiply(overlap, step)), newG);
  });
}

async function askShifts(
  run: Run,
  model: Model,
  modules: readonly ParameterSpec[],
  groups: readonly ModuleGroup[],
  parameters: MalmenParameters,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Tensor[]> {
  const program = await model.program(`malmen shifts:${namesOf(modules)}:${parameters.rank}`, ({ graph }) =>
    shiftsOf(graph, groups, modules.length, networkOptions(parameters)).forEach((shift, i) =>
      graph.output(`shift.${i}`, shift),
    ),
  );
  const results = await program.run(feeds, { signal: run.signal });
  return modules.map((_, i) => results[`shift.${i}`]);
}

/** The lesson's loss with Kᵀ Y beside every weight, and its gradient by each Y [N, out]. */
async function judgeSolutions(
  run: Run,
  { model, modules, lesson, parameters }: TeachCall<MalmenParameters>,
  solutions: readonly RidgeSolution[],
): Promise<{ loss: number; byY: readonly Tensor[] }> {
  const { editFactor, localityFactor } = parameters;
  const key = `malmen lesson:${namesOf(modules)}:${editFactor},${localityFactor}`;
  const program = await model.program(key, (context) => {
    const { graph } = context;
    const factors = modules.map((spec, i) => {
      const [out, into] = orientation(spec);
      return {
        right: graph.input(`x.${i}`, "float32", ["N", into]),
        left: graph.input(`y.${i}`, "float32", ["N", out]),
      };
    });
    const loss = judged(context, model, modules, besideModules(modules, factors), parameters);
    grad(
      loss,
      factors.map(({ left }) => left),
    ).forEach((gradient, i) => graph.output(`gradient.${i}`, gradient));
  });
  const own = Object.fromEntries(
    solutions.flatMap(({ y }, i) => [
      [`x.${i}`, lesson.gradients.modules[i].inputs],
      [`y.${i}`, y],
    ]),
  );
  const results = await program.run({ ...lesson.feeds, ...own }, { signal: run.signal });
  return { loss: floats(results.loss)[0], byY: modules.map((_, i) => results[`gradient.${i}`]) };
}

/** Gradients of the network's numbers from those of the shifts: of Σ v ∘ c, with c held constant. */
async function networkGradients(
  run: Run,
  { model, modules, groups, variables, parameters }: TeachCall<MalmenParameters>,
  feeds: Readonly<Record<string, Tensor>>,
  byShift: readonly Tensor[],
): Promise<ReadonlyMap<string, Float32Array>> {
  const trained = variables.filter(({ name }) => !name.endsWith(`.${RIDGE}`));
  const key = `malmen network:${namesOf(modules)}:${parameters.rank}`;
  const program = await model.program(key, ({ graph }) => {
    const terms = shiftsOf(graph, groups, modules.length, networkOptions(parameters)).map((shift, i) =>
      total(multiply(shift, graph.input(`c.${i}`, "float32", shift.shape))),
    );
    const inner = terms.reduce((sum, term) => add(sum, term));
    const wanted = trained.map(({ name, shape }) => graph.input(name, "float32", shape));
    grad(inner, wanted).forEach((gradient, i) => graph.output(`gradient.${i}`, gradient));
  });
  const own = Object.fromEntries(byShift.map((c, i) => [`c.${i}`, c]));
  const results = await program.run({ ...feeds, ...own }, { signal: run.signal });
  return new Map(trained.map(({ name }, i) => [name, floats(results[`gradient.${i}`])]));
}

async function malmenEdit(run: Run, call: EditCall<MalmenParameters>): Promise<EditResult> {
  const { model, requests, parameters } = call;
  const editor = await trainedEditor(run, design, call);
  const modules = editedModules(model, parameters.layers, parameters.roles);
  const groups = groupModules(modules);
  const gradients = await tokenGradients(run, model, modules, requests);
  checkCancelled(run.signal);
  const feeds = { ...editor.feeds, ...transformFeeds(groups, editor.normalizers, gradients) };
  const shifts = await askShifts(run, model, modules, groups, parameters, feeds);
  const deltas = [];
  for (const [i, spec] of modules.entries()) {
    const ridge = ridgeOf(groups, i, (name) => floats(editor.feeds[name]));
    const { inputs } = gradients.modules[i];
    deltas.push(await ridgeDelta(run, model, spec, inputs, shifts[i], ridge));
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

export const malmen = defineMethod<MalmenParameters>({
  id: "malmen",
  name: "MALMEN",
  summary: "Makes many edits at once: a trained network asks for shifts, and least squares joins them.",
  paper: {
    title: "Massive Editing for Large Language Models via Meta Learning",
    year: 2024,
    url: "https://arxiv.org/abs/2311.04661",
  },
  kind: "meta-learning",
  traits: { batch: true, sequential: false, gradient: true },
  roles: MODULE_ROLES,
  parameters: MalmenParameters,
  presets: [
    {
      name: "Atlas",
      models: ["atlas"],
      parameters: MalmenParameters.parse({
        layers: [1, 2, 3],
        roles: ["mlp.down"],
        rank: 128,
        learningRate: 3e-5,
        initialStep: 3e-4,
        editFactor: 0.3,
        trainingEdits: 4,
        rephrases: 1,
        neighbours: 3,
        trainingSteps: 250,
      }),
    },
    {
      name: "GPT-2 XL, as published",
      models: ["gpt2-xl"],
      parameters: MalmenParameters.parse({
        layers: [42, 43, 44, 45, 46, 47],
        roles: ["mlp.down"],
        learningRate: 1e-5,
        gradientClip: 1,
        editFactor: 1,
        trainingEdits: 1,
        trainingSteps: 10_000,
      }),
    },
  ],
  preflight: (call) => preflightTrained(design.id, call),
  async prepare(run, call) {
    await trainedEditor(run, design, call);
  },
  apply: malmenEdit,
});
