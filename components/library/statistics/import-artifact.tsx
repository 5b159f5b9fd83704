"use client";

import { useMutation } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { useRef, type ChangeEvent } from "react";
import { useMessages } from "@/components/messages";
import { Button, ErrorNote, toast } from "@/components/ui";
import type { PalimpsestError } from "@/lib/base";
import type { ArtifactHome } from "@/lib/client/queries/use-artifacts";

interface ImportArtifactProps {
  place: ArtifactHome;
  onFile: (file: Blob) => Promise<void>;
}

/** Takes in a file that was exported here or elsewhere. */
export function ImportArtifact({ place, onFile }: ImportArtifactProps) {
  const t = useMessages().statistics;
  const input = useRef<HTMLInputElement>(null);
  const take = useMutation<void, PalimpsestError, Blob>({
    mutationFn: onFile,
    onSuccess: () => toast(t.imported),
  });
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    if (file) take.mutate(file);
    event.target.value = ""; // so that choosing the same file again counts as a change
  };
  return (
    <div className="flex flex-col items-start gap-3">
      <input
        ref={input}
        type="file"
        accept=".safetensors"
        tabIndex={-1}
        aria-label={t.importLabel}
        className="sr-only"
        onChange={onChange}
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button icon={<Upload />} pending={take.isPending} onClick={() => input.current?.click()}>
          {t.importFile}
        </Button>
        <p className="text-sm text-faint">{t.importHint[place]}</p>
      </div>
      {take.error && <ErrorNote error={take.error} />}
    </div>
  );
}
