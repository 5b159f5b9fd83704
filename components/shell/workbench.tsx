"use client";

/** What the whole workbench shares: which model, which branch and its head, where work runs, and who is working. */
import { createContext, useCallback, useContext, useEffect, useMemo, type ReactNode } from "react";
import { z } from "zod";
import { useLab } from "@/components/accounts/lab-context";
import { listModels, prepareModel, versionGraph } from "@/lib/api";
import type { PalimpsestError } from "@/lib/base";
import { DEFAULT_MODEL } from "@/lib/data";
import { useActionOf, useQueryOf } from "@/lib/client/queries/query";
import { useSetting } from "@/lib/client/storage/settings";
import { defineView, useViewState } from "@/lib/client/view-state";
import type { Branch, ListedVersion, ModelRecord } from "@/lib/store";

type WorkPlace = "browser" | "server";

interface Workbench {
  readonly modelId: string;
  /** The record of the model, once the list has arrived. */
  readonly model: ModelRecord | undefined;
  /** Those that can be asked and edited. */
  readonly models: readonly ModelRecord[];
  readonly setModel: (modelId: string) => void;
  /** "atlas:main" */
  readonly branchId: string;
  readonly branchName: string;
  readonly branch: Branch | undefined;
  readonly branches: readonly Branch[];
  readonly setBranch: (name: string) => void;
  /** The checked-out version. */
  readonly head: ListedVersion | undefined;
  readonly place: WorkPlace;
  readonly setPlace: (place: WorkPlace) => void;
  readonly author: string;
  readonly setAuthor: (author: string) => void;
  /** True until models and versions have been answered once. */
  readonly isLoading: boolean;
  readonly error: PalimpsestError | null;
  readonly retry: () => void;
  /** A path with the model, branch and place of now. */
  readonly hrefTo: (path: string) => string;
}

const DEFAULT_BRANCH = "main";
const AUTHOR_KEY = "palimpsest-author";

const workbenchView = defineView(
  z.object({
    m: z.string().default(DEFAULT_MODEL),
    b: z.string().default(DEFAULT_BRANCH),
    p: z.enum(["browser", "server"]).default("browser"),
  }),
);

const WorkbenchContext = createContext<Workbench | null>(null);

export function WorkbenchProvider({ children }: { children: ReactNode }) {
  const [{ m: modelId, b: branchName, p: place }, update] = useViewState(workbenchView);
  const models = useQueryOf(listModels, {}, { withPage: true });
  const graph = useQueryOf(versionGraph, { input: { model: modelId } }, { withPage: true });
  const [written, setAuthor] = useSetting(AUTHOR_KEY);
  // Whoever has signed in works under the name of the account.
  const author = useLab()?.me?.person.name ?? written;

  const branchId = `${modelId}:${branchName}`;
  const branch = graph.data?.branches.find((entry) => entry.id === branchId);
  const head = graph.data?.versions.find((version) => version.id === branch?.head);

  const { mutate: prepare } = useActionOf(prepareModel);
  const retry = useCallback(() => {
    void models.refetch();
    if (graph.error) prepare({ params: { modelId } }, { onError: () => void graph.refetch() });
    else void graph.refetch();
  }, [models, graph, prepare, modelId]);

  const isListed = models.data?.models.some(({ id }) => id === modelId) === true;
  const isUnprepared = isListed && graph.error?.code === "not_found";
  // A model that was added elsewhere, by the command line, has no branch yet; once it is listed it gets one.
  useEffect(() => {
    if (isUnprepared) prepare({ params: { modelId } });
  }, [isUnprepared, prepare, modelId]);

  const hrefTo = useCallback(
    (path: string) => {
      const query = new URLSearchParams();
      if (modelId !== DEFAULT_MODEL) query.set("m", modelId);
      if (branchName !== DEFAULT_BRANCH) query.set("b", branchName);
      if (place !== "browser") query.set("p", place);
      const text = query.toString();
      return text ? `${path}?${text}` : path;
    },
    [modelId, branchName, place],
  );

  const value = useMemo<Workbench>(
    () => ({
      modelId,
      model: models.data?.models.find((record) => record.id === modelId),
      models: models.data?.models.filter(({ kind }) => kind === "model") ?? [],
      setModel: (next) => update({ m: next, b: undefined }, { history: "push" }),
      branchId,
      branchName,
      branch,
      branches: graph.data?.branches ?? [],
      setBranch: (next) => update({ b: next }, { history: "push" }),
      head,
      place,
      setPlace: (next) => update({ p: next }),
      author,
      setAuthor,
      isLoading: models.isPending || graph.isPending,
      error: models.error ?? graph.error,
      retry,
      hrefTo,
    }),
    [
      modelId,
      models,
      branchId,
      branchName,
      branch,
      graph,
      head,
      place,
      author,
      setAuthor,
      update,
      retry,
      hrefTo,
    ],
  );
  return <WorkbenchContext value={value}>{children}</WorkbenchContext>;
}

/** The model, version and place of work that every view shares. */
export function useWorkbench(): Workbench {
  const workbench = useContext(WorkbenchContext);
  if (!workbench) throw new Error("useWorkbench needs a WorkbenchProvider above it");
  return workbench;
}
