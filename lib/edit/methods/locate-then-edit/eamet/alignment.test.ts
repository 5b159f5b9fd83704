/** The alignment terms against their formulas and against differences. */
import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../../base";
import { dot, norm } from "../../../../tensor";
import { expectClose } from "../../../../testing/expect-close";
import { TOLERANCE } from "../../../../testing/tolerance";
import { alignment, type AlignmentOptions } from "./alignment";

const OPTIONS: AlignmentOptions = {
  temperature: 0.3,
  divergenceFactor: 0.7,
  distanceFactor: 1.3,
  startsAlong: true,
};
const random = seededRandom("alignment");
const vector = (size: number) => Float32Array.from({ length: size }, () => random.normal());
const vectors = (count: number, size: number) => Array.from({ length: count }, () => vector(size));
const cosine = (a: ArrayLike<number>, b: ArrayLike<number>) => dot(a, b) / (norm(a) * norm(b));

/** Terms for the last of the keys, with the others found at `deltas`. */
function after(keys: readonly Float32Array[], deltas: readonly Float32Array[], options = OPTIONS) {
  const terms = alignment(keys, options);
  deltas.forEach((delta, n) => terms.found(n, delta));
  return terms;
}

function softmax(values: readonly number[], temperature: number): number[] {
  const powers = values.map((value) => Math.exp(value / temperature));
  return powers.map((power) => power / powers.reduce((a, b) => a + b));
}

describe("aligning changes with keys", () => {
  test("the first request has no term", () => {
    const { loss, gradient } = alignment(vectors(3, 5), OPTIONS).at(0, vector(4));
    expect(loss).toBe(0);
    expect([...Array.from(gradient)]).toEqual([0, 0, 0, 0]);
  });

  test("the terms are those of the formula", () => {
    const [keys, deltas, delta] = [vectors(4, 5), vectors(3, 6), vector(6)];
    const [k, c] = [keys.slice(0, 3).map((key) => cosine(key, keys[3])), deltas.map((d) => cosine(d, delta))];
    const [p, q] = [softmax(k, 0.3), softmax(c, 0.3)];
    const divergence = p.reduce((sum, share, i) => sum + share * Math.log(share / q[i]), 0);
    const distance = p.reduce((sum, share, i) => sum + share * (k[i] - c[i]) ** 2, 0);
    expect(after(keys, deltas).at(3, delta).loss).toBeCloseTo(0.7 * divergence + 1.3 * distance, 6);
  });

  test.each<[string, Partial<AlignmentOptions>]>([
    ["both terms", {}],
    ["the divergence", { distanceFactor: 0 }],
    ["the distance", { divergenceFactor: 0 }],
  ])("the gradient of %s is that of differences", (_, options) => {
    const [keys, deltas, delta] = [vectors(6, 5), vectors(5, 7), vector(7)];
    const terms = after(keys, deltas, { ...OPTIONS, ...options });
    const step = 1e-2;
    const differences = Array.from(delta, (_value, at) => {
      const [up, down] = [1, -1].map((sign) => {
        const moved = delta.slice();
        moved[at] += sign * step;
        return { value: moved[at], loss: terms.at(5, moved).loss };
      });
      return (up.loss - down.loss) / (up.value - down.value);
    });
    expectClose(terms.at(5, delta).gradient, differences, TOLERANCE.gradient);
  });

  test("changes as similar as the keys cost nothing", () => {
    const keys = vectors(4, 5);
    expect(after(keys, keys.slice(0, 3)).at(3, keys[3]).loss).toBeCloseTo(0, 10);
  });

  test("the distance looks at the fifty nearest keys and no further", () => {
    const [keys, deltas, delta] = [vectors(61, 5), vectors(60, 6), vector(6)];
    const terms = after(keys, deltas, { ...OPTIONS, divergenceFactor: 0 });
    const near = [...deltas.keys()]
      .map((n) => ({ k: cosine(keys[n], keys[60]), c: cosine(deltas[n], delta) }))
      .sort((a, b) => b.k - a.k)
      .slice(0, 50);
    const weights = softmax(
      near.map(({ k }) => k),
      0.3,
    );
    const distance = near.reduce((sum, { k, c }, i) => sum + weights[i] * (k - c) ** 2, 0);
    expect(terms.at(60, delta).loss).toBeCloseTo(1.3 * distance, 6);
  });

  test("at no change the terms pull nowhere", () => {
    const { loss, gradient } = after(vectors(3, 5), vectors(2, 6)).at(2, new Float32Array(6));
    expect([loss, ...Array.from(gradient)]).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  test("a search starts along the value, as long as the key", () => {
    const [keys, value] = [vectors(2, 5), vector(6)];
    const start = alignment(keys, OPTIONS).start(1, value);
    expect(norm(start)).toBeCloseTo(norm(keys[1]), 5);
    expect(cosine(start, value)).toBeCloseTo(1, 6);
    const zero = [0, 0, 0, 0, 0, 0];
    expect([...alignment(keys, { ...OPTIONS, startsAlong: false }).start(1, value)]).toEqual(zero);
    const long = value.map((x) => 1000 * x);
    expect([...alignment(keys, OPTIONS).start(1, long)]).toEqual(zero);
  });
});
