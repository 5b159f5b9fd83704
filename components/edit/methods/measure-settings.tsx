"use client";

import { Gauge } from "lucide-react";
import { useState } from "react";
import { useLibraryMessages } from "@/components/messages/library";
import { MeasureForm } from "@/components/measure/measure-form";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, Dialog } from "@/components/ui";
import type { MethodCard } from "@/lib/api";
import { useViewState } from "@/lib/client/view-state";
import { editView } from "../view-state";

/** Measuring a method's settings on the model, where they were not measured on it. The job goes on when the dialog is closed. */
export function MeasureSettings({ card }: { card: MethodCard }) {
  const { measure: t } = useLibraryMessages().presets;
  const { model, modelId } = useWorkbench();
  const [{ measuring }, update] = useViewState(editView);
  const [isOpen, setOpen] = useState(false);
  const { settings } = card;
  if (!settings || settings.tried <= 1 || settings.source.kind === "measured") return null;
  const job = measuring?.method === card.id ? measuring.job : undefined;
  return (
    <>
      <Button size="sm" variant="quiet" icon={<Gauge />} className="self-start" onClick={() => setOpen(true)}>
        {t.open}
      </Button>
      <Dialog
        open={isOpen}
        onOpenChange={setOpen}
        title={t.of(card.name, model?.name ?? modelId)}
        description={t.detail}
      >
        <MeasureForm
          card={card}
          jobId={job}
          onStarted={(started) => update({ measuring: { method: card.id, job: started } })}
        />
      </Dialog>
    </>
  );
}
