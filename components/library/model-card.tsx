"use client";

import { PenLine, Trash2 } from "lucide-react";
import Link from "next/link";
import { useLanguage } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import { storyPath } from "@/components/tour/story-path";
import {
  Badge,
  Button,
  buttonClass,
  formatBytes,
  formatCount,
  formatPercent,
  formatTime,
} from "@/components/ui";
import type { ModelRecord, QuantizationNote } from "@/lib/store";
import { CheckpointWarnings } from "./report/checkpoint-warnings";
import { cardFacts } from "./model-facts";

interface ModelCardProps {
  model: ModelRecord;
  isInUse: boolean;
  editHref: string;
  onUse: () => void;
  onRemove: () => void;
}

export function ModelCard({ model, isInUse, editHref, onUse, onRemove }: ModelCardProps) {
  const t = useLibraryMessages().library.models;
  const { language } = useLanguage();
  const facts = cardFacts(model.facts);
  const isEncoder = model.kind === "sentence-encoder";
  const count = (value: number | undefined) =>
    value === undefined ? t.unknown : formatCount(value, language);
  const lossOf = ({ weights, error, perplexity }: QuantizationNote) =>
    t.quantized(
      t.quantizedNames[weights],
      formatPercent(error),
      perplexity && [perplexity.before.toFixed(1), perplexity.after.toFixed(1)],
    );
  return (
    <article aria-label={model.name} className="rounded-lg border bg-raised p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="text-2xl">
          {model.name} <span className="font-mono text-sm text-faint">{model.id}</span>
        </h2>
        {isInUse && <Badge tone="after">{t.inUse}</Badge>}
        {isEncoder && <Badge>{t.encoder}</Badge>}
      </div>
      <p className="mt-0.5 text-sm text-soft">
        {t.sources[model.source]} · {formatTime(model.addedAt, language)}
      </p>
      {model.origin && (
        <p className="font-mono text-xs break-all text-faint">
          {t.origin(model.origin.host, model.origin.repository, model.origin.revision.slice(0, 12))}
        </p>
      )}
      <dl className="mt-4 grid grid-cols-2 gap-x-6 gap-y-3 border-t pt-4 sm:grid-cols-3">
        <Fact name={t.family} value={model.family} />
        <Fact name={t.parameters} value={count(facts.parameterCount)} />
        <Fact name={t.size} value={formatBytes(model.sizeBytes)} />
        <Fact name={t.layers} value={count(facts.layers)} />
        <Fact name={t.width} value={count(facts.width)} />
        <Fact name={t.vocabulary} value={count(facts.vocabulary)} />
        {facts.quantization && <Fact name={t.weights} value={lossOf(facts.quantization)} />}
      </dl>
      <CheckpointWarnings warnings={facts.warnings ?? []} />
      {isEncoder && <p className="mt-4 text-sm text-soft">{t.encoderUse(model.id)}</p>}
      <div className="mt-5 flex flex-wrap items-center gap-2">
        {isEncoder ? null : isInUse ? (
          <Link href={editHref} className={buttonClass("secondary", "sm")}>
            <PenLine aria-hidden className="size-4" />
            {t.edit}
          </Link>
        ) : (
          <Button size="sm" onClick={onUse}>
            {t.use}
          </Button>
        )}
        {model.source === "embedded" && (
          <Link href={storyPath(2)} className={buttonClass("quiet", "sm")}>
            {t.flaws}
          </Link>
        )}
        {model.source !== "embedded" && (
          <Button size="sm" variant="quiet" icon={<Trash2 />} onClick={onRemove}>
            {t.remove}
          </Button>
        )}
      </div>
    </article>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-faint">{name}</dt>
      <dd className="numeric text-base break-words text-ink">{value}</dd>
    </div>
  );
}
