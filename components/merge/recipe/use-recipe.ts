"use client";

/** The recipe of the page as text and as data, what its names mean, and what the check says of it. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useWorkbench } from "@/components/shell/workbench";
import { useDebounced } from "@/components/ui";
import { useModelHostState } from "@/lib/client/use-model-host";
import type { PalimpsestError } from "@/lib/base";
import { MERGE_OPERATORS, readRecipe, type Recipe, type RecipeProblem } from "@/lib/merge";
import type { Lineup } from "../use-lineup";

const DELAY_MS = 300;
const NONE: readonly RecipeProblem[] = [];

export interface RecipeDraft {
  readonly text: string;
  /** Absent while the text cannot be read as a recipe. */
  readonly recipe: Recipe | undefined;
  readonly problems: readonly RecipeProblem[];
  /** The check has not answered for this text. */
  readonly isChecking: boolean;
  readonly hasErrors: boolean;
  /** Names in the recipe, in their order. */
  readonly names: readonly string[];
  readonly error: PalimpsestError | null;
}

export function useRecipe(text: string, lineup: Lineup): RecipeDraft {
  const { modelId } = useWorkbench();
  const modelHost = useModelHostState();
  const read = useMemo(() => readRecipe(text), [text]);
  const { recipe } = read;
  const names = useMemo(() => (recipe ? namesIn(recipe) : []), [recipe]);
  const sources = sourcesOf(names, lineup, modelId);
  const asked = useDebounced(JSON.stringify({ recipe: text, sources }), DELAY_MS);
  const check = useQuery({
    queryKey: ["merge.check", modelId, modelHost.backend ?? "", asked],
    queryFn: ({ signal }) =>
      modelHost.mergeCheck(JSON.parse(asked) as Parameters<typeof modelHost.mergeCheck>[0], signal),
    enabled: !lineup.isPending && recipe !== undefined,
    placeholderData: (before) => before,
    staleTime: Infinity,
    retry: false,
  });
  const isSound = check.data?.problems.every(({ severity }) => severity !== "error") ?? false;
  // Weights are read for it, so it is asked once for the same models under the same operator, whatever their numbers.
  const base = useQuery({
    queryKey: [
      "merge.base",
      modelId,
      modelHost.backend ?? "",
      recipe?.merge_method,
      recipe?.base_model,
      sources,
    ],
    queryFn: ({ signal }) =>
      modelHost.mergeBase(JSON.parse(asked) as Parameters<typeof modelHost.mergeBase>[0], signal),
    enabled: !lineup.isPending && takesDifferences(recipe) && isSound && !check.isPlaceholderData,
    staleTime: Infinity,
    retry: false,
  });
  const isCurrent = asked === JSON.stringify({ recipe: text, sources }) && !check.isPlaceholderData;
  const checked = recipe && isCurrent ? check.data?.problems : undefined;
  const problems = checked ? [...checked, ...(base.data?.problems ?? NONE)] : read.problems;
  return {
    text,
    recipe,
    problems,
    isChecking: recipe !== undefined && (!isCurrent || check.isPending),
    hasErrors: recipe === undefined || problems.some(({ severity }) => severity === "error"),
    names,
    error: check.error as PalimpsestError | null,
  };
}

function takesDifferences(recipe: Recipe | undefined): boolean {
  const operator = MERGE_OPERATORS.all.find(({ id }) => id === recipe?.merge_method);
  return recipe?.base_model != null && (operator?.base === "required" || operator?.base === "optional");
}

/** Every model that a recipe names, once. */
export function namesIn({ models, slices, base_model: base }: Recipe): string[] {
  const named = [
    ...(models ?? []).map(({ model }) => model),
    ...(slices ?? []).flatMap(({ sources }) => sources.map(({ model }) => model)),
    ...(base ? [base] : []),
  ];
  return [...new Set(named)];
}

/**
 * What names mean here. A sibling without a version has the shape of its model, and a name that is not here is left to the
 * check. `made` are versions that the lineup does not know yet.
 */
export function sourcesOf(
  names: readonly string[],
  lineup: Pick<Lineup, "find">,
  modelId: string,
  made: Readonly<Record<string, string>> = {},
): Record<string, { model: string; version?: string }> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const entry = lineup.find(name);
      if (!entry) return [];
      const version = made[name] ?? entry.version;
      return [[name, { model: entry.model ?? modelId, ...(version && { version }) }] as const];
    }),
  );
}
