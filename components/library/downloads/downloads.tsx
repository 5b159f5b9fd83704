"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useLibraryMessages } from "@/components/messages/library";
import { listModels } from "@/lib/api";
import { invalidate } from "@/lib/client/queries/invalidate";
import { DownloadRow } from "./download-row";
import { unfinished } from "./unfinished";
import { useDownloads } from "./use-downloads";

/** Downloads that are not done: at work, paused, or failed with nothing newer for the same model. */
export function Downloads() {
  const t = useLibraryMessages().library.downloads;
  const client = useQueryClient();
  const downloads = useDownloads();
  const shown = unfinished(downloads);

  const done = downloads.filter(({ status }) => status === "succeeded").length;
  useEffect(() => {
    if (done > 0) void invalidate(client, listModels.id);
  }, [client, done]);

  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="downloads" className="min-w-0">
      <h2 id="downloads" className="mb-3 text-xl">
        {t.title}
      </h2>
      <ul className="flex flex-col gap-4">
        {shown.map((job) => (
          <DownloadRow key={job.id} job={job} />
        ))}
      </ul>
    </section>
  );
}
