/**
 * Lists of edits and questions that are kept: the file as it came, named by the hash of its content and of the columns that were
 * mapped, with what it is and under which terms it came. It is read again when it is used, so that a better reader reads it better.
 */
import { z } from "zod";
import { because, hashJson, invalidField, PalimpsestError, sha256 } from "../../base";
import { probeCount, type EditCase } from "../../data";
import type { CaseList, Mapping } from "../../data/read-cases";
import { readSafetensors, writeSafetensors } from "../../tensor";
import { listArtifacts, manifestOf, metadataOf, readManifest, type ArtifactSummary } from "../manifest";
import { Address, ListCard } from "../records";
import type { ArtifactFiles } from "../store";
import { bytesOfTensor, bytesTensor } from "../texts/texts-bundle";

const KIND = "list";

export const KeptList = ListCard.extend({ id: Address, createdAt: z.string() });
export type KeptList = z.infer<typeof KeptList>;

export interface ListFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mapping?: Mapping;
  readonly licence?: string;
  readonly source?: string;
}

/** What the parts of a list come to. */
export function listCounts({ records, cases, questions, faults, datasets }: CaseList) {
  return {
    datasets: [...datasets],
    records,
    edits: cases.length,
    probes: cases.reduce((sum: number, one: EditCase) => sum + probeCount(one), 0),
    questions: questions.length,
    faults: faults.length,
  };
}

/** Keeps a list, or says again what is known of it. Throws `invalid_input` for a file in which nothing can be used. */
export async function keepList(
  files: ArtifactFiles,
  { name, bytes, mapping, licence, source }: ListFile,
): Promise<{ readonly kept: KeptList; readonly list: CaseList }> {
  const { readCaseBytes } = await import("../../data/read-cases");
  const list = await readCaseBytes(bytes, { mapping });
  if (list.cases.length + list.questions.length === 0)
    throw invalidField(
      "file",
      `${name} holds no edit and no question that can be used.`,
      "Name the columns that hold the parts of an edit, or see what is wrong with each record.",
      because("listEmpty", { list: name }),
    );
  const key = {
    artifact: KIND,
    content: await sha256(bytes),
    sizeBytes: bytes.length,
    ...(mapping && { mapping }),
  };
  const card = ListCard.parse({
    name,
    licence: licence?.trim() || null,
    source: source?.trim() || null,
    ...listCounts(list),
  });
  const manifest = manifestOf(key, { list: card });
  const id = await hashJson(key);
  await files.put(id, writeSafetensors({ bytes: bytesTensor(bytes) }, metadataOf(manifest)));
  return { kept: { ...card, id, createdAt: manifest.createdAt }, list };
}

/** Every list that is kept, the newest first. */
export async function keptLists(files: ArtifactFiles): Promise<KeptList[]> {
  return (await listArtifacts(files)).flatMap((one) => keptListOf(one) ?? []);
}

function keptListOf({ id, manifest }: Pick<ArtifactSummary, "id" | "manifest">): KeptList | null {
  return manifest?.list ? { ...manifest.list, id, createdAt: manifest.createdAt } : null;
}

/** A kept list from its artifact's file, read as it is read today. Throws `integrity` for another file. */
export async function readKeptList(bytes: Uint8Array): Promise<CaseList & { readonly name: string }> {
  const { bundle, metadata } = readSafetensors(bytes, "The list");
  const manifest = readManifest(metadata);
  const found = ListKey.safeParse(manifest?.key);
  if (!manifest?.list || !found.success)
    throw new PalimpsestError("integrity", "This artifact is no list.", { hint: "Import the list again." });
  const { sizeBytes, mapping } = found.data;
  const { readCaseBytes } = await import("../../data/read-cases");
  const list = await readCaseBytes(bytesOfTensor(bundle.bytes).subarray(0, sizeBytes), { mapping });
  return { ...list, name: manifest.list.name };
}

const ListKey = z.object({
  artifact: z.literal(KIND),
  sizeBytes: z.int().min(1),
  mapping: z.record(z.string(), z.string()).optional(),
});
