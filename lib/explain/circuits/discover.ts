/**
 * Automatic circuit discovery (ACDC; Conmy et al. 2023, algorithm 1) with the settings of the knowledge circuits' authors:
 * from the logits down, an edge goes when the model is less than τ worse without it.
 *
 * Beside the edges of the graph, each query, key and value port has a direct edge to its head; without it the port computes
 * from the corrupted stream alone, which is the same as corrupting all edges into the port. A node from which no kept edge
 * leaves loses its edges untested. Edges are tested in the published order, and the result is that of testing one after the
 * other. Several are tested in a pass all the same: row j assumes that the j edges before are gone, and the rows after an
 * edge that stays are run again.
 */
import { checkCancelled, type Run } from "../../base";
import type { Model, Row, TokenId } from "../../model";
import {
  circuitGraph,
  edgeId,
  parents,
  PORTS,
  readersBefore,
  writersBefore,
  type CircuitGraph,
} from "./graph";
import { logProbabilities } from "./metric";
import { preparePatching, type Ablation } from "./pass/patched";

export interface DiscoveryCall {
  /** Prompts of equal length, answers not included. */
  readonly prompts: readonly Row[];
  /** The first token of each prompt's answer. */
  readonly answers: readonly TokenId[];
  /** τ, in the metric's unit. */
  readonly threshold: number;
  readonly ablation: Ablation;
}

export interface DiscoveredCircuit {
  /** Kept edges between writers and readers, by id, with what their removal cost when it was tested. */
  readonly edges: ReadonlyMap<number, number>;
  /** Kept direct edges, by reader. */
  readonly direct: ReadonlyMap<number, number>;
  /** The metric of the circuit: 0 for the whole model. */
  readonly metric: number;
  /** Edges that were tested; the rest went with their nodes. */
  readonly tested: number;
}

/** An edge into a reader, or a port's direct edge. */
type Candidate = { readonly reader: number; readonly writer: number } | { readonly reader: number };

const SETS_A_PASS = 16;

/**
 * The metric is the mean over prompts and tokens of the growth of the answer's negative log-likelihood, in nats. Only the
 * last token has an answer, so with T tokens of a prompt and one token of its answer it is the growth at the answer
 * divided by T.
 */
export async function discoverCircuit(
  run: Run,
  model: Model,
  call: DiscoveryCall,
): Promise<DiscoveredCircuit> {
  const { prompts, answers, threshold } = call;
  const graph = circuitGraph(model.facts.dimensions);
  const patching = await preparePatching(run, model, prompts, call.ablation);
  const places = prompts.length * prompts[0].length;
  const loss = (logits: readonly Float32Array[]) =>
    logits.reduce((sum, row, p) => sum - logProbabilities(row)[answers[p]], 0) / places;

  const goneEdges = new Set<number>();
  const goneDirect = new Set<number>();
  const isGone = (edges: ReadonlySet<number>, direct: ReadonlySet<number>) => (edge: number) =>
    edges.has(edge) || direct.has(edge % graph.readers);
  const [intact] = await patching.logits(run, [() => false]);
  const whole = loss(intact);
  let current = 0;
  let tested = 0;
  const kept = { edges: new Map<number, number>(), direct: new Map<number, number>() };

  const test = async (candidates: readonly Candidate[]) => {
    let next = 0;
    while (next < candidates.length) {
      checkCancelled(run.signal);
      const some = candidates.slice(next, next + SETS_A_PASS);
      const edges = new Set(goneEdges);
      const direct = new Set(goneDirect);
      const sets = some.map((candidate) => {
        remove(graph, candidate, edges, direct);
        return isGone(new Set(edges), new Set(direct));
      });
      const metrics = (await patching.logits({ ...run, progress: () => undefined }, sets)).map(
        (logits) => loss(logits) - whole,
      );
      for (let j = 0; j < some.length; j++) {
        next++;
        tested++;
        const effect = metrics[j] - current;
        if (effect < threshold) {
          remove(graph, some[j], goneEdges, goneDirect);
          current = metrics[j];
          continue;
        }
        if ("writer" in some[j]) kept.edges.set(edgeOf(graph, some[j]), effect);
        else kept.direct.set(some[j].reader, effect);
        break;
      }
    }
  };
  const isWriting = (writer: number) =>
    [...kept.edges.keys()].some((edge) => Math.floor(edge / graph.readers) === writer);
  const into = (reader: number) => sendersOf(graph, reader).map((writer) => ({ reader, writer }));

  await test(into(graph.readers - 1));
  for (let layer = graph.layers - 1; layer >= 0; layer--) {
    run.progress({ phase: "Testing edges", step: graph.layers - 1 - layer, steps: graph.layers });
    const first = readersBefore(graph, layer);
    const writers = writersBefore(graph, layer);
    if (isWriting(writers + graph.heads)) await test(into(first + 3 * graph.heads));
    const heads = Array.from({ length: graph.heads }, (_, h) => graph.heads - 1 - h).filter((head) =>
      isWriting(writers + head),
    );
    const ports = [...PORTS.keys()]
      .reverse()
      .flatMap((port) => heads.map((head) => first + port * graph.heads + head));
    await test(ports.map((reader) => ({ reader })));
    await test(ports.filter((reader) => kept.direct.has(reader)).flatMap(into));
  }
  return { ...kept, metric: current, tested };
}

function edgeOf(graph: CircuitGraph, candidate: Candidate): number {
  return edgeId(graph, (candidate as { writer: number }).writer, candidate.reader);
}

function remove(graph: CircuitGraph, candidate: Candidate, edges: Set<number>, direct: Set<number>): void {
  if ("writer" in candidate) edges.add(edgeOf(graph, candidate));
  else direct.add(candidate.reader);
}

/** The writers of a reader in the published order: from the last layer down, its MLP before its heads, the input last. */
function sendersOf(graph: CircuitGraph, reader: number): number[] {
  const before = parents(graph, reader);
  const senders: number[] = [];
  for (let layer = graph.layers - 1; layer >= 0; layer--) {
    const first = writersBefore(graph, layer);
    const order = [first + graph.heads, ...Array.from({ length: graph.heads }, (_, head) => first + head)];
    senders.push(...order.filter((writer) => writer < before));
  }
  return [...senders, 0];
}
