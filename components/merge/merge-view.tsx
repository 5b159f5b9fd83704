"use client";

import dynamic from "next/dynamic";
import { useMergeMessages } from "./use-messages";
import { PlaceHeader } from "@/components/shell/place-header";
import { useWorkbench } from "@/components/shell/workbench";
import { ErrorNote, Tabs } from "@/components/ui";
import { MergeSkeleton } from "./skeleton";
import { useLineup } from "./use-lineup";
import { PARTS, useMergeView } from "./view";

// Each part has a library or charts of its own.
const loading = () => <MergeSkeleton />;
const RecipeView = dynamic(() => import("./recipe/recipe-view").then((file) => file.RecipeView), { loading });
const KinshipView = dynamic(() => import("./kinship/kinship-view").then((file) => file.KinshipView), {
  loading,
});
const EvolutionView = dynamic(() => import("./evolution/evolution-view").then((file) => file.EvolutionView), {
  loading,
});

const BranchesView = dynamic(() => import("./branches/branches-view").then((file) => file.BranchesView), {
  loading,
});

const VIEWS = {
  recipe: RecipeView,
  kinship: KinshipView,
  evolution: EvolutionView,
  edits: BranchesView,
} as const;

/** The Merge place: a recipe and what comes of it, kinship, evolutions, and two branches of edits. */
export function MergeView() {
  const t = useMergeMessages().parts;
  const [{ show }, update] = useMergeView();
  const { error, retry } = useWorkbench();
  const lineup = useLineup();
  return (
    <div className="mx-auto max-w-7xl">
      <PlaceHeader place="merge" />
      {error && <ErrorNote error={error} onRetry={retry} />}
      {lineup.error && <ErrorNote error={lineup.error} onRetry={lineup.refetch} />}
      <Tabs
        label={t.label}
        value={show}
        onChange={(next) => update({ show: next }, { history: "push" })}
        items={PARTS.map((part) => {
          const View = VIEWS[part];
          return {
            value: part,
            label: t[part],
            content: lineup.isPending ? <MergeSkeleton /> : <View lineup={lineup} />,
          };
        })}
      />
    </div>
  );
}
