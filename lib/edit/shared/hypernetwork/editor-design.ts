/** The design of a trained editor, and the parts that all trained editors share: parameters, variables, calls. */
import { z } from "zod";
import type { Run } from "../../../base";
import type { Model, ParameterSpec, WeightDelta } from "../../../model";
import type { Optimizer, Tensor } from "../../../tensor";
import type { Lesson } from "./editor-lesson";
import type { Variable } from "../training/train";
import type { ModuleGroup, NetworkOptions } from "./network";
import { MODULE_ROLES, type TokenGradients } from "./module-gradients";

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

/** What the embedded model's presets have in common. */
export const ATLAS_EDITOR = {
  layers: [1, 2, 3],
  roles: ["mlp.down"],
  rank: 128,
  learningRate: 3e-5,
  trainingEdits: 4,
  rephrases: 1,
  neighbours: 3,
} satisfies Partial<TrainedEditorParameters>;

/** What sets one editor apart from another. */
export interface EditorDesign<P extends TrainedEditorParameters> {
  readonly id: string;
  /** Whether a lesson's edits are made together, as one change. */
  readonly together: boolean;
  readonly modulation: NetworkOptions["modulation"];
  /** Numbers beside the network's, one for each mode of a group, and what they start at. */
  readonly scalars: readonly { readonly part: string; readonly start: (parameters: P) => number }[];
  optimizer(variable: Variable, parameters: P): Optimizer;
  /** Loss of a lesson in nats, and its gradient by each number. */
  teach(run: Run, call: TeachCall<P>): Promise<Taught>;
  /** The change of each weight, by its index. */
  change(run: Run, call: ChangeCall<P>): Promise<(module: number) => Promise<WeightDelta>>;
}

/** What the network sees of some edits, and the network. */
interface NetworkCall<P> {
  readonly model: Model;
  readonly modules: readonly ParameterSpec[];
  readonly groups: readonly ModuleGroup[];
  readonly network: NetworkOptions;
  readonly gradients: TokenGradients;
  /** Of `transformed`, with the numbers of the network and those beside it. */
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly parameters: P;
}

export type ChangeCall<P> = NetworkCall<P>;

export interface TeachCall<P> extends NetworkCall<P> {
  readonly variables: readonly Variable[];
  readonly lesson: Lesson;
}

interface Taught {
  readonly loss: number;
  readonly gradients: readonly Float32Array[];
}

export function networkOptions<P extends TrainedEditorParameters>(
  { modulation }: EditorDesign<P>,
  { rank }: P,
): NetworkOptions {
  return { rank, blocks: 2, modulation };
}
