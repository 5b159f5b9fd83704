"use client";

import { CircleCheck, MessageCircleQuestion, Square } from "lucide-react";
import { useState } from "react";
import { Button, DataTable, ErrorNote, Field, ProgressBar, Select } from "@/components/ui";
import { Mend } from "../say/query-card";
import { useGraph, useWording } from "../use-graph";
import { useKnowledgeMessages } from "../use-messages";
import { useKnowledgeState, useOpenCard } from "../view";
import { useDisagreements } from "./use-disagreements";

const SAMPLES = ["20", "50", "100", "200"] as const;

/** A work queue: facts on which the graph and the model disagree, each with the two ways to mend it. */
export function DisagreementsTab() {
  const { disagreements: t, ask: words, facts } = useKnowledgeMessages();
  const { graphId, relations } = useGraph();
  const open = useOpenCard();
  const [{ relation: wanted }, update] = useKnowledgeState();
  const [sample, setSample] = useState<(typeof SAMPLES)[number]>("50");
  const { ask, stop, isReady, isAsking, error, survey, progress } = useDisagreements();
  const wording = useWording(survey?.names);
  const relation = wanted !== "" ? wanted : (relations.at(0)?.id ?? "");
  const share = progress?.steps && progress.step !== undefined ? progress.step / progress.steps : undefined;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-soft">{t.detail}</p>
      <div className="flex flex-wrap items-end gap-3">
        <Field label={facts.relation} className="min-w-48 flex-1">
          {(control) => (
            <Select
              {...control}
              value={relation}
              onChange={(next) => update({ relation: next })}
              options={relations.map(({ id }) => ({ value: id, label: wording.relation(id) }))}
            />
          )}
        </Field>
        <Field label={t.sample}>
          {(control) => (
            <Select
              {...control}
              value={sample}
              onChange={setSample}
              options={SAMPLES.map((value) => ({ value, label: value }))}
            />
          )}
        </Field>
        {isAsking ? (
          <Button icon={<Square />} onClick={stop}>
            {t.stop}
          </Button>
        ) : (
          <Button
            variant="primary"
            icon={<MessageCircleQuestion />}
            disabled={!isReady || relation === ""}
            onClick={() => ask({ graphId, relation, count: Number(sample) })}
          >
            {t.ask}
          </Button>
        )}
      </div>
      {isAsking && <ProgressBar label={words.asking} value={share} />}
      {error && <ErrorNote error={error} />}
      {survey && (
        <p role="status" className="flex items-center gap-2 text-sm">
          {survey.found.length === 0 && <CircleCheck aria-hidden className="size-4 text-after" />}
          {survey.found.length === 0 ? t.allAgree(survey.asked) : t.result(survey.found.length, survey.asked)}
        </p>
      )}
      {survey && survey.found.length > 0 && (
        <DataTable
          caption={t.table}
          rows={survey.found}
          rowKey={({ subject }) => subject}
          maxHeight="lg"
          columns={[
            { key: "question", header: t.question, rowHeader: true, cell: ({ prompt }) => `${prompt} …` },
            { key: "graph", header: t.graph, cell: ({ objects }) => objects.map(wording.name).join(", ") },
            {
              key: "model",
              header: t.model,
              cell: ({ said }) => <span className="font-mono text-danger">{said || words.none}</span>,
            },
            {
              key: "act",
              header: t.act,
              cell: ({ subject, relation: of, objects: [object], said }) => (
                <Mend
                  isDense
                  onTeach={() => open({ s: [{ sign: "add", subject, relation: of, object }] })}
                  onCorrect={() =>
                    open({ form: { relation: of, subject: wording.name(subject), object: said } })
                  }
                />
              ),
            },
          ]}
        />
      )}
    </div>
  );
}
