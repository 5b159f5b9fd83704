/** A model from a hub: its files, checked and listed. What has arrived stays when it is paused or the server stops. */
import { DownloadJobInput, DownloadJobOutput } from "../../store";
import type { JobKind } from "../runner/job";

export const downloadJob: JobKind<DownloadJobInput, DownloadJobOutput> = {
  id: "download",
  input: DownloadJobInput,
  output: DownloadJobOutput,
  queue: "network",
  isResumable: true,
  perform: (run, input, { downloads }) => downloads.download(run, input),
  discard: (input, { downloads }) => downloads.discard(input),
};
