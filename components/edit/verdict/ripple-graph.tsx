"use client";

import { useState } from "react";
import { ChartView } from "@/components/charts";
import { ripple } from "@/components/charts/ripple";
import { useMessages } from "@/components/messages";
import { Field, Select } from "@/components/ui";
import { filledPrompt, spaceBehind, type EditRequest } from "@/lib/data";
import type { Verdict } from "@/lib/eval";
import { rippleData } from "./verdict-data";

interface RippleGraphProps {
  verdict: Verdict;
  requests: readonly EditRequest[];
}

/** Edits to choose from; beyond them the table of probes is the better view. */
const MOST_CHOICES = 200;

/** What followed from one edit, what held and what broke; nothing where no fact near it was asked. */
export function RippleGraph({ verdict, requests }: RippleGraphProps) {
  const { charts, edit } = useMessages();
  const [chosen, setChosen] = useState(0);
  const request = requests[Math.min(chosen, requests.length - 1)];
  const data = request && rippleData(verdict, request);
  if (!data || (data.facts.length === 0 && requests.length === 1)) return null;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {requests.length > 1 && (
        <Field label={edit.verdict.rippleOf}>
          {(control) => (
            <Select
              {...control}
              value={String(chosen)}
              onChange={(value) => setChosen(Number(value))}
              options={requests.slice(0, MOST_CHOICES).map((one, index) => ({
                value: String(index),
                label: `${filledPrompt(one)}${spaceBehind(filledPrompt(one))}${one.targetNew}`,
              }))}
            />
          )}
        </Field>
      )}
      <ChartView chart={ripple} data={data} note={charts.ripple.legend} empty={edit.verdict.rippleNone} />
    </div>
  );
}
