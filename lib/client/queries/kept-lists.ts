"use client";

/** Lists that the server keeps: taking a file in, and reading one as the commands of this release read it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { listKept, type ListTerms } from "../../api";
import type { PalimpsestError } from "../../base";
import type { CaseList } from "../../data/read-cases";
import { KeptList, readKeptList } from "../../store";
import { send } from "./http";
import { invalidate } from "./invalidate";

interface Brought extends ListTerms {
  readonly bytes: Uint8Array;
}

/** Keeps a file on the server. */
export function useKeepList() {
  const client = useQueryClient();
  return useMutation<KeptList, PalimpsestError, Brought>({
    mutationFn: async ({ bytes, mapping, ...terms }) => {
      const query = new URLSearchParams(Object.entries(terms).filter(([, text]) => text !== ""));
      if (mapping) query.set("mapping", JSON.stringify(mapping));
      const response = await send(`${listKept.path}?${query.toString()}`, {
        method: "POST",
        headers: { "content-type": "application/octet-stream" },
        body: bytes as Uint8Array<ArrayBuffer>,
      });
      return KeptList.parse(await response.json());
    },
    onSuccess: () => invalidate(client, listKept.id, "artifacts.list"),
  });
}

export async function openKeptList(id: string): Promise<CaseList & { readonly name: string }> {
  const response = await send(`/api/artifacts/${id}/file`);
  return readKeptList(new Uint8Array(await response.arrayBuffer()));
}
