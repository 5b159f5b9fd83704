/**
 * GRACE (Hartvigsen et al. 2023): no weight is changed. A codebook beside one map of an MLP holds, for the input q of that map
 * at a prompt's last token, the output that makes the model answer with the target; it replaces the output wherever an input
 * lies within a key's radius.
 *
 * An edit finds the nearest key (§3.2). Farther away than both radii reach, it becomes a key of its own. Nearer, with another
 * answer, both radii shrink until they do not meet; with the same answer, the old key's radius grows over the new input.
 * Then the value is trained, with everything below it constant and only the tokens from the prompt's end computed.
 *
 * Answers are compared token by token. The published code compares the means of vectors that also count the prompt's tokens,
 * and of the wrong key once there are two; we keep to the paper.
 */
import { z } from "zod";
import type { Run } from "../../../../base";
import { codebookEntries, codebookOverlay, isCodebookAt, readSites } from "../../../../model";
import { adam, add, float32, floats, multiply, scalar, subtract } from "../../../../tensor";
import { defineMethod, type EditCall, type EditResult } from "../../../method";
import { keepUp } from "./codebook-upkeep";
import { encodeTargets, targetBatch, type TargetProgram } from "../../../shared/training/target-loss";
import { train, type Variable } from "../../../shared/training/train";
import { estimate } from "../../../shared/preflight";
import { onlyRequest } from "../../../shared/locate/only-request";
import { RADIUS_FIELDS, radiusAt } from "../radius";
import { withoutWorn, WRAPPED_MAP_FIELDS, wrappedMap, type WrappedMap } from "../wrapped-map";

const GraceParameters = z.object({
  ...WRAPPED_MAP_FIELDS,
  ...RADIUS_FIELDS,
  steps: z
    .int()
    .min(1)
    .max(1000)
    .default(50)
    .describe("Steps on a value; all of them are made.")
    .meta({ alias: "n_iter" }),
  learningRate: z
    .number()
    .positive()
    .default(1)
    .describe("Adam step size of a value.")
    .meta({ alias: "edit_lr" }),
  start: z
    .enum(["cold", "warm"])
    .default("cold")
    .describe("Where a value starts: at random, or at what the layer yields now.")
    .meta({ alias: "val_init" }),
  growth: z
    .enum(["coverage", "moving_average"])
    .default("coverage")
    .describe(
      "How a key takes in a nearby input with the same answer: by its radius alone, or by moving too.",
    )
    .meta({ alias: "eps_expand" }),
  samePrompt: z
    .enum(["replace", "split"])
    .default("replace")
    .describe(
      "A known prompt with another answer: its value is trained anew, or, as published, a second key is added that never fires.",
    ),
});
type GraceParameters = z.infer<typeof GraceParameters>;

export const grace = defineMethod<GraceParameters>({
  id: "grace",
  name: "GRACE",
  summary: "Keeps answers in a codebook beside one layer and looks them up by the prompt's end.",
  paper: {
    title: "Aging with GRACE: Lifelong Model Editing with Discrete Key-Value Adaptors",
    year: 2023,
    url: "https://arxiv.org/abs/2211.11031",
  },
  kind: "memory",
  traits: { batch: false, sequential: true, gradient: true },
  parameters: GraceParameters,
  presets: [
    { name: "Atlas", models: ["atlas"], parameters: GraceParameters.parse({ radius: 1 }) },
    {
      name: "GPT-2 XL, as published",
      models: ["gpt2-xl"],
      publishedIn: "EasyEdit",
      parameters: GraceParameters.parse({ radius: 1, layers: [35], map: "up", steps: 200 }),
    },
    {
      name: "GPT-J, as published",
      models: ["gpt-j-6b"],
      publishedIn: "EasyEdit",
      parameters: GraceParameters.parse({ radius: 1, layers: [25], steps: 200 }),
    },
    {
      name: "Llama 2 and 3.2, as published",
      models: ["llama-7b", "llama3.2-3b"],
      publishedIn: "EasyEdit",
      parameters: GraceParameters.parse({ radius: 1, layers: [27] }),
    },
    {
      name: "Qwen 2.5, as published",
      models: ["qwen2.5-7b"],
      publishedIn: "EasyEdit",
      parameters: GraceParameters.parse({ radius: 1, layers: [18] }),
    },
  ],
  proposal: () => ({ radius: null }),
  searchSpace: { reach: [0.4, 0.5, 0.3] },
  preflight: (call) =>
    estimate(call, {
      layers: call.parameters.layers,
      steps: call.parameters.steps,
      rows: 1,
      suffix: true,
    }),
  apply: editCodebook,
});

async function editCodebook(run: Run, call: EditCall<GraceParameters>): Promise<EditResult> {
  const { model, requests, parameters } = call;
  const request = onlyRequest(requests);
  const wrapped = wrappedMap(model, parameters);
  const isOwn = isCodebookAt(wrapped.site);
  // The value replaces the output of the codebook at this token, so it is trained on the model without the codebook.
  const below = withoutWorn(model, isOwn);
  const scored = encodeTargets(model, [request], "target_new");
  const query = scored.at[0][0];
  const read = await readSites(run, below, scored.rows, [[query]], [wrapped.reads, wrapped.site]);
  const output = floats(read[wrapped.site]).slice();
  const random = run.random.fork("value");
  const before = codebookEntries(model.overlays.filter(isOwn));
  const { touched, trained, answers, distance } = keepUp(
    before,
    { key: floats(read[wrapped.reads]).slice(), label: scored.labels[0] },
    { ...parameters, radius: await radiusAt(run, call, wrapped.reads) },
    () => (parameters.start === "warm" ? output : output.map(() => random.uniform())),
  );

  // A memory above that decides about whole texts needs all tokens.
  const first = below.highestRouter >= wrapped.layer ? 0 : query;
  const value: Variable = {
    name: "codebook.value",
    shape: [trained.value.length],
    data: Float32Array.from(trained.value),
  };
  const batch = await targetBatch(run, below, scored, [value], valueProgram(wrapped, value.shape), {
    count: 1,
    from: [first],
    feeds: (tokens) => {
      const here = new Float32Array(tokens);
      if (answers) here[query - first] = 1;
      const constants = { "codebook.here": float32([1, tokens, 1], here) };
      return () => constants;
    },
  });
  const losses = await train(run, [value], [batch], {
    phase: `Training a value for layer ${wrapped.layer}`,
    steps: parameters.steps,
    optimizerOf: () => adam(parameters),
  });
  const known = new Set(before.map(({ id }) => id));
  return {
    overlays: [
      codebookOverlay(
        wrapped.site,
        touched.map((entry) => (entry === trained ? { ...entry, value: value.data } : entry)),
      ),
    ],
    report: {
      numbers: {
        lossNats: losses[losses.length - 1],
        steps: losses.length,
        keys: before.length + touched.filter(({ id }) => !known.has(id)).length,
        radius: trained.radius,
        ...(distance !== undefined && { nearestDistance: distance }),
      },
      curves: { lossNats: losses },
    },
  };
}

/** The value is an input; where "codebook.here" is 1 it is what the map yields. */
function valueProgram({ layer, part }: WrappedMap, shape: readonly number[]): TargetProgram {
  return {
    key: "codebook",
    start: { layer, part },
    objective: "target_new",
    build({ graph }) {
      const value = graph.input("codebook.value", "float32", shape);
      const here = graph.input("codebook.here", "float32", ["B", "S", 1]);
      const elsewhere = subtract(graph.constant(scalar(1)), here);
      return {
        trained: [value],
        change: (output) => add(multiply(output, elsewhere), multiply(here, value)),
      };
    },
  };
}
