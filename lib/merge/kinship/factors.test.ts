import { expect, test } from "vitest";
import { seededRandom } from "../../base";
import { numbersOf, sumsOf } from "./accumulate";
import { factorKinship, type Factors } from "./factors";

const [OUT, INTO] = [7, 5];

function draw(rank: number, seed: string): Factors {
  const random = seededRandom(seed);
  const values = (length: number) => Float32Array.from({ length }, () => random.normal());
  return { left: values(OUT * rank), right: values(rank * INTO), rank };
}

function whole(change: readonly Factors[]): Float32Array {
  const sum = new Float32Array(OUT * INTO);
  for (const { left, right, rank } of change) {
    for (let i = 0; i < OUT; i++) {
      for (let j = 0; j < INTO; j++) {
        for (let r = 0; r < rank; r++) sum[i * INTO + j] += left[i * rank + r] * right[r * INTO + j];
      }
    }
  }
  return sum;
}

test("kinship from factors is that of the changes made whole", () => {
  const [left, right] = [[draw(2, "a"), draw(1, "b")], [draw(3, "c")]];
  const found = factorKinship([{ size: OUT * INTO, left, right }]);
  const wanted = numbersOf(sumsOf(whole(left), whole(right)));
  expect(found.pcc).toBeCloseTo(wanted.pcc!, 5);
  expect(found.cosine).toBeCloseTo(wanted.cosine!, 5);
  expect(found.distance).toBeCloseTo(wanted.distance, 4);
});

test("a change that leaves a weight alone counts as nothing there", () => {
  const change = [draw(1, "a")];
  const found = factorKinship([
    { size: OUT * INTO, left: change, right: change },
    { size: OUT * INTO, left: change, right: [] },
  ]);
  expect(found.cosine).toBeCloseTo(Math.SQRT1_2, 6);
});
