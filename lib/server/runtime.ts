/** onnxruntime's native build, behind the runtime contract. Only the worker imports this. */
import * as ort from "onnxruntime-node";
import { createOrtRuntime, type Runtime } from "../runtime";

export function createNativeRuntime(): Runtime {
  return createOrtRuntime(ort, { kind: "native" });
}
