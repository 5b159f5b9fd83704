"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { Skeleton, Tabs } from "@/components/ui";
import { useGraph } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import { useKnowledgeState, type RecordsTab } from "../view";
import { PlansTab } from "./plans-tab";

const loading = () => <Skeleton className="h-40 w-full" />;
const NetworkTab = dynamic(() => import("../network/network-tab").then((file) => file.NetworkTab), {
  ssr: false,
  loading,
});
const FactsTab = dynamic(() => import("./facts-tab").then((file) => file.FactsTab), { ssr: false, loading });
const ReviewTab = dynamic(() => import("../review/review-tab").then((file) => file.ReviewTab), {
  ssr: false,
  loading,
});
const DisagreementsTab = dynamic(() => import("./disagreements-tab").then((file) => file.DisagreementsTab), {
  ssr: false,
  loading,
});
const AuditTab = dynamic(() => import("./audit-tab").then((file) => file.AuditTab), { ssr: false, loading });

const TABS: Record<RecordsTab, () => ReactNode> = {
  network: () => <NetworkTab />,
  facts: () => <FactsTab />,
  plans: () => <PlansTab />,
  review: () => <ReviewTab />,
  disagreements: () => <DisagreementsTab />,
  audit: () => <AuditTab />,
};

/** What the graph holds: drawn and as facts, who said what, what waits for a person, and where the model differs. */
export function Records() {
  const t = useKnowledgeMessages().tabs;
  const { data } = useGraph();
  const [{ tab }, update] = useKnowledgeState();
  const counts: Partial<Record<RecordsTab, number>> = {
    review: (data?.contradictions.length ?? 0) + (data?.waiting.length ?? 0),
  };
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
