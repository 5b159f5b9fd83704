/** An artifact comes from a file that a person chose: everything that can be held against it is, before it is kept. */
import { because, hashJson, PalimpsestError } from "../../base";
import { artifactShapes } from "../../edit";
import type { ModelFacts } from "../../model";
import { readManifest, type ArtifactFiles, type ArtifactManifest } from "../../store";
import { floats, isTensorOf, readSafetensors, type TensorBundle } from "../../tensor";

/** A model that an artifact may belong to. */
export interface ArtifactModel {
  readonly facts: ModelFacts;
  /** Of the model without overlays. It reads all weights, so it is asked of none but the model that the artifact names. */
  fingerprint(): Promise<string>;
}

/**
 * Keeps the artifact of an exported file under its own name. Throws `integrity` for a file that is damaged, is no artifact,
 * or whose numbers are not finite; `unsupported` when it belongs to weights that are not here, or does not fit them.
 */
export async function importArtifact(
  files: ArtifactFiles,
  bytes: Uint8Array,
  models: readonly ArtifactModel[],
): Promise<{ readonly id: string; readonly manifest: ArtifactManifest }> {
  const { bundle, metadata } = readSafetensors(bytes, "The artifact");
  const manifest = readManifest(metadata);
  if (!manifest) {
    throw new PalimpsestError("integrity", "This safetensors file is not an artifact of Palimpsest.", {
      hint: "Choose a file that was exported from the statistics of a Library.",
      details: because("noArtifact"),
    });
  }
  if (manifest.progress) {
    throw new PalimpsestError("integrity", "This artifact is unfinished.", {
      hint: "Finish it where it was begun, and export it then.",
      details: because("artifactUnfinished"),
    });
  }
  const owner = models.find(({ facts }) => facts.checkpoint === manifest.checkpoint);
  if (!owner || (await owner.fingerprint()) !== manifest.key.weights) {
    throw new PalimpsestError(
      "unsupported",
      owner
        ? `The artifact was made from another checkpoint than the one called ${manifest.checkpoint} here: its weights, its config.json or its tokenizer differ.`
        : `The artifact was made from a checkpoint called ${manifest.checkpoint}, which is not here.`,
      {
        hint: owner
          ? "Make the artifact again with this model. One that was made before a model's name covered its configuration is made again too."
          : "Add that model first, under that id.",
        details: because("artifactOfOther", { checkpoint: manifest.checkpoint }),
      },
    );
  }
  checkFit(bundle, manifest, owner.facts);
  checkFinite(bundle);
  const id = await hashJson(manifest.key);
  await files.put(id, bytes);
  return { id, manifest };
}

function checkFit(bundle: TensorBundle, manifest: ArtifactManifest, facts: ModelFacts): void {
  const missing = manifest.layers.find((layer) => layer < 0 || layer >= facts.dimensions.layers);
  if (missing !== undefined) throw unfit(`the model has no layer ${missing}`);
  const expected = artifactShapes(manifest.kind, facts);
  for (const [name, shape] of Object.entries(expected)) {
    const found = bundle[name]?.shape;
    if (!found) throw unfit(`it has no tensor "${name}"`);
    if (found.join() !== shape.join())
      throw unfit(`"${name}" is [${found.join(", ")}] and must be [${shape.join(", ")}]`);
  }
}

function unfit(why: string): PalimpsestError {
  return new PalimpsestError("unsupported", `The artifact does not fit the model: ${why}.`, {
    hint: "The file was changed after the export; export it again.",
    details: because("artifactChanged"),
  });
}

function checkFinite(bundle: TensorBundle): void {
  for (const [name, tensor] of Object.entries(bundle)) {
    if (!isTensorOf(tensor, "float32") || floats(tensor).every(Number.isFinite)) continue;
    throw new PalimpsestError("integrity", `The artifact's "${name}" has values that are not finite.`, {
      hint: "Make it again.",
    });
  }
}
