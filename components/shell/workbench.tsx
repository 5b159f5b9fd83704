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
  /** A path with the model, branch and place of now, over which what is given counts. */
  readonly hrefTo: (path: string, given?: Readonly<Record<string, string>>) => string;
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
  // The answer of a query is another object each time, though what it says is the same: everything below takes its parts.
  const {
    data: listed,
    error: modelsError,
    isPending: areModelsPending,
    refetch: refetchModels,
  } = useQueryOf(listModels, {}, { withPage: true });
  const {
    data: graph,
    error: graphError,
    isPending: isGraphPending,
    refetch: refetchGraph,
  } = useQueryOf(versionGraph, { input: { model: modelId } }, { withPage: true });
  const [written, setAuthor] = useSetting(AUTHOR_KEY);
  // Whoever has signed in works under the name of the account.
  const author = useLab()?.me?.person.name ?? written;

  const branchId = `${modelId}:${branchName}`;
  const branch = graph?.branches.find((entry) => entry.id === branchId);
  const head = useMemo(
    () => graph?.versions.find((version) => version.id === branch?.head),
    [graph, branch?.head],
  );

  const { mutate: prepare } = useActionOf(prepareModel);
  const retry = useCallback(() => {
    void refetchModels();
    if (graphError) prepare({ params: { modelId } }, { onError: () => void refetchGraph() });
    else void refetchGraph();
  }, [refetchModels, refetchGraph, graphError, prepare, modelId]);

  const isListed = listed?.models.some(({ id }) => id === modelId) === true;
  const isUnprepared = isListed && graphError?.code === "not_found";
  // A model that was added elsewhere, by the command line, has no branch yet; once it is listed it gets one.
  useEffect(() => {
    if (isUnprepared) prepare({ params: { modelId } });
  }, [isUnprepared, prepare, modelId]);

  const hrefTo = useCallback(
    (path: string, given: Readonly<Record<string, string>> = {}) => {
      const query = new URLSearchParams();
      if (modelId !== DEFAULT_MODEL) query.set("m", modelId);
      if (branchName !== DEFAULT_BRANCH) query.set("b", branchName);
      if (place !== "browser") query.set("p", place);
      for (const [name, value] of Object.entries(given)) query.set(name, value);
      const text = query.toString();
      return text ? `${path}?${text}` : path;
    },
    [modelId, branchName, place],
  );

  const value = useMemo<Workbench>(
    () => ({
      modelId,
      model: listed?.models.find((record) => record.id === modelId),
      models: listed?.models.filter(({ kind }) => kind === "model") ?? [],
      setModel: (next) => update({ m: next, b: undefined }, { history: "push" }),
      branchId,
      branchName,
      branch,
      branches: graph?.branches ?? [],
      setBranch: (next) => update({ b: next }, { history: "push" }),
      head,
      place,
      setPlace: (next) => update({ p: next }),
      author,
      setAuthor,
      isLoading: areModelsPending || isGraphPending,
      error: modelsError ?? graphError,
      retry,
      hrefTo,
    }),
    [
      modelId,
      listed,
      areModelsPending,
      modelsError,
      branchId,
      branchName,
      branch,
      graph,
      isGraphPending,
      graphError,
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
