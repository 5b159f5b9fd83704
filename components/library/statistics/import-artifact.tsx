"use client";

import { useMutation } from "@tanstack/react-query";
import { Upload } from "lucide-react";
import { useRef, type ChangeEvent } from "react";
import { Button, ErrorNote, toast } from "@/components/ui";
import type { PalimpsestError } from "@/lib/base";

interface ImportArtifactProps {
  labels: { readonly action: string; readonly label: string; readonly done: string };
  hint: string;
  accept: string;
  onFile: (file: File) => Promise<void>;
}

/** Takes in a file: an artifact that was exported here or elsewhere, or texts of one's own. */
export function ImportArtifact({ labels, hint, accept, onFile }: ImportArtifactProps) {
  const input = useRef<HTMLInputElement>(null);
  const take = useMutation<void, PalimpsestError, File>({
    mutationFn: onFile,
    onSuccess: () => toast(labels.done),
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
        accept={accept}
        tabIndex={-1}
        aria-label={labels.label}
        className="sr-only"
        onChange={onChange}
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button icon={<Upload />} pending={take.isPending} onClick={() => input.current?.click()}>
          {labels.action}
        </Button>
        <p className="text-sm text-faint">{hint}</p>
      </div>
      {take.error && <ErrorNote error={take.error} />}
    </div>
  );
}
