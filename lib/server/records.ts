/** The records that model hosts look up, read from the store. */
import { because, PalimpsestError } from "../base";
import type { HostRecords } from "../job";
import { StoredShape, type Store } from "../store";
import { createAncestry } from "../version";
import { replyOf, type ChatEndpoint } from "./chat-endpoint/reply";
import { measuredPresets } from "./presets";

export function createRecords(
  store: Pick<Store, "versions" | "presets" | "models">,
  judge?: ChatEndpoint,
): HostRecords {
  const ancestry = createAncestry(store.versions);
  return {
    overlaysOf: async ({ version }) => ({ overlays: [...(await ancestry.overlays(version))] }),
    presetsOf: async ({ model }) => ({
      facts: StoredShape.safeParse((await store.models.find(model))?.facts).data,
      presets: (await measuredPresets(store, model)).map(({ method, parameters }) => ({
        method,
        model,
        parameters,
      })),
    }),
    async askJudge({ prompt }) {
      if (!judge) {
        throw new PalimpsestError("unsupported", "No address of a judge is named.", {
          hint: "Set PALIMPSEST_JUDGE_URL, PALIMPSEST_JUDGE_MODEL and, where it needs one, PALIMPSEST_JUDGE_KEY, or choose another judge.",
          details: { ...because("noJudge"), field: "judge" },
        });
      }
      try {
        return { reply: await replyOf(judge, { messages: [{ role: "user", content: prompt }] }) };
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new PalimpsestError("unsupported", `The judge at its address gives no answer: ${reason}`, {
          hint: "Check the address, the model's name and the key, or choose another judge.",
          details: { ...because("judgeSilent"), field: "judge" },
          cause,
        });
      }
    },
  };
}
