"use client";

import { clsx } from "clsx";
import { useState } from "react";
import { useLibraryMessages } from "@/components/messages/library";
import { Badge, Button, formatBytes } from "@/components/ui";
import type { HubChoices } from "@/lib/api";

interface FileChoicesProps {
  found: HubChoices;
  chosen: string | undefined;
  /** Whether the list is shown without being asked for. */
  isOpen: boolean;
  onChoose: (file: string | undefined) => void;
}

/** The GGUF files of a repository, with size and quantization; one of them is chosen. */
export function FileChoices({ found, chosen, isOpen, onChoose }: FileChoicesProps) {
  const t = useLibraryMessages().library.hub.files;
  const [isAsked, setAsked] = useState(false);
  const { choices, hasSafetensors } = found;
  if (!isOpen && !isAsked)
    return (
      <p className="mb-5 text-sm text-soft">
        {chosen ?? t.checkpoint}{" "}
        <button
          type="button"
          className="cursor-pointer text-accent underline-offset-2 hover:underline"
          onClick={() => setAsked(true)}
        >
          {t.change(choices.length)}
        </button>
      </p>
    );
  const choose = (file: string | undefined) => {
    setAsked(false);
    onChoose(file);
  };
  return (
    <section aria-label={t.title} className="mb-5">
      <h3 className="text-base">{t.title}</h3>
      <p className="mt-1 text-sm text-soft">{t.detail}</p>
      <ul className="mt-3 flex flex-col divide-y border-y">
        {hasSafetensors && (
          <li className="flex items-center justify-between gap-4 py-2">
            <span className="text-sm">{t.checkpoint}</span>
            <Button size="sm" disabled={chosen === undefined} onClick={() => choose(undefined)}>
              {t.choose}
            </Button>
          </li>
        )}
        {choices.map(({ file, files, sizeBytes, quantization, isRead }) => (
          <li key={file} className="flex items-center justify-between gap-4 py-2">
            <div className="min-w-0">
              <p className={clsx("font-mono text-sm break-all", isRead === false && "text-faint")}>{file}</p>
              <p className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-soft">
                {quantization && <Badge>{quantization}</Badge>}
                <span className="numeric">{formatBytes(sizeBytes)}</span>
                {files.length > 1 && <span>{t.parts(files.length)}</span>}
                {isRead === false && <span>{t.notRead}</span>}
                {isRead === undefined && <span>{t.unknown}</span>}
              </p>
            </div>
            <Button
              size="sm"
              aria-label={t.chooseFile(file)}
              disabled={isRead === false || file === chosen}
              onClick={() => choose(file)}
            >
              {t.choose}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
