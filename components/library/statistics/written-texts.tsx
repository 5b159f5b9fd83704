"use client";

import { useMutation } from "@tanstack/react-query";
import { PenLine } from "lucide-react";
import { useLibraryMessages } from "@/components/messages/library";
import { Button, ErrorNote, toast } from "@/components/ui";
import type { PalimpsestError } from "@/lib/base";

interface WrittenTextsProps {
  onChoose: () => Promise<void>;
}

/** Chooses what the model writes by itself for its statistics, in place of a file. */
export function WrittenTexts({ onChoose }: WrittenTextsProps) {
  const t = useLibraryMessages().statistics.writtenTexts;
  const choose = useMutation<void, PalimpsestError>({
    mutationFn: onChoose,
    onSuccess: () => toast(t.done),
  });
  return (
    <div className="flex flex-col items-start gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button icon={<PenLine />} pending={choose.isPending} onClick={() => choose.mutate()}>
          {t.action}
        </Button>
        <p className="text-sm text-faint">{t.hint}</p>
      </div>
      {choose.error && <ErrorNote error={choose.error} />}
    </div>
  );
}
