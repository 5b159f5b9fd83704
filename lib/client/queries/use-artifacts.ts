"use client";

/** The artifacts that a person can see: the server's, and those that this browser made or took in itself. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { listArtifacts as endpoint, removeArtifact, type ListedArtifact } from "../../api";
import { PalimpsestError } from "../../base";
import { listArtifacts, ownTextsArtifact, writtenTextsArtifact } from "../../store";
import { invalidate } from "./invalidate";
import { callEndpoint, send } from "./http";
import { useRuns } from "../runs/runs-context";
import { ARTIFACT_QUERIES } from "../runs/use-prepare-run";
import { useQueryOf } from "./query";
import { saveAddress, saveBlob } from "../storage/save-file";
import { createOwnArtifacts } from "../storage/tab-artifacts";
import { useModelHostState } from "../use-model-host";

export type ArtifactHome = "browser" | "server";

export interface HousedArtifact extends ListedArtifact {
  readonly home: ArtifactHome;
}

interface Artifacts {
  readonly list: readonly HousedArtifact[] | undefined;
  readonly error: PalimpsestError | null;
  readonly refetch: () => void;
  /** Throws the error of the artifact's storage. */
  remove(artifact: HousedArtifact): Promise<void>;
  /** Keeps a file where work runs. Throws when the file is not an artifact of a model that is there. */
  take(file: Blob, place: ArtifactHome): Promise<void>;
  /**
   * Keeps the choice of texts for the statistics of the open model: a file's, or those that the model writes by itself. Throws
   * `invalid_input` for a file that is no text.
   */
  takeTexts(texts: File | "written", place: ArtifactHome): Promise<void>;
}

export function useArtifacts(): Artifacts {
  const client = useQueryClient();
  const modelHost = useModelHostState();
  const { target } = useRuns();
  const [written] = useState(createOwnArtifacts);
  const server = useQueryOf(endpoint, {});
  const tab = useQuery<ListedArtifact[], PalimpsestError>({
    queryKey: ["artifacts.tab"],
    queryFn: async () => (await listArtifacts(written)).map((artifact) => ({ ...artifact })),
  });

  const changed = useCallback(() => invalidate(client, ...ARTIFACT_QUERIES), [client]);
  const list = useMemo<HousedArtifact[] | undefined>(() => {
    if (!server.data || !tab.data) return undefined;
    const housed = (artifacts: readonly ListedArtifact[], home: ArtifactHome) =>
      artifacts.map((artifact) => ({ ...artifact, home }));
    return [...housed(tab.data, "browser"), ...housed(server.data.artifacts, "server")];
  }, [server.data, tab.data]);

  const take = async (file: Blob, place: ArtifactHome): Promise<void> => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (place === "browser") await modelHost.importArtifact(bytes);
    else {
      await send("/api/artifacts/import", {
        method: "POST",
        headers: { "content-type": "application/octet-stream" },
        body: bytes,
      });
    }
    await changed();
  };

  return {
    list,
    error: server.error ?? tab.error,
    refetch: () => {
      void server.refetch();
      void tab.refetch();
    },
    async remove({ id, home }) {
      if (home === "browser") await written.remove(id);
      else await callEndpoint(removeArtifact, { params: { artifactId: id } });
      await changed();
    },
    take,
    async takeTexts(texts, place) {
      const { modelId: checkpoint } = target;
      const { fingerprint: weights } = await modelHost.fingerprint({ overlays: [] });
      const ofModel = { checkpoint, weights };
      const artifact =
        texts === "written"
          ? writtenTextsArtifact(ofModel)
          : await ownTextsArtifact(ofModel, {
              name: texts.name,
              bytes: new Uint8Array(await texts.arrayBuffer()),
            });
      await take(new Blob([artifact as Uint8Array<ArrayBuffer>]), place);
    },
  };
}
/** Hands an artifact to the browser as a download. Throws `not_found` when it is gone. */
export async function saveArtifact({ id, home }: HousedArtifact): Promise<void> {
  const name = `palimpsest-${id.slice(0, 12)}.safetensors`;
  if (home === "server") return saveAddress(`/api/artifacts/${id}/file`, name);
  const bytes = await createOwnArtifacts().get(id);
  if (!bytes) throw new PalimpsestError("not_found", "The artifact is no longer in this browser.");
  saveBlob(new Blob([bytes as Uint8Array<ArrayBuffer>]), name);
}
