/**
 * MALMEN: many edits by one trained network and one least squares.
 *
 * As in MEND a network reads input k and gradient g of an edited weight at every token. Here it gives the move of the
 * token's output,
 *
 *     v = −η (k · k̃) g̃        (Tan et al. 2024; η learned for each weight)
 *
 * and the weight's change is the ridge solution for all tokens of all edits together, whose λ is learned too
 * (shared/ridge.ts). Edits are therefore combined by their effects and not by adding their changes. In training the
 * gradient passes through the solution by hand: with S = K Kᵀ + λ I and Y = S⁻¹ V,
 *
 *     ∂L/∂V = S⁻¹ ∂L/∂Y        ∂L/∂λ = −Σ (S⁻¹ ∂L/∂Y) ∘ Y
 *
 * which separates the model from the network: each is differentiated on its own.
 */
import { z } from "zod";
import type { Run } from "../../../base";
import { orientation } from "../../../model";
import {
  adam,
  add,
  floats,
  grad,
  multiply,
  negate,
  reduceSum,
  slice,
  type Graph,
  type Tensor,
  type Value,
} from "../../../tensor";
import { defineMethod } from "../../method";
import { judged } from "../../shared/hypernetwork/editor-lesson";
import {
  ATLAS_EDITOR,
  TrainedEditorParameters,
  type ChangeCall,
  type EditorDesign,
  type TeachCall,
} from "../../shared/hypernetwork/editor-design";
import { placeOf, transformed } from "../../shared/hypernetwork/network";
import { besideModules, namesOf, total } from "../../shared/hypernetwork/module-gradients";
import { ridgeDelta, ridgeGradient, ridgeSolution, type RidgeSolution } from "../../shared/solve/ridge";
import { trainedMethod } from "../../shared/hypernetwork/trained-method";

const MalmenParameters = TrainedEditorParameters.extend({
  initialStep: z
    .number()
    .positive()
    .default(1e-6)
    .describe("Step η before training.")
    .meta({ alias: "editor_lr" }),
});
type MalmenParameters = z.infer<typeof MalmenParameters>;

/** η and log λ of each mode, [modes, 1]. */
const STEP = "step";
const RIDGE = "ridge";

const design: EditorDesign<MalmenParameters> = {
  id: "malmen",
  together: true,
  modulation: "behind",
  scalars: [
    { part: STEP, start: ({ initialStep }) => initialStep },
    { part: RIDGE, start: () => 0 },
  ],
  optimizer: (_, { learningRate }) => adam({ learningRate }),
  async teach(run, call) {
    const { model, groups, variables, gradients } = call;
    const shifts = await askShifts(run, call);
    const solutions: RidgeSolution[] = [];
    for (const [i, { inputs }] of gradients.modules.entries())
      solutions.push(await ridgeSolution(run, model, inputs, shifts[i], ridgeOf(call, i)));
    const { loss, byY } = await judgeSolutions(run, call, solutions);
    const byShift: Tensor[] = [];
    const byRidge = new Map(variables.map(({ name, data }) => [name, new Float32Array(data.length)]));
    for (const [i, solution] of solutions.entries()) {
      const { byValues, byLogRidge } = await ridgeGradient(run, model, solution, byY[i]);
      byShift.push(byValues);
      const { group, mode } = placeOf(groups, i);
      (byRidge.get(`${group.name}.${RIDGE}`) as Float32Array)[mode] = byLogRidge;
    }
    const byNetwork = await networkGradients(run, call, byShift);
    return {
      loss,
      gradients: variables.map(({ name }) => byNetwork.get(name) ?? (byRidge.get(name) as Float32Array)),
    };
  },
  async change(run, call) {
    const { model, modules, gradients } = call;
    const shifts = await askShifts(run, call);
    return (i) =>
      ridgeDelta(run, model, modules[i], gradients.modules[i].inputs, shifts[i], ridgeOf(call, i));
  },
};

/** λ of a module. */
function ridgeOf({ groups, feeds }: ChangeCall<MalmenParameters>, module: number): number {
  const { group, mode } = placeOf(groups, module);
  return Math.exp(floats(feeds[`${group.name}.${RIDGE}`])[mode]);
}

/** v [N, out] of every module. */
function shiftsOf(graph: Graph, { modules, groups, network }: ChangeCall<MalmenParameters>): Value[] {
  return modules.map((_, module) => {
    const { group, mode } = placeOf(groups, module);
    const { x, newX, newG } = transformed(graph, groups, module, network);
    const steps = graph.input(`${group.name}.${STEP}`, "float32", [group.members.length, 1]);
    const step = slice(steps, 0, mode, mode + 1); // [1, 1]
    const overlap = reduceSum(multiply(x, newX), [-1], true); // k · k̃, [N, 1]
    return multiply(negate(multiply(overlap, step)), newG);
  });
}

async function askShifts(run: Run, call: ChangeCall<MalmenParameters>): Promise<Tensor[]> {
  const { model, modules, parameters, feeds } = call;
  const program = await model.program(`malmen shifts:${namesOf(modules)}:${parameters.rank}`, ({ graph }) =>
    shiftsOf(graph, call).forEach((shift, i) => graph.output(`shift.${i}`, shift)),
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
  const gradientFeeds = Object.fromEntries(
    solutions.flatMap(({ y }, i) => [
      [`x.${i}`, lesson.gradients.modules[i].inputs],
      [`y.${i}`, y],
    ]),
  );
  const results = await program.run({ ...lesson.feeds, ...gradientFeeds }, { signal: run.signal });
  return { loss: floats(results.loss)[0], byY: modules.map((_, i) => results[`gradient.${i}`]) };
}

/** Gradients of the network's numbers from those of the shifts: of Σ v ∘ c, with c held constant. */
async function networkGradients(
  run: Run,
  call: TeachCall<MalmenParameters>,
  byShift: readonly Tensor[],
): Promise<ReadonlyMap<string, Float32Array>> {
  const { model, modules, variables, parameters, feeds } = call;
  const trained = variables.filter(({ name }) => !name.endsWith(`.${RIDGE}`));
  const key = `malmen network:${namesOf(modules)}:${parameters.rank}`;
  const program = await model.program(key, ({ graph }) => {
    const terms = shiftsOf(graph, call).map((shift, i) =>
      total(multiply(shift, graph.input(`c.${i}`, "float32", shift.shape))),
    );
    const inner = terms.reduce((sum, term) => add(sum, term));
    const wanted = trained.map(({ name, shape }) => graph.input(name, "float32", shape));
    grad(inner, wanted).forEach((gradient, i) => graph.output(`gradient.${i}`, gradient));
  });
  const shiftFeeds = Object.fromEntries(byShift.map((c, i) => [`c.${i}`, c]));
  const results = await program.run({ ...feeds, ...shiftFeeds }, { signal: run.signal });
  return new Map(trained.map(({ name }, i) => [name, floats(results[`gradient.${i}`])]));
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
  parameters: MalmenParameters,
  presets: [
    {
      name: "Atlas",
      models: ["atlas"],
      parameters: MalmenParameters.parse({
        ...ATLAS_EDITOR,
        initialStep: 3e-4,
        editFactor: 0.3,
        trainingSteps: 1500,
      }),
    },
    {
      name: "GPT-2 XL, as published",
      models: ["gpt2-xl"],
      publishedIn: "EasyEdit",
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
  ...trainedMethod(design),
});
