"use client";

import { History } from "lucide-react";
import { useState } from "react";
import { Button, Field, Select, TextInput } from "@/components/ui";
import { useGraph } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import { useKnowledgeState } from "../view";

const DAY = "day";
/** Plans that are offered, from the newest. */
const MOST_PLANS = 30;
/** Letters of a sentence in the list. */
const MOST_LETTERS = 48;

/** Which state of the graph is looked at: now, after a plan, or at the end of a day. Nothing to choose where nothing has changed. */
export function AsOf() {
  const t = useKnowledgeMessages().asOf;
  const { plans } = useGraph();
  const [{ at }, update] = useKnowledgeState();
  const [isDay, setDay] = useState(at.includes("-"));
  if (plans.length === 0 && at === "") return null;
  const look = (next: string) => update({ at: next }, { history: "push" });
  const shown = plans.slice(0, MOST_PLANS);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t.label} className="min-w-48 flex-1">
          {(control) => (
            <Select
              {...control}
              value={isDay ? DAY : at}
              onChange={(next) => {
                setDay(next === DAY);
                if (next !== DAY) look(next);
              }}
              options={[
                { value: "", label: t.now },
                ...shown.map(({ sequence, sentence, lines }) => ({
                  value: String(sequence),
                  label: t.plan(sequence, (sentence ?? lines.at(0)?.id ?? "").slice(0, MOST_LETTERS)),
                })),
                { value: "0", label: t.start },
                { value: DAY, label: t.day },
              ]}
            />
          )}
        </Field>
        {isDay && (
          <Field label={t.dayLabel}>
            {(control) => (
              <TextInput
                {...control}
                type="date"
                value={at.includes("-") ? at : ""}
                onChange={(event) => look(event.target.value)}
              />
            )}
          </Field>
        )}
      </div>
      {at !== "" && (
        <p role="status" className="flex flex-wrap items-center gap-2 text-sm text-warn">
          <History aria-hidden className="size-4" />
          {t.past}
          <Button
            size="sm"
            variant="quiet"
            onClick={() => {
              setDay(false);
              look("");
            }}
          >
            {t.back}
          </Button>
        </p>
      )}
    </div>
  );
}
