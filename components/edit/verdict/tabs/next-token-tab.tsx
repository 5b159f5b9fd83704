"use client";

import { useState } from "react";
import { ChartView } from "@/components/charts";
import { nextTokenBars } from "@/components/charts/next-token-bars";
import { useMessages } from "@/components/messages";
import { Field, Select } from "@/components/ui";
import type { Verdict } from "@/lib/eval";
import { nextTokenData } from "../verdict-data";

/** The likeliest next tokens after an edited prompt, before and after. */
export function NextTokenTab({ verdict }: { verdict: Verdict }) {
  const t = useMessages().edit.next;
  const [chosen, setChosen] = useState(0);
  const index = Math.min(chosen, Math.max(0, verdict.nextTokens.length - 1));
  return (
    <div className="flex flex-col gap-4">
      {verdict.nextTokens.length > 1 && (
        <Field label={t.choose}>
          {(control) => (
            <Select
              {...control}
              value={String(index)}
              onChange={(value) => setChosen(Number(value))}
              options={verdict.nextTokens.map(({ prompt }, promptIndex) => ({
                value: String(promptIndex),
                label: prompt,
              }))}
            />
          )}
        </Field>
      )}
      <ChartView chart={nextTokenBars} data={nextTokenData(verdict, index)} empty={t.none} />
    </div>
  );
}
