import { expect, test } from "vitest";
import { CancelledError, checkCancelled } from "../base";
import { float32, writeSafetensors } from "../tensor";
import { createArtifactCache, memoryArtifacts } from "./artifacts";
import { listArtifacts } from "./manifest";

const bundle = (value: number) => ({ x: float32([1], [value]) });

test("an artifact is made once, shared by those who ask meanwhile, and found by another cache over the same files", async () => {
  const files = memoryArtifacts();
  const cache = createArtifactCache(files);
  let made = 0;
  const make = async () => bundle(++made);
  const [one, other] = await Promise.all([
    cache.getOrMake({ a: 1, b: 2 }, make),
    cache.getOrMake({ b: 2, a: 1 }, make),
  ]);
  expect([one, other, made]).toEqual([bundle(1), bundle(1), 1]);
  expect(await createArtifactCache(files).getOrMake({ a: 1, b: 2 }, make)).toEqual(bundle(1));
  expect(made).toBe(1);
});

test("another key is another artifact", async () => {
  const cache = createArtifactCache(memoryArtifacts());
  await cache.getOrMake({ layer: 1 }, async () => bundle(1));
  expect([await cache.has({ layer: 1 }), await cache.has({ layer: 2 })]).toEqual([true, false]);
  expect(await cache.getOrMake({ layer: 2 }, async () => bundle(2))).toEqual(bundle(2));
});

test("a making that fails leaves nothing behind", async () => {
  const cache = createArtifactCache(memoryArtifacts());
  await expect(cache.getOrMake({ a: 1 }, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await cache.has({ a: 1 })).toBe(false);
  expect(await cache.getOrMake({ a: 1 }, async () => bundle(3))).toEqual(bundle(3));
});

test("of two callers the one who is cancelled stops alone, whichever of them makes", async () => {
  const making = async (signal: AbortSignal, value: number) => {
    for (let part = 0; part < 5; part++) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      checkCancelled(signal);
    }
    return bundle(value);
  };
  for (const cancelled of [0, 1]) {
    const cache = createArtifactCache(memoryArtifacts());
    const aborts = [new AbortController(), new AbortController()];
    const callers = aborts.flatMap(({ signal }, caller) => [
      cache.getOrMake({ a: 1 }, () => making(signal, caller), signal),
      cache.remember({ a: 1 }, () => making(signal, caller), { signal }),
    ]);
    aborts[cancelled].abort();
    const ended = await Promise.allSettled(callers);
    const other = 1 - cancelled;
    for (const result of ended.slice(2 * cancelled, 2 * cancelled + 2))
      expect(result).toMatchObject({ status: "rejected", reason: expect.any(CancelledError) });
    for (const result of ended.slice(2 * other, 2 * other + 2))
      expect(result).toEqual({ status: "fulfilled", value: bundle(other) });
  }
});

test("who makes after a cancellation goes on from what was kept", async () => {
  const cache = createArtifactCache(memoryArtifacts());
  const first = cache.getOrMake({ a: 1 }, async (making) => {
    await making.keep(bundle(7), { done: 1, total: 2 });
    throw new CancelledError();
  });
  const second = cache.getOrMake({ a: 1 }, async (making) => (await making.kept()) ?? bundle(0));
  await expect(first).rejects.toBeInstanceOf(CancelledError);
  expect(await second).toEqual(bundle(7));
});

test("bytes that were damaged are an integrity error", async () => {
  const files = memoryArtifacts();
  const cache = createArtifactCache({ ...files, get: async () => Uint8Array.of(1, 2, 3) });
  await expect(cache.getOrMake({ a: 1 }, async () => bundle(1))).rejects.toMatchObject({ code: "integrity" });
});

test("what is remembered is kept for the process alone", async () => {
  const files = memoryArtifacts();
  const cache = createArtifactCache(files);
  const factor = await cache.remember({ a: 1 }, async () => ({ solve: () => 1 }));
  expect(await cache.remember({ a: 1 }, async () => ({ solve: () => 2 }))).toBe(factor);
  expect(await createArtifactCache(files).has({ a: 1 })).toBe(false);
});

test("what is kept of a making is found by the next one, and goes when the artifact is whole", async () => {
  const files = memoryArtifacts();
  const key = { artifact: "sum", checkpoint: "tiny", layers: [0, 1], texts: "some" };
  const stopped = createArtifactCache(files).getOrMake(key, async (making) => {
    await making.keep(bundle(7), { done: 1, total: 2 });
    throw new Error("stopped");
  });
  await expect(stopped).rejects.toThrow("stopped");
  const cache = createArtifactCache(files);
  expect(await cache.has(key)).toBe(false);
  expect((await listArtifacts(files)).map(({ manifest }) => manifest?.progress)).toEqual([
    { done: 1, total: 2 },
  ]);

  const made = await cache.getOrMake(key, async (making) => {
    making.note({ samples: { count: 2, unit: "tokens" } });
    return (await making.kept()) ?? bundle(0);
  });
  expect(made).toEqual(bundle(7));
  const [whole, ...more] = await listArtifacts(files);
  expect(more).toEqual([]);
  expect(whole.manifest).toMatchObject({
    kind: "sum",
    checkpoint: "tiny",
    layers: [0, 1],
    source: "some",
    samples: { count: 2, unit: "tokens" },
    key,
  });
});

test("one that was deleted from the files is made again, although it was in memory", async () => {
  const files = memoryArtifacts();
  const cache = createArtifactCache(files);
  await cache.getOrMake({ a: 1 }, async () => bundle(1));
  const [{ id }] = await listArtifacts(files);
  await files.remove(id);
  expect(await cache.getOrMake({ a: 1 }, async () => bundle(2))).toEqual(bundle(2));
});

test("memory is bounded by bytes: what does not fit is read from its file again", async () => {
  const files = memoryArtifacts();
  const reads: string[] = [];
  const watched = { ...files, get: async (id: string) => (reads.push(id), files.get(id)) };
  const cache = createArtifactCache(watched, { keptBytes: 8 });
  const read = async (layer: number) => {
    reads.length = 0;
    await cache.getOrMake({ layer }, async () => bundle(layer));
    await new Promise((resolve) => setTimeout(resolve, 0));
    return reads.length > 0;
  };
  for (const layer of [0, 1, 2]) await read(layer);
  expect([await read(2), await read(1), await read(0)]).toEqual([false, false, true]);
});

test("a file that says nothing of itself, and one that is damaged, are listed as such", async () => {
  const files = memoryArtifacts();
  await files.put("a".repeat(64), writeSafetensors(bundle(1)));
  await files.put("b".repeat(64), Uint8Array.of(1, 2, 3));
  const [plain, damaged] = await listArtifacts(files);
  expect(plain).toMatchObject({ manifest: null, isShipped: false });
  expect(plain.fault).toBeUndefined();
  expect(damaged.fault).toContain("safetensors");
});
