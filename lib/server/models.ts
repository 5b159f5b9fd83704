/** The models that this installation can open: the embedded ones, and those whose files were uploaded or downloaded. */
import { because, createRun, PalimpsestError, type Run } from "../base";
import { EMBEDDED_MODELS } from "../data";
import type { ModelHost } from "../job";
import type { BaseWeights, ModelRecord, Origin, Store } from "../store";
import { branchId, MAIN_BRANCH, type VersionGraph } from "../version";
import { openInstallable } from "./files/checkpoint-check";
import type { ModelFiles } from "./files/model-files";
import { quantizeModel } from "./files/quantize-model";

export interface ModelRegistry {
  list(): Promise<readonly ModelRecord[]>;
  /** Checks the headers of a model's files and lists the model. */
  add(modelId: string, name: string, options?: AddOptions): Promise<ModelRecord>;
  /** Stores an uploaded file of a model that is not listed yet. */
  receive(modelId: string, name: string, body: ReadableStream<Uint8Array>): Promise<number>;
  /** Deletes what was received for a model that is not listed. Throws `conflict` for one that is. */
  discard(modelId: string): Promise<void>;
  remove(modelId: string): Promise<void>;
  /** Lists the embedded models whose files exist. */
  addEmbedded(): Promise<void>;
  /** Creates the model's first version and main branch if they do not exist. Their fingerprint needs the worker. */
  prepare(modelId: string): Promise<void>;
  /** Waits while the model is being prepared. Throws `conflict` if it has not been prepared. */
  prepared(modelId: string): Promise<void>;
}

interface AddOptions {
  /** The hub that the files were downloaded from. */
  readonly origin?: Origin;
  /** With a number of bits the files are quantised first. */
  readonly weights?: BaseWeights;
  readonly run?: Run;
}

interface ModelRegistryOptions {
  readonly store: Store;
  readonly files: ModelFiles;
  readonly versions: VersionGraph;
  readonly modelHost: Pick<ModelHost, "fingerprint">;
  /** Called after a model was listed. */
  readonly onListed: (model: ModelRecord) => void;
  /** Called after a model's files were deleted. The worker must not use them for a later model with the same id. */
  readonly forget: () => void;
}

export function createModelRegistry({
  store,
  files,
  versions,
  modelHost,
  onListed,
  forget,
}: ModelRegistryOptions): ModelRegistry {
  const preparing = new Map<string, Promise<void>>();

  const describe = async (
    modelId: string,
    name: string,
    source: ModelRecord["source"],
  ): Promise<ModelRecord> => {
    const { kind, facts, warnings } = await openInstallable(modelId, files.of(modelId), { isHere: true });
    const listed = await files.of(modelId).list();
    return {
      id: modelId,
      name,
      kind,
      family: facts.family,
      source,
      facts: JSON.parse(JSON.stringify({ ...facts, warnings })) as ModelRecord["facts"],
      sizeBytes: listed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      files: [...listed],
      addedAt: new Date().toISOString(),
    };
  };

  const prepareNow = async (modelId: string): Promise<void> => {
    const model = await store.models.find(modelId);
    if (model === null)
      throw new PalimpsestError("not_found", `There is no model "${modelId}" in this data folder.`, {
        hint: "A version needs a model that is listed: add it in Library, or with models add.",
        details: { ...because("noModel", { model: modelId }), field: "model" },
      });
    if (await store.branches.find(branchId(modelId, MAIN_BRANCH))) return;
    const { fingerprint } = await modelHost.fingerprint({ model: modelId });
    await versions.ensureModel(model, fingerprint);
  };

  const checkNew = async (modelId: string): Promise<void> => {
    if (!(await store.models.find(modelId))) return;
    throw new PalimpsestError("conflict", `There is already a model "${modelId}".`, {
      hint: "Choose another id, or remove that model first.",
      details: { ...because("modelIdTaken", { model: modelId }), field: "modelId" },
    });
  };

  return {
    list: () => store.models.list(),

    async add(modelId, name, { origin, weights = "float32", run = createRun() } = {}) {
      await checkNew(modelId);
      const source = origin ? "hub" : "folder";
      let record: ModelRecord = await describe(modelId, name, source);
      if (weights !== "float32") {
        const quantization = await quantizeModel(run, files, modelId, weights);
        record = await describe(modelId, name, source);
        record = { ...record, facts: { ...record.facts, quantization } };
      }
      if (origin) record = { ...record, origin };
      await store.models.put(record);
      onListed(record);
      return record;
    },

    async receive(modelId, name, body) {
      await checkNew(modelId);
      return files.receive(modelId, name, body);
    },

    async discard(modelId) {
      await checkNew(modelId);
      await files.remove(modelId);
    },

    async remove(modelId) {
      const model = await store.models.get(modelId);
      if (model.source === "embedded")
        throw new PalimpsestError("conflict", "An embedded model is part of Palimpsest.", {
          details: because("embeddedModel"),
        });
      await store.transaction(async (inside) => {
        const kept = await inside.versions.list({ where: { model: modelId } });
        if (kept.some(({ change }) => change.kind !== "checkpoint")) {
          throw new PalimpsestError(
            "conflict",
            `Model ${model.name} has kept versions, which would be lost.`,
            {
              hint: "Export what you need from History; a model with versions is not removed.",
              details: because("modelHasVersions", { model: model.name }),
            },
          );
        }
        for (const { id } of await inside.branches.list({ where: { model: modelId } }))
          await inside.branches.delete(id);
        for (const { id } of kept) await inside.versions.delete(id);
        await inside.models.delete(modelId);
      });
      await files.remove(modelId);
      forget();
    },

    async addEmbedded() {
      for (const [id, name] of Object.entries(EMBEDDED_MODELS)) {
        const present = await files.of(id).list();
        if (!present.some((file) => file.name === "config.json")) continue;
        const known = await store.models.find(id);
        if (known && JSON.stringify(known.files) === JSON.stringify(present)) continue;
        await store.models.put(await describe(id, name, "embedded"));
      }
    },

    async prepared(modelId) {
      await preparing.get(modelId);
      if (await store.branches.find(branchId(modelId, MAIN_BRANCH))) return;
      const { name } = await store.models.get(modelId);
      throw new PalimpsestError("conflict", `The first version of ${name} has not been made.`, {
        hint: "Prepare the model, then ask again.",
        details: because("notPrepared"),
      });
    },

    prepare(modelId) {
      const underway = preparing.get(modelId) ?? prepareNow(modelId).finally(() => preparing.delete(modelId));
      preparing.set(modelId, underway);
      return underway;
    },
  };
}
