// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { en } from "@/components/messages/en";
import { draw } from "@/components/testing/render";
import type { MethodCard } from "@/lib/api";
import { catalogCards } from "@/lib/server/cards";
import { ShippedPresets } from "./shipped-presets";

test("a preset stands with the scores that it was measured at, and one that mostly failed says so", async () => {
  const { methods } = catalogCards();
  const [card] = methods;
  const preset = (models: string[], mean: number): MethodCard["presets"][number] => ({
    ...card.presets[0],
    models,
    isShipped: true,
    scores: {
      model: models[0],
      edits: 20,
      on: "2026-11-30",
      metrics: { reliability: { mean, interval95: [0, 1] } },
    },
  });
  const presets = [preset(["good"], 0.95), preset(["bad"], 0.05)];
  await draw(<ShippedPresets methods={[{ ...card, presets }]} nameOf={(id) => id} />);
  const [good, bad] = screen.getAllByRole("row").slice(1);
  expect(good.textContent).toContain("95.0%");
  expect(within(good).queryByText(en.presets.shipped.fails)).toBeNull();
  expect(within(bad).getByText(en.presets.shipped.fails)).toBeDefined();
});

test("lists what comes with the methods, and nothing that was measured here", async () => {
  const { methods } = catalogCards();
  const measured: MethodCard["presets"][number] = {
    name: "own",
    models: ["own"],
    parameters: {},
    source: "measured",
    isShipped: false,
  };
  const given = methods.map((card) => ({ ...card, presets: [measured, ...card.presets] }));
  const shipped = methods.flatMap(({ presets }) => presets);
  expect(shipped.length).toBeGreaterThan(methods.length / 2);

  await draw(<ShippedPresets methods={given} nameOf={(id) => (id === "atlas" ? "Atlas" : id)} />);
  const table = screen.getByRole("table", { name: en.presets.shipped.title(shipped.length) });
  const rows = within(table).getAllByRole("row").slice(1);
  expect(rows).toHaveLength(shipped.length);
  const rome = rows.find((row) => row.textContent?.includes("ROME") && row.textContent.includes("Atlas"));
  expect(rome?.textContent).toContain(en.presets.shipped.sources.measured);
  expect(rome?.textContent).toContain("layers");
});
