"use client";

import { Download, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useMessages } from "@/components/messages";
import { useLibraryMessages } from "@/components/messages/library";
import { useWorkbench } from "@/components/shell/workbench";
import { Button, ErrorNote, formatBytes, toast } from "@/components/ui";
import { startDownload, type HubReport } from "@/lib/api";
import { useActionOf } from "@/lib/client/queries/query";
import { idFrom } from "../add/checkpoint-folder";
import { NameFields, useNameForm } from "../name-fields";
import { ReportView } from "../report/report-view";

interface DownloadFormProps {
  found: HubReport;
  /** The GGUF file that was chosen. */
  file: string | undefined;
  takenIds: readonly string[];
  onClose: () => void;
}

/** Bits a second of a slow and of a fast line; the wait is said for both, because nobody knows which this is. */
const LINE_BITS = { slow: 20e6, fast: 200e6 } as const;

/** What was found in the repository, what it would take, and the button that gets it. */
export function DownloadForm({ found, file, takenIds, onClose }: DownloadFormProps) {
  const { ui } = useMessages();
  const { library } = useLibraryMessages();
  const t = library.hub;
  const { author } = useWorkbench();
  const start = useActionOf(startDownload);
  const [showsFiles, setShowsFiles] = useState(false);
  const { origin, downloadBytes, freeBytes, files, report } = found;
  const name = file?.replace(/\.gguf$/, "") ?? origin.repository.split("/").at(-1) ?? origin.repository;
  const form = useNameForm({ name, modelId: idFrom(name) }, takenIds);
  const lacksSpace = downloadBytes > freeBytes;
  const seconds = (bits: number) => ui.duration((1000 * 8 * downloadBytes) / bits);

  const onSubmit = form.handleSubmit(({ modelId, name: chosen }) =>
    start.mutate(
      {
        input: {
          host: origin.host,
          repository: origin.repository,
          revision: origin.requested,
          commit: origin.revision,
          file,
          modelId,
          name: chosen,
          author,
        },
      },
      {
        onSuccess: () => {
          toast(t.started(origin.repository));
          onClose();
        },
      },
    ),
  );
  return (
    <form noValidate onSubmit={onSubmit} className="flex flex-col gap-5 border-l-2 border-accent pl-4">
      <div>
        <h3 className="font-mono text-base break-all">{origin.repository}</h3>
        <p className="text-sm text-soft">{t.pinned(origin.requested, origin.revision.slice(0, 12))}</p>
        <p className="mt-1 text-sm">
          {t.downloadSize(formatBytes(downloadBytes), files.length)}{" "}
          <span className="text-soft">
            {t.downloadTime(seconds(LINE_BITS.fast), seconds(LINE_BITS.slow))}
          </span>
        </p>
        {lacksSpace && (
          <p className="mt-1 flex items-start gap-2 text-sm text-danger">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {t.noSpace(formatBytes(freeBytes))}
          </p>
        )}
        <button
          type="button"
          aria-expanded={showsFiles}
          onClick={() => setShowsFiles(!showsFiles)}
          className="mt-1 cursor-pointer text-sm text-accent underline-offset-2 hover:underline"
        >
          {showsFiles ? t.hideFiles : t.showFiles}
        </button>
        {showsFiles && (
          <ul className="mt-1 font-mono text-xs text-soft">
            {files.map((file) => (
              <li key={file.name} className="flex justify-between gap-4">
                <span className="truncate">{file.name}</span>
                <span className="whitespace-nowrap">{formatBytes(file.sizeBytes)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <ReportView report={report} />
      <NameFields form={form} />
      {start.error && <ErrorNote error={start.error} />}
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          variant="primary"
          icon={<Download />}
          disabled={lacksSpace}
          pending={start.isPending}
        >
          {t.download}
        </Button>
        <Button onClick={onClose}>{t.close}</Button>
      </div>
    </form>
  );
}
