/** Records for a model host in tests: presets, and versions with the overlays that they apply. */
import { PalimpsestError } from "../../base";
import type { MeasuredPreset, ModelShape } from "../../edit";
import type { HostRecords } from "../../job";

const DIMENSIONS = {
  layers: 6,
  width: 256,
  mlpWidth: 1024,
  heads: 8,
  keyValueHeads: 8,
  headWidth: 32,
  vocabulary: 6000,
  context: 128,
};

/** The shape of the embedded model, whatever the model is called. */
export function shapeOf(checkpoint: string): ModelShape {
  return { checkpoint, family: "gpt2", dimensions: DIMENSIONS };
}

export interface FakeRecords extends HostRecords {
  /** The id of a version that applies these overlays. */
  versionOf(overlays: readonly string[]): string;
  /** The version of each call of `overlaysOf`, in order. */
  readonly asked: readonly string[];
}

export function fakeRecords(presets: readonly MeasuredPreset[] = []): FakeRecords {
  const versions = new Map<string, readonly string[]>();
  const asked: string[] = [];
  return {
    asked,
    versionOf(overlays) {
      const id = `ver_${versions.size}`;
      versions.set(id, overlays);
      return id;
    },
    async overlaysOf({ version }) {
      asked.push(version);
      const overlays = versions.get(version);
      if (!overlays) throw new PalimpsestError("not_found", `There is no version ${version}.`);
      return { overlays: [...overlays] };
    },
    askJudge: () => Promise.reject(new PalimpsestError("unsupported", "No judge is named in tests.")),
    presetsOf: async ({ model }) => ({
      presets: presets.filter((preset) => preset.model === model),
      facts: shapeOf(model),
    }),
  };
}
