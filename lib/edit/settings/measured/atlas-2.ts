/** Chosen on ten edits and measured on others, with the tables in the model card. */
import type { ShippedPresets } from ".";

/** The search of v*, as for the first model. */
const search = { valueWeightDecay: 0.01, klFactor: 0.01 };

export const atlas2: ShippedPresets = {
  model: "atlas-2",
  on: "Atlas 2",
  methods: {
    rome: { parameters: { layers: [2], valueWeightDecay: 0.01, clampFactor: 20 }, edits: 20 },
    "r-rome": { parameters: { layers: [2], valueWeightDecay: 0.01, clampFactor: 20 }, edits: 20 },
    memit: { parameters: { layers: [1, 2, 3], ...search, momentWeight: 300 }, edits: 20 },
    "memit-fe": { parameters: { layers: [2, 3, 4], ...search, momentWeight: 300 }, edits: 20 },
    pmet: { parameters: { layers: [2, 3, 4], valueWeightDecay: 0.01, momentWeight: 30 }, edits: 20 },
    eamet: {
      parameters: {
        layers: [2, 3, 4],
        ...search,
        momentWeight: [300],
        divergenceFactor: 0.1,
        distanceFactor: 0.1,
        valueStart: "zero",
      },
      edits: 20,
    },
    core: {
      parameters: { layers: [1, 2, 3], ...search, momentWeight: 300, consistencyWeight: 0.01 },
      edits: 20,
    },
    emmet: { parameters: { layers: [2], ...search, momentWeight: 3000 }, edits: 20 },
    alphaedit: { parameters: { layers: [1, 2, 3], ...search, ridge: 1 }, edits: 20 },
    sphere: { parameters: { layers: [1, 2, 3], ...search, ridge: 1 }, edits: 20 },
    "ft-l": { parameters: { layers: [5], normConstraint: 2e-3 }, edits: 20 },
    "ft-m": { parameters: { layers: [7] }, edits: 20 },
    lora: { parameters: { learningRate: 1e-4 }, edits: 20 },
    ultraedit: {
      parameters: { layers: [2, 3, 4], roles: ["mlp.down"], learningRate: 2.5e-5, ridge: 0.1 },
      edits: 20,
    },
    grace: { parameters: { layers: [5], radius: 1.6 }, edits: 20 },
    wise: { parameters: { layers: [6], activationRatio: 0.97, contrast: "subject" }, edits: 20 },
    melo: { parameters: { layers: [5], indexLayer: 5, radius: 10, blocks: 20 }, edits: 20 },
    ike: { parameters: { demonstrations: 4 }, edits: 20 },
  },
};
