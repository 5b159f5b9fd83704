// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { en } from "@/components/messages/en";
import { draw } from "@/components/testing/render";
import type { Verdict } from "@/lib/eval";
import type { EditOutcome } from "@/lib/store";
import { WeightsTab } from "./weights-tab";

const outcome = { report: { numbers: {}, curves: {} } } as unknown as EditOutcome;
const moved = (relative: number) => ({ parameter: "h.4.mlp.c_proj.weight", norm: 3, rank: 1, relative });

test.each([
  [7.208, true],
  [0.4, false],
])("a change by %f of the weight's own norm is remarked on: %s", async (relative, isRemarked) => {
  await draw(
    <WeightsTab
      verdict={{ weights: [moved(0.1), moved(relative)] } as unknown as Verdict}
      outcome={outcome}
    />,
  );
  const remark = en.edit.weights.beyond("h.4.mlp.c_proj.weight", "720.8%");
  expect(screen.queryByText(remark) !== null).toBe(isRemarked);
});
