/**
 * How near a question must be to a remembered one. Distances grow with the activations, which differ a hundredfold between
 * models and between layers of one model, so a radius that nobody gave is a share of the distance between unlike prompts.
 *
 * Between the last tokens of prompts, at the input of the down projection, as shares of the median distance between unlike
 * prompts: rephrasings of one question lie 0.2 to 0.9 apart, the same question about another subject 0.3 to 1 (SmolLM2-135M,
 * layers 24 and 25 of 30; 0.4 to 1 on Atlas, layer 4 of 6). At 0.4 GRACE keeps 96 % of other answers (docs/real-models.md).
 */
import { z } from "zod";
import type { Run } from "../../../base";
import { readSites, type Model, type Site } from "../../../model";
import { distance, floats, type ArtifactCache } from "../../../tensor";

export const RADIUS_FIELDS = {
  radius: z
    .number()
    .min(0)
    .nullable()
    .default(null)
    .describe("Radius around a new key; when empty, it is measured on the model by the reach.")
    .meta({ alias: "eps" }),
  reach: z
    .number()
    .positive()
    .max(1)
    .default(0.4)
    .describe("The radius as a share of the distance between unlike prompts, where no radius is given."),
};

/** Beginnings about different things in different forms. */
const UNLIKE_PROMPTS = [
  "The capital of the country is",
  "She opened the door and",
  "Water boils at a temperature of",
  "The author of the novel is",
  "In the morning, we usually",
  "The largest animal in the sea is",
  "He works for a company that makes",
  "My favourite colour is",
  "The language that people speak there is",
  "Scientists discovered that the planet",
  "The recipe needs two cups of",
  "The match ended when the team",
];

interface RadiusCall {
  readonly model: Model;
  readonly cache: ArtifactCache;
  readonly parameters: { readonly radius: number | null; readonly reach: number };
}

/** The given radius, or the reach times the median distance between unlike prompts at `site`, on the unedited model. */
export async function radiusAt(
  run: Run,
  { model, cache, parameters: { radius, reach } }: RadiusCall,
  site: Site,
): Promise<number> {
  if (radius !== null) return radius;
  const key = { derived: "prompt-distance", weights: await model.bare.fingerprint(), site };
  return reach * (await cache.remember(key, () => promptDistance(run, model.bare, site), run));
}

async function promptDistance(run: Run, model: Model, site: Site): Promise<number> {
  const rows = UNLIKE_PROMPTS.map((prompt) => model.tokenizer.encode(prompt, { special: true }).ids);
  const ends = rows.map((row) => [row.length - 1]);
  const read = await readSites(run, model, rows, ends, [site]);
  const values = floats(read[site]);
  const width = values.length / rows.length;
  const keys = rows.map((_, n) => values.subarray(n * width, (n + 1) * width));
  const distances = keys.flatMap((key, n) => keys.slice(n + 1).map((other) => distance(key, other)));
  distances.sort((a, b) => a - b);
  return distances[Math.floor(distances.length / 2)];
}
