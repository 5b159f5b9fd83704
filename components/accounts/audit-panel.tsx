"use client";

/** The audit log: by person, verified, exported, with links to History, where Undo is. */
import { Download, ShieldCheck } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useLanguage } from "@/components/messages";
import {
  Button,
  buttonClass,
  DataTable,
  ErrorNote,
  Field,
  formatTime,
  Select,
  shortId,
  Skeleton,
} from "@/components/ui";
import { FILE_OPERATIONS, listAudit, verifyAudit, type AuditEntry, type Person } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import { LabSection } from "@/components/shell/lab-section";
import { useLabMessages } from "./use-messages";

interface AuditPanelProps {
  people: readonly Person[];
  /** Whose rows are shown; everybody's when empty. */
  person: string;
  onPerson: (id: string) => void;
}

const ROWS = 50;
const EXPORT = FILE_OPERATIONS.find(({ id }) => id === "audit.export")!.path;

export function AuditPanel({ people, person, onPerson }: AuditPanelProps) {
  const labels = useLabMessages();
  const t = labels.audit;
  const { language } = useLanguage();
  const [limit, setLimit] = useState(ROWS);
  const { data, error } = useQueryOf(
    listAudit,
    { input: { limit, ...(person !== "" && { person }) } },
    { keepPrevious: true },
  );
  const [isAsked, setAsked] = useState(false);
  const verified = useQueryOf(verifyAudit, {}, { enabled: isAsked, staleTimeMs: 0 });
  const verify = () => (isAsked ? void verified.refetch() : setAsked(true));
  if (error) return <ErrorNote error={error} />;
  const wordOf = (field: string, value: string) => {
    if (field === "role")
      return (labels.roles as Readonly<Record<string, { name: string }>>)[value]?.name ?? value;
    return field === "person" ? people.find(({ id }) => id === value)?.name : value;
  };
  return (
    <LabSection title={t.title}>
      <p className="max-w-measure text-sm text-soft">{t.detail}</p>
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t.ofPerson}>
          {(control) => (
            <Select
              {...control}
              value={person}
              onChange={onPerson}
              options={[
                { value: "", label: t.everybody },
                ...people.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          )}
        </Field>
        <Button icon={<ShieldCheck />} pending={verified.isFetching} onClick={verify}>
          {t.verify}
        </Button>
        <a href={EXPORT} download className={buttonClass("secondary")}>
          <Download aria-hidden className="size-4" />
          {t.export}
        </a>
      </div>
      {verified.error && <ErrorNote error={verified.error} />}
      {verified.data && (
        <p role="status" className={verified.data.fault ? "text-sm text-danger" : "text-sm text-after"}>
          {verified.data.fault
            ? t.broken(verified.data.fault.sequence)
            : t.verified(verified.data.rows, verified.data.head.slice(0, 16))}
        </p>
      )}
      {data === undefined ? (
        <Skeleton className="h-40 w-full" />
      ) : (
        <DataTable
          caption={t.title}
          rows={data.entries}
          rowKey={({ sequence }) => String(sequence)}
          empty={t.empty}
          columns={[
            { key: "at", header: t.at, cell: ({ at }) => formatTime(at, language) },
            {
              key: "who",
              header: t.who,
              cell: ({ name, via }) => (via === "key" ? `${name} (${t.byKey})` : name),
            },
            {
              key: "what",
              header: t.what,
              rowHeader: true,
              cell: ({ action }) => (t.actions as Readonly<Record<string, string>>)[action] ?? action,
            },
            { key: "about", header: t.about, cell: ({ details }) => textOf(details, wordOf) },
            {
              key: "history",
              header: "",
              cell: ({ details }) => {
                const href = historyOf(details);
                return (
                  href && (
                    <Link href={href} className={buttonClass("quiet", "sm")}>
                      {t.toHistory}
                    </Link>
                  )
                );
              },
            },
          ]}
        />
      )}
      {data && data.entries.length < data.total && (
        <Button size="sm" className="self-start" onClick={() => setLimit(Math.min(1000, limit * 4))}>
          {t.older}
        </Button>
      )}
    </LabSection>
  );
}

type Details = AuditEntry["details"];

/** Ids of what nobody sees by its id. */
const UNSEEN = new Set(["invitation", "session", "key", "passkey"]);

/** What the row is about, short: versions and jobs by the first digits of their ids. */
function textOf(details: Details, wordOf: (field: string, value: string) => string | undefined): string {
  const texts = Object.entries(details).flatMap(([field, value]) => {
    if (typeof value !== "string" || value === "" || UNSEEN.has(field)) return [];
    const word = wordOf(field, value);
    if (word === undefined) return [];
    return [/^(ver|job|life)_/.test(word) ? shortId(word) : word];
  });
  return [...new Set(texts)].join(" · ");
}

/** The version in History, on the branch where it was kept. */
function historyOf({ model, branch, version }: Details): string | undefined {
  if (typeof version !== "string" || typeof model !== "string") return undefined;
  const query = new URLSearchParams({ m: model, v: version });
  // "atlas:main", or its name alone.
  if (typeof branch === "string") query.set("b", branch.slice(branch.indexOf(":") + 1));
  return `/history?${query.toString()}`;
}
