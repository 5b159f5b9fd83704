"use client";

import { useMessages } from "@/components/messages";
import { Button, Dialog, ErrorNote, toast } from "@/components/ui";
import { deletePreset } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import type { PresetRecord } from "@/lib/store";

export function RemovePreset({ preset, onClose }: { preset: PresetRecord; onClose: () => void }) {
  const t = useMessages();
  const remove = useActionOf(deletePreset);
  const confirm = () =>
    remove.mutate(
      { params: { presetId: preset.id } },
      {
        onSuccess: () => {
          toast(t.presets.remove.done);
          onClose();
        },
      },
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t.presets.remove.title}
      description={t.presets.remove.detail}
      footer={
        <>
          <Button onClick={onClose}>{t.ui.cancel}</Button>
          <Button variant="danger" pending={remove.isPending} onClick={confirm}>
            {t.presets.remove.confirm}
          </Button>
        </>
      }
    >
      {remove.error && <ErrorNote error={remove.error} />}
    </Dialog>
  );
}
