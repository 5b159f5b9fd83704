"use client";

import { useMutation } from "@tanstack/react-query";
import { useMessages } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import { Button, Dialog, ErrorNote, toast } from "@/components/ui";
import type { PalimpsestError } from "@/lib/base";
import type { HousedArtifact } from "@/lib/client/queries/use-artifacts";
import { useArtifactTitle } from "./use-artifact-title";

interface RemoveArtifactProps {
  artifact: HousedArtifact;
  onRemove: (artifact: HousedArtifact) => Promise<void>;
  onClose: () => void;
}

export function RemoveArtifact({ artifact, onRemove, onClose }: RemoveArtifactProps) {
  const t = useMessages();
  const { statistics } = useLibraryMessages();
  const titleOf = useArtifactTitle();
  const remove = useMutation<void, PalimpsestError>({
    mutationFn: () => onRemove(artifact),
    onSuccess: () => {
      toast(statistics.remove.done);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={statistics.remove.title}
      description={`${titleOf(artifact.manifest)}. ${statistics.remove.detail}`}
      footer={
        <>
          <Button onClick={onClose}>{t.ui.cancel}</Button>
          <Button variant="danger" pending={remove.isPending} onClick={() => remove.mutate()}>
            {statistics.remove.confirm}
          </Button>
        </>
      }
    >
      {remove.error && <ErrorNote error={remove.error} />}
    </Dialog>
  );
}
