/** Chosen on ten edits and measured on others, with the table and the commands in docs/real-models.md. */
import type { ShippedPresets } from ".";

export const smollm2: ShippedPresets = {
  model: "smollm2-135m",
  on: "SmolLM2-135M-Instruct",
  methods: {
    memit: { parameters: { layers: [4, 5, 6], momentWeight: 1000 }, edits: 40 },
    alphaedit: { parameters: { layers: [4, 5, 6] }, edits: 40 },
    grace: { parameters: { layers: [24], radius: 12 }, edits: 40 },
  },
};
