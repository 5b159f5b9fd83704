/** onnxruntime's native build, behind the runtime contract: on the processor, or on a graphics device where there is one. */
import * as ort from "onnxruntime-node";
import { createOrtRuntime, type Runtime } from "../../runtime";

export interface NativeOptions {
  readonly kind: "native" | "native-webgpu";
  /** Threads of one run on the processor; onnxruntime's own choice when absent. */
  readonly threads?: number;
}

/** Whether there is a device shows when the first program is compiled: `runtime_unavailable` when there is none. */
export function createNativeRuntime(options: NativeOptions): Runtime {
  return createOrtRuntime(ort, options);
}
