"use client";

import { useState } from "react";
import { FactsOffer } from "@/components/facts/facts-offer";
import { useKnownFacts } from "@/components/facts/use-known-facts";
import { useLanguage } from "@/components/messages";
import { useHistoryMessages } from "@/components/messages/history";
import { useWorkbench } from "@/components/shell/workbench";
import { Badge, Button, DataTable, ErrorNote, ProgressBar, type Column } from "@/components/ui";
import type { Progress } from "@/lib/base";
import { useHistoryView } from "../view";
import { compareFacts, FACTS, factsFor, type FactAsked, type FactsCompared } from "./facts";
import { sideColor, SIDES } from "./sides";
import { useBoth } from "./use-both";

interface FactsComparedProps {
  /** The earlier version and the later one. */
  versions: readonly [string, string];
  titles: readonly [string, string];
  /** Of the edits that only one side has. */
  subjects: readonly string[];
}

const TOKENS = 8;
const FIRST_DRAW = 1;

/** A hundred facts asked of both versions, and those to which they answer differently. */
export function FactsComparedCard({ versions, titles, subjects }: FactsComparedProps) {
  const t = useHistoryMessages().compare.facts;
  const [{ facts: draw }, update] = useHistoryView();
  const { modelId } = useWorkbench();
  const { language } = useLanguage();
  const facts = useKnownFacts();
  const [progress, setProgress] = useState<Progress>();
  const { data, error, isFetching, refetch } = useBoth<FactsCompared>(
    ["facts", draw, language, versions, subjects],
    async (host, signal) => {
      const asked = await factsFor(
        { modelId, subjects, seed: draw ?? FIRST_DRAW, language, known: facts.known },
        signal,
      );
      const prompts = asked.map(({ prompt }) => prompt);
      const input = { prompts, versions: [...versions], maxTokens: TOKENS };
      const { texts } = await host.continuations(input, signal, setProgress);
      return compareFacts(asked, texts);
    },
    draw !== undefined && facts.isUsable,
  );
  if (!facts.isUsable) return <FactsOffer facts={facts} />;
  const share = progress?.steps ? (progress.step ?? 0) / progress.steps : undefined;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-soft">{t.hint(FACTS)}</p>
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {isFetching ? (
        <ProgressBar label={t.asking} value={share} />
      ) : (
        <Button
          size="sm"
          className="self-start"
          onClick={() => update({ facts: draw === undefined ? FIRST_DRAW : draw + 1 })}
        >
          {draw === undefined ? t.ask(FACTS) : t.others}
        </Button>
      )}
      {data && <Result compared={data} titles={titles} />}
    </div>
  );
}

function Result({ compared, titles }: { compared: FactsCompared; titles: readonly [string, string] }) {
  const { compare } = useHistoryMessages();
  const t = compare.facts;
  const { asked, differing, given } = compared;
  const columns: Column<FactAsked>[] = [
    {
      key: "prompt",
      header: t.question,
      rowHeader: true,
      cell: ({ prompt, isNear }) => (
        <span className="font-mono text-sm break-words">
          {prompt} {isNear && <Badge>{t.near}</Badge>}
        </span>
      ),
    },
    { key: "answer", header: t.known, cell: ({ answer }) => answer },
    ...SIDES.map((side, i): Column<FactAsked> => ({
      key: side,
      header: <span className={sideColor(side)}>{compare[side]}</span>,
      cell: ({ says }) => <span className={`font-medium ${sideColor(side)}`}>{says[i] || t.nothing}</span>,
    })),
  ];
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="font-display text-lg text-ink">
        {t.differ(differing.length, asked)}
      </p>
      <p className="text-sm text-soft">
        {SIDES.map((_, i) => t.given(titles[i], given[i], asked)).join(" ")}
      </p>
      {differing.length > 0 && (
        <DataTable
          caption={t.caption}
          columns={columns}
          rows={differing}
          rowKey={({ prompt }) => prompt}
          isDense
        />
      )}
    </div>
  );
}
