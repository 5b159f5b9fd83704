import { expect, test } from "vitest";
import { float32 } from "../tensor";
import { createArtifactCache, memoryArtifacts } from "./artifacts";

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

test("bytes that were damaged are an integrity error", async () => {
  const files = memoryArtifacts();
  const cache = createArtifactCache({ get: async () => Uint8Array.of(1, 2, 3), put: files.put });
  await expect(cache.getOrMake({ a: 1 }, async () => bundle(1))).rejects.toMatchObject({ code: "integrity" });
});

test("what is remembered is kept for the process alone", async () => {
  const files = memoryArtifacts();
  const cache = createArtifactCache(files);
  const factor = await cache.remember({ a: 1 }, async () => ({ solve: () => 1 }));
  expect(await cache.remember({ a: 1 }, async () => ({ solve: () => 2 }))).toBe(factor);
  expect(await createArtifactCache(files).has({ a: 1 })).toBe(false);
});
