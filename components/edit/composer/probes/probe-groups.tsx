"use client";

import { clsx } from "clsx";
import { Network } from "lucide-react";
import { useMessages } from "@/components/messages";
import { Button, ErrorNote } from "@/components/ui";
import { NO_PROBES, OWN_KIND, type Draft, type DraftProbe } from "../draft";
import { ForeignNote } from "./foreign-note";
import { ProbeGroup, type ProbeLine } from "./probe-group";
import type { FillAll } from "./use-fill-all";
import { useProbeFill } from "./use-probe-fill";

interface ProbeGroupsProps {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  /** Of a list: filling in all of its edits. */
  all?: FillAll | undefined;
}

/** Facts near the edit, by what it should do to them. */
const CLASSES = ["consequences", "neighbours", "mayChange"] as const;
type FactClass = (typeof CLASSES)[number];

/** Rephrasings and the three classes of facts near the edit, and the button that fills them in. */
export function ProbeGroups({ draft, onChange, all }: ProbeGroupsProps) {
  const t = useMessages().edit.probes;
  const probes = useProbeFill(draft, onChange);
  const { foreign } = probes;
  const move = (from: FactClass, index: number, to: FactClass) =>
    onChange({
      [from]: draft[from].filter((_, at) => at !== index),
      [to]: [...draft[to], draft[from][index]],
    });
  /** Under another target only what follows from the target is out of place. */
  const isForeign = (group: FactClass | "rephrasings") =>
    foreign !== undefined && (foreign !== "target" || group === "consequences");

  return (
    <section aria-label={t.title}>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h3 className="text-lg">{t.title}</h3>
        <div className="flex flex-wrap gap-2">
          {all && all.count > 0 && (
            <Button size="sm" icon={<Network />} pending={all.isPending} onClick={all.fill}>
              {t.fillAll(all.count)}
            </Button>
          )}
          <Button
            size="sm"
            icon={<Network />}
            disabled={!probes.canFill}
            pending={probes.isPending}
            onClick={probes.fill}
          >
            {all ? t.fillOpen : t.fill}
          </Button>
        </div>
      </div>
      {all?.error && <ErrorNote error={all.error} onRetry={all.fill} />}
      <p className="mt-1 text-xs text-faint">{t.intro}</p>
      {probes.isUnasked && <p className="mt-1 text-xs text-faint">{t.fillUnasked}</p>}
      {probes.error && (
        <div className="mt-2">
          <ErrorNote error={probes.error} onRetry={probes.fill} />
        </div>
      )}
      {foreign && draft.writtenFor && (
        <ForeignNote
          foreign={foreign}
          written={draft.writtenFor}
          onAdopt={probes.adopt}
          onRemove={() =>
            onChange(foreign === "target" ? { consequences: [], writtenFor: undefined } : NO_PROBES)
          }
        />
      )}
      <div className="mt-2">
        <div className={clsx(isForeign("rephrasings") && "line-through")}>
          <ProbeGroup
            {...t.groups.rephrasings}
            hasTarget={false}
            lines={draft.rephrasings.map((prompt) => ({ prompt }))}
            onChange={(lines) => onChange({ rephrasings: lines.map((line) => line.prompt) })}
          />
        </div>
        {CLASSES.map((group) => (
          <div key={group} className={clsx(isForeign(group) && "line-through")}>
            <ProbeGroup
              {...t.groups[group]}
              hasTarget
              lines={draft[group]}
              onChange={(lines) => onChange({ [group]: lines.map(asProbe) })}
              moves={CLASSES.filter((other) => other !== group).map((other) => ({
                label: t.moveTo(t.groups[other].goal),
                onMove: (index: number) => move(group, index, other),
              }))}
            />
          </div>
        ))}
      </div>
    </section>
  );
}

function asProbe({ target = "", kind = OWN_KIND, ...line }: ProbeLine): DraftProbe {
  return { ...line, kind, target };
}
