/**
 * The models that come with Palimpsest. Each was trained on the world of its own id, and is listed where its files are there. A
 * model of another origin is asked about the first world.
 */
import { z } from "zod";

export const EMBEDDED_MODELS = {
  atlas: "Atlas",
  "atlas-2": "Atlas 2",
} as const satisfies Readonly<Record<string, string>>;

export type WorldId = keyof typeof EMBEDDED_MODELS;
export const WorldId = z.enum(Object.keys(EMBEDDED_MODELS) as [WorldId, ...WorldId[]]);

/** Of a page or a command that names no model. */
export const DEFAULT_MODEL: WorldId = "atlas";

/** Whether the model of this id, or the checkpoint of this name, comes with Palimpsest. */
export function isEmbedded(model: string): model is WorldId {
  return Object.hasOwn(EMBEDDED_MODELS, model);
}

/** The world that a model is asked about. */
export function worldIdOf(model: string): WorldId {
  return isEmbedded(model) ? model : "atlas";
}
