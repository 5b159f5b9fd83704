import { expect, test } from "vitest";
import { createRun, insideStep, type Progress } from "./run";

test("what is reported inside a step is told behind its phase, and the outer count stays", () => {
  const told: Progress[] = [];
  const run = createRun({ onProgress: (update) => told.push(update) });
  const inside = insideStep(run, { phase: "Trying layers 8", step: 4, steps: 12 });
  inside.progress({ phase: "Optimizing v*", step: 3, steps: 20, values: { lossNats: 1 } });
  insideStep(inside, { phase: "Again", step: 0 }).progress({ phase: "Reading", step: 7 });
  expect(told).toEqual([
    { phase: "Trying layers 8: Optimizing v*, 3 of 20", step: 4, steps: 12 },
    { phase: "Trying layers 8: Again: Reading", step: 4, steps: 12 },
  ]);
});
