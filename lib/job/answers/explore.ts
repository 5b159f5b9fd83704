/** Analyses of the catalog, performed on the versions that are asked about, and what they would take. */
import { insideStep, PalimpsestError, seededRandom, type Run } from "../../base";
import type { Model } from "../../model";
import type { HostContext } from "../calls/call";
import type { ExploreAsked, ExplorePreflight } from "../calls/explore/explore";

export async function explore(
  context: HostContext,
  given: Run,
  { analysis: id, question, parameters: raw, against, ...version }: ExploreAsked,
): Promise<{ answer: unknown; against?: unknown }> {
  const { ANALYSES, checkAsked } = await import("../../explain");
  const { textsFor } = await import("../host/texts");
  const analysis = ANALYSES.get(id);
  const parameters = checkAsked(analysis, question, raw);
  const { signal } = given;
  const model = await context.openVersion(version, signal);
  const second = against && (await context.openVersion({ model: version.model, ...against }, signal));
  const perform = async (run: Run, model: Model, against?: Model) => {
    const seeded = { ...run, random: seededRandom(question.seed) };
    const texts = () => textsFor(model, context);
    const call = { model, against, question, parameters, cache: context.cache, texts };
    return analysis.answer.parse(await analysis.run(seeded, call));
  };
  if (!second) return { answer: await perform(given, model) };
  if (analysis.isOfTwo) return { answer: await perform(given, model, second) };
  const step = (step: number) => insideStep(given, { phase: `Version ${step + 1}`, step, steps: 2 });
  return { answer: await perform(step(0), model), against: await perform(step(1), second) };
}

export async function reportAnalysis(
  { openModel, openVersion, cache, artifacts, runtime }: HostContext,
  { signal }: Run,
  { analysis: id, question, parameters: raw, against, ...version }: ExploreAsked,
): Promise<ExplorePreflight> {
  const { ANALYSES, checkAsked, readPrompt } = await import("../../explain");
  const { durationOf } = await import("../../edit");
  const { textsFor } = await import("../host/texts");
  const { speedOf } = await import("../calls/speed");
  const bare = await openModel(version.model, signal);
  const nothing = { warnings: [], memoryBytes: 0, durationMs: [0, 0] as [number, number], artifacts: [] };
  try {
    const analysis = ANALYSES.get(id);
    const parameters = checkAsked(analysis, question, raw);
    const { facts, tokenizer } = bare;
    const report = await analysis.preflight({
      facts,
      tokenizer,
      tokens: readPrompt(bare, question).ids.length,
      question,
      parameters,
      fingerprint: () => bare.fingerprint(),
      texts: async () => (await textsFor(bare, { cache, artifacts })).name,
      isCached: (key) => cache.has(key),
    });
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
