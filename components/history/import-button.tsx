"use client";

import { useMutation } from "@tanstack/react-query";
import { FileInput } from "lucide-react";
import { useRef } from "react";
import { z } from "zod";
import { useHistoryMessages } from "@/components/messages/history";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, toast } from "@/components/ui";
import { importVersion } from "@/lib/api";
import type { PalimpsestError } from "@/lib/base";
import { send } from "@/lib/client/queries/http";
import { useActionOf } from "@/lib/client/queries/query";
import { useFailureToast } from "./use-history";

const Stored = z.object({ address: z.string() });

/** Keeps an exported file as a new version: the bytes go first, then the version that names them. */
export function ImportButton({ onImported }: { onImported: (id: string) => void }) {
  const t = useHistoryMessages();
  const { branchId, author } = useWorkbench();
  const input = useRef<HTMLInputElement>(null);
  const fail = useFailureToast();
  const keep = useActionOf(importVersion);
  const whole = useMutation<string, PalimpsestError, File>({
    mutationFn: async (file) => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const stored = await send("/api/blobs", {
        method: "POST",
        headers: { "content-type": "application/octet-stream" },
        body: bytes,
      });
      const { address } = Stored.parse(await stored.json());
      const version = await keep.mutateAsync({ input: { branchId, blob: address, author } });
      return version.id;
    },
    onSuccess: (id, file) => {
      toast(t.toast.imported(file.name));
      onImported(id);
    },
    onError: fail,
  });

  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".safetensors"
        className="sr-only"
        tabIndex={-1}
        aria-label={t.toolbar.importHint}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = ""; // so that the same file can be chosen again
          if (file) whole.mutate(file);
        }}
      />
      <Button
        icon={<FileInput />}
        title={t.toolbar.importHint}
        pending={whole.isPending}
        onClick={() => input.current?.click()}
      >
        {whole.isPending ? t.toolbar.importing : t.toolbar.importVersion}
      </Button>
    </>
  );
}
