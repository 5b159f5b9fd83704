import { expect, test } from "vitest";
import type { EvolutionRecord } from "@/lib/merge";
import { ancestorsOf, byScore, layoutTree, stageOf } from "./tree-layout";

type Model = EvolutionRecord["models"][number];

const model = (
  name: string,
  generation: number,
  mean: number,
  parents: readonly string[] = [],
  gain: number | null = null,
): Model => ({
  name,
  generation,
  kind: parents.length > 0 ? "greedy" : "founder",
  parents: [...parents],
  kinship: parents.length > 0 ? 0.2 : null,
  score: { mean, standardError: 0.01, tasks: [] },
  gain,
});

const MODELS = [
  model("a", 0, 0.3),
  model("b", 0, 0.5),
  model("model-1-1", 1, 0.6, ["a", "b"], 0.2),
  model("model-2-1", 2, 0.61, ["model-1-1", "b"], 0.015),
];

test("each generation is a column with its best on top, and every parent leads to its child", () => {
  const { nodes, columns, rows, edges } = layoutTree(MODELS);
  expect([columns, rows]).toEqual([3, 2]);
  expect(nodes.map(({ model: { name }, column, row }) => [name, column, row])).toEqual([
    ["b", 0, 0],
    ["a", 0, 1],
    ["model-1-1", 1, 0],
    ["model-2-1", 2, 0],
  ]);
  expect(edges.map(({ from, to }) => `${from.model.name} > ${to.model.name}`).sort()).toEqual([
    "a > model-1-1",
    "b > model-1-1",
    "b > model-2-1",
    "model-1-1 > model-2-1",
  ]);
});

test("a child that gains no more than two standard errors is saturated", () => {
  expect(MODELS.map(stageOf)).toEqual(["initial", "initial", "improving", "saturated"]);
});

test("ancestors are found through every generation", () => {
  expect([...ancestorsOf(MODELS, "model-2-1")].sort()).toEqual(["a", "b", "model-1-1", "model-2-1"]);
  expect([...ancestorsOf(MODELS, "a")]).toEqual(["a"]);
});

test("a model that was asked few of the questions is not ranked before those that were asked all", () => {
  const scored = (name: string, mean: number, isPartial?: true) =>
    ({ name, score: { mean, standardError: 0.1, tasks: [], ...(isPartial && { isPartial }) } }) as never;
  const models = [scored("few", 0.9, true), scored("worse", 0.4), scored("better", 0.6)];
  expect(byScore(models).map(({ name }) => name)).toEqual(["better", "worse", "few"]);
});
