import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { createRun, PalimpsestError } from "../../base";
import type { FolderFile } from "../../model";
import { streamOf } from "./files";
import { tarArchive } from "./tar";

const DATE = new Date("2026-11-01T08:09:10Z");
const LONG = `${"m".repeat(64)}-0123456789ab-bfloat16`;

const fileOf = (name: string, content: string): FolderFile => ({
  name,
  sizeBytes: Buffer.byteLength(content),
  async *bytes() {
    for (const character of content) yield new TextEncoder().encode(character);
  },
});

test("an archive of the stated length is unpacked by the system's own program", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "palimpsest-tar-"));
  try {
    const contents = {
      "config.json": "{}",
      "empty.json": "",
      "model-00001-of-00002.safetensors": "é".repeat(700),
    };
    const files = Object.entries(contents).map(([name, content]) => fileOf(name, content));
    const archive = tarArchive(LONG, files, DATE);
    const bytes = new Uint8Array(await new Response(streamOf(archive.bytes(createRun()))).arrayBuffer());
    expect(bytes.byteLength).toBe(archive.sizeBytes);
    await writeFile(path.join(folder, "a.tar"), bytes);
    await promisify(execFile)("tar", ["-xf", "a.tar"], { cwd: folder });
    expect((await readdir(path.join(folder, LONG))).sort()).toEqual(Object.keys(contents).sort());
    for (const [name, content] of Object.entries(contents)) {
      expect(await readFile(path.join(folder, LONG, name), "utf8")).toBe(content);
    }
    expect((await stat(path.join(folder, LONG, "config.json"))).mtime).toEqual(DATE);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a file that gives another number of bytes than it stated breaks the archive off", async () => {
  const wrong = { ...fileOf("model.safetensors", "four"), sizeBytes: 5 };
  const reading = new Response(streamOf(tarArchive("a", [wrong], DATE).bytes(createRun()))).arrayBuffer();
  await expect(reading).rejects.toThrow("model.safetensors has 4 bytes, not 5");
});

test("a file beyond what a header can count is refused", async () => {
  const huge = { ...fileOf("model.safetensors", ""), sizeBytes: 8 ** 11 };
  await expect(tarArchive("a", [huge], DATE).bytes(createRun()).next()).rejects.toBeInstanceOf(
    PalimpsestError,
  );
});

test("a reader that leaves ends the work", async () => {
  let ended = false;
  const slow: FolderFile = {
    name: "model.safetensors",
    sizeBytes: 1e9,
    async *bytes() {
      try {
        for (;;) yield new Uint8Array(1000);
      } finally {
        ended = true;
      }
    },
  };
  const reader = streamOf(tarArchive("a", [slow], DATE).bytes(createRun())).getReader();
  for (let i = 0; i < 3; i++) await reader.read();
  await reader.cancel();
  expect(ended).toBe(true);
});
