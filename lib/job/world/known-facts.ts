/**
 * The world as a model has it. An embedded model was trained on its world; any other model is asked once which of its facts it
 * knows, and edits, neighbours and questions are taken from these alone.
 */
import { because, invalidField, seededRandom, type Run } from "../../base";
import { isEmbedded, worldIdOf, type EditCase } from "../../data";
import type { FactQuestion, World } from "../../data/worlds";
import { durationOf, readingOperations } from "../../edit";
import { speedOf } from "../calls/speed";
import { askKnownFacts, knownFactsKey } from "../../eval";
import type { Model } from "../../model";
import type { LifelongDraw } from "../../store";
import type { ArtifactCache } from "../../tensor";

interface FactsHost {
  readonly model: Model;
  readonly cache: ArtifactCache;
}

/** Asks the model for the world's facts if it was never asked. */
export async function worldOf(run: Run, { model, cache }: FactsHost): Promise<World> {
  const { factId, factQuestions, worldKnownTo, worldNamed } = await import("../../data/worlds");
  const world = await worldNamed(worldIdOf(model.facts.checkpoint));
  if (isEmbedded(model.facts.checkpoint)) return world;
  const questions = factQuestions(world);
  const given = await askKnownFacts(run, model, questions, cache);
  return worldKnownTo(
    world,
    questions.flatMap(({ triples }, i) => triples.filter((_, answer) => answer === given[i]).map(factId)),
  );
}

/** The world if nothing has to be asked for it: null for another model whose facts were not asked yet. */
export async function worldIfAsked(run: Run, { model, cache }: FactsHost): Promise<World | null> {
  if (!isEmbedded(model.facts.checkpoint)) {
    const questions = await questionsOf(model);
    const key = await knownFactsKey(model.facts, await model.bare.fingerprint(), questions);
    if (!(await cache.has(key))) return null;
  }
  return worldOf(run, { model, cache });
}

async function questionsOf({ facts }: Model): Promise<FactQuestion[]> {
  const { factQuestions, worldNamed } = await import("../../data/worlds");
  return factQuestions(await worldNamed(worldIdOf(facts.checkpoint)));
}

/** Counterfactual edits of facts that the model knows. Throws `invalid_input` when it knows too few. */
export async function drawnCases(
  run: Run,
  host: FactsHost,
  { count, seed }: LifelongDraw,
): Promise<EditCase[]> {
  const { randomCases } = await import("../../data/worlds");
  const cases = randomCases(await worldOf(run, host), seededRandom(seed), count);
  if (cases.length === count) return cases;
  const { checkpoint } = host.model.facts;
  throw invalidField(
    "draw.count",
    `${checkpoint} knows ${cases.length} facts of the world that can be edited, and ${count} were asked for.`,
    `Ask for at most ${cases.length}, or bring cases of your own.`,
    because("worldTooSmall", { known: cases.length, asked: count }),
  );
}

/** What is known of a model's facts without asking it. */
interface FactsReport {
  /** "trained" for an embedded model, which knows its whole world. */
  readonly status: "trained" | "asked" | "unasked";
  /** Questions of the world. */
  readonly questions: number;
  /** Ids of the facts that the model knows, when it was asked. */
  readonly known: string[];
  /** Of asking, shortest and longest; zero unless it is still to be done. */
  readonly durationMs: [number, number];
}

/** One question in so many is encoded to estimate the length of all. */
const ENCODED_EVERY = 50;

export async function reportOnFacts(run: Run, host: FactsHost): Promise<FactsReport> {
  const { factId } = await import("../../data/worlds");
  const questions = await questionsOf(host.model);
  const world = await worldIfAsked(run, host);
  const isTrained = isEmbedded(host.model.facts.checkpoint);
  return {
    status: isTrained ? "trained" : world ? "asked" : "unasked",
    questions: questions.length,
    known: world && !isTrained ? world.known.map(factId) : [],
    durationMs: world ? [0, 0] : await askingMs(host, questions),
  };
}

async function askingMs(
  { model: { facts, tokenizer, runtime }, cache }: FactsHost,
  questions: readonly FactQuestion[],
): Promise<[number, number]> {
  const encoded = questions.filter((_, i) => i % ENCODED_EVERY === 0);
  const tokens = encoded.reduce(
    (sum, { prompt }) => sum + tokenizer.encode(prompt, { special: true }).ids.length,
    0,
  );
  const operations = readingOperations(facts, (tokens * questions.length) / encoded.length);
  return durationOf(operations, await speedOf(runtime, cache));
}
