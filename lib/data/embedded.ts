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

export const WorldLanguage = z.enum(["en", "zh"]);
export type WorldLanguage = z.infer<typeof WorldLanguage>;

/** What edits of a world are drawn in, the usual language first. */
const LANGUAGES: Readonly<Record<WorldId, readonly WorldLanguage[]>> = {
  atlas: ["en"],
  "atlas-2": ["en", "zh"],
};

/** The language for a reader of `wanted`: that one, where the world speaks it. */
export function worldLanguage(world: WorldId, wanted: WorldLanguage): WorldLanguage {
  return LANGUAGES[world].includes(wanted) ? wanted : LANGUAGES[world][0];
}

/** The embedded model to offer to a reader of `wanted` whose model's world does not speak it; undefined where there is none. */
export function embeddedSpeaker(model: string, wanted: WorldLanguage): WorldId | undefined {
  if (!isEmbedded(model) || LANGUAGES[model].includes(wanted)) return undefined;
  return WorldId.options.find((id) => LANGUAGES[id].includes(wanted));
}

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
