"use client";

import { useState } from "react";
import { useLanguage } from "@/components/messages";
import {
  Button,
  ErrorNote,
  Field,
  formatCount,
  Select,
  Skeleton,
  TextInput,
  useDebounced,
} from "@/components/ui";
import { searchGraph } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { useGraph, useWording } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import { useKnowledgeState } from "../view";
import { AsOf } from "./as-of";
import { EntityPanel } from "./entity-panel";
import { FactTable } from "./fact-table";

const TYPING_MS = 250;
/** Facts of a step of the list. */
const STEP = 50;
const EVERY = "";

/** The facts of the graph by words and relation, or all about one entity. */
export function FactsTab() {
  const [{ entity }] = useKnowledgeState();
  return entity === undefined ? <FactSearch /> : <EntityPanel key={entity} entity={entity} />;
}

function FactSearch() {
  const t = useKnowledgeMessages().facts;
  const { language } = useLanguage();
  const { graphId, relations } = useGraph();
  const [{ search, relation, at }, update] = useKnowledgeState();
  const [steps, setSteps] = useState(1);
  const settled = useDebounced(search, TYPING_MS);
  const answer = useQueryOf(
    searchGraph,
    {
      params: { graphId },
      input: {
        search: settled,
        limit: steps * STEP,
        ...(relation !== EVERY && { relation }),
        ...(at !== "" && { asOf: at }),
      },
    },
    { keepPrevious: true },
  );
  const words = useWording(answer.data?.names);
  const count = (value: number) => formatCount(value, language);
  const facts = answer.data?.facts ?? [];
  const total = answer.data?.total ?? 0;
  return (
    <div className="flex flex-col gap-4">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t.search}>
          {(control) => (
            <TextInput
              {...control}
              type="search"
              maxLength={200}
              value={search}
              onChange={(event) => {
                setSteps(1);
                update({ search: event.target.value });
              }}
            />
          )}
        </Field>
        <Field label={t.relation}>
          {(control) => (
            <Select
              {...control}
              value={relation}
              onChange={(next) => {
                setSteps(1);
                update({ relation: next });
              }}
              options={[
                { value: EVERY, label: t.every },
                ...relations.map(({ id }) => ({ value: id, label: words.relation(id) })),
              ]}
            />
          )}
        </Field>
      </div>
      <AsOf />
      {answer.error && <ErrorNote error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.data === undefined ? (
        !answer.error && <Skeleton className="h-40 w-full" />
      ) : (
        <>
          <p role="status" className="numeric text-xs text-faint">
            {t.found(count(facts.length), count(total))}
          </p>
          <FactTable facts={facts} words={words} empty={t.none} />
          {facts.length < total && (
            <Button
              size="sm"
              className="self-start"
              pending={answer.isPlaceholderData}
              onClick={() => setSteps(steps + 1)}
            >
              {t.more}
            </Button>
          )}
        </>
      )}
    </div>
  );
}
