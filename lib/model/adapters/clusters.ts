/**
 * Clusters of keys, each with one answer (MELO, Yu et al. 2024, §3.2): a point joins the nearest cluster when it is near
 * and has the same answer, and otherwise founds one. With d the distance to the nearest centre, r that cluster's radius and
 * ε the radius of a new one:
 *
 *     d > r + ε           a new cluster of radius ε
 *     the same answer     the point joins: centre = mean of the members, r = max(ε, farthest member)
 *     another answer      a new cluster of radius d/2 + δ; r becomes d/2 − δ, and members outside of it are put out
 *
 * Answers are compared token by token, where the published code compares the sums of their ids. A point at the position of
 * another one replaces it. The published code keeps both and always finds the first, which has the old answer.
 */
import { distance, norm } from "../../tensor";
import { ROUNDING } from "./parts";

export interface ClusterPoint {
  readonly key: Float32Array; // [X]
  /** The tokens that it answers with. */
  readonly label: readonly number[];
  /** ε: the radius of a cluster that it founds. */
  readonly radius: number;
}

export interface Cluster {
  readonly centre: Float32Array; // [X]
  readonly radius: number;
  /** The point that founded it; its answer is the cluster's. */
  readonly founder: number;
  /** Indices of points, in the order in which they came. None is left when all were put out. */
  readonly members: readonly number[];
}

/** δ: how far the radii of two clusters with different answers stay from half their distance. */
const GAP = 1e-5;

/** The clusters of the points 0 to n, from those of 0 to n − 1. */
export function withPoint(
  clusters: readonly Cluster[],
  points: readonly ClusterPoint[],
  n: number,
): Cluster[] {
  const { key, label, radius } = points[n];
  const others = withoutTwin(clusters, points, key);
  const founded = (radius: number): Cluster => ({ centre: key, radius: radius, founder: n, members: [n] });
  const distances = others.map(({ centre }) => distance(centre, key));
  const nearest = distances.indexOf(Math.min(...distances));
  if (nearest < 0 || distances[nearest] > others[nearest].radius + radius) {
    return [...others, founded(radius)];
  }
  const old = others[nearest];
  if (String(points[old.founder].label) === String(label)) {
    return others.with(nearest, joined(old, points, n));
  }
  const half = distances[nearest] / 2;
  const shrunk = {
    ...old,
    radius: half - GAP,
    members: old.members.filter((member) => distance(points[member].key, old.centre) <= half - GAP),
  };
  return [...others.with(nearest, shrunk), founded(half + GAP)];
}

/** Without the member at the position of a new point, because its answer is outdated. */
function withoutTwin(
  clusters: readonly Cluster[],
  points: readonly ClusterPoint[],
  key: Float32Array,
): Cluster[] {
  const limit = ROUNDING * norm(key);
  const isTwin = (member: number) => distance(points[member].key, key) <= limit;
  return clusters.flatMap((cluster) => {
    const members = cluster.members.filter((member) => !isTwin(member));
    if (members.length === cluster.members.length) return [cluster];
    return members.length === 0 ? [] : [{ ...cluster, members }];
  });
}

function joined(cluster: Cluster, points: readonly ClusterPoint[], n: number): Cluster {
  const members = [...cluster.members, n];
  const centre = new Float32Array(points[n].key.length);
  for (const member of members) {
    points[member].key.forEach((value, i) => (centre[i] += value / members.length));
  }
  const farthest = Math.max(...members.map((member) => distance(points[member].key, centre)));
  return { ...cluster, centre, radius: Math.max(points[n].radius, farthest), members };
}
