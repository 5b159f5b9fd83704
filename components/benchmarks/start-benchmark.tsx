"use client";

import { useState } from "react";
import { KeptListSelect } from "@/components/edit/batch/kept-list-select";
import { StartButton, StartColumns, StartFrame } from "@/components/evaluate/start/start-frame";
import { useMethodCards } from "@/components/evaluate/use-runs";
import { useKnownFacts } from "@/components/facts/use-known-facts";
import { isWhole, WholeNumber } from "@/components/form/whole-number";
import { useLanguage } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, Checkbox, ErrorNote } from "@/components/ui";
import { drawCases, startJob } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { worldIdOf } from "@/lib/data";
import { BenchmarkJobInput } from "@/lib/store";
import { ListImport, type ImportedList } from "./lists/list-import";

const MOST = 2000;
const USUAL = 20;
/** Drawn where somebody has no file at hand. */
const DRAWN = 100;
/** Chosen at first: the quickest that changes one fact, and fine-tuning, which every paper compares with. */
const FIRST = ["rome", "ft-m"];

interface StartBenchmarkProps {
  onClose: () => void;
  onStarted: (jobId: string) => void;
}

/** A benchmark before it is started: its list, how much of it, and which methods. */
export function StartBenchmark({ onClose, onStarted }: StartBenchmarkProps) {
  const t = useEvaluateMessages().benchmarks;
  const { language } = useLanguage();
  const { cards } = useMethodCards();
  const { known } = useKnownFacts({ at: "server" });
  const { modelId, head, author } = useWorkbench();
  const [list, setList] = useState<ImportedList | null>(null);
  const [keptId, setKeptId] = useState<string | null>(null);
  const [count, setCount] = useState(String(USUAL));
  const [methods, setMethods] = useState<readonly string[]>(FIRST);
  const start = useActionOf(startJob);
  const drawing = useActionOf(drawCases);
  const cases = Number(count);
  const isValid = isWhole(count, [1, MOST]);
  const obstacle = !list || list.cases.length === 0 ? t.noList : methods.length === 0 ? t.noMethod : null;
  const canRun = obstacle === null && isValid && head !== undefined;

  const draw = () =>
    drawing.mutate(
      {
        params: { worldId: worldIdOf(modelId) },
        input: { count: DRAWN, seed: "0", language, ...(known && { known: [...known] }) },
      },
      {
        onSuccess: ({ cases }) => {
          const found = {
            questions: [],
            faults: [],
            omitted: [],
            datasets: ["cases"],
            records: cases.length,
          };
          setKeptId(null);
          setList({ ...found, cases, name: t.list.drawn, recognised: [] });
        },
      },
    );
  const run = () => {
    if (!list || !head) return;
    const input = BenchmarkJobInput.parse({
      model: modelId,
      version: head.id,
      dataset: { name: list.name, ...(list.datasets[0] && { id: list.datasets[0] }) },
      cases: list.cases.slice(0, cases),
      methods: methods.map((method) => ({ method, parameters: {} })),
    });
    start.mutate(
      { input: { kind: "benchmark", input, author } },
      { onSuccess: ({ jobId }) => onStarted(jobId) },
    );
  };
  return (
    <StartFrame title={t.start} close={t.close} onClose={onClose}>
      <StartColumns canRun={canRun} onRun={run}>
        <div className="flex min-w-0 flex-col gap-3">
          <h3 className="font-medium">{t.list.title}</h3>
          <KeptListSelect
            value={keptId}
            onOpen={(opened, id) => {
              setKeptId(id);
              setList(opened);
            }}
          />
          <ListImport
            list={list}
            onList={(read) => {
              setKeptId(null);
              setList(read);
            }}
          />
          <Button size="sm" className="self-start" pending={drawing.isPending} onClick={draw}>
            {t.list.example}
          </Button>
          {drawing.error && <ErrorNote error={drawing.error} />}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <WholeNumber
            label={t.count}
            hint={t.countHint}
            value={count}
            range={[1, MOST]}
            fault={t.range}
            onChange={setCount}
          />
          <fieldset>
            <legend className="text-sm font-medium">{t.methods}</legend>
            <p className="mb-2 text-xs text-faint">{t.methodsHint}</p>
            <div className="grid gap-1 sm:grid-cols-2">
              {cards.map(({ id, name }) => (
                <Checkbox
                  key={id}
                  label={name}
                  checked={methods.includes(id)}
                  onChange={(isOn) =>
                    setMethods(isOn ? [...methods, id] : methods.filter((one) => one !== id))
                  }
                />
              ))}
            </div>
          </fieldset>
          <StartButton
            label={t.run}
            obstacle={obstacle}
            error={start.error}
            isPending={start.isPending}
            canRun={canRun}
          />
        </div>
      </StartColumns>
    </StartFrame>
  );
}
