import { describe, test } from "vitest";
import { createRun } from "../../../base";
import { decode, plainFeeds, readSites, selection, type Model, type Row } from "../../../model";
import {
  add,
  concat,
  float32,
  floats,
  matmul,
  multiply,
  reshape,
  slice,
  subtract,
  type Value,
} from "../../../tensor";
import { expectClose } from "../../../testing/expect-close";
import { nativeRuntime } from "../../../testing/runtimes";
import { TINY_FAMILIES, tinyLayers, tinyModel } from "../../../testing/tiny";
import { TOLERANCE } from "../../../testing/tolerance";
import { circuitGraph, edgeId, edgesOf, PORTS, readersBefore, type Port } from "../graph";
import { circuitLogits, withoutEdge } from "./patched";

const run = createRun();
const CLEAN: Row = [5, 90, 17, 33, 2];
const CORRUPT: Row = [5, 61, 140, 33, 2];
const LAYER = 1;

/** Families whose blocks add what attention and MLP write. */
const FAMILIES = TINY_FAMILIES.filter(
  (family) => !["gemma2", "gemma3_text", "olmo2", "granite"].includes(family),
);

async function lastLogits(model: Model, row: Row): Promise<Float32Array> {
  return (await decode(run, model, { rows: [row], at: [[row.length - 1]] })).logits(0, 0);
}

/**
 * The pass in which one head's port alone reads the stream with the other prompt's embedding in place of the own, from two
 * plain passes: one in which all ports of the layer read it, and one that takes the port from there.
 */
async function withPort(model: Model, port: Port, head: number): Promise<Float32Array> {
  const { width, heads, vocabulary } = model.facts.dimensions;
  const every = [CLEAN, CORRUPT].map((row) => row.map((_, t) => t));
  const { embed } = await readSites(run, model, [CLEAN, CORRUPT], every, ["embed"]);
  const size = CLEAN.length * width;
  const [clean, corrupt] = [floats(embed).subarray(0, size), floats(embed).subarray(size, 2 * size)];
  const difference = float32(
    [1, CLEAN.length, width],
    corrupt.map((value, i) => value - clean[i]),
  );
  const program = await model.program(`port ${port} ${head}`, ({ graph, forward, unembed }) => {
    const inputs = () => ({
      ids: graph.input("ids", "int32", [1, "T"]),
      positions: graph.input("positions", "int32", [1, "T"]),
      mask: graph.input("mask", "float32", [1, 1, "T", "T"]),
    });
    let other: Value | undefined;
    /** Keys and values with one for each query head. */
    const ofHeads = (x: Value) => {
      const times = heads / (x.shape[1] as number);
      const head = (h: number) => slice(x, 1, Math.floor(h / times), Math.floor(h / times) + 1);
      return times === 1
        ? x
        : concat(
            Array.from({ length: heads }, (_, h) => head(h)),
            1,
          );
    };
    forward({
      ...inputs(),
      tap(site, value) {
        if (site === `blocks.${LAYER}.attn.read`)
          return add(value, graph.input("difference", "float32", [1, "T", width]));
        if (site === `blocks.${LAYER}.attn.${port}`) other = value;
        return value;
      },
    });
    const hidden = forward({
      ...inputs(),
      tap(site, value) {
        if (!PORTS.some((name) => site === `blocks.${LAYER}.attn.${name}`)) return value;
        if (site !== `blocks.${LAYER}.attn.${port}`) return ofHeads(value);
        const chosen = new Float32Array(heads);
        chosen[head] = 1;
        const mask = graph.constant(float32([1, heads, 1, 1], chosen));
        const [own, theirs] = [ofHeads(value), ofHeads(other as Value)];
        return add(own, multiply(subtract(theirs, own), mask));
      },
    });
    const last = matmul(graph.input("select", "float32", [1, 1, "T"]), hidden);
    graph.output("logits", reshape(unembed(last), [vocabulary]));
  });
  const select = selection([[CLEAN.length - 1]], CLEAN.length);
  return floats((await program.run({ ...plainFeeds([CLEAN]), difference, select })).logits);
}

describe.each(FAMILIES)("%s: the pass taken apart", (family) => {
  const opened = tinyModel(family, nativeRuntime(), { config: tinyLayers(family, 2) });
  const ablation = { kind: "patch", corrupt: [CORRUPT] } as const;

  test("with all edges is the plain pass, and with none that of the other prompt", async () => {
    const model = await opened;
    const graph = circuitGraph(model.facts.dimensions);
    const [whole, none] = await circuitLogits(run, model, CLEAN, [edgesOf(graph), []], ablation);
    expectClose(whole, await lastLogits(model, CLEAN), TOLERANCE.backend);
    expectClose(none, await lastLogits(model, CORRUPT), TOLERANCE.backend);
  });

  test.each(PORTS)("an edge into a head's %s changes that port alone", async (port) => {
    const model = await opened;
    const { heads } = model.facts.dimensions;
    const graph = circuitGraph(model.facts.dimensions);
    for (const head of [0, heads - 1]) {
      const reader = readersBefore(graph, LAYER) + PORTS.indexOf(port) * heads + head;
      const [logits] = await withoutEdge(run, model, CLEAN, [edgeId(graph, 0, reader)], ablation);
      expectClose(logits, await withPort(model, port, head), TOLERANCE.backend);
    }
  });
});
