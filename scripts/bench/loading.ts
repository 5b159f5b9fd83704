/**
 * What loading a model of 124 M parameters takes at the peak, beside its weights: each time in a process of its own, whose
 * runtime is up, until the first answer. Nothing is downloaded: the bytes of the model are made as they are read.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Line } from "./measure";
import type { BenchedKind } from "./runtimes";

const LOADED = 3;
const MOST = 1.3;

/** Resident memory, of one loading. */
export interface Loading {
  readonly weightsMb: number;
  /** What a runtime holds that has run a program without weights. */
  readonly runtimeMb: number;
  /** The most that was held on top of that. */
  readonly modelMb: number;
}

export async function benchLoading(): Promise<Line[]> {
  const lines: Line[] = [];
  for (const kind of ["native", "wasm"] as const) {
    const loadings: Loading[] = [];
    for (let i = 0; i < LOADED; i++) loadings.push(await loadOnce(kind));
    const { weightsMb } = loadings[0];
    const share = (mb: (loading: Loading) => number) =>
      loadings.map((loading) => (mb(loading) / weightsMb).toFixed(2)).join(", ");
    lines.push({
      what: `loading 124 M parameters, ${kind}`,
      value: `${share(({ modelMb }) => modelMb)} ×`,
      note: `${weightsMb.toFixed(0)} MB of weights, at the peak; at most ${MOST} ×; with the runtime ${share(
        ({ runtimeMb, modelMb }) => runtimeMb + modelMb,
      )}`,
    });
  }
  return lines;
}

async function loadOnce(kind: BenchedKind): Promise<Loading> {
  const child = fork(path.join(import.meta.dirname, "load-once.ts"), [kind]);
  const [loading] = (await once(child, "message")) as [Loading];
  await once(child, "exit");
  return loading;
}
