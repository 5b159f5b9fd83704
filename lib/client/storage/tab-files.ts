/** A model's files as a tab reads them: each fetched once and left with the browser, which hands out the ranges asked for. */
import { because, PalimpsestError } from "../../base";
import { listModels } from "../../api";
import type { CheckpointFiles } from "../../model";
import { callEndpoint } from "../queries/http";
import { downloadBlob } from "./transfer";
import type { LoadProgress } from "../../job/channel";

/** What only workers have is not in TypeScript's library of the page. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

/** For a worker: ranges are there at once only where nobody would wait for them. */
export function createTabFiles(
  modelId: string,
  onLoading: (progress: LoadProgress) => void,
): CheckpointFiles {
  const fetched = new Map<string, Promise<Blob>>();
  let listed: Promise<{ name: string; sizeBytes: number }[]> | undefined;

  const list = () => (listed ??= filesOf(modelId));
  const urlOf = (name: string) =>
    `/api/models/${encodeURIComponent(modelId)}/files/${encodeURIComponent(name)}`;

  const blobOf = async (name: string): Promise<Blob> => {
    const file = (await list()).find((entry) => entry.name === name);
    if (!file)
      throw new PalimpsestError("not_found", `The model "${modelId}" has no file "${name}".`, {
        details: because("modelLacksFile", { model: modelId, file: name }),
      });
    const known = fetched.get(name);
    if (known) return known;
    const fetching = downloadBlob(urlOf(name), (loadedBytes) =>
      onLoading({ file: name, loadedBytes, totalBytes: file.sizeBytes }),
    );
    fetched.set(name, fetching);
    fetching.catch(() => fetched.delete(name)); // so that the next read asks again
    return fetching;
  };

  return {
    list,
    async read(name, start = 0, end) {
      return new Uint8Array(await (await blobOf(name)).slice(start, end).arrayBuffer());
    },
    async openSync(name) {
      const blob = await blobOf(name);
      const reader = new FileReaderSync();
      return (start, into) =>
        into.set(new Uint8Array(reader.readAsArrayBuffer(blob.slice(start, start + into.length))));
    },
  };
}

async function filesOf(modelId: string): Promise<{ name: string; sizeBytes: number }[]> {
  const { models } = await callEndpoint(listModels, {});
  const model = models.find((record) => record.id === modelId);
  if (model) return model.files;
  throw new PalimpsestError("not_found", `There is no model "${modelId}".`, {
    hint:
      models.length > 0
        ? `Installed: ${models.map((record) => record.id).join(", ")}.`
        : "Add one in the Library.",
    details: because("noModel", { model: modelId }),
  });
}
