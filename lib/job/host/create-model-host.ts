/** The bench over a runtime: loaded models, versions they wear, and everything a page asks of them. */
import {
  createLruCache,
  createRun,
  invalidField,
  PalimpsestError,
  toWireError,
  unlessCancelled,
  type Run,
} from "../../base";
import { checkRequests, EDIT_METHODS, parseParameters } from "../../edit";
import {
  askLogits,
  generateText,
  likeliest,
  loadModel,
  openSentenceEncoder,
  readOverlay,
  type CheckpointFiles,
  type Model,
  type OpenEncoder,
  type Overlay,
  type SentenceEncoder,
} from "../../model";
import type { Runtime } from "../../runtime";
import { createArtifactCache, type ArtifactFiles, type BlobStore } from "../../store";
import type { ModelHost } from "./model-host";
import { lifelongRunId } from "../lifelong/run-record";
import { performEdit } from "./perform-edit";
import { performLifelong, prepareLifelong, type PreparedRun } from "../lifelong/perform";
import { prepareMethods } from "./prepare";
import { propose } from "../propose/propose";
import { statisticsTextsOf, TRAINING_CASES } from "./texts";

export interface ModelHostOptions {
  readonly runtime: Runtime;
  /** Throws `not_found` for a model that is not installed. */
  readonly files: (model: string) => CheckpointFiles;
  readonly blobs: BlobStore;
  readonly artifacts: ArtifactFiles;
}

/** Models kept loaded, and versions of them kept dressed. Each further one costs the memory of its executables. */
const KEPT_MODELS = 2;
const KEPT_VERSIONS = 16;
/** Encoders kept loaded. */
const KEPT_ENCODERS = 1;
/** Lifelong runs whose cases and questions are kept between two stretches. */
const KEPT_RUNS = 2;

export function createModelHost({ runtime, files, blobs, artifacts }: ModelHostOptions): ModelHost {
  const cache = createArtifactCache(artifacts);
  const models = createLruCache<Model>({ limit: KEPT_MODELS, onEvict: (model) => model.dispose() });
  const versions = createLruCache<Model>({ limit: KEPT_VERSIONS });
  const encoders = createLruCache<SentenceEncoder>({
    limit: KEPT_ENCODERS,
    onEvict: (encoder) => encoder.dispose(),
  });

  const runs = createLruCache<PreparedRun>({ limit: KEPT_RUNS });

  /** A model that is loading when its caller is cancelled is loaded for the next one. */
  const open = (id: string, signal?: AbortSignal): Promise<Model> =>
    unlessCancelled(
      models.get(id, () => loadModel(id, files(id), runtime)),
      signal,
    );
  const openEncoder: OpenEncoder = (id) =>
    encoders.get(id, async () => openSentenceEncoder(id, files(id), runtime));

  /** The model wearing the overlays at these addresses. */
  const versionOf = async (
    id: string,
    addresses: readonly string[],
    signal?: AbortSignal,
  ): Promise<Model> => {
    const model = await open(id, signal);
    if (addresses.length === 0) return model;
    return versions.get(`${id}|${addresses.join()}`, async () => {
      const overlays: Overlay[] = [];
      for (const address of addresses) overlays.push(readOverlay(await blobs.get(address)));
      return model.with(overlays);
    });
  };

  return {
    place: runtime.kind,
    async tokens(id, { texts }) {
      const { tokenizer, facts } = await open(id);
      return {
        context: facts.dimensions.context,
        encodings: texts.map((text) => {
          const { ids, offsets } = tokenizer.encode(text);
          return ids.map((token, i) => ({
            id: token,
            text: tokenizer.piece(token),
            start: offsets[i][0],
            end: offsets[i][1],
          }));
        }),
      };
    },
    async nextTokens(id, { prompt, versions: asked, count = 5 }) {
      const run = createRun();
      const model = await open(id);
      const answers = [];
      for (const addresses of asked) {
        const version = await versionOf(id, addresses);
        const [{ logits }] = await askLogits(run, version, [{ prompt }]);
        answers.push(
          likeliest(logits[0], count).map(({ id: token, probability }) => ({
            token: model.tokenizer.piece(token),
            probability,
          })),
        );
      }
      return { answers };
    },
    async generate(id, { prompt, overlays, maxTokens = 24, temperature = 0, seed = 0 }) {
      const model = await versionOf(id, overlays);
      return { text: await generateText(createRun({ seed }), model, prompt, { maxTokens, temperature }) };
    },
    async fingerprint(id, { overlays }) {
      return { fingerprint: await (await versionOf(id, overlays)).fingerprint() };
    },
    async preflight({ model: id, requests, methods }) {
      const model = await open(id);
      const fingerprint = await model.fingerprint();
      const obstacles: string[] = [];
      try {
        checkRequests(model.tokenizer, requests, model.facts.dimensions.context);
      } catch (error) {
        obstacles.push(toWireError(error).message);
      }
      const preflights = await Promise.all(
        methods.map(async ({ method: methodId, parameters }) => {
          const method = EDIT_METHODS.get(methodId);
          try {
            const report = await method.preflight({
              facts: model.facts,
              fingerprint,
              statistics: statisticsTextsOf(model).name,
              training: TRAINING_CASES.name,
              requests,
              parameters: parseParameters(method, parameters, model.facts.checkpoint),
              device: runtime.limits,
              isCached: (key) => cache.has(key),
              openEncoder,
            });
            return {
              ...report,
              method: methodId,
              blockers: [...obstacles, ...report.blockers],
              warnings: [...report.warnings],
              durationMs: [...report.durationMs] as [number, number],
              artifacts: [...report.artifacts],
            };
          } catch (error) {
            if (!(error instanceof PalimpsestError)) throw error;
            const blockers = [...obstacles, error.message];
            return {
              method: methodId,
              blockers,
              warnings: [],
              memoryBytes: 0,
              downloadBytes: 0,
              durationMs: [0, 0] as [number, number],
              artifacts: [],
            };
          }
        }),
      );
      return { preflights };
    },
    async edit(run: Run, input) {
      checkCaseIds(input.cases.map(({ request }) => request.id));
      const model = await versionOf(input.model, input.overlays, run.signal);
      return {
        outcomes: await performEdit(run, input, { model, cache, blobs, openEncoder }),
        place: runtime.kind,
      };
    },
    async prepare(run: Run, input) {
      const model = await open(input.model, run.signal);
      return {
        methods: await prepareMethods(run, { model, cache, openEncoder }, input.methods),
        place: runtime.kind,
      };
    },
    async propose(run, input) {
      return {
        ...(await propose(run, input, { model: await open(input.model, run.signal), cache })),
        place: runtime.kind,
      };
    },
    async lifelong(run, segment) {
      const { model, overlays, cases } = segment.input;
      if (cases) checkCaseIds(cases.map(({ request }) => request.id));
      const start = await versionOf(model, overlays, run.signal);
      const host = { start, cache, blobs, artifacts, openEncoder, place: runtime.kind };
      const runId = await lifelongRunId(segment.input);
      const prepared = await runs.get(runId, () => prepareLifelong(run, segment, runId, host), run.signal);
      return performLifelong(run, segment, prepared, host);
    },
    async dispose() {
      await runs.clear();
      await versions.clear();
      await models.clear();
      await encoders.clear();
      await runtime.dispose();
    },
  };
}

/** Scores are gathered by case: two cases with one id would be one. */
function checkCaseIds(ids: readonly string[]): void {
  const twice = ids.findIndex((id, i) => ids.indexOf(id) !== i);
  if (twice >= 0) {
    throw invalidField(
      `cases.${twice}.request.id`,
      `Two cases have the id "${ids[twice]}".`,
      "Give each its own id.",
    );
  }
}
