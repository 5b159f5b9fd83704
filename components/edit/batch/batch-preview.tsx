"use client";

import { Check, TriangleAlert } from "lucide-react";
import { useMessages } from "@/components/messages";
import { filledPrompt, probeCount, type Fault } from "@/lib/data";
import { DATASETS } from "@/lib/data/datasets";
import type { CaseList } from "@/lib/data/read-cases";
import { ClashNotes } from "./clash-notes";

const SHOWN_CASES = 4;
const SHOWN_FAULTS = 8;

/** How a list was understood: how many edits, the first of them, and every line and field that is not used. */
export function BatchPreview({ list: { cases, faults, omitted, datasets } }: { list: CaseList }) {
  const t = useMessages().edit.batch;
  const probes = cases.reduce((sum, item) => sum + probeCount(item), 0);
  return (
    <div aria-live="polite" className="flex flex-col gap-3">
      {cases.length > 0 && (
        <div>
          <p className="flex items-center gap-2 text-sm font-medium text-after">
            <Check aria-hidden className="size-4 shrink-0" />
            {t.read(cases.length, probes)}
          </p>
          <p className="text-xs text-soft">{t.readAs(datasets.map(nameWithLicence).join(", "))}</p>
          <ul className="mt-1 text-xs text-soft">
            {cases.slice(0, SHOWN_CASES).map(({ request }) => (
              <li key={request.id} className="truncate font-mono">
                {filledPrompt(request)} <span className="text-after">{request.targetNew}</span>
              </li>
            ))}
            {cases.length > SHOWN_CASES && <li>{t.more(cases.length - SHOWN_CASES)}</li>}
          </ul>
        </div>
      )}
      <ClashNotes cases={cases} />
      <Faults title={t.faulty(faults.length)} tone="text-danger" faults={faults} />
      <Faults title={t.omitted(omitted.length)} tone="text-warn" faults={omitted} />
    </div>
  );
}

function nameWithLicence(id: string): string {
  const { name, licence } = DATASETS.get(id);
  return licence === null ? name : `${name} (${licence})`;
}

interface FaultsProps {
  title: string;
  tone: string;
  faults: readonly Fault[];
}

function Faults({ title, tone, faults }: FaultsProps) {
  const { edit, lists } = useMessages();
  if (faults.length === 0) return null;
  return (
    <div>
      <p className={`flex items-center gap-2 text-sm font-medium ${tone}`}>
        <TriangleAlert aria-hidden className="size-4 shrink-0" />
        {title}
      </p>
      <ul className="mt-1 text-xs">
        {faults.slice(0, SHOWN_FAULTS).map((fault, index) => (
          <li key={index}>
            <span className="numeric font-medium">{lists.place(fault)}</span>{" "}
            {lists.faults[fault.code](fault.values ?? {})}
          </li>
        ))}
        {faults.length > SHOWN_FAULTS && <li>{edit.batch.more(faults.length - SHOWN_FAULTS)}</li>}
      </ul>
    </div>
  );
}
