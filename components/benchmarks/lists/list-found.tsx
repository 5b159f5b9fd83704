"use client";

import { useLanguage, useMessages } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { DataTable, formatCount } from "@/components/ui";
import { filledPrompt, probeCount, type EditCase, type Fault, type Question } from "@/lib/data";
import { DATASETS } from "@/lib/data/datasets";
import type { CaseList } from "@/lib/data/read-cases";
import { Veiled } from "../veiled";
import { ListFit } from "./list-fit";
import type { ImportedList } from "./list-import";

const SHOWN = 5;
/** More are counted: a page of ten thousand rows helps nobody. */
const FAULTS_SHOWN = 200;

/** What a list is and why, how the model reads it, everything that is not used, and five records as edits. */
export function ListFound({ list }: { list: ImportedList }) {
  const t = useEvaluateMessages().benchmarks.list;
  const { language } = useLanguage();
  const count = (n: number) => formatCount(n, language);
  const probes = list.cases.reduce((sum, one) => sum + probeCount(one), 0);
  return (
    <div className="flex min-w-0 flex-col gap-3 text-sm" role="status">
      <p className="font-medium break-words">{list.name}</p>
      <p>{t.counts(count(list.records), count(list.cases.length), count(probes))}</p>
      {list.questions.length > 0 && <p>{t.questions(count(list.questions.length))}</p>}
      {list.file && list.recognised.length === 0 && <p className="text-warn">{t.unknown}</p>}
      {list.recognised.map((one) => {
        const { name, licence } = DATASETS.get(one.dataset);
        return (
          <p key={[one.dataset, ...one.by].join()} className="max-w-measure">
            {t.recognised(name, count(one.records), one.by.join(", "))} {licence && t.licence(licence)}
          </p>
        );
      })}
      {list.cases.length > 0 && <ListFit cases={list.cases} />}
      <Faults title={t.faults(count(list.faults.length))} faults={list.faults} />
      <Faults title={t.omitted(count(list.omitted.length))} faults={list.omitted} />
      {list.cases.length > 0 && (
        <Veiled isVeiled={isHarmful(list)}>
          <DataTable<EditCase>
            caption={t.shown}
            showCaption
            rows={list.cases.slice(0, SHOWN)}
            rowKey={({ request }) => request.id}
            columns={[
              {
                key: "edit",
                header: t.edit,
                rowHeader: true,
                cell: ({ request }) => (
                  <span className="line-clamp-4 break-words">
                    {filledPrompt(request)} → {request.targetNew}
                  </span>
                ),
              },
              { key: "probes", header: t.probes, cell: (one) => <Probes editCase={one} /> },
            ]}
          />
        </Veiled>
      )}
      {list.questions.length > 0 && (
        <DataTable<Question>
          caption={t.shownQuestions}
          showCaption
          rows={list.questions.slice(0, SHOWN)}
          rowKey={({ id }) => id}
          columns={[
            {
              key: "question",
              header: t.question,
              rowHeader: true,
              cell: ({ prompt }) => <span className="line-clamp-4 break-words">{prompt}</span>,
            },
            {
              key: "answers",
              header: t.answers,
              cell: ({ answers }) => (
                <span className="line-clamp-4 break-words">{answers.slice(0, SHOWN).join(" / ")}</span>
              ),
            },
          ]}
        />
      )}
    </div>
  );
}

/** Lists of attacks are folded until somebody asks for them. */
export function isHarmful({ datasets }: Pick<CaseList, "datasets">): boolean {
  return datasets.includes("safeedit");
}

function Probes({ editCase }: { editCase: EditCase }) {
  const { generality = {}, locality, portability, mayChange = {} } = editCase;
  const kinds = [generality, locality, portability, mayChange].flatMap((groups) => Object.entries(groups));
  return (
    <ul className="flex flex-col gap-0.5">
      {kinds.map(([kind, probes]) => (
        <li key={kind} className="line-clamp-2 break-words">
          <span className="text-faint">
            {kind} ({probes.length}):
          </span>{" "}
          {probes[0]?.prompt} → {probes[0]?.target}
        </li>
      ))}
    </ul>
  );
}

function Faults({ title, faults }: { title: string; faults: readonly Fault[] }) {
  const { lists } = useMessages();
  const t = useEvaluateMessages().benchmarks;
  const { language } = useLanguage();
  if (faults.length === 0) return null;
  return (
    <details>
      <summary className="cursor-pointer">{title}</summary>
      <ul tabIndex={0} className="mt-1 flex max-h-72 flex-col gap-1 overflow-y-auto text-soft">
        {faults.slice(0, FAULTS_SHOWN).map((fault, index) => (
          <li key={index} className="break-words">
            {lists.place(fault)} {lists.faults[fault.code](fault.values ?? {})}
          </li>
        ))}
        {faults.length > FAULTS_SHOWN && (
          <li>{t.more(formatCount(faults.length - FAULTS_SHOWN, language))}</li>
        )}
      </ul>
    </details>
  );
}
