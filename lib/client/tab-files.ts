/** A model's files as a tab reads them: whole and once when they are small enough, by ranges when they are not. */
import { PalimpsestError } from "../base";
import { listModels } from "../api";
import { callEndpoint } from "./http";
import { download } from "./transfer";
import type { LoadProgress } from "./protocol";

/** Below this a file is kept in memory after its first read: one request instead of one for each weight. */
const KEEP_WHOLE_BYTES = 300e6;

export interface TabFiles {
  list(): Promise<{ name: string; sizeBytes: number }[]>;
  /** Bytes [start, end) of a file; all of it without them. */
  read(name: string, start?: number, end?: number): Promise<Uint8Array>;
}

export function createTabFiles(modelId: string, onLoading: (progress: LoadProgress) => void): TabFiles {
  const whole = new Map<string, Promise<Uint8Array>>();
  let listed: Promise<{ name: string; sizeBytes: number }[]> | undefined;

  const list = () => (listed ??= filesOf(modelId));
  const urlOf = (name: string) =>
    `/api/models/${encodeURIComponent(modelId)}/files/${encodeURIComponent(name)}`;

  const readWhole = (name: string, totalBytes: number) => {
    const known = whole.get(name);
    if (known) return known;
    const reading = download(urlOf(name), (loadedBytes) =>
      onLoading({ file: name, loadedBytes, totalBytes }),
    );
    whole.set(name, reading);
    reading.catch(() => whole.delete(name)); // so that the next read asks again
    return reading;
  };

  return {
    list,
    async read(name, start = 0, end) {
      const file = (await list()).find((entry) => entry.name === name);
      if (!file) throw new PalimpsestError("not_found", `The model "${modelId}" has no file "${name}".`);
      const stop = end ?? file.sizeBytes;
      if (file.sizeBytes <= KEEP_WHOLE_BYTES)
        return (await readWhole(name, file.sizeBytes)).slice(start, stop);
      return download(urlOf(name), undefined, { headers: { range: `bytes=${start}-${stop - 1}` } });
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
  });
}
