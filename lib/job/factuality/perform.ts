/**
 * A factuality report: questions in blocks, each asked alone, behind a looked-up fact, behind a contradiction, and with every decoding
 * aid. After each block the evidence is kept as an artifact, so a run that was stopped goes on there.
 */
import {
  because,
  checkCancelled,
  hashJson,
  invalidField,
  seededRandom,
  shuffled,
  type JsonObject,
  type Run,
} from "../../base";
import { worldIdOf, type Question } from "../../data";
import { DECODING_AIDS, factualityEvidence } from "../../eval";
import type { Model } from "../../model";
import {
  FactualityRecord,
  manifestOf,
  metadataOf,
  type ArtifactFiles,
  type Backend,
  type FactualityJobInput,
} from "../../store";
import { readSafetensors, writeSafetensors } from "../../tensor";

interface FactualityHost {
  readonly model: Model;
  readonly artifacts: ArtifactFiles;
  readonly place: Backend;
  openModel(model: string): Promise<Model>;
}

/** Questions between two states that are kept. */
const BLOCK = 32;
const FIELD = "factuality";

export async function performFactuality(
  run: Run,
  { questions: given, ...input }: FactualityJobInput,
  { model, artifacts, place, openModel }: FactualityHost,
): Promise<FactualityRecord> {
  const { count, seed, samples, contextWeight, aids } = input;
  const needs = aids.map((id) => DECODING_AIDS.get(id).needs);
  if (needs.includes("amateur") && input.amateur === undefined)
    throw invalidField(
      "amateur",
      "Contrastive decoding needs a weaker model.",
      "Name one, or leave it out.",
      because("needsAmateur"),
    );
  const all = shuffled(given ?? (await questionsOfWorld(model.facts.checkpoint)), seededRandom(seed));
  const [questions, apart] = [all.slice(0, count), all.slice(count)];
  const amateur = needs.includes("amateur") && input.amateur ? await openModel(input.amateur) : undefined;
  const key: JsonObject = {
    artifact: "factuality",
    version: 1,
    checkpoint: model.facts.checkpoint,
    training: input.list ?? "facts of the world",
    fingerprint: await model.fingerprint(),
    place: model.runtime.kind,
    questions: await hashJson(questions as unknown as JsonObject[]),
    ...(needs.includes("apart") && { apart: await hashJson(apart as unknown as JsonObject[]) }),
    ...(amateur && { amateur: await amateur.fingerprint() }),
    samples,
    contextWeight,
    aids: aids.map((id) => `${id} ${DECODING_AIDS.get(id).version}`),
  };
  const artifactId = await hashJson(key);
  const bytes = await artifacts.get(artifactId);
  const record: FactualityRecord = (bytes && readFactuality(bytes)) ?? {
    runId: `fact_${artifactId}`,
    input,
    fingerprint: await model.fingerprint(),
    place,
    items: [],
    total: questions.length,
  };
  run.progress({ phase: "Factuality", step: record.items.length, steps: record.total });
  while (record.items.length < record.total) {
    checkCancelled(run.signal);
    const from = record.items.length;
    const to = Math.min(record.total, from + BLOCK);
    const evidence = { model, questions, apart, samples, contextWeight, aids, amateur };
    const ofBlock: Run = {
      ...run,
      progress: ({ phase }) => run.progress({ phase, step: from, steps: record.total }),
    };
    record.items.push(...(await factualityEvidence(ofBlock, evidence, from, to)));
    const isWhole = to === record.total;
    const manifest = manifestOf(key, isWhole ? {} : { progress: { done: to, total: record.total } });
    const metadata = { ...metadataOf(manifest), [FIELD]: JSON.stringify(record) };
    await artifacts.put(artifactId, writeSafetensors({}, metadata));
    run.progress({ phase: "Factuality", step: to, steps: record.total });
  }
  return record;
}

async function questionsOfWorld(checkpoint: string): Promise<Question[]> {
  const { worldNamed, worldQuestions } = await import("../../data/worlds");
  return worldQuestions(await worldNamed(worldIdOf(checkpoint)));
}

/** null for another artifact, or one of another release. */
export function readFactuality(bytes: Uint8Array): FactualityRecord | null {
  const { metadata } = readSafetensors(bytes, "factuality");
  return FactualityRecord.safeParse(JSON.parse(metadata[FIELD] ?? "null")).data ?? null;
}
