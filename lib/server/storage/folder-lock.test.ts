import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockFolder } from "./folder-lock";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "palimpsest-lock-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a folder that one server has open is refused to a second, which is told whose it is", async () => {
  const lock = await lockFolder(folder);
  const second = lockFolder(folder);
  await expect(second).rejects.toMatchObject({ code: "conflict" });
  await expect(second).rejects.toThrow(`process ${process.pid}`);
  await lock.release();
  const again = await lockFolder(folder);
  await again.release();
});

test("a server that was killed leaves its folder free", async () => {
  const source = path.resolve("lib/server/storage/folder-lock.ts");
  const script = `import(${JSON.stringify(source)}).then(async ({ lockFolder }) => {
    await lockFolder(${JSON.stringify(folder)});
    console.log("locked");
    setInterval(() => undefined, 1000);
  })`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", script]);
  try {
    await new Promise((resolve) => child.stdout.once("data", resolve));
    await expect(lockFolder(folder)).rejects.toThrow(`process ${child.pid}`);
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
    await (await lockFolder(folder)).release();
  } finally {
    child.kill("SIGKILL");
  }
}, 60_000);
