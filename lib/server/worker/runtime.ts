/** onnxruntime's native build behind the runtime contract, on the CPU or on a GPU. */
import * as ort from "onnxruntime-node";
import { createOrtRuntime, type Runtime } from "../../runtime";

interface NativeOptions {
  readonly kind: "native" | "native-webgpu";
  /** Threads of one run on the CPU. If absent, onnxruntime chooses. */
  readonly threads?: number;
}

/** A missing GPU is noticed only when the first program is compiled, which then throws `runtime_unavailable`. */
export function createNativeRuntime(options: NativeOptions): Runtime {
  return createOrtRuntime(ort, options);
}
