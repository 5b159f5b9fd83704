"use client";

/** How much each person uses, beside what they may use; an admin sets that. */
import { useState } from "react";
import { LabSection } from "@/components/shell/lab-section";
import { isWhole, WholeNumber } from "@/components/form";
import { useLanguage, useMessages } from "@/components/messages";
import { Button, DataTable, Dialog, ErrorNote, formatCount, Skeleton, toast } from "@/components/ui";
import { listQuotas, myQuota, setQuota, type Limits, type OwnLimits, type QuotaReport } from "@/lib/api";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import { useOperationsMessages } from "./use-messages";

type Limit = keyof Limits;
const LIMITS: readonly Limit[] = ["runningJobs", "waitingJobs", "computeMinutes", "storageMb"];
const RANGE = [0, 1_000_000_000] as const;
const EVERYBODY = "everybody";

/** Whose limits are set. */
interface Target {
  readonly id: string;
  readonly name: string;
  readonly own: OwnLimits;
  readonly otherwise: Limits;
}

export function QuotasPanel() {
  const t = useOperationsMessages().quotas;
  const { data, error } = useQueryOf(listQuotas, {});
  const [target, setTarget] = useState<Target>();
  if (error) return <ErrorNote error={error} />;
  if (data === undefined) return <Skeleton className="h-24 w-full" />;
  const { everybody, shipped, own, people } = data;
  return (
    <LabSection title={t.title}>
      <p className="max-w-measure text-sm text-soft">{t.detail}</p>
      <UseTable
        rows={people}
        action={(one) => (
          <Button
            size="sm"
            variant="quiet"
            aria-label={t.changeOf(one.name)}
            onClick={() => setTarget({ ...one, otherwise: everybody })}
          >
            {t.change}
          </Button>
        )}
      />
      <Button
        size="sm"
        className="self-start"
        onClick={() => setTarget({ id: EVERYBODY, name: t.everybody, own, otherwise: shipped })}
      >
        {t.changeAll}
      </Button>
      {target && <LimitsDialog target={target} onClose={() => setTarget(undefined)} />}
    </LabSection>
  );
}

/** For everybody, on the page of the account. */
export function MyQuota() {
  const t = useOperationsMessages().quotas;
  const { data, error } = useQueryOf(myQuota, {});
  if (error) return <ErrorNote error={error} />;
  if (data === undefined) return <Skeleton className="h-16 w-full" />;
  return (
    <LabSection title={t.mine}>
      <UseTable rows={[data]} />
    </LabSection>
  );
}

interface UseTableProps {
  rows: readonly QuotaReport[];
  action?: (one: QuotaReport) => React.ReactNode;
}

function UseTable({ rows, action }: UseTableProps) {
  const t = useOperationsMessages().quotas;
  const { language } = useLanguage();
  return (
    <DataTable
      caption={t.title}
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        { key: "person", header: t.person, rowHeader: true, cell: ({ name }) => name },
        ...LIMITS.map((limit) => ({
          key: limit,
          header: t.limits[limit],
          numeric: true,
          cell: ({ use, limits }: QuotaReport) => (
            <span className={use[limit] >= limits[limit] ? "text-before" : undefined}>
              {t.of(formatCount(use[limit], language), formatCount(limits[limit], language))}
            </span>
          ),
        })),
        ...(action ? [{ key: "action", header: "", cell: action }] : []),
      ]}
    />
  );
}

function LimitsDialog({
  target: { id, name, own, otherwise },
  onClose,
}: {
  target: Target;
  onClose: () => void;
}) {
  const t = useOperationsMessages().quotas;
  const { ui } = useMessages();
  const { language } = useLanguage();
  const save = useActionOf(setQuota);
  const [texts, setTexts] = useState(
    () =>
      Object.fromEntries(LIMITS.map((limit) => [limit, own[limit]?.toString() ?? ""])) as Record<
        Limit,
        string
      >,
  );
  const isSound = LIMITS.every((limit) => texts[limit].trim() === "" || isWhole(texts[limit], RANGE));
  const limits = Object.fromEntries(
    LIMITS.map((limit) => [limit, texts[limit].trim() === "" ? null : Number(texts[limit])]),
  ) as OwnLimits;
  const confirm = () =>
    save.mutate(
      { params: { personId: id }, input: { limits } },
      {
        onSuccess: () => {
          toast.success(t.saved(name));
          onClose();
        },
      },
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={id === EVERYBODY ? t.changeAll : t.changeOf(name)}
      description={id === EVERYBODY ? t.asShipped : t.asEverybody}
      footer={
        <>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button variant="primary" pending={save.isPending} disabled={!isSound} onClick={confirm}>
            {t.save}
          </Button>
        </>
      }
    >
      <div className="grid gap-3 sm:grid-cols-2">
        {LIMITS.map((limit) => (
          <WholeNumber
            key={limit}
            label={t.limits[limit]}
            hint={formatCount(otherwise[limit], language)}
            value={texts[limit]}
            range={RANGE}
            isOptional
            fault={t.whole}
            onChange={(text) => setTexts((before) => ({ ...before, [limit]: text }))}
          />
        ))}
      </div>
      {save.error && <ErrorNote error={save.error} />}
    </Dialog>
  );
}
