/** The runtimes that work in Node. Each uses one thread, because tests use small models and run in parallel. */
import * as native from "onnxruntime-node";
import { createOrtRuntime, createReferenceRuntime, type Runtime } from "../runtime";

export const nativeRuntime = (): Runtime => createOrtRuntime(native, { kind: "native", threads: 1 });

export async function wasmRuntime(): Promise<Runtime> {
  const web = await import("onnxruntime-web");
  web.env.wasm.numThreads = 1;
  web.env.logLevel = "error";
  return createOrtRuntime(web, { kind: "wasm" });
}

export const RUNTIMES: readonly { readonly kind: string; readonly open: () => Promise<Runtime> }[] = [
  { kind: "native", open: async () => nativeRuntime() },
  { kind: "wasm", open: wasmRuntime },
  { kind: "reference", open: async () => createReferenceRuntime() },
];
