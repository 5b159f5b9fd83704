/** Artifacts that come from elsewhere, held against the models of this installation. */
import { importArtifact, type ArtifactModel } from "../job";
import type { ModelFacts } from "../model";
import type { ArtifactManifest } from "../store";
import type { Services } from "./services";

/** Keeps an exported artifact. The fingerprint of a model is that of its first version, so no weights are read. */
export async function importToServer(
  { artifacts, store, models }: Pick<Services, "artifacts" | "store" | "models">,
  bytes: Uint8Array,
): Promise<{ id: string; manifest: ArtifactManifest }> {
  const owners: ArtifactModel[] = [];
  for (const { id, facts } of await models.list()) {
    const versions = await store.versions.list({ where: { model: id } });
    const first = versions.find(({ change }) => change.kind === "checkpoint");
    if (first) owners.push({ facts: facts as unknown as ModelFacts, fingerprint: first.fingerprint });
  }
  return importArtifact(artifacts, bytes, owners);
}
