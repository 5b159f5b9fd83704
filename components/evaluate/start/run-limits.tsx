"use client";

import { useEvaluateMessages } from "@/components/messages/evaluate";
import { HealthLimits } from "@/lib/store";
import { StartPlan } from "../view";
import { CheckedField } from "./checked-field";
import { Fold } from "./fold";

interface RunLimitsProps {
  plan: StartPlan;
  onPlan: (plan: StartPlan) => void;
}

const LIMITS = HealthLimits.keyof().options;
const SHARES: readonly string[] = ["repetition", "ability"];

/** Where a run stops by itself, and how often it is looked at for that. An empty limit never stops it. */
export function RunLimits({ plan, onPlan }: RunLimitsProps) {
  const { limits: t, range } = useEvaluateMessages().start;
  const { health, every } = plan;
  return (
    <Fold title={t.title}>
      <p className="mb-3 text-xs text-soft">{t.detail}</p>
      <div className="grid gap-4 sm:grid-cols-2">
        {LIMITS.map((name) => (
          <CheckedField
            key={name}
            label={t.names[name]}
            hint={t.hints[name]}
            fault={SHARES.includes(name) ? t.share : t.multiple}
            inputMode="decimal"
            value={health[name] === null ? "" : String(health[name])}
            onText={(text) => {
              const parsed = HealthLimits.safeParse({ ...health, [name]: text === "" ? null : Number(text) });
              if (parsed.success) onPlan({ ...plan, health: parsed.data });
              return parsed.success;
            }}
          />
        ))}
        <CheckedField
          label={t.every}
          hint={t.everyHint}
          fault={range(1, 1000)}
          value={String(every)}
          onText={(text) => {
            const parsed = StartPlan.shape.every.safeParse(Number(text));
            if (parsed.success) onPlan({ ...plan, every: parsed.data });
            return parsed.success;
          }}
        />
      </div>
    </Fold>
  );
}
