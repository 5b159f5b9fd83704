"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useMergeMessages } from "../use-messages";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, Card, ErrorNote, Field, Select, Skeleton } from "@/components/ui";
import type { PalimpsestError } from "@/lib/base";
import { useModelHostState } from "@/lib/client/use-model-host";
import type { Lineup } from "../use-lineup";
import { useMergeView } from "../view";
import { sourcesOf, type RecipeDraft } from "./use-recipe";

interface ArithmeticProps {
  draft: RecipeDraft;
  lineup: Lineup;
}

/** What the recipe does to one tensor: the weights as they count, the angle between the models, and the branch that ran. */
export function Arithmetic({ draft, lineup }: ArithmeticProps) {
  const t = useMergeMessages().arithmetic;
  const [view, update] = useMergeView();
  const { modelId, model } = useWorkbench();
  const modelHost = useModelHostState();
  const tensors = tensorsOf(model?.facts);
  const tensor = view.tensor ?? tensors.find((name) => name.includes("mlp")) ?? tensors[0];
  const sources = sourcesOf(draft.names, lineup, modelId);
  const isReady = draft.names.every((name) => lineup.find(name)?.version !== undefined);
  const asked = { recipe: draft.text, sources, seed: 0, tensor: tensor ?? "" };
  const preparing = useMutation({ mutationFn: () => lineup.prepare(draft.names) });
  const answer = useQuery({
    queryKey: ["merge.tensor", modelId, asked],
    queryFn: ({ signal }) => modelHost.mergeTensor(asked, signal),
    enabled: isReady && !draft.hasErrors && !draft.isChecking && tensor !== undefined,
    staleTime: Infinity,
    retry: false,
  });
  if (tensors.length === 0) return null;
  return (
    <Card title={t.title} level={3}>
      <p className="-mt-2 mb-3 text-sm text-soft">{t.detail}</p>
      <Field label={t.tensor}>
        {(control) => (
          <Select
            {...control}
            value={tensor}
            onChange={(name) => update({ tensor: name })}
            options={tensors.map((name) => ({ value: name, label: name }))}
          />
        )}
      </Field>
      <div className="mt-4 text-sm" aria-live="polite">
        {draft.hasErrors && <p className="text-soft">{t.failed}</p>}
        {!draft.hasErrors && !isReady && (
          <Button
            size="sm"
            pending={preparing.isPending || lineup.isPreparing}
            onClick={() => preparing.mutate()}
          >
            {t.show}
          </Button>
        )}
        {answer.isFetching && <Skeleton className="h-16 w-full" />}
        {preparing.error && <ErrorNote error={preparing.error as PalimpsestError} />}
        {answer.error && <ErrorNote error={answer.error as PalimpsestError} />}
        {answer.data && !answer.isFetching && <Terms answer={answer.data} lineup={lineup} />}
      </div>
    </Card>
  );
}

/** Facts that stand in the sentences above the list. */
const SAID: readonly string[] = ["cosine", "branch", "left", "right"];

type Answer = Awaited<ReturnType<ReturnType<typeof useModelHostState>["mergeTensor"]>>;

function Terms({ answer, lineup }: { answer: Answer; lineup: Lineup }) {
  const t = useMergeMessages().arithmetic;
  const { inputs, facts, shape } = answer;
  const labelOf = (name: string) => lineup.find(name)?.label ?? name;
  const shares = inputs.filter(({ share }) => share !== undefined);
  const terms = shares.map(({ model, share }) => `${written(share!)} · ${labelOf(model)}`).join(" + ");
  const cosine = facts.cosine === undefined ? undefined : written(facts.cosine);
  const rest = Object.entries(facts).filter(([name]) => !SAID.includes(name));
  const weighted = inputs.filter(({ parameters }) => Object.keys(parameters).length > 0);
  return (
    <div className="flex flex-col gap-3">
      {terms !== "" && <p className="font-mono break-words">{t.sum(terms)}</p>}
      {cosine !== undefined && facts.branch !== undefined && (
        <p className="text-soft">{facts.branch === "linear" ? t.slerpLinear(cosine) : t.slerpArc(cosine)}</p>
      )}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1.5">
        <dt className="text-faint">{t.shape}</dt>
        <dd className="numeric">{shape.join(" × ")}</dd>
        {weighted.map(({ model, parameters }) => (
          <div key={model} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-faint">{labelOf(model)}</dt>
            <dd className="numeric break-words">
              {Object.entries(parameters)
                .map(([name, value]) => `${name} ${written(value)}`)
                .join(", ")}
            </dd>
          </div>
        ))}
        {rest.map(([name, value]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-faint">{name}</dt>
            <dd className="numeric">{written(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function written(value: number | string | boolean): string {
  if (typeof value !== "number") return String(value);
  return String(Number(value.toPrecision(6))).replace("-", "−");
}

function tensorsOf(facts: unknown): string[] {
  const { parameters } = (facts ?? {}) as { readonly parameters?: readonly { readonly name: string }[] };
  return (parameters ?? []).map(({ name }) => name);
}
