"use client";

import { useState } from "react";
import { RoleButton } from "@/components/accounts/roles/role-button";
import { useMessages } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, Dialog, EmptyNote, ErrorNote, Skeleton, toast } from "@/components/ui";
import { listModels, removeModel } from "@/lib/api";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import type { ModelRecord } from "@/lib/store";
import { AddModel } from "./add/add-model";
import { Downloads } from "./downloads/downloads";
import { HubModel } from "./hub/hub-model";
import { Shelf } from "./hub/shelf";
import { ModelCard } from "./model-card";

/** Every model that this installation can open, and how to add one. */
export function ModelsTab() {
  const models = useQueryOf(listModels, {});
  const known = models.data?.models ?? [];
  const takenIds = known.map((model) => model.id);
  return (
    <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[3fr_2fr]">
      <div className="flex min-w-0 flex-col gap-8">
        <Downloads />
        {models.isPending && <ModelsSkeleton />}
        {models.error && <ErrorNote error={models.error} onRetry={() => void models.refetch()} />}
        {models.data && <ModelList models={known} />}
        {models.data && <Shelf models={known} />}
      </div>
      <div className="flex min-w-0 flex-col gap-10 self-start lg:border-l lg:pl-8">
        <HubModel takenIds={takenIds} />
        <AddModel takenIds={takenIds} />
      </div>
    </div>
  );
}

function ModelList({ models }: { models: readonly ModelRecord[] }) {
  const t = useLibraryMessages().library;
  const { modelId, setModel, hrefTo } = useWorkbench();
  const [leaving, setLeaving] = useState<ModelRecord | null>(null);
  if (models.length === 0) return <EmptyNote title={t.models.empty} detail={t.models.emptyDetail} />;
  return (
    <>
      <ul aria-label={t.models.caption} className="flex flex-col gap-4">
        {models.map((model) => (
          <li key={model.id}>
            <ModelCard
              model={model}
              isInUse={model.id === modelId}
              editHref={hrefTo("/edit")}
              onUse={() => setModel(model.id)}
              onRemove={() => setLeaving(model)}
            />
          </li>
        ))}
      </ul>
      {leaving && <RemoveDialog model={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}

function RemoveDialog({ model, onClose }: { model: ModelRecord; onClose: () => void }) {
  const t = useMessages();
  const { library } = useLibraryMessages();
  const { modelId, setModel, models } = useWorkbench();
  const remove = useActionOf(removeModel);

  const confirm = () =>
    remove.mutate(
      { params: { modelId: model.id } },
      {
        onSuccess: () => {
          toast(library.remove.done(model.name));
          const other = models.find((record) => record.id !== model.id);
          if (modelId === model.id && other) setModel(other.id);
          onClose();
        },
      },
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={library.remove.title(model.name)}
      description={library.remove.detail}
      footer={
        <>
          <Button onClick={onClose}>{t.ui.cancel}</Button>
          <RoleButton operation="models.remove" variant="danger" pending={remove.isPending} onClick={confirm}>
            {library.remove.confirm}
          </RoleButton>
        </>
      }
    >
      {remove.error && <ErrorNote error={remove.error} />}
    </Dialog>
  );
}

function ModelsSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-44 w-full" />
      <Skeleton className="h-44 w-full" />
    </div>
  );
}
