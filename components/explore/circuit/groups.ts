/**
 * Groups of nodes that read from and write to the same places with the same strengths. They are suggestions: a person accepts
 * each, and names it.
 */
import type { CircuitEdge } from "./model";
import { nodesIn, nodeNamed } from "./model";

export interface NodeGroup {
  readonly name: string;
  readonly nodes: readonly string[];
}

export interface GroupSuggestion {
  readonly nodes: readonly string[];
  /** Least cosine of two profiles in it. */
  readonly similarity: number;
}

const LEAST_SIMILARITY = 0.85;
const MOST_SUGGESTED = 6;

/** Groups of two nodes or more, the most similar first; nodes of a group that is there are left alone. */
export function suggestGroups(
  edges: readonly CircuitEdge[],
  taken: readonly NodeGroup[] = [],
): GroupSuggestion[] {
  const isTaken = new Set(taken.flatMap(({ nodes }) => nodes));
  const free = nodesIn(edges).filter(
    (name) => !isTaken.has(name) && !["input", "logits"].includes(nodeNamed(name).kind),
  );
  const profiles = new Map(free.map((name) => [name, profileOf(edges, name)]));
  const similarity = (a: string, b: string) => cosine(profiles.get(a) as Profile, profiles.get(b) as Profile);
  const found: GroupSuggestion[] = [];
  const used = new Set<string>();
  for (const name of free) {
    if (used.has(name)) continue;
    const group = [name];
    let least = 1;
    for (const other of free) {
      if (other === name || used.has(other)) continue;
      const closest = Math.min(...group.map((member) => similarity(member, other)));
      if (closest < LEAST_SIMILARITY) continue;
      group.push(other);
      least = Math.min(least, closest);
    }
    if (group.length < 2) continue;
    for (const member of group) used.add(member);
    found.push({ nodes: group, similarity: least });
  }
  return found.sort((a, b) => b.similarity - a.similarity).slice(0, MOST_SUGGESTED);
}

type Profile = ReadonlyMap<string, number>;

/** What a node reads and writes: strengths by the other end and the port. */
function profileOf(edges: readonly CircuitEdge[], name: string): Profile {
  const profile = new Map<string, number>();
  for (const { from, to, port = "", score } of edges) {
    if (to === name) profile.set(`from ${from} ${port}`, score);
    if (from === name) profile.set(`to ${to} ${port}`, score);
  }
  return profile;
}

function cosine(a: Profile, b: Profile): number {
  let product = 0;
  for (const [key, value] of a) product += value * (b.get(key) ?? 0);
  const norms = norm(a) * norm(b);
  return norms === 0 ? 0 : product / norms;
}

function norm(profile: Profile): number {
  let sum = 0;
  for (const value of profile.values()) sum += value * value;
  return Math.sqrt(sum);
}

/** The edges with each group as one node: edges within a group go, edges that become one are added up. */
export function groupEdges<E extends CircuitEdge>(edges: readonly E[], groups: readonly NodeGroup[]): E[] {
  if (groups.length === 0) return [...edges];
  const groupOf = new Map(groups.flatMap(({ name, nodes }) => nodes.map((node) => [node, name] as const)));
  const merged = new Map<string, E>();
  for (const edge of edges) {
    const [from, to] = [groupOf.get(edge.from) ?? edge.from, groupOf.get(edge.to) ?? edge.to];
    if (from === to) continue;
    const isOfGroup = groupOf.has(edge.to);
    // The ports of a group's heads are not told apart.
    const { port: _, ...rest } = edge;
    const whole = { ...(isOfGroup ? rest : edge), from, to } as E;
    const id = `${from}->${to}${whole.port ? `<${whole.port}>` : ""}`;
    const known = merged.get(id);
    merged.set(id, { ...whole, id, score: (known?.score ?? 0) + edge.score });
  }
  return [...merged.values()];
}
