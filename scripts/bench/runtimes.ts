import * as native from "onnxruntime-node";
import { createOrtRuntime, type Runtime } from "../../lib/runtime";

export type BenchedKind = "native" | "wasm";

/** A runtime of this process. WASM is that of a tab, run by Node. */
export async function openRuntime(kind: BenchedKind): Promise<Runtime> {
  if (kind === "native") return createOrtRuntime(native, { kind });
  const web = await import("onnxruntime-web");
  web.env.logLevel = "error";
  return createOrtRuntime(web, { kind });
}
