/**
 * The runtime over any onnxruntime module: native in Node, WASM in Node and in a browser, WebGPU in both. The module is a
 * parameter, so this file does not depend on a platform.
 */
import type * as Ort from "onnxruntime-common";
import { because, checkCancelled, createQueue, PalimpsestError } from "../base";
import { tensor as makeTensor, type DType, type Program, type Tensor } from "../tensor";
import {
  createHeldWeights,
  fedBytes,
  frozenBytes,
  largestFrozenBytes,
  withFedWeights,
  type WeightLease,
} from "./weight-pool";
import { emitOnnx } from "./onnx/emit";
import { lazyWeights } from "./onnx/lazy-weights";
import type { Runtime, RuntimeKind, RuntimeLimits, WeightSource } from "./runtime";
import { splitEmbeddings } from "./split-embeddings";

/** The part of onnxruntime that we use; onnxruntime-node and onnxruntime-web both have it. */
export interface OrtModule {
  readonly InferenceSession: Ort.InferenceSessionFactory;
  readonly Tensor: Ort.TensorConstructor;
}

interface OrtOptions {
  readonly kind: Exclude<RuntimeKind, "reference">;
  /** Threads of one run; the module's own choice when absent. */
  readonly threads?: number;
  /** In place of MOST_COPIED_BYTES. */
  readonly mostCopiedBytes?: number;
}

/** In the order of preference: ops that a device does not support run on the next. */
const PROVIDERS: Readonly<Record<OrtOptions["kind"], readonly string[]>> = {
  native: ["cpu"],
  "native-webgpu": ["webgpu", "cpu"],
  wasm: ["wasm"],
  webgpu: ["webgpu", "wasm"],
};

const GIGABYTE = 1e9;
const DEVICE_LIMITS: RuntimeLimits = {
  bufferBytes: 2 ** 30,
  weightBytes: 2 * GIGABYTE,
  programBytes: 2 * GIGABYTE,
  dtypes: ["float32", "int32", "bool"],
};
/** Limits of each backend, known without opening it. */
export const RUNTIME_LIMITS: Readonly<Record<OrtOptions["kind"], RuntimeLimits>> = {
  native: {
    bufferBytes: 2 ** 31 - 1,
    weightBytes: 64 * GIGABYTE,
    programBytes: 2 * GIGABYTE,
    dtypes: ["float32", "float64", "int32", "int64", "bool"],
  },
  wasm: {
    bufferBytes: 2 ** 31 - 1,
    weightBytes: 2 * GIGABYTE,
    // A tab's memory never shrinks, so the most that it ever held is what it takes.
    programBytes: GIGABYTE,
    dtypes: ["float32", "float64", "int32", "int64", "bool"],
  },
  webgpu: DEVICE_LIMITS,
  "native-webgpu": DEVICE_LIMITS,
};

/**
 * Programs with more frozen weights than this receive them by reference. A program that has its own weights takes about
 * twice their size, since they are packed beside the copy, and an edit builds several. Below this that is small, and runs
 * of a few tokens are faster with weights that are packed once.
 */
const MOST_COPIED_BYTES: Readonly<Record<OrtOptions["kind"], number>> = {
  native: 2 ** 26,
  wasm: Infinity, // WASM has its own heap, so inputs are copied at each run
  webgpu: Infinity,
  "native-webgpu": Infinity,
};

/**
 * Programs that own more weights than this do not pack them. Packing needs a second copy while a program is built. Below
 * this size the copy is small, and packing makes runs of few tokens faster (decision 12).
 */
const MOST_PACKED_BYTES = 2 ** 27;

/** Of a session without its weights: its graph and what the module allocates for it. */
const SESSION_BYTES = 2 ** 25;

const SESSION = {
  // Spinning threads take processor time from other processes, and our products are small.
  intra_op: { allow_spinning: "0" },
  // We quantize nothing; the only DequantizeLinear that we emit converts int32 to float32.
  disable_quant_qdq: "1",
} as const;

/** A product with a transposed weight is then one operator that reads the weight in place, without a transposed copy. */
const NO_FOLDING = { disable_specified_optimizers: "ConstantFolding" } as const;

const NOTHING_HELD: WeightLease = { feeds: {}, release: () => undefined };

export function createOrtRuntime(
  ort: OrtModule,
  { kind, threads, mostCopiedBytes = MOST_COPIED_BYTES[kind] }: OrtOptions,
): Runtime {
  const device = createQueue();
  const weights = createHeldWeights();

  const isShared = (program: Program) => fedBytes(program) > mostCopiedBytes;
  const isPacked = (program: Program) => kind !== "wasm" || frozenBytes(program) <= MOST_PACKED_BYTES;

  // Separate from `compile`, whose closure would keep the passed weights alive as a second copy.
  const open = async (whole: Program, from: WeightSource, signal?: AbortSignal) => {
    const { program, source } =
      kind === "wasm" ? splitEmbeddings(whole, from) : { program: whole, source: from };
    const late = kind === "wasm" ? await lazyWeights(source, largestFrozenBytes(program)) : undefined;
    const { bytes, externalData } = await emitOnnx(program, source, late);
    checkCancelled(signal);
    const create = () =>
      ort.InferenceSession.create(bytes, {
        executionProviders: [...PROVIDERS[kind]],
        graphOptimizationLevel: "all",
        logSeverityLevel: 3,
        enableCpuMemArena: false,
        extra: {
          session: isPacked(whole) ? SESSION : { ...SESSION, disable_prepacking: "1" },
          ...(kind === "wasm" && { optimization: NO_FOLDING }),
        },
        externalData: [...externalData],
        ...(threads !== undefined && { intraOpNumThreads: threads }),
      });
    const opened = device.add(
      () =>
        explain(create).catch((error: unknown) => {
          throw late?.failure() ?? error;
        }),
      signal,
    );
    return opened.finally(() => late?.release());
  };

  return {
    kind,
    limits: RUNTIME_LIMITS[kind],
    async compile(program, frozen, options = {}) {
      const isLarge = isShared(program);
      const held = isLarge ? await weights.hold(program, frozen, options.signal) : NOTHING_HELD;
      const session = await open(isLarge ? withFedWeights(program) : program, frozen, options.signal).catch(
        (error: unknown) => {
          held.release();
          throw error;
        },
      );
      const wanted = new Set(session.inputNames);
      return {
        run: (feeds, { signal, without = [] } = {}) =>
          device.add(async () => {
            const inputs = Object.fromEntries(
              Object.entries({ ...held.feeds, ...feeds })
                .filter(([name]) => wanted.has(name))
                .map(([name, { dtype, data, shape }]) => [
                  name,
                  new ort.Tensor(dtype as "float32", data as Float32Array, shape),
                ]),
            );
            const outputs = session.outputNames.filter((name) => !without.includes(name));
            const missing = [...wanted].filter((name) => !(name in inputs));
            if (missing.length > 0)
              throw new PalimpsestError("internal", `Nothing was fed for ${missing.join(", ")}.`);
            const results = await explain(() => session.run(inputs, outputs));
            return Object.fromEntries(
              Object.entries(results).map(([name, value]) => [name, toTensor(value)]),
            );
          }, signal),
        dispose: () =>
          device.add(async () => {
            held.release();
            await session.release();
          }),
      };
    },
    ownedBytes(program) {
      // Quantised weights are packed in their place, others beside it.
      const quantized = frozenBytes(program) - fedBytes(program);
      const copied = isShared(program) ? 0 : fedBytes(program);
      return SESSION_BYTES + quantized + (isPacked(program) ? 2 : 1) * copied;
    },
    dispose: () => device.add(async () => undefined),
  };
}

function toTensor(value: Ort.Tensor): Tensor {
  return makeTensor(value.type as DType, value.dims, value.data as never);
}

/** onnxruntime reports every failure as a plain error; these are the causes with a remedy. */
async function explain<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const text = String(cause instanceof Error ? cause.message : cause);
    if (/bad_alloc|out of memory|failed to allocate|Array buffer allocation/i.test(text)) {
      throw new PalimpsestError(
        "out_of_memory",
        "The runtime could not get the memory that this model needs.",
        {
          hint: "Close other tabs, choose a smaller model, or run on the server.",
          cause,
          details: because("runtimeMemory"),
        },
      );
    }
    if (/Failed to get a WebGPU adapter/i.test(text)) {
      throw new PalimpsestError("runtime_unavailable", "This machine offers no WebGPU device.", {
        hint: "Install the graphics driver with its Vulkan part, or run on the processor.",
        cause,
        details: because("noWebGpu"),
      });
    }
    throw new PalimpsestError("internal", `onnxruntime refused: ${text}`, { cause });
  }
}
