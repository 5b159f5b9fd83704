/** Analyses of the catalog, performed on the versions that are asked about, and what they would take. */
import {
  because,
  insideStep,
  invalidField,
  PalimpsestError,
  seededRandom,
  shuffled,
  type Run,
} from "../../base";
import { worldIdOf } from "../../data";
import type { World } from "../../data/worlds";
import type { AnalysisPreflight, AnalysisQuestion, AnyAnalysis } from "../../explain";
import type { Model } from "../../model";
import type { HostContext } from "../calls/call";
import type { ExploreAsked, ExplorePreflight } from "../calls/explore/explore";

export async function explore(
  context: HostContext,
  run: Run,
  { analysis: id, question: written, parameters: raw, against, ...version }: ExploreAsked,
): Promise<{ answer: unknown; against?: unknown }> {
  const { ANALYSES, checkAsked } = await import("../../explain");
  const { textsFor } = await import("../host/texts");
  const { worldOf } = await import("../world/known-facts");
  const analysis = ANALYSES.get(id);
  const { signal } = run;
  const model = await context.openVersion(version, signal);
  const question = await withFacts(written, () => worldOf(run, { model: model.bare, cache: context.cache }));
  const parameters = checkAsked(analysis, question, raw);
  const bare = await context.openModel(version.model, signal);
  await preflightOf(context, run, { analysis, question, parameters, version, bare });
  const second = against && (await context.openVersion({ model: version.model, ...against }, signal));
  const perform = async (run: Run, model: Model, against?: Model) => {
    const seeded = { ...run, random: seededRandom(question.seed) };
    const texts = () => textsFor(model, context);
    const subjects = () => subjectsOf(model.facts.checkpoint);
    const call = { model, against, question, parameters, cache: context.cache, texts, subjects };
    return analysis.answer.parse(await analysis.run(seeded, call));
  };
  if (!second) return { answer: await perform(run, model) };
  if (analysis.isOfTwo) return { answer: await perform(run, model, second) };
  const step = (step: number) => insideStep(run, { phase: `Version ${step + 1}`, step, steps: 2 });
  return { answer: await perform(step(0), model), against: await perform(step(1), second) };
}

export async function reportAnalysis(
  context: HostContext,
  run: Run,
  { analysis: id, question: written, parameters: raw, against, ...version }: ExploreAsked,
): Promise<ExplorePreflight> {
  const { openModel, openVersion, cache, runtime } = context;
  const { signal } = run;
  const { ANALYSES, checkAsked } = await import("../../explain");
  const { durationOf } = await import("../../edit");
  const { speedOf } = await import("../calls/speed");
  const { worldIfAsked } = await import("../world/known-facts");
  const bare = await openModel(version.model, signal);
  const nothing = { warnings: [], memoryBytes: 0, durationMs: [0, 0] as [number, number], artifacts: [] };
  try {
    const analysis = ANALYSES.get(id);
    // Nothing is asked for an estimate, so a model that was not asked is taken to know all facts.
    const world = async () =>
      (await worldIfAsked(run, { model: bare, cache })) ?? (await worldAskedOf(bare.facts.checkpoint));
    const question = await withFacts(written, world);
    const parameters = checkAsked(analysis, question, raw);
    const report = await preflightOf(context, run, { analysis, question, parameters, version, bare });
    const speed = await speedOf(runtime, cache);
    const times = against && !analysis.isOfTwo ? 2 : 1;
    const made = await Promise.all(
      (report.artifacts ?? []).map(async ({ what, key, operations }) => ({
        what,
        cached: await cache.has(key),
        durationMs: durationOf(operations, speed),
      })),
    );
    const missing = made.filter(({ cached }) => !cached);
    const [low, high] = durationOf(report.operations * times, speed);
    const once = (end: 0 | 1) => missing.reduce((sum, { durationMs }) => sum + durationMs[end], 0);
    return {
      blockers: [...(report.blockers ?? [])],
      warnings: [...(report.warnings ?? []), ...(await rewritten(openVersion, version, signal))],
      memoryBytes: report.memoryBytes,
      durationMs: [low + once(0), high + once(1)],
      artifacts: made,
    };
  } catch (error) {
    if (!(error instanceof PalimpsestError)) throw error;
    return { ...nothing, blockers: [error.message] };
  }
}

interface Checked {
  readonly analysis: AnyAnalysis;
  readonly question: AnalysisQuestion;
  readonly parameters: Record<string, unknown>;
  readonly version: { readonly model: string; readonly version?: string };
  readonly bare: Model;
}

/** What the analysis says that it takes. Throws `out_of_memory` where that is more than this place has beside the weights. */
async function preflightOf(
  { openVersion, cache, artifacts, runtime }: HostContext,
  { signal }: Run,
  { analysis, question, parameters, version, bare }: Checked,
): Promise<AnalysisPreflight> {
  const { readPrompt } = await import("../../explain");
  const { textsFor } = await import("../host/texts");
  const { facts, tokenizer } = bare;
  const texts = question.prompt === undefined ? (question.facts ?? []) : [question];
  const lengths = texts.map(
    ({ prompt, subject }) => readPrompt(bare, { ...question, prompt, subject }).ids.length,
  );
  const report = await analysis.preflight({
    facts,
    tokenizer,
    tokens: Math.max(0, ...lengths),
    question,
    parameters,
    fingerprint: async () => (await openVersion(version, signal)).fingerprint(),
    texts: async () => (await textsFor(bare, { cache, artifacts })).name,
    isCached: (key) => cache.has(key),
  });
  const most = runtime.limits.weightBytes;
  if (report.memoryBytes <= most) return report;
  const [needed, there] = [report.memoryBytes, most].map((bytes) => Math.round(bytes / 1e6));
  throw new PalimpsestError(
    "out_of_memory",
    `${analysis.name} needs ${needed} MB beside the weights here; this place takes up to ${there} MB.`,
    {
      hint: "Shorten the prompt, lower what the settings count, or choose a smaller model or the server.",
      details: because("analysisTooLarge", { analysis: analysis.name, needed, there }),
    },
  );
}

/** A question with the facts of its relation. */
async function withFacts(
  question: AnalysisQuestion,
  worldOf: () => Promise<World>,
): Promise<AnalysisQuestion> {
  const { relation, seed } = question;
  if (relation === undefined) return question;
  const { nameOf } = await import("../../data/worlds");
  const { MOST_FACTS } = await import("../../explain/analysis");
  const world = await worldOf();
  const found = world.relations.find(({ id }) => id === relation);
  const triples = world.known.filter((triple) => triple.relation === relation);
  if (!found || triples.length === 0)
    throw invalidField(
      "question.relation",
      found ? `The model knows no fact of "${relation}".` : `There is no relation "${relation}".`,
      `Relations: ${world.relations.map(({ id }) => id).join(", ")}.`,
      because("noFactOfRelation", { relation: relation ?? "" }),
    );
  const facts = shuffled(triples, seededRandom(seed))
    .slice(0, MOST_FACTS)
    .map(({ subject, object }) => ({
      prompt: found.prompts[0],
      subject: nameOf(world, subject),
      answer: nameOf(world, object),
    }));
  return { ...question, facts };
}

async function worldAskedOf(checkpoint: string): Promise<World> {
  const { worldNamed } = await import("../../data/worlds");
  return worldNamed(worldIdOf(checkpoint));
}

/** The names of everything that the model's world says something about. */
async function subjectsOf(checkpoint: string): Promise<string[]> {
  const { nameOf } = await import("../../data/worlds");
  const world = await worldAskedOf(checkpoint);
  return [...new Set(world.truth.map(({ subject }) => nameOf(world, subject)))];
}

/** An edit of the prompt is no part of the passes that an analysis looks into. */
async function rewritten(
  openVersion: HostContext["openVersion"],
  version: { readonly model: string; readonly version?: string },
  signal: AbortSignal,
): Promise<string[]> {
  const { overlays } = await openVersion(version, signal);
  return overlays.some(({ kind }) => kind === "prompt")
    ? ["This version rewrites prompts. An analysis looks at the prompt as it is written here."]
    : [];
}
