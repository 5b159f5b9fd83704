/** Overlays as safetensors bytes, one alone or several in order. The bytes are deterministic: their sha-256 is an address. */
import { z } from "zod";
import { because, canonicalJson, PalimpsestError, parseJson, type JsonObject } from "../../base";
import { floats, readSafetensors, writeSafetensors, type Tensor, type TensorBundle } from "../../tensor";
import type { Overlay, WeightDelta } from "./overlay";
import type { Site } from "../site";

const FORMAT = "palimpsest-overlay";
const MEMORY = "memory.";

type Metadata = Readonly<Record<string, string>>;

/** The parts of one overlay in the header and the body of a file. */
interface Described {
  readonly metadata: Metadata;
  readonly bundle: TensorBundle;
}

export function writeOverlay(overlay: Overlay): Uint8Array {
  const { bundle, metadata } = describe(overlay);
  return writeSafetensors(bundle, metadata);
}

/** Throws `integrity` when the bytes are not an overlay. */
export function readOverlay(bytes: Uint8Array): Overlay {
  return restore(readSafetensors(bytes, "overlay"));
}

/** Several overlays in one file. The names of each one's tensors begin with its place; `metadata` goes into the header. */
export function writeOverlays(overlays: readonly Overlay[], metadata: Metadata): Uint8Array {
  const described = overlays.map(describe);
  const bundle = Object.fromEntries(
    described.flatMap((overlay, i) =>
      Object.entries(overlay.bundle).map(([name, tensor]) => [`${i}/${name}`, tensor]),
    ),
  );
  return writeSafetensors(bundle, {
    ...metadata,
    overlays: JSON.stringify(described.map((overlay) => overlay.metadata)),
  });
}

const Described = z.array(z.record(z.string(), z.string())).min(1);

/** The overlays to the byte as they were written, and the header. Throws `integrity` when they are not there. */
export function readOverlays(bytes: Uint8Array): {
  readonly overlays: Overlay[];
  readonly metadata: Metadata;
} {
  const { bundle, metadata } = readSafetensors(bytes, "overlay");
  const described = Described.safeParse(parsed(metadata.overlays));
  if (!described.success) throw notAnOverlay();
  const overlays = described.data.map((entry, i) => {
    const prefix = `${i}/`;
    const names = Object.keys(bundle).filter((name) => name.startsWith(prefix));
    const tensors = Object.fromEntries(names.map((name) => [name.slice(prefix.length), bundle[name]]));
    return restore({ metadata: entry, bundle: tensors });
  });
  return { overlays, metadata };
}

function describe(overlay: Overlay): Described {
  if (overlay.kind === "weights") return describeWeights(overlay);
  const { kind, tensors } = overlay;
  const head = { format: FORMAT, kind, settings: canonicalJson(overlay.settings) };
  const position: Metadata =
    kind === "adapter" ? { adapter: overlay.adapter, site: overlay.site } : { framer: overlay.promptAdapter };
  return { bundle: tensors, metadata: { ...head, ...position } };
}

function describeWeights({ kind, deltas, memory }: Extract<Overlay, { kind: "weights" }>): Described {
  const bundle: Record<string, Tensor> = {};
  deltas.forEach((delta, i) => {
    if (delta.form === "low-rank") {
      bundle[`${i}.left`] = delta.left;
      bundle[`${i}.right`] = delta.right;
    } else {
      bundle[`${i}.delta`] = delta.delta;
    }
  });
  for (const [name, tensor] of Object.entries(memory?.tensors ?? {})) bundle[`${MEMORY}${name}`] = tensor;
  const manifest = deltas.map(({ parameter, form }) => ({ parameter, form }));
  return {
    bundle,
    metadata: {
      format: FORMAT,
      kind,
      deltas: JSON.stringify(manifest),
      ...(memory && { memory: memory.method }),
    },
  };
}

const DeltaManifest = z.array(z.object({ parameter: z.string(), form: z.enum(["low-rank", "dense"]) }));
const Head = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("weights"), deltas: z.string(), memory: z.string().optional() }),
  z.object({ kind: z.literal("adapter"), adapter: z.string(), site: z.string(), settings: z.string() }),
  z.object({ kind: z.literal("prompt"), framer: z.string(), settings: z.string() }),
]);
const Settings = z.record(z.string(), z.json());

function restore({ metadata, bundle }: Described): Overlay {
  const head = Head.safeParse(metadata);
  if (!head.success || metadata.format !== FORMAT) throw notAnOverlay();
  if (head.data.kind === "weights") return restoreWeights(head.data, bundle);
  const settings = Settings.safeParse(parsed(head.data.settings));
  if (!settings.success) throw notAnOverlay();
  for (const name of Object.keys(bundle)) checkFinite(name, bundle[name]);
  const content = { tensors: bundle, settings: settings.data as JsonObject };
  return head.data.kind === "adapter"
    ? { kind: "adapter", adapter: head.data.adapter, site: head.data.site as Site, ...content }
    : { kind: "prompt", promptAdapter: head.data.framer, ...content };
}

function restoreWeights(
  { deltas: list, memory }: { readonly deltas: string; readonly memory?: string | undefined },
  bundle: TensorBundle,
): Overlay {
  const manifest = DeltaManifest.safeParse(parsed(list));
  if (!manifest.success) throw notAnOverlay();
  const deltas = manifest.data.map(({ parameter, form }, i): WeightDelta => {
    if (form === "dense") return { parameter, form, delta: member(bundle, `${i}.delta`) };
    return { parameter, form, left: member(bundle, `${i}.left`), right: member(bundle, `${i}.right`) };
  });
  if (memory === undefined) return { kind: "weights", deltas };
  const names = Object.keys(bundle).filter((name) => name.startsWith(MEMORY));
  const tensors = Object.fromEntries(names.map((name) => [name.slice(MEMORY.length), bundle[name]]));
  return { kind: "weights", deltas, memory: { method: memory, tensors } };
}

function notAnOverlay(): PalimpsestError {
  return new PalimpsestError("integrity", "The file is not an overlay that Palimpsest wrote.", {
    hint: "Export a version from History, or with the export command, and import that file.",
    details: { ...because("noOverlay"), field: "overlay" },
  });
}

function parsed(text: string | undefined): unknown {
  try {
    return parseJson(text ?? "null");
  } catch {
    return null;
  }
}

function member(bundle: TensorBundle, name: string): Tensor {
  const found = bundle[name];
  if (!found || found.dtype !== "float32") {
    throw new PalimpsestError("integrity", `The overlay's tensor ${name} is missing or not float32.`);
  }
  return checkFinite(name, found);
}

function checkFinite(name: string, tensor: Tensor): Tensor {
  if (tensor.dtype !== "float32" || floats(tensor).every(Number.isFinite)) return tensor;
  throw new PalimpsestError("integrity", `The overlay's tensor ${name} is not finite.`);
}
