/**
 * The files of checkpoints on this machine: the embedded ones in public/models, the others in the data folder. A name from
 * a request becomes part of a path only after a check: model ids match their schema, and file names are on a list.
 */
import { createReadStream } from "node:fs";
import { mkdir, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { ulid } from "ulid";
import { because, invalidField, PalimpsestError, type Run } from "../../base";
import { isEmbedded } from "../../data";
import type { CheckpointFiles, FolderFile } from "../../model";
import { isCheckpointFile, ModelRecord } from "../../store";
import type { Env } from "../env";
import { folderFiles } from "./folder-files";
import { writeWhole } from "./part-files";
import { writeFolder } from "./write-folder";

export interface ModelFiles {
  of(modelId: string): CheckpointFiles;
  size(modelId: string, name: string): Promise<number>;
  /** The bytes [start, end) as a stream. */
  stream(modelId: string, name: string, start: number, end: number): ReadableStream<Uint8Array>;
  /** Writes a file while it is received. The file gets its name only when it is complete. Returns its size in bytes. */
  receive(modelId: string, name: string, body: ReadableStream<Uint8Array>): Promise<number>;
  /** Moves a complete folder into place. Replaces any files under the id, which belong to no listed model. */
  adopt(modelId: string, folder: string): Promise<void>;
  /** Writes other files in the place of all of a model's. A call that fails leaves them as they were. */
  rewrite(run: Run, modelId: string, files: readonly FolderFile[]): Promise<void>;
  /** Deletes the files of a model. Those of embedded models stay. */
  remove(modelId: string): Promise<void>;
}

export function createModelFiles(
  env: Pick<Env, "embeddedFolder" | "uploadFolder" | "maxUploadBytes">,
): ModelFiles {
  const folderOf = (modelId: string): string => {
    if (!ModelRecord.shape.id.safeParse(modelId).success) {
      throw new PalimpsestError("not_found", `There is no model "${modelId}".`, {
        hint: "An id has lowercase letters, digits, dots, hyphens and underscores.",
        details: because("noModel", { model: modelId }),
      });
    }
    return path.join(isEmbedded(modelId) ? env.embeddedFolder : env.uploadFolder, modelId);
  };
  const fileOf = (modelId: string, name: string): string => path.join(folderOf(modelId), checkedName(name));
  const size = async (modelId: string, name: string): Promise<number> => {
    const found = await stat(fileOf(modelId, name)).catch(() => undefined);
    if (!found)
      throw new PalimpsestError("not_found", `Model ${modelId} has no file ${name}.`, {
        details: { ...because("modelLacksFile", { model: modelId, file: name }), field: "name" },
      });
    return found.size;
  };

  return {
    size,
    of: (modelId) => folderFiles(folderOf(modelId)),
    stream(modelId, name, start, end) {
      if (end <= start) return new Response(new Uint8Array()).body as ReadableStream<Uint8Array>;
      const file = createReadStream(fileOf(modelId, name), { start, end: end - 1 });
      return Readable.toWeb(file) as ReadableStream<Uint8Array>;
    },
    async receive(modelId, name, body) {
      if (isEmbedded(modelId)) throw embeddedIsFixed();
      const file = fileOf(modelId, name);
      return writeWhole(file, (part) => writeStream(part, body, env.maxUploadBytes));
    },
    async adopt(modelId, folder) {
      if (isEmbedded(modelId)) throw embeddedIsFixed();
      const target = folderOf(modelId);
      await mkdir(path.dirname(target), { recursive: true });
      await rm(target, { recursive: true, force: true });
      await rename(folder, target);
    },
    async rewrite(run, modelId, files) {
      if (isEmbedded(modelId)) throw embeddedIsFixed();
      const target = folderOf(modelId);
      const written = `${target}.${ulid()}.new`;
      await writeFolder(run, written, files);
      await rm(target, { recursive: true, force: true });
      await rename(written, target);
    },
    async remove(modelId) {
      if (!isEmbedded(modelId)) await rm(folderOf(modelId), { recursive: true, force: true });
    },
  };
}

function embeddedIsFixed(): PalimpsestError {
  return new PalimpsestError("forbidden", "An embedded model is never written.", {
    hint: "Choose another id.",
    details: because("embeddedModel"),
  });
}

function checkedName(name: string): string {
  if (isCheckpointFile(name)) return name;
  throw invalidField(
    "name",
    "That is not the name of a checkpoint's file.",
    "Send config.json, the files of the tokenizer, model.safetensors, or its shards with their index.",
    because("noCheckpointFile"),
  );
}

async function writeStream(
  file: string,
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<number> {
  const handle = await open(file, "wx");
  let sizeBytes = 0;
  try {
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) {
        throw new PalimpsestError("too_large", `The file is larger than ${Math.round(maxBytes / 1e6)} MB.`, {
          hint: "PALIMPSEST_MAX_UPLOAD_MB on the server sets the limit.",
          details: because("uploadTooLarge", { mb: Math.round(maxBytes / 1e6) }),
        });
      }
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return sizeBytes;
}
