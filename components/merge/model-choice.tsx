"use client";

import { useMergeMessages } from "./use-messages";
import { Checkbox } from "@/components/ui";
import type { Lineup } from "./use-lineup";

interface ModelChoiceProps {
  title: string;
  lineup: Lineup;
  chosen: readonly string[];
  onChange: (names: readonly string[]) => void;
}

/** Models to compare or to begin with. The model as trained is the base, and takes no part itself. */
export function ModelChoice({ title, lineup, chosen, onChange }: ModelChoiceProps) {
  const t = useMergeMessages().form;
  const entries = lineup.entries.filter(
    ({ kind, name }) => kind !== "model" && (kind !== "version" || chosen.includes(name)),
  );
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-sm font-medium">{title}</legend>
      <div className="flex flex-col gap-2">
        {entries.map(({ name, label, detail, kind }) => (
          <Checkbox
            key={name}
            checked={chosen.includes(name)}
            onChange={(isOn) => onChange(isOn ? [...chosen, name] : chosen.filter((one) => one !== name))}
            label={label}
            hint={`${t.kinds[kind]} · ${detail}`}
          />
        ))}
      </div>
    </fieldset>
  );
}
