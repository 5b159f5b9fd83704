/** onnxruntime in a worker of the tab: WebGPU when there is an adapter, else WASM. Its binaries come from this server. */
import type { OrtModule } from "../../runtime";
import type { BackendChoice } from "./tab-calls";

interface BrowserOrt {
  readonly ort: OrtModule;
  readonly kind: "webgpu" | "wasm";
  readonly threads: number;
}

/** Where `npm run assets` puts the binaries. */
const BINARIES = "/ort/";
const MOST_THREADS = 4;

export async function loadOrt(choice: BackendChoice): Promise<BrowserOrt> {
  const hasAdapter = choice !== "wasm" && (await findAdapter(choice === "webgpu"));
  // Each has binaries of its own; only the one in use is fetched.
  const ort = hasAdapter ? await import("onnxruntime-web/webgpu") : await import("onnxruntime-web/wasm");
  const threads =
    hasAdapter || !globalThis.crossOriginIsolated
      ? 1
      : Math.min(navigator.hardwareConcurrency || 1, MOST_THREADS);
  ort.env.wasm.wasmPaths = new URL(BINARIES, location.origin).href;
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = "error";
  return { ort, kind: hasAdapter ? "webgpu" : "wasm", threads };
}

interface Gpu {
  requestAdapter(): Promise<{ readonly info?: { readonly isFallbackAdapter?: boolean } } | null>;
}

/**
 * A browser may have the interface and yet no device behind it, or one that is emulated on the processor: that is correct,
 * and some sixty times slower than WASM, so it is used only when asked for.
 */
async function findAdapter(acceptsEmulation: boolean): Promise<boolean> {
  if (!("gpu" in navigator)) return false;
  try {
    const adapter = await (navigator.gpu as Gpu).requestAdapter();
    return adapter !== null && (acceptsEmulation || adapter.info?.isFallbackAdapter !== true);
  } catch {
    return false; // a blocked or broken driver is the same to us as none
  }
}
