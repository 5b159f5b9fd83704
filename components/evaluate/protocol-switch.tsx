"use client";

import { useMessages } from "@/components/messages";
import { SegmentedControl } from "@/components/ui";
import type { EvaluateView, UpdateEvaluate } from "./view";

interface ProtocolSwitchProps {
  view: Pick<EvaluateView, "protocol">;
  update: UpdateEvaluate;
}

/** Which of the two ways of judging is shown. Scores under different protocols are never mixed. */
export function ProtocolSwitch({ view, update }: ProtocolSwitchProps) {
  const t = useMessages().edit.verdict;
  return (
    <SegmentedControl
      label={t.protocol}
      size="sm"
      value={view.protocol}
      onChange={(protocol) => update({ protocol })}
      options={[
        { value: "teacher-forced", label: t.protocols["teacher-forced"] },
        { value: "generation", label: t.protocols.generation },
      ]}
    />
  );
}
