"use client";

import { Checkbox, Field, Select } from "@/components/ui";
import { useKnowledgeMessages } from "../use-messages";
import type { Taught } from "./use-plan";

interface TaughtOptionsProps {
  taught: Taught;
  onChange: (taught: Taught) => void;
}

const FEW = ["0", "1", "2", "3", "4"];
const COUNTS = {
  paraphrases: FEW,
  aliases: FEW,
  hops: FEW,
  rules: ["0", "5", "20", "50"],
} as const;

/** How much of a plan the model is taught besides the facts themselves. */
export function TaughtOptions({ taught, onChange }: TaughtOptionsProps) {
  const t = useKnowledgeMessages().plan;
  const labels = { paraphrases: t.paraphrases, aliases: t.aliases, hops: t.hops, rules: t.derived };
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-xs text-soft">{t.taught}</summary>
      <div className="grid gap-3 pt-3 sm:grid-cols-2">
        {(["paraphrases", "aliases", "hops", "rules"] as const).map((name) => (
          <Field key={name} label={labels[name]}>
            {(control) => (
              <Select
                {...control}
                value={String(taught[name])}
                onChange={(value) => onChange({ ...taught, [name]: Number(value) })}
                options={COUNTS[name].map((value) => ({ value, label: value }))}
              />
            )}
          </Field>
        ))}
        <Checkbox
          checked={taught.reverse}
          onChange={(reverse) => onChange({ ...taught, reverse })}
          label={t.reverse}
          className="sm:col-span-2"
        />
      </div>
    </details>
  );
}
