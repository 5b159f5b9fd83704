/** Where the models of an evolution stand in its family tree: a column a generation, the best of each on top. */
import type { EvolutionRecord } from "@/lib/merge";

type Model = EvolutionRecord["models"][number];

/** How far an evolution has come with a model: founders are initial; a child whose gain lies within two standard errors is saturated. */
export type Stage = "initial" | "improving" | "saturated";

export interface TreeNode {
  readonly model: Model;
  readonly column: number;
  readonly row: number;
  readonly stage: Stage;
}

export interface TreeLayout {
  readonly nodes: readonly TreeNode[];
  readonly columns: number;
  readonly rows: number;
  /** From each parent to its child. */
  readonly edges: readonly { readonly from: TreeNode; readonly to: TreeNode }[];
}

export function stageOf({ kind, gain, score }: Model): Stage {
  if (kind === "founder" || gain === null) return "initial";
  return Math.abs(gain) <= 2 * score.standardError ? "saturated" : "improving";
}

/** The best first. A score on few of the questions is another quantity than one on all, so those that have one come after. */
export function byScore(models: readonly Model[]): readonly Model[] {
  const isPartial = ({ score }: Model) => Number(score.isPartial ?? false);
  return models.toSorted((a, b) => isPartial(a) - isPartial(b) || b.score.mean - a.score.mean);
}

export function layoutTree(models: readonly Model[]): TreeLayout {
  const columns = new Map<number, Model[]>();
  for (const model of models)
    columns.set(model.generation, [...(columns.get(model.generation) ?? []), model]);
  const nodes = [...columns].flatMap(([column, all]) =>
    byScore(all).map((model, row): TreeNode => ({ model, column, row, stage: stageOf(model) })),
  );
  const byName = new Map(nodes.map((node) => [node.model.name, node]));
  return {
    nodes,
    columns: Math.max(0, ...columns.keys()) + 1,
    rows: Math.max(0, ...[...columns.values()].map(({ length }) => length)),
    edges: nodes.flatMap((to) =>
      to.model.parents.flatMap((parent) => {
        const from = byName.get(parent);
        return from ? [{ from, to }] : [];
      }),
    ),
  };
}

/** The model and everything that it comes from. */
export function ancestorsOf(models: readonly Model[], name: string): ReadonlySet<string> {
  const byName = new Map(models.map((model) => [model.name, model]));
  const found = new Set<string>();
  const visit = (at: string): void => {
    if (found.has(at)) return;
    found.add(at);
    byName.get(at)?.parents.forEach(visit);
  };
  visit(name);
  return found;
}
