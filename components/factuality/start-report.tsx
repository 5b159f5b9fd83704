"use client";

import { useMutation } from "@tanstack/react-query";
import { Play, X } from "lucide-react";
import { useId, useState } from "react";
import { isWhole, WholeNumber } from "@/components/form/whole-number";
import { useLanguage } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, Checkbox, ErrorNote, Field, IconButton, Select, shortId } from "@/components/ui";
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
  const titleId = useId();
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
    <section aria-labelledby={titleId} className="min-w-0 rounded-lg border bg-raised p-5">
      <div className="mb-4 flex items-start justify-between gap-3">
        <div>
          <h2 id={titleId} className="text-xl">
            {t.start}
          </h2>
          <p className="text-sm text-soft">{t.ofVersion(modelId, head ? shortId(head.id) : "")}</p>
        </div>
        <IconButton label={t.close} icon={<X />} onClick={onClose} />
      </div>
      <form
        className="grid gap-x-10 gap-y-6 lg:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (isValid && !obstacle) ask.mutate();
        }}
      >
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
          {obstacle && <p className="text-sm text-soft">{obstacle}</p>}
          {ask.error && <ErrorNote error={ask.error} />}
          <Button
            type="submit"
            variant="primary"
            icon={<Play />}
            pending={ask.isPending}
            disabled={obstacle !== null || !isValid || !head}
            className="self-start"
          >
            {t.run}
          </Button>
        </div>
      </form>
    </section>
  );
}
