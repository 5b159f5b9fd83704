/** Where settings come from, in words; apart from the schema, which a page does not load. */
import type { SettingsSource } from "./source";

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
