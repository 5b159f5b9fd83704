"use client";

import { Copy, ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import { useMessages } from "@/components/messages";
import { useHistoryMessages } from "@/components/messages/history";
import { Card, formatTime, IconButton, shortId } from "@/components/ui";
import type { JsonValue } from "@/lib/base";
import type { MeasurementRecord, ListedVersion } from "@/lib/store";
import type { Graph } from "../use-history";
import { useCopy, useLanguageTag, useNaming } from "../use-history";
import { useMethods } from "../use-methods";

interface FactsProps {
  version: ListedVersion;
  index: Graph["index"];
  measurement: MeasurementRecord | null | undefined;
  /** Absent until it is known. */
  overlayCount: number | undefined;
  onSelect: (id: string) => void;
}

/** How a version was made: enough to judge it and to make it again. */
export function Facts({ version, index, measurement, overlayCount, onSelect }: FactsProps) {
  const { ui } = useMessages();
  const t = useHistoryMessages();
  const language = useLanguageTag();
  const name = useNaming(index);
  const { change } = version;
  return (
    <Card title={t.detail.facts} level={3}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-2 text-sm">
        {change.kind === "edit" && <MethodFact id={change.method} />}
        {change.kind !== "checkpoint" && (
          <>
            <Fact label={t.detail.author}>{version.author || t.graph.anonymous}</Fact>
            <Fact label={t.detail.reason}>
              {version.reason || <span className="text-faint">{t.detail.noReason}</span>}
            </Fact>
          </>
        )}
        <Fact label={t.detail.when}>
          <time dateTime={version.createdAt}>{formatTime(version.createdAt, language)}</time>
        </Fact>
        {change.kind === "edit" && <Fact label={t.detail.place}>{t.detail.places[change.place]}</Fact>}
        {measurement && (
          <Fact label={t.detail.duration}>
            <span className="numeric">{ui.duration(measurement.durationMs)}</span>
          </Fact>
        )}
        {change.kind === "edit" && (
          <Fact label={t.detail.seed}>
            <span className="numeric">{change.seed}</span>
          </Fact>
        )}
        <Fact label={t.detail.parents}>
          {version.parents.length === 0 && <span className="text-faint">{t.detail.parentNone}</span>}
          {version.parents.map((id) => {
            const parent = index.get(id);
            return (
              <button
                key={id}
                type="button"
                onClick={() => onSelect(id)}
                className="block text-left underline decoration-rule-strong underline-offset-4 hover:decoration-accent"
              >
                {parent ? name(parent).title : shortId(id)}
              </button>
            );
          })}
        </Fact>
        <Fact label={t.detail.overlays}>
          <span className="numeric">{overlayCount ?? "–"}</span>
        </Fact>
        <CopyFact
          label={t.detail.id}
          text={version.id}
          shown={shortId(version.id)}
          action={t.detail.copyId}
        />
        <CopyFact
          label={t.detail.fingerprint}
          text={version.fingerprint}
          shown={version.fingerprint.slice(0, 16)}
          action={t.detail.copyFingerprint}
          hint={t.detail.fingerprintHint}
        />
      </dl>
      {change.kind === "edit" && <Parameters parameters={change.parameters} />}
    </Card>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{label}</dt>
      <dd className="min-w-0 break-words text-ink">{children}</dd>
    </>
  );
}

function MethodFact({ id }: { id: string }) {
  const t = useHistoryMessages().detail;
  const methods = useMethods();
  const card = methods.cardOf(id);
  return (
    <Fact label={t.method}>
      {methods.nameOf(id)}
      {card && (
        <a
          href={card.paper.url}
          target="_blank"
          rel="noreferrer"
          title={card.paper.title}
          className="ml-2 inline-flex items-center gap-1 text-xs text-soft underline decoration-rule-strong underline-offset-4 hover:text-ink"
        >
          {t.paper(card.paper.year)}
          <ExternalLink aria-hidden className="size-3" />
        </a>
      )}
    </Fact>
  );
}

interface CopyFactProps {
  label: string;
  text: string;
  shown: string;
  action: string;
  hint?: string;
}

function CopyFact({ label, text, shown, action, hint }: CopyFactProps) {
  const copy = useCopy();
  return (
    <Fact label={label}>
      <span className="flex items-center gap-1">
        <span className="numeric" title={text}>
          {shown}
        </span>
        <IconButton
          size="sm"
          className="-my-1.5"
          label={action}
          icon={<Copy aria-hidden />}
          onClick={() => void copy(text)}
        />
      </span>
      {hint && <span className="block text-xs text-faint">{hint}</span>}
    </Fact>
  );
}

function Parameters({ parameters }: { parameters: Readonly<Record<string, JsonValue>> }) {
  const t = useHistoryMessages().detail;
  const entries = Object.entries(parameters);
  return (
    <details className="mt-4 border-t pt-3 text-sm">
      <summary className="text-soft hover:text-ink">
        {t.parameters} <span className="numeric text-xs text-faint">{entries.length}</span>
      </summary>
      {entries.length === 0 && <p className="mt-2 text-faint">{t.noParameters}</p>}
      <dl aria-label={t.parametersCaption} className="mt-2 grid grid-cols-[minmax(0,1fr)_auto] gap-x-5">
        {entries.map(([key, value]) => (
          <div key={key} className="col-span-2 grid grid-cols-subgrid border-b py-1 last:border-0">
            <dt className="font-mono text-xs break-words text-soft">{key}</dt>
            <dd className="numeric text-right text-xs break-all text-ink">
              {typeof value === "string" ? value : JSON.stringify(value)}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
