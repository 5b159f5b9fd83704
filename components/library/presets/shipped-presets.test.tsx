// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { en } from "@/components/messages/en";
import { draw } from "@/components/testing/render";
import type { MethodCard } from "@/lib/api";
import { catalogCards } from "@/lib/server/cards";
import { ShippedPresets } from "./shipped-presets";

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
