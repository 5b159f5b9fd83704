"use client";

import { ChevronRight } from "lucide-react";
import dynamic from "next/dynamic";
import { useExploreMessages } from "@/components/messages/explore";
import type { AnalysisCard } from "@/lib/api";
import type { JsonObject } from "@/lib/base";

// Folded at first, so the page does not wait for it.
const ParameterForm = dynamic(() => import("@/components/form").then((file) => file.ParameterForm), {
  ssr: false,
});

interface SettingsProps {
  card: AnalysisCard;
  /** Only what a person has set. */
  values: JsonObject;
  onChange: (values: JsonObject) => void;
}

const NO_FALLBACKS: JsonObject = {};

/** The parameters of an analysis, folded under what was changed of them. */
export function Settings({ card, values, onChange }: SettingsProps) {
  const t = useExploreMessages();
  const names = Object.keys(values);
  return (
    <details className="group max-w-3xl rounded-md border bg-raised px-3">
      <summary className="flex min-h-10 list-none items-center gap-2 text-sm [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-faint transition-transform duration-150 group-open:rotate-90"
        />
        <span className="font-medium">{t.settings}</span>
        {names.length > 0 && <span className="text-xs text-soft">{t.settingsChanged(names)}</span>}
      </summary>
      <div className="pt-1 pb-4">
        <ParameterForm
          schema={card.parameters as JsonObject}
          fallbacks={NO_FALLBACKS}
          values={values}
          descriptions={t.parameters[card.id]}
          onChange={onChange}
        />
      </div>
    </details>
  );
}
