import type { ShippedPresets } from ".";

export const smollm2: ShippedPresets = { model: "smollm2-135m", on: "SmolLM2-135M-Instruct", methods: {} };
