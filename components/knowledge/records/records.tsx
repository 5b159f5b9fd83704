"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { Skeleton, Tabs } from "@/components/ui";
import { useGraph } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import { useKnowledgeState, type RecordsTab } from "../view";
import { ContradictionsTab } from "./contradictions-tab";
import { PlansTab } from "./plans-tab";

const loading = () => <Skeleton className="h-40 w-full" />;
const FactsTab = dynamic(() => import("./facts-tab").then((file) => file.FactsTab), { ssr: false, loading });
const DisagreementsTab = dynamic(() => import("./disagreements-tab").then((file) => file.DisagreementsTab), {
  ssr: false,
  loading,
});

const TABS: Record<RecordsTab, () => ReactNode> = {
  plans: () => <PlansTab />,
  facts: () => <FactsTab />,
  disagreements: () => <DisagreementsTab />,
  contradictions: () => <ContradictionsTab />,
};

/** What the graph holds: who said what, its facts, where the model differs, and what cannot all be true. */
export function Records() {
  const t = useKnowledgeMessages().tabs;
  const { data } = useGraph();
  const [{ tab }, update] = useKnowledgeState();
  const counts: Partial<Record<RecordsTab, number>> = { contradictions: data?.contradictions.length };
  return (
    <section aria-label={t.label} className="min-w-0">
      <Tabs
        label={t.label}
        value={tab}
        onChange={(next) => update({ tab: next }, { history: "push" })}
        items={(Object.keys(TABS) as RecordsTab[]).map((value) => ({
          value,
          label: counts[value] ? `${t[value]} (${counts[value]})` : t[value],
          content: value === tab ? TABS[value]() : null,
        }))}
      />
    </section>
  );
}
