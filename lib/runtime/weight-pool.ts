/**
 * A pool that stores large weights once. A program that is built with its weights owns a copy of them, so several programs
 * of one model own several copies. Where the device is the host, weights are in host memory instead. Each is read once and
 * fed to every program by reference. A run then packs weights as it computes, which costs little beside the arithmetic of a
 * large model.
 */
import { checkCancelled } from "../base";
import type { Program, Tensor, Value } from "../tensor";
import { frozenSize, readChecked } from "./onnx/weight";
import type { Feeds, WeightSource } from "./runtime";

export interface WeightLease {
  readonly feeds: Feeds;
  /** Call once, when the program is disposed. Weights that no program uses are released. */
  release(): void;
}

interface SharedWeights {
  /** The frozen weights of a program. Throws ShapeError when one does not match the program, or the source's error. */
  hold(program: Program, source: WeightSource, signal?: AbortSignal): Promise<WeightLease>;
}

interface Held {
  readonly weight: Promise<Tensor>;
  holders: number;
}

/** Weights of any number of sources; programs of one source share. */
export function createHeldWeights(): SharedWeights {
  const sources = new WeakMap<WeightSource, Map<string, Held>>();

  const take = (
    known: Map<string, Held>,
    source: WeightSource,
    name: string,
    value: Value,
  ): Promise<Tensor> => {
    const held = known.get(name) ?? { weight: readChecked(source, name, value), holders: 0 };
    held.holders++;
    known.set(name, held);
    return held.weight;
  };

  return {
    async hold(program, source, signal) {
      const known = sources.get(source) ?? new Map<string, Held>();
      sources.set(source, known);
      const taken: string[] = [];
      const release = () => {
        for (const name of taken) {
          const held = known.get(name) as Held;
          held.holders--;
          if (held.holders === 0) known.delete(name);
        }
      };
      const feeds: Record<string, Tensor> = {};
      try {
        // One after another, because a weight is in memory twice during its conversion to float32.
        for (const [name, value] of fedOf(program)) {
          checkCancelled(signal);
          taken.push(name);
          feeds[name] = await take(known, source, name, value);
        }
      } catch (error) {
        release();
        throw error;
      }
      return { feeds, release };
    },
  };
}

/** Bytes of a program's frozen weights. */
export function frozenBytes(program: Program): number {
  return bytesIn(frozenOf(program));
}

/** Bytes of those that can be fed to it by reference. */
export function fedBytes(program: Program): number {
  return bytesIn(fedOf(program));
}

/** Bytes of the largest of them. */
export function largestFrozenBytes(program: Program): number {
  return Math.max(0, ...frozenOf(program).map(([, value]) => frozenSize(value)));
}

/** The same program with its weights fed, but those that it packs. */
export function withFedWeights(program: Program): Program {
  const fed = fedOf(program).map(([name, value]) => [name, { value, binding: "live" as const }] as const);
  return { ...program, parameters: new Map([...program.parameters, ...fed]) };
}

/** Frozen weights without those that the program's ops pack. */
function fedOf(program: Program): Frozen[] {
  const packed = new Set(program.nodes.flatMap(({ op, inputs }) => op.packs?.map((i) => inputs[i]) ?? []));
  for (const { inputs, outputs } of program.nodes.toReversed())
    if (outputs.some((output) => packed.has(output))) for (const input of inputs) packed.add(input);
  return frozenOf(program).filter(([, value]) => !packed.has(value));
}

const bytesIn = (weights: readonly Frozen[]): number =>
  weights.reduce((sum, [, value]) => sum + frozenSize(value), 0);

type Frozen = readonly [name: string, value: Value];

function frozenOf({ parameters }: Program): Frozen[] {
  return [...parameters].flatMap(([name, { value, binding }]) =>
    binding === "frozen" ? [[name, value] as const] : [],
  );
}
