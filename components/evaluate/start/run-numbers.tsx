"use client";

import { useState } from "react";
import { useMessages } from "@/components/messages";
import { Field, TextInput } from "@/components/ui";
import type { StartPlan } from "../view";

export interface RunNumbersProps {
  plan: StartPlan;
  onPlan: (plan: StartPlan) => void;
  canBatch: boolean;
}

const RANGES = { edits: [1, 10_000], batch: [1, 1000], seed: [0, 2 ** 31] } as const;

/** How many edits, how many a call, where they are judged, and which draw. Half-typed numbers stay in their field. */
export function RunNumbers({ plan, onPlan, canBatch }: RunNumbersProps) {
  const t = useMessages().evaluate.start;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {(["edits", "batch", "seed"] as const).map((name) => (
        <CheckedField
          key={name}
          label={t.fields[name]}
          hint={t.hints[name]}
          fault={t.range(RANGES[name][0], RANGES[name][1])}
          disabled={name === "batch" && !canBatch && plan.batch === 1}
          value={String(plan[name])}
          onText={(text) => {
            const number = Number(text);
            const [low, high] = RANGES[name];
            if (!/^\d+$/.test(text) || number < low || number > high) return false;
            onPlan({ ...plan, [name]: number });
            return true;
          }}
        />
      ))}
      <CheckedField
        label={t.fields.checkpoints}
        hint={t.hints.checkpoints}
        fault={t.badCheckpoints}
        value={plan.checkpoints.join(", ")}
        onText={(text) => {
          const parts = text.split(/[\s,，、]+/).filter(Boolean);
          if (parts.length === 0 || parts.length > 64 || !parts.every((part) => /^[1-9]\d*$/.test(part)))
            return false;
          onPlan({ ...plan, checkpoints: [...new Set(parts.map(Number))].sort((a, b) => a - b) });
          return true;
        }}
      />
    </div>
  );
}

interface CheckedFieldProps {
  label: string;
  hint: string;
  fault: string;
  value: string;
  disabled?: boolean;
  /** Takes what is typed; false when it cannot be used. */
  onText: (text: string) => boolean;
}

/** What was last typed is shown while it is not valid; the form cannot be sent with it. */
function CheckedField({ label, hint, fault, value, disabled, onText }: CheckedFieldProps) {
  const [typed, setTyped] = useState<{ readonly text: string; readonly isValid: boolean }>();
  const isFaulty = typed !== undefined && !typed.isValid;
  return (
    <Field label={label} hint={hint} error={isFaulty ? fault : undefined}>
      {(control) => (
        <TextInput
          {...control}
          inputMode="numeric"
          mono
          disabled={disabled}
          value={typed?.text ?? value}
          // The browser keeps a form with such a field from being sent.
          ref={(input) => input?.setCustomValidity(isFaulty ? fault : "")}
          onChange={({ target: { value: text } }) => setTyped({ text, isValid: onText(text.trim()) })}
          onBlur={() => setTyped((before) => (before?.isValid ? undefined : before))}
        />
      )}
    </Field>
  );
}
