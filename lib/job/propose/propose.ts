/**
 * Settings of a method for a model, by evidence: a short sweep on edits of facts that the model knows.
 *
 * It starts at what is proposed by depth and goes over one parameter after another: layers, the limit on the change, and what
 * the method says is worth trying. Of each, every value is tried with the best of the others so far, and the setting with the
 * best harmonic mean of reliability, generality and locality is taken. All of it is kept.
 *
 * Layers are those around the proposed ones. A method that locates before it edits can have facts traced first: then the layers
 * are those whose MLP, restored at the subject's last token, brings most of the answer back (Meng et al. 2022, section 2).
 * Tracing takes longer than the sweep and does not tell how well an edit there will do (Hase et al. 2023).
 */
import {
  because,
  checkCancelled,
  insideStep,
  PalimpsestError,
  type JsonObject,
  type JsonValue,
  type Run,
} from "../../base";
import { filledPrompt, type EditCase } from "../../data";
import { EDIT_METHODS, parseParameters, proposedSettings, RUN_SHARE, type AnyEditMethod } from "../../edit";
import { summarize } from "../../eval";
import { embeddingSpread, readSubject, traceAnswer, type CausalTrace, type TraceKind } from "../../explain";
import type { Model } from "../../model";
import type { Proposal, ProposeJobInput, SweepRow, TraceEvidence } from "../../store";
import { knownFacts } from "./propose-facts";
import { caseFaults, refusedCases } from "../host/case-faults";
import { around, axesOf, hasLayers, untriedOf, type Axis } from "./axes";
import { createSweep, SWEEP_PROTOCOL, type TrySetting } from "./propose-sweep";
import { textsFor, TRAINING_CASES, type TextsHost } from "../host/texts";

const KINDS: readonly TraceKind[] = ["mlp", "attention", "state"];
/** The paper's noise, draws, and window of 10 layers in GPT-2 XL's 48. */
const NOISE_FACTOR = 3;
const SAMPLES = 10;
const WINDOW_SHARE = 10 / 48;

/**
 * Throws `unsupported` for a method without anything to try, for a model that knows too few facts, and where nothing could be
 * written.
 */
export async function propose(
  run: Run,
  input: ProposeJobInput,
  { model, cache, artifacts }: TextsHost & { readonly model: Model },
): Promise<Omit<Proposal, "place">> {
  const method = EDIT_METHODS.get(input.method);
  const base = parseParameters(method, input.parameters, proposedSettings(method, model.facts).parameters);
  if (input.facts > 0 && !(method.kind === "locate-then-edit" && hasLayers(base))) {
    throw new PalimpsestError("unsupported", `${method.name} has no layer that tracing could find.`, {
      hint: "Trace no facts, or choose a method that locates a fact before it edits.",
      details: { field: "facts" },
    });
  }
  if (axesOf(method, base, around(base, model.facts.dimensions.layers, input.layers), input).length === 0) {
    throw new PalimpsestError("unsupported", `${method.name} has no parameter worth trying.`, {
      hint: "Its defaults hold on any model.",
      details: { ...because("nothingToMeasure", { method: method.name }), field: "method" },
    });
  }
  const faults = caseFaults(model, input.cases ?? []);
  if (faults.length > 0) throw refusedCases(faults);
  const facts = await knownFacts(run, { model, cache }, input);
  const trace = input.facts > 0 ? await traceFacts(run, model, facts.traced) : undefined;
  const trySetting = await createSweep(run, {
    model,
    method,
    cases: facts.edited,
    call: {
      cache,
      statisticsTexts: await textsFor(model, { cache, artifacts }),
      trainingCases: TRAINING_CASES,
    },
  });
  const spreads = trace
    ? traced(base, trace, model.facts.dimensions.layers, input.layers)
    : around(base, model.facts.dimensions.layers, input.layers);
  const rows = await sweep(trySetting, method, base, axesOf(method, base, spreads, input));
  const chosen = bestOf(rows);
  if (rows[chosen].score === 0) {
    throw new PalimpsestError(
      "unsupported",
      `${method.name} wrote none of ${facts.edited.length} edits with any setting.`,
      {
        hint: "Try more layers, or larger limits.",
        details: {
          ...because("wroteNone", { method: method.name, edits: facts.edited.length }),
          field: "clampFactors",
        },
      },
    );
  }
  return {
    method: method.id,
    model: model.facts.checkpoint,
    parameters: parseParameters(method, rows[chosen].parameters, base),
    evidence: {
      asked: facts.asked,
      known: facts.known,
      ...(trace && { trace }),
      protocol: SWEEP_PROTOCOL,
      edits: facts.edited.length,
      sweep: rows,
      chosen,
    },
  };
}

/** Traces each fact at its subject's last token and averages the effects over facts. */
async function traceFacts(run: Run, model: Model, facts: readonly EditCase[]): Promise<TraceEvidence> {
  const { layers } = model.facts.dimensions;
  const subjects = facts.map(({ request }) => model.tokenizer.encode(request.subject).ids);
  const noise = NOISE_FACTOR * (await embeddingSpread(run, model, subjects));
  const window = Math.max(1, Math.round(WINDOW_SHARE * layers));
  const traces: CausalTrace[] = [];
  for (const [i, { request }] of facts.entries()) {
    checkCancelled(run.signal);
    const traced = { phase: "Tracing where facts are decided", step: i, steps: facts.length };
    run.progress(traced);
    const question = readSubject(model, request);
    const tokens = [question.subject[1] - 1];
    const traceRun: Run = { ...insideStep(run, traced), random: run.random.fork(`trace ${i}`) };
    traces.push(
      await traceAnswer(traceRun, model, {
        ...question,
        kinds: KINDS,
        noise,
        samples: SAMPLES,
        window,
        tokens,
      }),
    );
  }
  return {
    noise,
    samples: SAMPLES,
    window,
    high: meanOf(traces.map(({ high }) => high)),
    low: meanOf(traces.map(({ low }) => low)),
    effects: KINDS.map((kind) => ({
      kind,
      layers: Array.from({ length: layers }, (_, layer) =>
        meanOf(traces.map(({ scores, low }) => (scores[kind]?.[0][layer] ?? low) - low)),
      ),
    })),
    prompts: facts.map(({ request }) => filledPrompt(request)),
  };
}

function meanOf(values: readonly number[]) {
  const summary = summarize(values, "real");
  if (summary) return summary;
  throw new PalimpsestError("internal", "A mean of nothing was asked for.");
}

/** Layers to change together, one entry a setting: those with the largest effect first. */
function traced(base: JsonObject, trace: TraceEvidence, depth: number, count: number): number[][] {
  const effects = trace.effects.find(({ kind }) => kind === "mlp")?.layers ?? [];
  const length = Math.min(lengthOf(base.layers), Math.max(1, Math.round(depth * RUN_SHARE)));
  return effects
    .map(({ mean }, layer) => ({ mean, layer }))
    .sort((a, b) => b.mean - a.mean)
    .slice(0, count)
    .map(({ layer }) => endingAt(layer, length));
}

/** Tries every value of one axis after the other, with what did best of the axes before. */
async function sweep(
  trySetting: TrySetting,
  method: AnyEditMethod,
  base: JsonObject,
  axes: readonly Axis[],
): Promise<SweepRow[]> {
  const { start, untried, count } = untriedOf(base, axes);
  const rows: SweepRow[] = [];
  const attempt = async (varied: JsonObject) => {
    const parameters = parseParameters(method, varied, base);
    rows.push(await trySetting({ varied, parameters }, rows.length, count));
  };
  await attempt(start);
  for (const [name, values] of untried) {
    const best = rows[bestOf(rows)].parameters;
    for (const value of values) await attempt({ ...best, [name]: value });
  }
  return rows;
}

function bestOf(rows: readonly SweepRow[]): number {
  return rows.reduce((best, { score }, i) => (score > rows[best].score ? i : best), 0);
}

function lengthOf(layers: JsonValue): number {
  return Array.isArray(layers) ? layers.length : 1;
}

/** MEMIT spreads an edit over the layers up to the one where the fact is decided. */
function endingAt(layer: number, count: number): number[] {
  const first = Math.max(0, layer - count + 1);
  return Array.from({ length: layer - first + 1 }, (_, i) => first + i);
}
