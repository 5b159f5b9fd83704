/** Edits of the embedded model: requests whose targets it does not answer yet, with the texts and cases that methods need. */
import { expect } from "vitest";
import { createRun, PalimpsestError, seededRandom, shuffled, type JsonObject, type Run } from "../base";
import { filledPrompt, type EditRequest } from "../data";
import { atlasWorld, randomCases, statementsOf } from "../data/worlds";
import {
  applyMethod,
  parameterSchema,
  type AnyEditMethod,
  type EditResult,
  type StatisticsTexts,
  type TrainingCases,
} from "../edit";
import { scoreTargets, type Model, type OpenEncoder } from "../model";
import { createArtifactCache, memoryArtifacts } from "../store";
import type { ArtifactCache } from "../tensor";
import { embeddedModel } from "./embedded";

const world = atlasWorld();

export const [EASY, OTHER, THIRD] = randomCases(world, seededRandom("conformance"), 3).map(
  ({ request }) => request,
);

/** Shuffled: in the world's order, sentences of one kind are neighbours, and their keys depend on each other. */
export const statisticsTexts: StatisticsTexts = {
  name: "sentences of the test",
  texts: async () => shuffled(statementsOf(world), seededRandom("texts")).slice(0, 800),
};

/** Cases for training. They are drawn with another seed than the edits above, and without their subjects. */
export const trainingCases: TrainingCases = {
  name: "edits of the test",
  cases: async () =>
    randomCases(world, seededRandom("training"), 64).filter(
      ({ request }) => ![EASY, OTHER, THIRD].some(({ subject }) => subject === request.subject),
    ),
};

/**
 * Parameters that make a method quick in tests. Statistics use fewer tokens than the default, but enough for a sound second
 * moment. A method that needs the eigenvectors of each layer edits one layer. A trained editor takes enough steps to run all
 * of its training, but too few to learn from it.
 */
export const quick = (method: AnyEditMethod): JsonObject => ({
  ...(hasParameter(method, "statisticsTokens") && { statisticsTokens: 6000 }),
  ...(hasParameter(method, "nullspaceThreshold") && { layers: [2] }),
  ...(hasParameter(method, "trainingSteps") && { trainingSteps: 4, trainingEdits: 2, rank: 16 }),
});

export function hasParameter(method: AnyEditMethod, name: string): boolean {
  return name in (parameterSchema(method).properties as JsonObject);
}

export const freshCache = (): ArtifactCache => createArtifactCache(memoryArtifacts());
export const sharedCache = freshCache();

interface EditSettings {
  readonly requests?: readonly EditRequest[];
  readonly parameters?: JsonObject;
  readonly run?: Run;
  readonly cache?: ArtifactCache;
  /** If absent, the unedited embedded model. */
  readonly model?: Model;
  readonly evenIfKnown?: boolean;
  readonly openEncoder?: OpenEncoder;
}

export async function editEmbedded(method: AnyEditMethod, settings: EditSettings = {}): Promise<EditResult> {
  const { requests = [EASY], parameters = {}, run = createRun({ seed: 1 }), cache = sharedCache } = settings;
  const { model = await embeddedModel(), evenIfKnown, openEncoder } = settings;
  const call = {
    model,
    requests,
    parameters: { ...quick(method), ...parameters },
    cache,
    statisticsTexts,
    trainingCases,
    openEncoder,
  };
  return applyMethod(run, method, call, { evenIfKnown });
}

/** The typed error that `work` rejects with. Fails the test if it does not. */
export async function failureOf(work: Promise<unknown>): Promise<PalimpsestError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error, String(error)).toBeInstanceOf(PalimpsestError);
  return error as PalimpsestError;
}

/** The probability of the whole target after the prompt. */
export async function probability(
  model: Model,
  request: EditRequest,
  target = request.targetNew,
): Promise<number> {
  const [{ perToken }] = await scoreTargets(createRun(), model, [{ prompt: filledPrompt(request), target }]);
  return Math.exp(perToken.reduce((sum, logP) => sum + logP, 0));
}
