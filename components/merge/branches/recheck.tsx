"use client";

import { Check, X } from "lucide-react";
import type { z } from "zod";
import { useMessages } from "@/components/messages";
import { useMergeMessages } from "../use-messages";
import type { joinCheck } from "@/lib/api";
import { isComparedWithBase } from "@/lib/eval/results";
import { SIDES, type Side } from "./conflicts";

type Answer = z.infer<typeof joinCheck.output>["checks"][number]["answers"][number];

interface RecheckProps {
  check: z.infer<typeof joinCheck.output>;
  /** Of the branches. */
  names: Readonly<Record<Side, string>>;
}

/** Whether what both branches taught is true in the merged model: every edit, and the probes that it does not answer. */
export function Recheck({ check: { checks, unasked }, names }: RecheckProps) {
  const t = useMergeMessages().edits;
  const own = checks.map(({ answers: [first] }) => first);
  const probes = checks.flatMap(({ answers }) => answers.slice(1));
  const holding = own.filter(({ holds }) => holds).length;
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <div>
        <h2 className="text-base font-medium">{t.recheck}</h2>
        <p className={holding === own.length ? "text-after" : "text-danger"} data-holding={holding}>
          {t.holding(holding, own.length)}
        </p>
        {probes.length > 0 && (
          <p className="text-sm text-soft">
            {t.probesHold(
              probes.filter(({ holds }) => holds).length,
              probes.length,
              probes.filter(({ held }) => held).length,
            )}
          </p>
        )}
        {unasked > 0 && <p className="text-sm text-warn">{t.unasked(unasked)}</p>}
      </div>
      {SIDES.map((side) => {
        const edits = checks.filter((one) => one.side === side);
        if (edits.length === 0) return null;
        return (
          <div key={side} className="min-w-0">
            <h3 className="mb-1 text-sm text-faint">{t.from(names[side])}</h3>
            <ul aria-label={t.from(names[side])} className="flex flex-col divide-y border-y text-sm">
              {edits.map(({ version, answers }) => (
                <Edit key={`${version} ${answers[0].prompt}`} answers={answers} />
              ))}
            </ul>
          </div>
        );
      })}
    </div>
  );
}

function Edit({ answers: [own, ...probes] }: { answers: readonly Answer[] }) {
  const t = useMergeMessages().edits;
  const { probeHint } = useMessages().catalog;
  const missed = probes.filter(({ holds }) => !holds);
  const said = (answer: Answer, wanted?: string) => {
    const text = answer.said.trim();
    if (text === "") return t.saysNothing;
    return wanted === undefined ? t.says(text) : t.saysNot(text, wanted);
  };
  return (
    <li className="flex flex-col gap-1 py-2">
      <div className="flex items-start gap-2">
        <Mark holds={own.holds} />
        <p className="min-w-0 flex-1 break-words">
          {own.prompt} <strong className="font-medium">{own.expected}</strong>
          {!own.holds && <span className="text-danger"> {said(own)}</span>}
        </p>
        {probes.length > 0 && (
          <span className="numeric shrink-0 text-xs text-faint">
            {t.right(probes.length - missed.length, probes.length)}
          </span>
        )}
      </div>
      {missed.length > 0 && (
        <details className="ml-6">
          <summary className="text-xs text-soft hover:text-ink">
            {t.missed(missed.length, missed.filter(({ held }) => held).length)}
          </summary>
          <ul className="mt-1 flex flex-col gap-1 text-xs">
            {missed.map((probe) => (
              <li key={`${probe.group} ${probe.prompt}`} className="break-words">
                <span className="text-faint">{probeHint(probe.group)}:</span> {probe.prompt}{" "}
                <span className="text-danger">
                  {isComparedWithBase(probe.group) ? said(probe) : said(probe, probe.expected)}
                </span>
                {probe.held && <span className="text-warn"> {t.lostByMerge}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

function Mark({ holds }: { holds: boolean }) {
  const t = useMergeMessages().edits;
  return holds ? (
    <Check aria-label={t.holds} role="img" className="mt-0.5 size-4 shrink-0 text-after" />
  ) : (
    <X aria-label={t.lost} role="img" className="mt-0.5 size-4 shrink-0 text-danger" />
  );
}
