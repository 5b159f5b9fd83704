import { Command } from "commander";
import { expect, test } from "vitest";
import { ANALYSES } from "../../../lib/explain";
import { addExploreCommands } from "./explore";
import { addParameterFlags, parametersOf } from "./flags";
import { differenceTables, linesOfTables } from "./tables";

const optionsOf = (id: string, ...words: string[]) => {
  const { parameters } = ANALYSES.get(id);
  const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addParameterFlags(command, parameters);
  command.parse(words, { from: "user" });
  return parametersOf(command.opts(), parameters);
};

test("parameters of an analysis are options, and those not given are left to it", () => {
  expect(optionsOf("trace")).toEqual({});
  expect(optionsOf("trace", "--kinds", "state,mlp", "--samples", "4")).toEqual({
    kinds: ["state", "mlp"],
    samples: 4,
  });
  expect(() => optionsOf("trace", "--samples", "four")).toThrow("is not a number");
  expect(() => optionsOf("circuit", "--method", "rome")).toThrow("eap-ig");
});

test.each(ANALYSES.all.map((analysis) => [analysis.id, analysis] as const))(
  "%s describes every parameter and has a default for it",
  (_, { parameters }) => {
    expect(parameters.safeParse({}).success).toBe(true);
    for (const schema of Object.values(parameters.shape)) expect(schema.description).toBeTruthy();
  },
);

test("every analysis is a command whose options have names of their own", () => {
  const program = new Command();
  addExploreCommands(program, () => ({ runtime: "native", model: "atlas" }));
  const [explore] = program.commands;
  const names = explore.commands.map((command) => command.name());
  expect(names).toEqual(["lens-import", "lens-export", ...ANALYSES.all.map(({ id }) => id)]);
});

test("a difference subtracts numbers row by row and shows words that changed", () => {
  const table = (p: number, token: string) => ({
    title: "Lens",
    columns: ["layer", "likeliest", "p"],
    rows: [
      [0, token, p],
      ["only here", "a", p],
    ],
  });
  const other = { ...table(0.5, "Paris"), rows: [[0, "Paris", 0.5]] };
  const [found] = differenceTables([table(0.75, "Rome")], [other]);
  expect(found.rows).toEqual([[0, "Paris → Rome", 0.25]]);
  expect(linesOfTables([found]).at(-1)).toContain("0.2500");
});
