"use client";

import { useMessages, type Messages } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import type { LifelongState } from "@/lib/store";

type Start = Pick<LifelongState["start"], "notMeasured">;

/** Why a quantity of a run was never measured; undefined for one that was. */
export function reasonOf(words: Messages["evaluate"], start: Start | undefined, quantity: string) {
  const reason = (start?.notMeasured as Readonly<Record<string, keyof typeof words.notMeasured.reasons>>)?.[
    quantity
  ];
  return reason && words.notMeasured.reasons[reason];
}

/** What of the model's health is not measured in a run, each with its reason. */
export function NotMeasured({ start }: { start: Start }) {
  const { charts } = useMessages();
  const evaluate = useEvaluateMessages();
  const quantities = Object.keys(start.notMeasured ?? {});
  if (quantities.length === 0) return null;
  return (
    <ul className="flex max-w-measure flex-col gap-1 text-sm text-soft">
      {quantities.map((quantity) => (
        <li key={quantity}>
          {evaluate.notMeasured.sentence(charts.metric(quantity), reasonOf(evaluate, start, quantity) ?? "")}
        </li>
      ))}
    </ul>
  );
}
