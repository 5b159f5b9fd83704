"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { StartButton, StartColumns, StartFrame } from "@/components/evaluate/start/start-frame";
import { isWhole, WholeNumber } from "@/components/form/whole-number";
import { useLanguage } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { useWorkbench } from "@/components/shell/workbench";
import { Checkbox, Field, Select, shortId } from "@/components/ui";
import { listKept, listModels, startJob } from "@/lib/api";
import type { PalimpsestError } from "@/lib/base";
import { openKeptList } from "@/lib/client/queries/kept-lists";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import { FactualityJobInput } from "@/lib/store";
import { useAids } from "./use-reports";

const MOST = 2000;
const USUAL = 100;
const MOST_SAMPLES = 20;
/** In place of a list: facts of the embedded world. */
const WORLD = "";

interface StartReportProps {
  onClose: () => void;
  onStarted: (jobId: string) => void;
}

/** A report before it is asked for: of what, how many questions, and which decoding aids beside the plain model. */
export function StartReport({ onClose, onStarted }: StartReportProps) {
  const t = useEvaluateMessages().factuality;
  const { language } = useLanguage();
  const { modelId, head, author } = useWorkbench();
  const cards = useAids();
  const kept = useQueryOf(listKept, {}).data?.lists.filter(({ questions }) => questions > 0) ?? [];
  const others = useQueryOf(listModels, {}).data?.models.filter(({ id }) => id !== modelId) ?? [];
  const [list, setList] = useState(WORLD);
  const [count, setCount] = useState(String(USUAL));
  const [samples, setSamples] = useState("0");
  const [aids, setAids] = useState<readonly string[]>([]);
  const [amateur, setAmateur] = useState("");
  const start = useActionOf(startJob);
  const isValid = isWhole(count, [1, MOST]) && isWhole(samples, [0, MOST_SAMPLES]);
  const needsAmateur = cards.some(({ id, needs }) => needs === "amateur" && aids.includes(id));
  const obstacle = needsAmateur && amateur === "" ? t.noAmateur : null;
  const canRun = obstacle === null && isValid && head !== undefined;

  const ask = useMutation<void, PalimpsestError>({
    mutationFn: async () => {
      if (!head) return;
      const read = list === WORLD ? undefined : await openKeptList(list);
      const input = FactualityJobInput.parse({
        model: modelId,
        version: head.id,
        ...(read && { list: read.name, questions: read.questions }),
        count: Number(count),
        samples: Number(samples),
        aids,
        ...(needsAmateur && { amateur }),
      });
      const { jobId } = await start.mutateAsync({ input: { kind: "factuality", input, author } });
      onStarted(jobId);
    },
  });
  return (
    <StartFrame
      title={t.start}
      detail={t.ofVersion(modelId, head ? shortId(head.id) : "")}
      close={t.close}
      onClose={onClose}
    >
      <StartColumns canRun={canRun} onRun={() => ask.mutate()}>
        <div className="flex min-w-0 flex-col gap-4">
          <Field label={t.list} hint={t.listHint}>
            {(control) => (
              <Select
                {...control}
                value={list}
                options={[
                  { value: WORLD, label: t.world },
                  ...kept.map(({ id, name, questions }) => ({
                    value: id,
                    label: t.keptList(name, questions),
                  })),
                ]}
                onChange={setList}
              />
            )}
          </Field>
          <WholeNumber label={t.count} value={count} range={[1, MOST]} fault={t.range} onChange={setCount} />
          <WholeNumber
            label={t.samples}
            hint={t.samplesHint}
            value={samples}
            range={[0, MOST_SAMPLES]}
            fault={t.range}
            onChange={setSamples}
          />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <fieldset>
            <legend className="text-sm font-medium">{t.aids}</legend>
            <p className="mb-2 text-xs text-faint">{t.aidsHint}</p>
            <div className="flex flex-col gap-2">
              {cards.map(({ id, name, formula, source }) => (
                <Checkbox
                  key={id}
                  label={name[language]}
                  hint={`${formula[language]} (${source})`}
                  checked={aids.includes(id)}
                  onChange={(isOn) => setAids(isOn ? [...aids, id] : aids.filter((one) => one !== id))}
                />
              ))}
            </div>
          </fieldset>
          {needsAmateur && (
            <Field label={t.amateur} hint={t.amateurHint}>
              {(control) => (
                <Select
                  {...control}
                  value={amateur}
                  options={[
                    { value: "", label: t.chooseAmateur, disabled: true },
                    ...others.map(({ id, name }) => ({ value: id, label: name })),
                  ]}
                  onChange={setAmateur}
                />
              )}
            </Field>
          )}
          <StartButton
            label={t.run}
            obstacle={obstacle}
            error={ask.error}
            isPending={ask.isPending}
            canRun={canRun}
          />
        </div>
      </StartColumns>
    </StartFrame>
  );
}
