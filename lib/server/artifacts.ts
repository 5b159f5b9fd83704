/** Importing artifacts that another installation exported. Each must match a model of this installation. */
import { importArtifact, type ArtifactModel } from "../job";
import type { ModelFacts } from "../model";
import type { ArtifactManifest } from "../store";
import type { Services } from "./services";

/** Stores an exported artifact of a model of this installation. */
export async function importToServer(
  { artifacts, models, modelHost }: Pick<Services, "artifacts" | "models" | "modelHost">,
  bytes: Uint8Array,
): Promise<{ id: string; manifest: ArtifactManifest }> {
  const listed = (await models.list()).filter(({ kind }) => kind === "model");
  return importArtifact(
    artifacts,
    bytes,
    listed.map(({ id, facts }): ArtifactModel => ({
      facts: facts as unknown as ModelFacts,
      fingerprint: async () => (await modelHost.fingerprint({ model: id, overlays: [] })).fingerprint,
    })),
  );
}
