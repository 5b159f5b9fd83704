"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { useLanguage, useMessages } from "@/components/messages";
import { useEvaluateMessages } from "@/components/messages/evaluate";
import { Button, DataTable, Dialog, ErrorNote, formatCount, formatTime, IconButton } from "@/components/ui";
import { listKept, removeArtifact } from "@/lib/api";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import type { KeptList } from "@/lib/store";

/** Lists that are kept: what they hold, and under which terms they came. */
export function KeptLists() {
  const t = useEvaluateMessages().benchmarks.list.kept;
  const { language } = useLanguage();
  const { data, error, refetch } = useQueryOf(listKept, {});
  const [removed, setRemoved] = useState<KeptList | null>(null);
  const count = (n: number) => formatCount(n, language);
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data || data.lists.length === 0) return null;
  return (
    <>
      <DataTable<KeptList>
        caption={t.caption}
        showCaption
        rows={data.lists}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "name",
            header: t.name,
            rowHeader: true,
            cell: ({ name, id }) => (
              <>
                <span className="break-words">{name}</span>
                <span className="block font-mono text-xs text-faint">{id.slice(0, 12)}</span>
              </>
            ),
          },
          { key: "edits", header: t.edits, numeric: true, cell: ({ edits }) => count(edits) },
          { key: "questions", header: t.questions, numeric: true, cell: ({ questions }) => count(questions) },
          { key: "faults", header: t.faults, numeric: true, cell: ({ faults }) => count(faults) },
          { key: "licence", header: t.licence, cell: ({ licence }) => licence ?? t.unstated },
          {
            key: "source",
            header: t.source,
            cell: ({ source }) => <span className="break-words">{source ?? t.unstated}</span>,
          },
          { key: "at", header: t.at, cell: ({ createdAt }) => formatTime(createdAt, language) },
          {
            key: "remove",
            header: <span className="sr-only">{t.remove}</span>,
            cell: (list) => (
              <IconButton
                size="sm"
                label={t.removeOf(list.name)}
                icon={<Trash2 />}
                onClick={() => setRemoved(list)}
              />
            ),
          },
        ]}
      />
      {removed && <RemoveList list={removed} onClose={() => setRemoved(null)} />}
    </>
  );
}

function RemoveList({ list, onClose }: { list: KeptList; onClose: () => void }) {
  const { ui } = useMessages();
  const t = useEvaluateMessages().benchmarks.list.kept;
  const remove = useActionOf(removeArtifact);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t.removeOf(list.name)}
      description={t.removeDetail}
      footer={
        <>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <RoleButton
            operation="artifacts.remove"
            variant="danger"
            pending={remove.isPending}
            onClick={() => remove.mutate({ params: { artifactId: list.id } }, { onSuccess: onClose })}
          >
            {t.remove}
          </RoleButton>
        </>
      }
    >
      {remove.error && <ErrorNote error={remove.error} />}
    </Dialog>
  );
}
