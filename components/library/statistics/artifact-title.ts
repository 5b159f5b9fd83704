import type { en } from "@/components/messages/en";
import type { ArtifactManifest } from "@/lib/store";

/** What an artifact is, in words: "Second moment, layer 2". */
export function artifactTitle(manifest: ArtifactManifest | null, words: (typeof en)["statistics"]): string {
  if (!manifest) return words.untitled;
  const kind = words.kinds[manifest.kind] ?? words.unknownKind(manifest.kind);
  return manifest.layers.length === 0 ? kind : words.title(kind, words.layers(manifest.layers));
}
