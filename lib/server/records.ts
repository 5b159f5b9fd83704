/** The records that model hosts look up, read from the store. */
import type { HostRecords } from "../job";
import { StoredShape, type Store } from "../store";
import { createAncestry } from "../version";
import { measuredPresets } from "./presets";

export function createRecords(store: Pick<Store, "versions" | "presets" | "models">): HostRecords {
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
  };
}
