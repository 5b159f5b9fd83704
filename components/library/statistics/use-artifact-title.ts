"use client";

import { useLibraryMessages } from "@/components/messages/library";
import { catalog } from "@/lib/api";
import { useQueryOf } from "@/lib/client/queries/query";
import type { ArtifactManifest } from "@/lib/store";

/** What an artifact is, in words: "Second moment, layer 2", "Trained editor of MEND, layers 1, 2, 3". */
export function useArtifactTitle(): (manifest: ArtifactManifest | null) => string {
  const t = useLibraryMessages().statistics;
  const methods = useQueryOf(catalog, {}).data?.methods;
  return (manifest) => {
    if (!manifest) return t.untitled;
    const kind = t.kinds[manifest.kind] ?? t.unknownKind(manifest.kind);
    const { editor } = manifest.key;
    const owner = methods?.find(({ id }) => id === editor)?.name;
    const what = owner === undefined ? kind : t.ofMethod(kind, owner);
    return manifest.layers.length === 0 ? what : t.title(what, t.layers(manifest.layers));
  };
}
