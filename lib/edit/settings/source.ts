/** Where the settings of a method on a model come from: a schema that records, the API and pages share. */
import { z } from "zod";

export const SettingsSource = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("measured"),
    /** The name of the model that they were measured on. */
    on: z.string(),
    /** Edits that the choice was made by; absent where they are not counted in one number. */
    edits: z.int().optional(),
    /** Whether they were measured on this installation, not shipped with it. */
    isHere: z.boolean(),
  }),
  z.object({ kind: z.literal("published"), for: z.string(), by: z.string() }),
  z.object({
    kind: z.literal("proposed"),
    /** The name of the model whose settings were carried over by depth; null where the method's defaults know no depth. */
    from: z.string().nullable(),
  }),
]);
export type SettingsSource = z.infer<typeof SettingsSource>;

/** Where a run's parameters come from, and which of them somebody changed. */
export const SettingsOrigin = z.object({ source: SettingsSource, changed: z.array(z.string()) });
export type SettingsOrigin = z.infer<typeof SettingsOrigin>;

/** "published for GPT-2 XL, EasyEdit" */
export function sourceText(source: SettingsSource): string {
  switch (source.kind) {
    case "measured":
      return `measured ${source.isHere ? "here " : ""}on ${source.on}${source.edits ? `, ${source.edits} edits` : ""}`;
    case "published":
      return `published for ${source.for}, ${source.by}`;
    case "proposed":
      return source.from === null
        ? "defaults: not measured on this model"
        : `proposed from depth, after ${source.from}: not measured on this model`;
  }
}
