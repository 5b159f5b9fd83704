"use client";

import { Copy } from "lucide-react";
import { useMemo } from "react";
import { useMergeMessages } from "../use-messages";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, ErrorNote, Menu, toast } from "@/components/ui";
import { MERGE_OPERATORS, writeRecipe, type Recipe } from "@/lib/merge";
import { MergeRun } from "../result/merge-run";
import { ResultCard } from "../result/result-card";
import { useMergeRun, type MergeRunState } from "../result/use-merge-run";
import { MergeSkeleton } from "../skeleton";
import type { Lineup } from "../use-lineup";
import { useMergeView } from "../view";
import { Arithmetic } from "./arithmetic";
import { complementary, EXAMPLES, exampleRecipe } from "./examples";
import { ModelsForm } from "./models-form";
import { OperatorForm } from "./operator-form";
import { Problems } from "./problems";
import { useRecipe } from "./use-recipe";
import { YamlEditor } from "./yaml-editor";

/** A recipe as a form and as text, what is wrong with it, its arithmetic, and what comes of it. */
export function RecipeView({ lineup }: { lineup: Lineup }) {
  const run = useMergeRun(lineup);
  // A link to a run alone shows the recipe that ran.
  return run.isReading ? <MergeSkeleton /> : <RecipePage run={run} lineup={lineup} />;
}

function RecipePage({ run, lineup }: { run: MergeRunState; lineup: Lineup }) {
  const t = useMergeMessages();
  const [view, update] = useMergeView();
  const { modelId } = useWorkbench();
  const others = useMemo(() => complementary(lineup), [lineup]);
  const examples = useMemo(
    () =>
      EXAMPLES.map((id) => ({
        id,
        text: writeRecipe(exampleRecipe(id, modelId, others.length > 1 ? others : [modelId])),
      })),
    [modelId, others],
  );
  const text = view.recipe ?? run.input?.recipe ?? examples[0].text;
  const draft = useRecipe(text, lineup);
  const { recipe } = draft;
  const operator = MERGE_OPERATORS.all.find(({ id }) => id === recipe?.merge_method);
  const write = (next: string) => update({ recipe: next, tensor: view.tensor });
  const change = (next: Recipe) => write(writeRecipe(next));

  return (
    <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,11fr)_minmax(0,9fr)]">
      <section aria-label={t.form.title} className="flex min-w-0 flex-col gap-6">
        <div className="-mb-2 flex flex-wrap items-center justify-between gap-3">
          <h2 className="text-xl">{t.form.title}</h2>
          <Menu
            trigger={<Button size="sm">{t.form.examples}</Button>}
            items={examples.map(({ id, text: example }) => ({
              key: id,
              label: t.form.example[id],
              onSelect: () => {
                if (!run.isBusy) run.reset();
                update({ recipe: example });
              },
            }))}
          />
        </div>
        {recipe && !recipe.slices ? (
          <>
            <OperatorForm recipe={recipe} operator={operator} onChange={change} />
            <ModelsForm recipe={recipe} operator={operator} lineup={lineup} onChange={change} />
          </>
        ) : (
          <p className="text-sm text-soft">{recipe ? t.form.inYaml : t.form.unreadable}</p>
        )}
        <MergeRun run={run} draft={draft} />
      </section>
      <div className="flex min-w-0 flex-col gap-6">
        <YamlEditor
          text={text}
          problems={draft.problems}
          onChange={write}
          aside={
            <Button
              size="sm"
              variant="quiet"
              icon={<Copy />}
              onClick={() => void navigator.clipboard.writeText(text).then(() => toast(t.yaml.copied))}
            >
              {t.yaml.copy}
            </Button>
          }
        />
        {draft.error ? (
          <ErrorNote error={draft.error} />
        ) : (
          <Problems problems={draft.problems} isPending={draft.isChecking} />
        )}
        <Arithmetic draft={draft} lineup={lineup} />
      </div>
      <div className="min-w-0 lg:col-span-2">
        <ResultCard run={run} lineup={lineup} />
      </div>
    </div>
  );
}
