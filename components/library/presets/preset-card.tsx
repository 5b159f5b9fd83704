"use client";

import { ChevronDown, ChevronUp, Trash2 } from "lucide-react";
import { useId, useState } from "react";
import { ChartView } from "@/components/charts";
import { effectByLayer } from "@/components/charts/effect-by-layer";
import { useLanguage } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import { Badge, Button, formatPercent, formatTime } from "@/components/ui";
import type { PresetRecord } from "@/lib/store";
import { RemovePreset } from "./remove-preset";
import { settingText, SweepTable } from "./sweep-table";

interface PresetCardProps {
  preset: PresetRecord;
  methodName: string;
  modelName: string;
  /** The newest of its method and model. */
  isInForce: boolean;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
}

/** A preset, what it sets, and on demand what it was chosen by. */
export function PresetCard({ preset, methodName, modelName, isInForce, isOpen, onOpen }: PresetCardProps) {
  const t = useLibraryMessages().presets;
  const { language } = useLanguage();
  const [isLeaving, setLeaving] = useState(false);
  const evidenceId = useId();
  const { evidence } = preset;
  const title = t.setting(methodName, modelName);
  return (
    <article aria-label={title} className="min-w-0 rounded-lg border bg-raised p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="text-xl">{title}</h2>
        <Badge tone={isInForce ? "after" : "neutral"}>{isInForce ? t.inForce : t.older}</Badge>
      </div>
      <p className="mt-0.5 text-sm text-soft">
        {t.measured(formatTime(preset.createdAt, language), preset.author)}
      </p>
      <p className="mt-3 text-base text-ink">{settingText(evidence.sweep[evidence.chosen], t)}</p>
      <p className="mt-1 text-sm text-soft">
        {t.summary(evidence.known, evidence.asked, evidence.trace?.prompts.length ?? 0, evidence.edits)}
      </p>
      <div className="mt-4 flex flex-wrap gap-2">
        <Button
          size="sm"
          aria-expanded={isOpen}
          aria-controls={evidenceId}
          icon={isOpen ? <ChevronUp /> : <ChevronDown />}
          onClick={() => onOpen(!isOpen)}
        >
          {isOpen ? t.hide : t.show}
        </Button>
        <Button size="sm" variant="quiet" icon={<Trash2 />} onClick={() => setLeaving(true)}>
          {t.remove.action}
        </Button>
      </div>
      <div id={evidenceId}>{isOpen && <PresetEvidence preset={preset} />}</div>
      {isLeaving && <RemovePreset preset={preset} onClose={() => setLeaving(false)} />}
    </article>
  );
}

function PresetEvidence({ preset: { evidence } }: { preset: PresetRecord }) {
  const t = useLibraryMessages().presets;
  const { trace, sweep, chosen } = evidence;
  const { layers } = sweep[chosen].parameters;
  return (
    <div className="mt-5 flex flex-col gap-8 border-t pt-5">
      {trace && (
        <ChartView
          chart={effectByLayer}
          data={{
            facts: trace.prompts.length,
            effects: trace.effects,
            chosen: Array.isArray(layers) ? layers.filter((layer) => typeof layer === "number") : [],
          }}
          note={t.traceNote(
            formatPercent(trace.high.mean),
            formatPercent(trace.low.mean),
            trace.samples,
            String(Number(trace.noise.toPrecision(3))),
          )}
        />
      )}
      <SweepTable evidence={evidence} />
    </div>
  );
}
