import { mkdtemp, readdir, rename, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { createBlobFiles } from "./blob-files";

const newFolder = (): Promise<string> => mkdtemp(path.join(tmpdir(), "palimpsest-blobs-"));
const BYTES = new TextEncoder().encode("what is written over is still legible");

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

test("a full disk is said as such and leaves no half-written file", async () => {
  const folder = await newFolder();
  const full = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
  const blobs = createBlobFiles(folder, {
    async write(file, bytes) {
      await writeFile(file, bytes.subarray(0, 5));
      throw full;
    },
    rename,
  });
  await expect(blobs.put(BYTES)).rejects.toMatchObject({ code: "storage_full" });
  expect(await filesBelow(folder)).toEqual([]);

  const roomy = createBlobFiles(folder);
  const address = await roomy.put(BYTES);
  expect(await roomy.get(address)).toEqual(BYTES);
});

test("a failure before the rename leaves no blob under the address", async () => {
  const folder = await newFolder();
  const blobs = createBlobFiles(folder, {
    write: (file, bytes) => writeFile(file, bytes),
    rename: () => Promise.reject(Object.assign(new Error("ENOSPC"), { code: "ENOSPC" })),
  });
  await expect(blobs.put(BYTES)).rejects.toMatchObject({ code: "storage_full" });
  expect(await filesBelow(folder)).toEqual([]);
});

test("a file that changed on the disk is refused", async () => {
  const folder = await newFolder();
  const blobs = createBlobFiles(folder);
  const address = await blobs.put(BYTES);
  await writeFile(path.join(folder, address.slice(0, 2), address.slice(2)), "something else");
  await expect(blobs.get(address)).rejects.toMatchObject({ code: "integrity" });
});

test("an address that is not one opens no file", async () => {
  const blobs = createBlobFiles(await newFolder());
  expect(await blobs.has("../../../etc/passwd")).toBe(false);
  await expect(blobs.get("../../../etc/passwd")).rejects.toMatchObject({ code: "not_found" });
});

test("writers of the same content at once agree", async () => {
  const folder = await newFolder();
  const addresses = await Promise.all(Array.from({ length: 8 }, () => createBlobFiles(folder).put(BYTES)));
  expect(new Set(addresses).size).toBe(1);
  expect(await filesBelow(folder)).toHaveLength(1);
});

test("a blob that is put while it is deleted stays", async () => {
  const folder = await newFolder();
  const blobs = createBlobFiles(folder);
  const old = new Date("2026-01-01T00:00:00.000Z");
  const limit = new Date("2026-06-01T00:00:00.000Z");
  for (let i = 0; i < 40; i++) {
    const bytes = new TextEncoder().encode(`blob ${i}`);
    const address = await blobs.put(bytes);
    await utimes(path.join(folder, address.slice(0, 2), address.slice(2)), old, old);
    const both = [() => blobs.put(bytes), () => blobs.delete(address, limit)];
    await Promise.all((i % 2 ? both : both.reverse()).map((act) => act()));
    expect(await blobs.get(address)).toEqual(bytes);
  }
  expect((await filesBelow(folder)).filter((name) => name.includes("."))).toEqual([]);
});
