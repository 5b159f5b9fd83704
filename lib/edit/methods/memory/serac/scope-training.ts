/**
 * Training SERAC's editor: a scope classifier of questions, and a counterfactual model (the reader) that answers those in
 * scope from the edit's text. Both learn from one loss over the mixture p = (1 − s) p_model + s p_reader,
 *
 *     L = c_edit · NLL(target) + c_loc · KL(p_model ‖ p)        (Mitchell et al. 2022, eq. 3 and the authors' code)
 *
 * on training edits: an edit's own prompt and rephrases are within its scope, its neighbours are not. Long because scope and
 * reader have one loss, and so one program, one draw of texts and one state to go on from.
 */
import { hashJson, PalimpsestError, seededRandom, type JsonObject, type Run } from "../../../../base";
import { filledPrompt, type EditCase } from "../../../../data";
import {
  askLogits,
  computePrefix,
  embedTexts,
  forwardSuffix,
  orientation,
  remembered,
  type Beside,
  type Model,
  type ModelFacts,
  type ParameterSpec,
  type Role,
  type ScopeEditor,
  type SuffixStart,
} from "../../../../model";
import {
  adam,
  add,
  exp,
  float32,
  floats,
  grad,
  klDivergence,
  log,
  logProbabilityOf,
  logSoftmax,
  matmul,
  meanOf,
  multiply,
  negate,
  reduceSum,
  relu,
  softmax,
  subtract,
  transposed,
  type ArtifactCache,
  type Graph,
  type Making,
  type TensorBundle,
  type Value,
} from "../../../../tensor";
import type { TrainingCases } from "../../../method";
import { planLesson, type LessonPlan } from "../../../shared/hypernetwork/editor-lesson";
import { drawing } from "../../../shared/hypernetwork/editor-training";
import { encodePairs } from "../../../shared/training/target-loss";
import { train, type Variable } from "../../../shared/training/train";
import { feedsOf, scoredLogits, scoredTokens, weighted } from "../../../shared/hypernetwork/module-gradients";
import { resumeState, stateTensors, type TrainingState } from "../../../shared/hypernetwork/training-state";

interface ScopeParameters {
  readonly layers: readonly number[];
  readonly rank: number;
  readonly hidden: number;
  readonly width: number;
  readonly learningRate: number;
  readonly editFactor: number;
  readonly localityFactor: number;
  readonly rephrases: number;
  readonly neighbours: number;
  readonly trainingEdits: number;
  readonly trainingSteps: number;
}

/** Weights of the reader that are adapted, as far as the family has them. */
const READER_ROLES: readonly Role[] = [
  "attn.qkv",
  "attn.q",
  "attn.k",
  "attn.v",
  "attn.out",
  "mlp.up",
  "mlp.down",
];
const START: SuffixStart = { layer: 0, part: "resid_pre" };
/** Cases whose questions give the mean and spread of embeddings. */
const MEASURED_CASES = 64;
const STEPS_A_PART = 25;
/** Added to a probability before its logarithm, as in asking. */
const EPSILON = 2 ** -23;

export function scopeKey(
  facts: ModelFacts,
  weights: string,
  training: string,
  parameters: ScopeParameters,
): JsonObject {
  return {
    artifact: "trained-editor",
    editor: "serac",
    checkpoint: facts.checkpoint,
    weights,
    training,
    settings: { ...parameters, layers: [...parameters.layers] },
  };
}

interface TrainedScope {
  readonly editor: ScopeEditor;
  /** One a step, in nats. */
  readonly losses: readonly number[];
}

/** The editor of a model, trained when it is missing; stopped training resumes. */
export async function trainedScope(
  run: Run,
  model: Model,
  parameters: ScopeParameters,
  cache: ArtifactCache,
  trainingCases: TrainingCases,
): Promise<TrainedScope> {
  for (const layer of parameters.layers) model.parameter("mlp.down", layer); // a layer that is not there is an error
  const key = scopeKey(model.facts, await model.bare.fingerprint(), trainingCases.name, parameters);
  const adapted = adaptedBy(model);
  const bundle = await cache.getOrMake(
    key,
    async (making) => {
      const cases = await trainingCases.cases(run);
      making.note({ samples: { count: cases.length, unit: "edits" } });
      return trainOn(run, { model: model.bare, parameters, adapted, cases: fitting(model, cases) }, making);
    },
    run.signal,
  );
  const tensor = (name: string) => float32(bundle[name].shape, floats(bundle[name]));
  return {
    losses: [...floats(bundle.losses)],
    editor: {
      id: await hashJson(key),
      layers: parameters.layers,
      first: tensor("first"),
      bias: tensor("bias"),
      second: tensor("second"),
      reader: adapted.map(({ name }) => ({
        parameter: name,
        form: "low-rank",
        left: tensor(`left ${name}`),
        right: tensor(`right ${name}`),
      })),
    },
  };
}

interface Training {
  readonly model: Model;
  readonly parameters: ScopeParameters;
  readonly adapted: readonly ParameterSpec[];
  readonly cases: readonly EditCase[];
}

/** The cases with those of their questions that the model can read behind the edit. */
function fitting({ tokenizer, facts }: Model, cases: readonly EditCase[]): EditCase[] {
  const found = cases.flatMap((one) => {
    const [prompt, target] = [filledPrompt(one.request), one.request.targetNew];
    const fits = (question: string, answer: string) => {
      const text = `${remembered({ prompt, target }, question)} ${answer}`;
      return tokenizer.encode(text, { special: true }).ids.length <= facts.dimensions.context;
    };
    const kept = Object.values(one.locality).flat();
    const near = kept.filter((probe) => fits(probe.prompt, probe.target));
    if (near.length === 0 || !fits(prompt, target)) return [];
    const rephrases = one.rephrases.filter((rephrase) => fits(rephrase, target));
    return [{ ...one, rephrases, locality: { near } }];
  });
  if (found.length > 0) return found;
  throw new PalimpsestError("unsupported", "No training edit fits into the model's context twice.", {
    hint: "Choose a method that does not read edits as text.",
  });
}

async function trainOn(run: Run, training: Training, making: Making): Promise<TensorBundle> {
  const { model, parameters, cases } = training;
  const { layers, learningRate, trainingEdits, trainingSteps } = parameters;
  const spread = await spreadOf(run, model, cases, layers);
  const variables = freshVariables(training);
  const optimizers = variables.map(() => adam({ learningRate }));
  const state: TrainingState = { variables, optimizers, normalizers: [], losses: [] };
  await resumeState(making, state);

  const random = seededRandom("training serac");
  const draw = drawing(cases, trainingEdits, random.fork("order"));
  const nextPlan = () => planLesson(draw(), random, parameters);
  for (let step = 0; step < state.losses.length; step++) nextPlan();

  let kept = state.losses.length;
  const keep = async (): Promise<void> => {
    if (state.losses.length === kept) return;
    kept = state.losses.length;
    const progress = { done: kept * trainingEdits, total: trainingSteps * trainingEdits };
    await making.keep(stateTensors(state), progress);
  };
  let loss = 0;
  const lesson = {
    count: 1,
    async at() {
      const taught = await teach(
        { ...run, progress: () => undefined },
        training,
        nextPlan(),
        spread,
        variables,
      );
      loss = taught.loss;
      return taught;
    },
  };
  try {
    await train(run, variables, [lesson], {
      phase: "Training the editor",
      steps: trainingSteps,
      done: [...state.losses],
      optimizerOf: (variable) => optimizers[variables.indexOf(variable)],
      async afterStep() {
        state.losses.push(loss);
        if (state.losses.length - kept >= STEPS_A_PART && state.losses.length < trainingSteps) await keep();
      },
    });
  } catch (error) {
    await keep();
    throw error;
  }
  return finished(variables, spread, state.losses);
}

/** Mean and inverse spread of every embedded number, so that training starts from numbers of size one. */
interface Spread {
  readonly mean: Float64Array;
  readonly scale: Float64Array;
}

async function spreadOf(
  run: Run,
  model: Model,
  cases: readonly EditCase[],
  layers: readonly number[],
): Promise<Spread> {
  const texts = cases
    .slice(0, MEASURED_CASES)
    .flatMap(({ request, rephrases }) => [filledPrompt(request), ...rephrases]);
  const vectors = await embedTexts(run, model, texts, layers);
  const mean = meanOf(vectors);
  const scale = mean.map((centre, j) => {
    const variance = vectors.reduce((sum, vector) => sum + (vector[j] - centre) ** 2, 0) / vectors.length;
    return variance > 0 ? 1 / Math.sqrt(variance) : 0;
  });
  return { mean, scale };
}

/** The head at random, small enough that no question is far from any at first; the reader as the model itself. */
function freshVariables({ model, parameters, adapted }: Training): Variable[] {
  const { layers, hidden, width, rank } = parameters;
  const size = layers.length * model.facts.dimensions.width;
  const fresh = (name: string, shape: readonly [number, number], deviation: number): Variable => {
    const random = seededRandom(`serac ${name}`);
    const data = Float32Array.from({ length: shape[0] * shape[1] }, () => deviation * random.normal());
    return { name, shape, data };
  };
  return [
    fresh("first", [hidden, size], 1 / Math.sqrt(size)),
    { name: "bias", shape: [hidden], data: new Float32Array(hidden) },
    fresh("second", [width, hidden], 0.5 / Math.sqrt(hidden * width)),
    ...adapted.flatMap((spec) => {
      const [out, into] = orientation(spec);
      return [
        fresh(`right ${spec.name}`, [rank, into], 1 / Math.sqrt(into)),
        { name: `left ${spec.name}`, shape: [out, rank], data: new Float32Array(out * rank) },
      ];
    }),
  ];
}

function adaptedBy(model: Model): ParameterSpec[] {
  return model.facts.parameters.filter(({ role, part }) => part === "weight" && READER_ROLES.includes(role));
}

/** The loss of one lesson in nats, and its gradient by each variable. */
async function teach(
  run: Run,
  { model, parameters, adapted }: Training,
  { cases, judges }: LessonPlan,
  spread: Spread,
  variables: readonly Variable[],
) {
  const pairs = judges.map(({ pair }) => pair);
  const edits = cases.map(({ request }) => ({ prompt: filledPrompt(request), target: request.targetNew }));
  const read = encodePairs(
    model,
    judges.map(({ pair, edit }) => ({ ...pair, prompt: remembered(edits[edit], pair.prompt) })),
  );
  const said = await askLogits(run, model, pairs);
  const fromStart = read.rows.map(() => 0);
  const prefix = await computePrefix(run, model, START, read.rows, fromStart);
  const embedded = await embedTexts(
    run,
    model,
    [...edits, ...pairs].map(({ prompt }) => prompt),
    parameters.layers,
  );
  const h = stackedRows(
    embedded.map((vector) => vector.map((value, j) => (value - spread.mean[j]) * spread.scale[j])),
  );
  const part = (name: string, isKept: boolean) => {
    const scored = scoredTokens(name, read, prefix.tokens, (b) =>
      judges[b].isKept === isKept ? judges[b].share / cases.length : 0,
    );
    const modelLogits = judges.flatMap((judge, b) => (judge.isKept === isKept ? said[b].logits : []));
    const rows = scored.owners;
    return {
      ...scored.feeds,
      [`${name}.own`]: stackedRows(modelLogits),
      [`${name}.edits`]: picked(
        rows.map((b) => judges[b].edit),
        embedded.length,
      ),
      [`${name}.questions`]: picked(
        rows.map((b) => edits.length + b),
        embedded.length,
      ),
    };
  };
  const key = `serac lesson:${[parameters.editFactor, parameters.localityFactor].join()}:${variables
    .map(({ name, shape }) => `${name}${shape.join("x")}`)
    .join()}`;
  const program = await model.program(await hashJson(key), (context) => {
    const { graph } = context;
    const inputs = new Map(
      variables.map(({ name, shape }) => [name, graph.input(name, "float32", shape)] as const),
    );
    const named = (name: string) => inputs.get(name) as Value;
    const beside: Beside = (spec, x) =>
      adapted.some(({ name }) => name === spec.name)
        ? matmul(matmul(x, transposed(named(`right ${spec.name}`))), transposed(named(`left ${spec.name}`)))
        : undefined;
    const hidden = forwardSuffix(context, model, START, (value) => value, { beside });
    const inner = relu(
      add(
        matmul(graph.input("h", "float32", ["N", named("first").shape[1]]), transposed(named("first"))),
        named("bias"),
      ),
    );
    const readings = matmul(inner, transposed(named("second"))); // [N, O]
    const { vocabulary } = model.facts.dimensions;
    const mixtureOf = (name: string) => {
      const modelLogits = graph.input(`${name}.own`, "float32", [`${name}.P`, vocabulary]);
      const s = weightsOf(graph, name, readings); // [P, 1]
      const reader = softmax(scoredLogits(context, name, hidden)); // [P, V]
      const mixture = add(multiply(subtract(1, s), softmax(modelLogits)), multiply(s, reader));
      return { modelLogits: modelLogits, logits: log(add(mixture, EPSILON)) };
    };
    const asked = mixtureOf("asked");
    const labels = graph.input("asked.labels", "int32", ["asked.P"]);
    const nll = negate(weighted(context, "asked", logProbabilityOf(asked.logits, labels, vocabulary)));
    const kept = mixtureOf("kept");
    const kl = weighted(context, "kept", klDivergence(logSoftmax(kept.modelLogits), logSoftmax(kept.logits)));
    const loss = add(multiply(nll, parameters.editFactor), multiply(kl, parameters.localityFactor));
    graph.output("loss", loss);
    grad(loss, [...inputs.values()]).forEach((gradient, i) => graph.output(`gradient.${i}`, gradient));
  });
  const results = await program.run(
    { ...prefix.feeds, ...part("asked", false), ...part("kept", true), h, ...feedsOf(variables) },
    { signal: run.signal },
  );
  return {
    loss: floats(results.loss)[0],
    gradients: variables.map((_, i) => floats(results[`gradient.${i}`])),
  };
}

/** s of each scored token, [P, 1], from the readings [N, O] of its edit and its question. */
function weightsOf(graph: Graph, name: string, readings: Value): Value {
  const of = (what: string) =>
    matmul(graph.input(`${name}.${what}`, "float32", [`${name}.P`, "N"]), readings);
  const apart = subtract(of("edits"), of("questions"));
  return exp(negate(reduceSum(multiply(apart, apart), [-1], true)));
}

/** A 0/1 matrix [P, N] with a one at each row's index. */
function picked(indices: readonly number[], width: number) {
  const matrix = new Float32Array(indices.length * width);
  indices.forEach((index, p) => (matrix[p * width + index] = 1));
  return float32([indices.length, width], matrix);
}

function stackedRows(rows: readonly Float32Array[]) {
  const [{ length: width }] = rows;
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, n) => data.set(row, n * width));
  return float32([rows.length, width], data);
}

/** The trained numbers. The head takes embeddings as they are: mean and spread go into its first layer. */
function finished(
  variables: readonly Variable[],
  { mean, scale }: Spread,
  losses: readonly number[],
): TensorBundle {
  const byName = Object.fromEntries(variables.map(({ name, shape, data }) => [name, float32(shape, data)]));
  const size = mean.length;
  const first = floats(byName.first).map((weight, i) => weight * scale[i % size]);
  const bias = floats(byName.bias).map((value, i) => {
    let shift = 0;
    for (let j = 0; j < size; j++) shift += first[i * size + j] * mean[j];
    return value - shift;
  });
  return {
    ...byName,
    first: float32(byName.first.shape, first),
    bias: float32(byName.bias.shape, bias),
    losses: float32([losses.length], losses),
  };
}
