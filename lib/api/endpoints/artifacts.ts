/** Artifacts: second moments and whatever else methods make once for a model. Listed and taken away. */
import { z } from "zod";
import { Address, ArtifactManifest } from "../../store";
import { defineEndpoint, NO_INPUT, NO_PARAMS } from "../endpoint";

/** An artifact in a list, from the header of its file alone. */
export const ListedArtifact = z.object({
  id: Address,
  sizeBytes: z.int(),
  /** Whether it came with Palimpsest; such a one is not deleted. */
  isShipped: z.boolean(),
  /** Null for a file that does not say what it is. */
  manifest: ArtifactManifest.nullable(),
  /** Why the file cannot be used. */
  fault: z.string().optional(),
});
export type ListedArtifact = z.infer<typeof ListedArtifact>;

/** An artifact's file is at /api/artifacts/[artifactId]/file; POST /api/artifacts/import takes one in, as bytes. */
export const listArtifacts = defineEndpoint({
  id: "artifacts.list",
  summary: "Every artifact that the server keeps, finished or begun, the newest first.",
  method: "GET",
  path: "/api/artifacts",
  params: NO_PARAMS,
  input: NO_INPUT,
  output: z.object({ artifacts: z.array(ListedArtifact) }),
});

export const removeArtifact = defineEndpoint({
  id: "artifacts.remove",
  summary: "Delete an artifact; it is made again when a method needs it.",
  method: "DELETE",
  path: "/api/artifacts/[artifactId]",
  params: z.object({ artifactId: Address }),
  input: NO_INPUT,
  output: z.object({ removed: z.string() }),
  invalidates: ["artifacts.list", "datasets.kept"],
});
