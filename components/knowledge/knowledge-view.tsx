"use client";

import { ArrowLeftRight } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useLanguage } from "@/components/messages";
import { PlaceHeader } from "@/components/shell/place-header";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, ErrorNote, formatCount, Select } from "@/components/ui";
import { listGraphs } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { Records } from "./records/records";
import { SayPanel } from "./say/say-panel";
import { useGraph } from "./use-graph";
import { useKnowledgeMessages } from "./use-messages";
import { useKnowledgeState } from "./view";

const ExchangeDialog = dynamic(() => import("./records/exchange-dialog"), { ssr: false });

/** The Knowledge place: what is said on the left, what the graph holds on the right. */
export function KnowledgeView() {
  const t = useKnowledgeMessages();
  const { language } = useLanguage();
  const [{ g }, update] = useKnowledgeState();
  const { error: workbenchError, retry } = useWorkbench();
  const graphs = useQueryOf(listGraphs, {});
  const { data, error, refetch } = useGraph();
  const count = (value: number) => formatCount(value, language);
  const [isExchanging, setExchanging] = useState(false);
  const known = graphs.data?.graphs ?? [];
  return (
    <div className="mx-auto max-w-7xl">
      <PlaceHeader
        place="knowledge"
        actions={
          <>
            {data && (
              <p className="numeric text-xs text-faint">
                {t.graph.summary(count(data.graph.facts), count(data.graph.entities), data.graph.plans)}
              </p>
            )}
            {known.length > 1 && (
              <Select
                aria-label={t.graph.label}
                value={g}
                onChange={(next) => update({ g: next, entity: undefined, relation: undefined, at: "" })}
                options={known.map(({ id, name }) => ({ value: id, label: name }))}
              />
            )}
            <Button size="sm" icon={<ArrowLeftRight />} onClick={() => setExchanging(true)}>
              {t.exchange.button}
            </Button>
          </>
        }
      />
      {workbenchError && <ErrorNote error={workbenchError} onRetry={retry} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isExchanging && <ExchangeDialog open onClose={() => setExchanging(false)} />}
      <div className="grid gap-x-10 gap-y-10 lg:grid-cols-[minmax(0,11fr)_minmax(0,9fr)]">
        <SayPanel />
        <Records />
      </div>
    </div>
  );
}
