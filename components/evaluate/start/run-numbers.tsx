"use client";

import { useEvaluateMessages } from "@/components/messages/evaluate";
import type { StartPlan } from "../view";
import { CheckedField } from "./checked-field";

interface RunNumbersProps {
  plan: StartPlan;
  onPlan: (plan: StartPlan) => void;
  canBatch: boolean;
}

const RANGES = { edits: [1, 10_000], batch: [1, 1000], seed: [0, 2 ** 31] } as const;

/** How many edits, how many a call, where they are judged, and which draw. Half-typed numbers stay in their field. */
export function RunNumbers({ plan, onPlan, canBatch }: RunNumbersProps) {
  const t = useEvaluateMessages().start;
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
