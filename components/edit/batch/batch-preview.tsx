"use client";

import { Check, TriangleAlert } from "lucide-react";
import { useMessages } from "@/components/messages";
import { filledPrompt } from "@/lib/data";
import type { Batch, BatchFault } from "./batch-read";

const SHOWN_CASES = 4;
const SHOWN_FAULTS = 8;

/** What was understood of a list: how many edits, the first of them, and every line that cannot be used. */
export function BatchPreview({ batch: { cases, faults } }: { batch: Batch }) {
  const t = useMessages().edit.batch;
  const probes = cases.reduce(
    (sum, item) =>
      sum +
      item.rephrases.length +
      Object.values(item.locality).flat().length +
      Object.values(item.portability).flat().length,
    0,
  );
  return (
    <div aria-live="polite" className="flex flex-col gap-3">
      {cases.length > 0 && (
        <div>
          <p className="flex items-center gap-2 text-sm font-medium text-after">
            <Check aria-hidden className="size-4 shrink-0" />
            {t.read(cases.length, probes)}
          </p>
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
      {faults.length > 0 && (
        <div>
          <p className="flex items-center gap-2 text-sm font-medium text-danger">
            <TriangleAlert aria-hidden className="size-4 shrink-0" />
            {t.faulty(faults.length)}
          </p>
          <ul className="mt-1 text-xs">
            {faults.slice(0, SHOWN_FAULTS).map((fault, index) => (
              <li key={index}>
                <FaultLine fault={fault} />
              </li>
            ))}
            {faults.length > SHOWN_FAULTS && <li>{t.more(faults.length - SHOWN_FAULTS)}</li>}
          </ul>
        </div>
      )}
    </div>
  );
}

function FaultLine({ fault }: { fault: BatchFault }) {
  const { batch: t, composer } = useMessages().edit;
  const faults: Readonly<Record<string, string>> = { ...composer.faults, ...t.faults };
  return (
    <>
      {fault.line !== undefined && <span className="numeric font-medium">{t.line(fault.line)} </span>}
      {faults[fault.code]}
    </>
  );
}
