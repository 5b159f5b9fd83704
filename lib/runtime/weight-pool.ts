/**
 * Large weights, kept once. A program that is built with its weights owns a copy of them, and a few programs of one model
 * own a few. Where the device is the host, weights can lie in host memory instead, each read once and fed to every program
 * by reference: a run packs them as it goes, which costs little beside the arithmetic of a large model.
 */
import { checkCancelled } from "../base";
import type { Program, Tensor, Value } from "../tensor";
import { frozenSize, readChecked } from "./onnx/weight";
import type { Feeds, WeightSource } from "./runtime";

export interface WeightLease {
  readonly feeds: Feeds;
  /** To be called once, when the program is gone. What no program holds is forgotten. */
  release(): void;
}

export interface SharedWeights {
  /** The frozen weights of a program. Throws ShapeError when one is not what the program wants, or the source's error. */
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
        // One after another: a weight on its way into float32 is in memory twice.
        for (const [name, value] of frozenOf(program)) {
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
  return frozenOf(program).reduce((sum, [, value]) => sum + frozenSize(value), 0);
}

/** Bytes of the largest of them. */
export function largestFrozenBytes(program: Program): number {
  return Math.max(0, ...frozenOf(program).map(([, value]) => frozenSize(value)));
}

/** The same program with all of its weights fed. */
export function withFedWeights(program: Program): Program {
  const fed = [...program.parameters].map(
    ([name, { value }]) => [name, { value, binding: "live" as const }] as const,
  );
  return { ...program, parameters: new Map(fed) };
}

function frozenOf({ parameters }: Program): (readonly [name: string, value: Value])[] {
  return [...parameters].flatMap(([name, { value, binding }]) =>
    binding === "frozen" ? [[name, value] as const] : [],
  );
}
