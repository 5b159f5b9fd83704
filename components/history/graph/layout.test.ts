import { describe, expect, it } from "vitest";
import type { Branch, ListedVersion } from "@/lib/store";
import { layoutGraph, type GraphLayout } from "./layout";

/** "c<b" is a version c made from b; the order of the list is the order in time. */
function graphOf(
  lines: readonly string[],
  heads: Record<string, string>,
  redo: Record<string, string[]> = {},
) {
  const versions = lines.map((line, minute): ListedVersion => {
    const [id, ...parents] = line.split("<");
    return {
      id: `ver_${id}`,
      model: "atlas",
      parents: parents.map((parent) => `ver_${parent}`),
      change: { kind: "checkpoint", checkpoint: "atlas" },
      author: "",
      reason: "",
      createdAt: new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString(),
      deltaNorms: {},
      fingerprint: "0",
    };
  });
  const branches = Object.entries(heads).map(([name, head]): Branch => ({
    id: `atlas:${name}`,
    model: "atlas",
    name,
    head: `ver_${head}`,
    redo: (redo[name] ?? []).map((id) => `ver_${id}`),
    updatedAt: versions[0].createdAt,
  }));
  return layoutGraph(versions, branches);
}

function lanesOf(layout: GraphLayout): Record<string, number> {
  return Object.fromEntries(layout.rows.map(({ version, lane }) => [version.id.slice(4), lane]));
}

/** Every line, followed from each version downwards through the rows, and where it ends. */
function followLines(layout: GraphLayout): string[] {
  const found: string[] = [];
  layout.rows.forEach((row, at) => {
    for (const start of row.marks.filter(({ kind }) => kind === "below" || kind === "fork")) {
      for (let next = at + 1; next < layout.rows.length; next++) {
        const onward = layout.rows[next].marks.filter(
          ({ kind, lane }) => lane === start.lane && kind !== "below" && kind !== "fork",
        );
        expect(onward, `one line in lane ${start.lane} of row ${next}`).toHaveLength(1);
        if (onward[0].kind === "through") continue;
        found.push(`${row.version.id.slice(4)}<${layout.rows[next].version.id.slice(4)}`);
        break;
      }
    }
  });
  return found;
}

describe("layoutGraph", () => {
  it("draws one branch as one straight line", () => {
    const layout = graphOf(["a", "b<a", "c<b"], { main: "c" });
    expect(layout.rows.map(({ version }) => version.id)).toEqual(["ver_c", "ver_b", "ver_a"]);
    expect(lanesOf(layout)).toEqual({ a: 0, b: 0, c: 0 });
    expect(layout.laneCount).toBe(1);
  });

  it("gives a branch a lane of its own, and main the first one", () => {
    const layout = graphOf(["a", "b<a", "x<b", "c<b", "y<x"], { "a-trial": "y", main: "c" });
    expect(lanesOf(layout)).toEqual({ a: 0, b: 0, c: 0, x: 1, y: 1 });
    expect(layout.branches.map(({ name }) => name)).toEqual(["main", "a-trial"]);
  });

  it("draws every parent's line from child to parent, whatever the shape", () => {
    const lines = ["a", "b<a", "p<a", "c<b", "q<b", "d<c", "r<q", "m<d<r", "z<a"];
    const layout = graphOf(lines, { main: "m", side: "r", other: "p" });
    const wanted = lines.flatMap((line) => {
      const [id, ...parents] = line.split("<");
      return parents.map((parent) => `${id}<${parent}`);
    });
    expect(followLines(layout).sort()).toEqual(wanted.sort());
  });

  it("puts a child above its parent when their clocks disagree", () => {
    const layout = graphOf(["b<a", "a"], { main: "b" });
    expect(layout.rows.map(({ version }) => version.id)).toEqual(["ver_b", "ver_a"]);
  });

  it("uses a lane again once the line in it has ended", () => {
    const layout = graphOf(["a", "x<a", "b<a", "c<b", "y<c", "d<c"], { main: "d", one: "x", two: "y" });
    expect(lanesOf(layout)).toMatchObject({ x: 1, y: 1 });
    expect(layout.laneCount).toBe(2);
  });

  it("keeps what was undone on its branch's line, marked as waiting for redo", () => {
    const layout = graphOf(["a", "b<a", "c<b", "d<c"], { main: "b" }, { main: ["d", "c"] });
    expect(lanesOf(layout)).toEqual({ a: 0, b: 0, c: 0, d: 0 });
    expect(layout.rows.map(({ standing }) => standing)).toEqual(["undone", "undone", "held", "held"]);
    expect(layout.rows[2].heads.map(({ name }) => name)).toEqual(["main"]);
  });

  it("marks what no branch reaches as loose, in another lane", () => {
    const layout = graphOf(["a", "b<a", "c<a"], { main: "c" });
    const loose = layout.rows.find(({ version }) => version.id === "ver_b");
    expect(loose).toMatchObject({ standing: "loose", lane: 1, tone: null });
  });

  it("labels one version with every branch that stands on it", () => {
    const layout = graphOf(["a", "b<a"], { main: "b", trial: "b" });
    expect(layout.rows[0].heads.map(({ name }) => name)).toEqual(["main", "trial"]);
    expect(layout.laneCount).toBe(1);
  });

  it("draws a version whose parent is not listed as the end of its line", () => {
    const layout = graphOf(["b<gone", "c<b"], { main: "c" });
    expect(layout.rows).toHaveLength(2);
    expect(followLines(layout)).toEqual(["c<b"]);
  });
});
