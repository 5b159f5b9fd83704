"use client";

import { RoleButton } from "@/components/accounts/roles/role-button";
import { useMessages } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import { Button, Dialog, ErrorNote, toast } from "@/components/ui";
import { deletePreset } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import type { PresetRecord } from "@/lib/store";

export function RemovePreset({ preset, onClose }: { preset: PresetRecord; onClose: () => void }) {
  const t = useMessages();
  const { presets } = useLibraryMessages();
  const remove = useActionOf(deletePreset);
  const confirm = () =>
    remove.mutate(
      { params: { presetId: preset.id } },
      {
        onSuccess: () => {
          toast(presets.remove.done);
          onClose();
        },
      },
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={presets.remove.title}
      description={presets.remove.detail}
      footer={
        <>
          <Button onClick={onClose}>{t.ui.cancel}</Button>
          <RoleButton
            operation="presets.delete"
            variant="danger"
            pending={remove.isPending}
            onClick={confirm}
          >
            {presets.remove.confirm}
          </RoleButton>
        </>
      }
    >
      {remove.error && <ErrorNote error={remove.error} />}
    </Dialog>
  );
}
