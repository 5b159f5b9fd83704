"use client";

import { Network } from "lucide-react";
import { useKnownFacts } from "@/components/facts/use-known-facts";
import { useMessages } from "@/components/messages";
import { Button, ErrorNote, toast } from "@/components/ui";
import { suggestProbes } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { OWN_KIND, probesOf, requestOf, type Draft, type DraftProbe } from "../draft";
import { ProbeGroup, type ProbeLine } from "./probe-group";

interface ProbeGroupsProps {
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
}

/** The three groups of probes, and the button that fills them in. */
export function ProbeGroups({ draft, onChange }: ProbeGroupsProps) {
  const t = useMessages().edit.probes;
  const facts = useKnownFacts();
  const suggest = useActionOf(suggestProbes);
  const request = requestOf(draft, "edit-1");

  const fill = async () => {
    if (!request) return;
    const input = { request, known: facts.known && [...facts.known] };
    const probes = probesOf(await suggest.mutateAsync({ input }));
    const count = probes.rephrasings.length + probes.neighbours.length + probes.consequences.length;
    if (count === 0) return void toast(t.filledNone);
    onChange(probes);
    toast.success(t.filled(count));
  };

  return (
    <section aria-label={t.title}>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h3 className="text-lg">{t.title}</h3>
        <Button
          size="sm"
          icon={<Network />}
          disabled={!request || !facts.isUsable}
          pending={suggest.isPending}
          onClick={() => void fill().catch(() => undefined)}
        >
          {t.fill}
        </Button>
      </div>
      <p className="mt-1 text-xs text-faint">{t.intro}</p>
      {facts.status === "unasked" && <p className="mt-1 text-xs text-faint">{t.fillUnasked}</p>}
      {suggest.error && (
        <div className="mt-2">
          <ErrorNote error={suggest.error} onRetry={() => void fill().catch(() => undefined)} />
        </div>
      )}
      <div className="mt-2">
        <ProbeGroup
          {...t.groups.rephrasings}
          hasTarget={false}
          lines={draft.rephrasings.map((prompt) => ({ prompt }))}
          onChange={(lines) => onChange({ rephrasings: lines.map((line) => line.prompt) })}
        />
        <ProbeGroup
          {...t.groups.neighbours}
          hasTarget
          lines={draft.neighbours}
          onChange={(lines) => onChange({ neighbours: lines.map(asProbe) })}
        />
        <ProbeGroup
          {...t.groups.consequences}
          hasTarget
          lines={draft.consequences}
          onChange={(lines) => onChange({ consequences: lines.map(asProbe) })}
        />
      </div>
    </section>
  );
}

function asProbe({ target = "", kind = OWN_KIND, ...line }: ProbeLine): DraftProbe {
  return { ...line, kind, target };
}
