"use client";

/** What may go by its age: the rules, what they would remove now, and removing it when a person has confirmed that. */
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { LabSection } from "@/components/shell/lab-section";
import { isWhole, WholeNumber } from "@/components/form";
import { useLanguage, useMessages } from "@/components/messages";
import { Button, DataTable, Dialog, ErrorNote, formatBytes, formatCount, toast } from "@/components/ui";
import { clearStorage, getStorage, type Removable } from "@/lib/api";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import { useOperationsMessages } from "./use-messages";

const DAYS = [1, 3650] as const;
const RULES = ["jobs", "events", "artifacts"] as const;

export function RetentionPanel() {
  const t = useOperationsMessages().retention;
  const { ui } = useMessages();
  const [texts, setTexts] = useState({ jobs: "30", events: "", artifacts: "" });
  const [isOpen, setIsOpen] = useState(false);
  const isSet = (text: string) => text.trim() !== "";
  const isSound =
    isWhole(texts.jobs, DAYS) && RULES.every((one) => !isSet(texts[one]) || isWhole(texts[one], DAYS));
  const rules = {
    days: Number(texts.jobs),
    ...(isSet(texts.events) && { eventDays: Number(texts.events) }),
    ...(isSet(texts.artifacts) && { artifactDays: Number(texts.artifacts) }),
  };
  const found = useQueryOf(getStorage, { input: rules }, { enabled: isSound });
  const clear = useActionOf(clearStorage);
  const removable = isSound ? found.data?.removable : undefined;
  const isEmpty = removable !== undefined && rowsOf(removable).every(({ count }) => count === 0);
  const confirm = () =>
    clear.mutate(
      { input: rules },
      {
        onSuccess: ({ removed }) => {
          toast.success(
            t.done(formatBytes(rowsOf(removed).reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0))),
          );
          setIsOpen(false);
        },
      },
    );
  return (
    <LabSection title={t.title}>
      <p className="max-w-measure text-sm text-soft">{t.detail}</p>
      <div className="grid gap-3 sm:grid-cols-3">
        {RULES.map((rule) => (
          <WholeNumber
            key={rule}
            label={t[rule]}
            hint={rule === "jobs" ? undefined : t.never}
            value={texts[rule]}
            range={DAYS}
            isOptional={rule !== "jobs"}
            fault={t.days}
            onChange={(text) => setTexts((before) => ({ ...before, [rule]: text }))}
          />
        ))}
      </div>
      {found.error && <ErrorNote error={found.error} />}
      {removable === undefined ? (
        <p role="status" className="text-sm text-soft">
          {isSound && !found.error ? t.counting : ""}
        </p>
      ) : (
        <Amounts removable={removable} />
      )}
      <Button
        variant="danger"
        icon={<Trash2 />}
        className="self-start"
        disabled={removable === undefined || isEmpty}
        onClick={() => setIsOpen(true)}
      >
        {t.remove}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={t.question}
        description={t.warning}
        footer={
          <>
            <Button onClick={() => setIsOpen(false)}>{ui.cancel}</Button>
            <Button variant="danger" pending={clear.isPending} onClick={confirm}>
              {t.remove}
            </Button>
          </>
        }
      >
        {clear.error && <ErrorNote error={clear.error} />}
        {removable && <Amounts removable={removable} />}
      </Dialog>
    </LabSection>
  );
}

function Amounts({ removable }: { removable: Removable }) {
  const t = useOperationsMessages().retention;
  const { language } = useLanguage();
  return (
    <DataTable
      caption={t.title}
      rows={rowsOf(removable)}
      rowKey={({ what }) => what}
      columns={[
        { key: "what", header: t.what, rowHeader: true, cell: ({ what }) => t.rows[what] },
        { key: "count", header: t.count, numeric: true, cell: ({ count }) => formatCount(count, language) },
        {
          key: "size",
          header: t.size,
          numeric: true,
          cell: ({ sizeBytes }) => (sizeBytes === undefined ? "" : formatBytes(sizeBytes)),
        },
      ]}
    />
  );
}

interface Row {
  readonly what: keyof Removable;
  readonly count: number;
  /** Absent for rows of the database. */
  readonly sizeBytes?: number;
}

function rowsOf({ jobs, events, blobs, artifacts, unfinished }: Removable): Row[] {
  return [
    { what: "jobs", count: jobs },
    { what: "events", count: events },
    { what: "blobs", ...blobs },
    { what: "artifacts", ...artifacts },
    { what: "unfinished", ...unfinished },
  ];
}
