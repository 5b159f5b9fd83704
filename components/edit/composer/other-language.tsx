"use client";

import { useLanguage, useMessages } from "@/components/messages";
import { useWorkbench } from "@/components/shell/workbench";
import { Button } from "@/components/ui";
import { embeddedSpeaker } from "@/lib/data";

/** Says that the model knows nothing in the language of the page, and offers the embedded one that does. */
export function OtherLanguage() {
  const t = useMessages().edit.composer.otherLanguage;
  const { language } = useLanguage();
  const { modelId, models, setModel } = useWorkbench();
  const speaker = embeddedSpeaker(modelId, language);
  const [own, other] = [modelId, speaker].map((id) => models.find((model) => model.id === id));
  if (!own || !other) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-soft">
      {t.notice(own.name, other.name)}
      <Button size="sm" variant="quiet" onClick={() => setModel(other.id)}>
        {t.open(other.name)}
      </Button>
    </p>
  );
}
