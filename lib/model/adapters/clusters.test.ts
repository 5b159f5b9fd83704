import { describe, expect, test } from "vitest";
import { withPoint, type Cluster, type ClusterPoint } from "./clusters";

const point = (x: number, label: readonly number[] = [1], radius = 1): ClusterPoint => ({
  key: Float32Array.of(x, 0),
  label,
  radius,
});
/** The clusters of points that come one after another: [x of the centre, radius, members]. */
function clustersOf(points: readonly ClusterPoint[]): (readonly [number, number, readonly number[]])[] {
  const clusters = points.reduce<readonly Cluster[]>((clusters, _, n) => withPoint(clusters, points, n), []);
  return clusters.map(({ centre, radius, members }) => [centre[0], radius, members] as const);
}

describe("clusters of keys", () => {
  test("the first point founds one, and so does a point beyond both radii", () => {
    expect(clustersOf([point(10), point(12.5)])).toEqual([
      [10, 1, [0]],
      [12.5, 1, [1]],
    ]);
  });

  test("just within both radii a point with the same answer joins: the centre is the mean, the radius reaches", () => {
    expect(clustersOf([point(10), point(12)])).toEqual([[11, 1, [0, 1]]]);
    // (10 + 11.5 + 12.5) / 3 = 11.333…, which is 1.333… away from the first.
    const [[centre, radius, members]] = clustersOf([point(10), point(11.5), point(12.5)]);
    expect(centre).toBeCloseTo(34 / 3, 5);
    expect(radius).toBeCloseTo(4 / 3, 5);
    expect(members).toEqual([0, 1, 2]);
  });

  test("a radius never falls below that of a new cluster", () => {
    expect(clustersOf([point(10), point(10.5)])).toEqual([[10.25, 1, [0, 1]]]);
    expect(clustersOf([point(10), point(10.5, [1], 3)])).toEqual([[10.25, 3, [0, 1]]]);
  });

  test("with another answer a point founds its own, and the radii meet halfway", () => {
    expect(clustersOf([point(10), point(11, [2])])).toEqual([
      [10, 0.5 - 1e-5, [0]],
      [11, 0.5 + 1e-5, [1]],
    ]);
  });

  test("answers are compared token by token, not by their sum", () => {
    expect(clustersOf([point(10, [1, 3]), point(11, [2, 2])])).toHaveLength(2);
    expect(clustersOf([point(10, [1, 3]), point(11, [1, 3])])).toHaveLength(1);
  });

  test("a conflict puts out the members beyond the radius that is left, and moves no centre", () => {
    // Members at 10 and 11.8 around 10.9; the third comes 1.5 from the centre, so 0.75 is left and both lie 0.9 away.
    expect(clustersOf([point(10), point(11.8), point(12.4, [2])])).toEqual([
      [expect.closeTo(10.9, 5), expect.closeTo(0.75 - 1e-5, 5), []],
      [expect.closeTo(12.4, 5), expect.closeTo(0.75 + 1e-5, 5), [2]],
    ]);
    // One of three is put out: members at 10, 10.6 and 11.6 around 10.7333…, the conflict leaves 0.8333….
    const [[, , members]] = clustersOf([point(10), point(10.6), point(11.6), point(12.4, [2])]);
    expect(members).toEqual([0, 1]);
  });

  test("the nearest cluster decides, the first of equally near ones", () => {
    const apart = [point(10), point(14, [2])];
    expect(clustersOf([...apart, point(12, [2])])).toEqual([
      [10, 1 - 1e-5, [0]],
      [14, 1, [1]],
      [12, 1 + 1e-5, [2]],
    ]);
    expect(clustersOf([...apart, point(12.5, [2])])[1]).toEqual([13.25, 1, [1, 2]]);
  });

  test("a point where another one lies takes its place, whatever it answers", () => {
    expect(clustersOf([point(10), point(10, [2])])).toEqual([[10, 1, [1]]]);
    expect(clustersOf([point(10), point(11), point(10)])[0][2]).toEqual([1, 2]);
    // Asked anew with another answer, the first of two members leaves, and the rest is told apart from it.
    expect(clustersOf([point(10), point(11), point(10, [2])])).toEqual([
      [10.5, 0.25 - 1e-5, []],
      [10, 0.25 + 1e-5, [2]],
    ]);
  });

  test("adding a point does not change the earlier clusters", () => {
    const points = [point(10), point(11), point(11.5, [2])];
    const before = withPoint(withPoint([], points, 0), points, 1);
    const copy = structuredClone(before);
    withPoint(before, points, 2);
    expect(before).toEqual(copy);
  });
});
