import { expect, test } from "vitest";
import { seededRandom } from "../base";
import { writeOverlay, type WeightDelta } from "../model";
import { createMemoryBlobs } from "../store";
import { float32 } from "../tensor";
import { distanceBetween } from "./distance";

const [OUT, IN] = [5, 7];
const random = seededRandom("distance");
const normals = (count: number): number[] => Array.from({ length: count }, () => random.normal());

function lowRank(parameter: string, rank: number): WeightDelta {
  return {
    parameter,
    form: "low-rank",
    left: float32([OUT, rank], normals(OUT * rank)),
    right: float32([rank, IN], normals(rank * IN)),
  };
}
function dense(parameter: string): WeightDelta {
  return { parameter, form: "dense", delta: float32([OUT, IN], normals(OUT * IN)) };
}

/** The delta as a matrix, by the definition. */
function matrix(delta: WeightDelta): number[] {
  if (delta.form === "dense") return [...(delta.delta.data as Float32Array)];
  const rank = delta.left.shape[1];
  return Array.from({ length: OUT * IN }, (_, at) => {
    let sum = 0;
    for (let r = 0; r < rank; r++) {
      sum +=
        (delta.left.data[Math.floor(at / IN) * rank + r] as number) *
        (delta.right.data[r * IN + (at % IN)] as number);
    }
    return sum;
  });
}

test.each([
  ["low-rank on both sides", lowRank("w", 1), lowRank("w", 3)],
  ["low-rank against dense", lowRank("w", 2), dense("w")],
])("the distance is the norm of the difference: %s", async (_, a, b) => {
  const blobs = createMemoryBlobs();
  const [left, right] = await Promise.all(
    [a, b].map((delta) => blobs.put(writeOverlay({ kind: "weights", deltas: [delta] }))),
  );
  const expected = Math.hypot(...matrix(a).map((value, i) => value - matrix(b)[i]));
  const { w } = await distanceBetween(blobs, [left], [right]);
  expect(Math.abs(w - expected)).toBeLessThan(1e-5 * expected);
});

test("what both wear cancels, once for each time", async () => {
  const blobs = createMemoryBlobs();
  const shared = await blobs.put(writeOverlay({ kind: "weights", deltas: [lowRank("w", 1)] }));
  const delta = lowRank("v", 1);
  const unshared = await blobs.put(writeOverlay({ kind: "weights", deltas: [delta] }));
  expect(await distanceBetween(blobs, [shared], [shared])).toEqual({});
  expect(Object.keys(await distanceBetween(blobs, [shared, unshared], [shared]))).toEqual(["v"]);
  expect(Object.keys(await distanceBetween(blobs, [shared, shared], [shared]))).toEqual(["w"]);
});
