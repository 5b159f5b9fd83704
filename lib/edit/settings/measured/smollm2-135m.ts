/** Chosen on ten edits and measured on others, with the table and the commands in docs/real-models.md. */
import type { ShippedPresets } from ".";

export const smollm2: ShippedPresets = {
  model: "smollm2-135m",
  on: "SmolLM2-135M-Instruct",
  methods: {
    rome: { parameters: { layers: [4], contextLengths: [[10, 5]] }, edits: 20 },
    memit: { parameters: { layers: [4, 5, 6], momentWeight: 1000 }, edits: 40 },
    alphaedit: { parameters: { layers: [4, 5, 6] }, edits: 40 },
    "ft-m": { parameters: { layers: [27], learningRate: 3e-4 }, edits: 20 },
    ike: { parameters: { demonstrations: 0 }, edits: 20 },
    grace: { parameters: { layers: [24], radius: 12 }, edits: 40 },
  },
};
