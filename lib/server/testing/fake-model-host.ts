/** A model host without a model, for tests of the server around it. */
import { checkCancelled, hashJson, PalimpsestError } from "../../base";
import { filledPrompt, type EditCase } from "../../data";
import type { HostRecords, ModelHost } from "../../job";
import type { BlobStore, EditOutcome } from "../../store";

interface FakeModelHostOptions {
  readonly blobs: BlobStore;
  readonly records: HostRecords;
  /** Pause between two steps of an edit. */
  readonly stepMs?: number;
  readonly steps?: number;
}

const said = (score: number) => {
  const text = { text: "", score };
  return { teacherForced: text, generation: text, probability: score };
};

/** Answered well after the change. */
const ownPrompt = ({ request }: EditCase) => ({
  caseId: request.id,
  group: "reliability",
  kind: "prompt",
  prompt: filledPrompt(request),
  expected: request.targetNew,
  before: said(0),
  after: said(1),
});

const NO_VERDICT = { metrics: [], probes: [], says: [], nextTokens: [], weights: [], disagreements: 0 };

/**
 * The method "fails" throws; any other stores a few bytes as its overlay. The prompt "exit" ends the process, "busy" blocks
 * it, and "bug" and "refuse" throw.
 */
export function createFakeModelHost({
  blobs,
  records,
  stepMs = 1,
  steps = 5,
}: FakeModelHostOptions): ModelHost {
  const fingerprint = async (
    { model, version }: { readonly model: string; readonly version?: string },
    added: readonly string[] = [],
  ): Promise<string> => {
    const { overlays } = version === undefined ? { overlays: [] } : await records.overlaysOf({ version });
    return hashJson({ model, overlays: [...overlays, ...added] });
  };

  return {
    place: "native",
    tokens: async ({ texts }) => ({
      encodings: texts.map((text) =>
        [...text.matchAll(/ ?\S+/g)].map((match, id) => ({
          id,
          text: match[0],
          start: match.index,
          end: match.index + match[0].length,
        })),
      ),
      context: 64,
      hasChat: false,
    }),
    async nextTokens({ prompt, versions }) {
      if (prompt === "exit") process.exit(7);
      if (prompt === "busy") for (;;); // like a long computation that blocks the event loop
      if (prompt === "bug") throw new Error("secret path /home/ada");
      if (prompt === "refuse")
        throw new PalimpsestError("unsupported", "Not this prompt.", { hint: "Another one." });
      return { answers: versions.map((_, i) => [{ token: ` answer ${i}`, probability: 0.5 }]) };
    },
    async generate({ prompt = "" }, run) {
      const words = [" and", " so", " on"];
      words.forEach((_, i) =>
        run?.progress({ phase: "writing", step: i + 1, text: `${prompt}${words.slice(0, i + 1).join("")}` }),
      );
      const tokens = words.map((text) => ({ text, probability: 0.5 }));
      return { text: `${prompt} and so on`, stoppedBy: "end", tokens };
    },
    async continuations({ prompts, versions }) {
      return { texts: versions.map((_, i) => prompts.map((prompt) => `${prompt} ${i}`)) };
    },
    async fingerprint({ overlays, ...version }) {
      const made = await fingerprint(version, overlays);
      return { fingerprint: made, ofWeights: await hashJson({ ofWeights: made }) };
    },
    explore: async ({ analysis }) => ({ answer: { analysis } }),
    explorePreflight: async () => ({
      blockers: [],
      warnings: [],
      memoryBytes: 1,
      durationMs: [1, 2],
      artifacts: [],
    }),
    knownFacts: async () => ({ status: "unasked", questions: 3, known: [], durationMs: [1, 2] }),
    preflight: async ({ methods }) => ({
      preflights: methods.map(({ method }) => ({
        method,
        blockers: [],
        warnings: [],
        memoryBytes: 1,
        downloadBytes: 0,
        durationMs: [1, 2],
        onceMs: [0, 0],
        artifacts: [],
      })),
    }),
    mergeBase: notPlayed,
    mergeCheck: notPlayed,
    mergeTensor: notPlayed,
    merge: notPlayed,
    kinship: notPlayed,
    evolve: notPlayed,
    recheck: async (_run, { cases }) => ({
      verdict: { ...NO_VERDICT, probes: cases.map(ownPrompt) },
      durationMs: 1,
      place: "native",
    }),
    async edit(run, input) {
      const outcomes: EditOutcome[] = [];
      for (const [entry, { method, parameters }] of input.methods.entries()) {
        for (let step = 1; step <= steps; step++) {
          checkCancelled(run.signal);
          run.progress({ phase: `Running ${method}`, step, steps, values: { lossNats: 1 / step } });
          await new Promise((resolve) => setTimeout(resolve, stepMs));
        }
        if (method === "fails") throw new PalimpsestError("numerical", "The loss is not finite.");
        const bytes = new TextEncoder().encode(`${method} ${input.seed} ${run.random.uniform()}`);
        const overlay = await blobs.put(bytes);
        outcomes.push({
          entry,
          method,
          parameters,
          overlays: [overlay],
          overlayBytes: bytes.byteLength,
          deltaNorms: { "blocks.2.mlp.down": 1 },
          fingerprintBefore: await fingerprint(input),
          fingerprintAfter: await fingerprint(input, [overlay]),
          report: { numbers: { lossNats: 1 / steps } },
          verdict: NO_VERDICT,
          durationMs: steps * stepMs,
        });
      }
      return { outcomes, place: "native" };
    },
    async prepare(run, { methods }) {
      for (let step = 1; step <= steps; step++) {
        checkCancelled(run.signal);
        run.progress({ phase: "Collecting", step, steps });
        await new Promise((resolve) => setTimeout(resolve, stepMs));
      }
      return {
        methods: methods.map(({ method }) => ({ method, durationMs: steps * stepMs })),
        place: "native",
      };
    },
    benchmark: () => Promise.reject(new Error("The fake host runs no benchmarks.")),
    factuality: () => Promise.reject(new Error("The fake host runs no benchmarks.")),
    async propose(run, { model, method, clampFactors }) {
      checkCancelled(run.signal);
      run.progress({ phase: "Tracing", step: 1, steps });
      const half = {
        mean: 0.5,
        standardError: 0.1,
        interval95: [0.3, 0.7] as [number, number],
        count: 8,
        skipped: 0,
      };
      const scores = { reliability: half, generality: half, locality: half };
      return {
        method,
        model,
        parameters: { layers: [2], clampFactor: clampFactors[0] },
        evidence: {
          asked: 48,
          known: 40,
          trace: { noise: 0.1, samples: 10, window: 1, high: half, low: half, effects: [], prompts: [] },
          protocol: "generation",
          edits: 8,
          sweep: clampFactors.map((clampFactor) => ({
            parameters: { layers: [2], clampFactor },
            scores,
            score: 0.5,
            failures: 0,
            durationMs: 1,
          })),
          chosen: 0,
        },
        place: "native",
      };
    },
    async lifelong(run, { input }) {
      checkCancelled(run.signal);
      const count = input.cases?.length ?? input.draw?.count ?? 0;
      run.progress({ phase: `Edit ${count} of ${count}`, step: count, steps: count });
      const blob = (value: unknown) => blobs.put(new TextEncoder().encode(JSON.stringify(value)));
      const overlay = await blobs.put(new TextEncoder().encode(`${input.method} ${input.seed}`));
      const said = {
        teacherForced: { text: "Rome", score: 1 },
        generation: { text: "Rome", score: 1 },
        probability: 0.5,
      };
      const cases = input.cases ?? [];
      const answers = await blob(cases.map(() => [said]));
      const immediate = { teacherForced: 1, generation: 1 };
      const scores = { reliability: { "teacher-forced": 1, generation: 1 } };
      return {
        edits: count,
        count,
        rows: [
          {
            edits: count,
            metrics: [],
            perplexity: null,
            ability: null,
            disagreements: 0,
            overlayBytes: 8,
            secondsAnEdit: 0.1,
            evaluationMs: 1,
            overlays: [overlay],
            deltaNorms: { "blocks.2.mlp.down": 1 },
            retention: await blob(cases.map(({ request }, edit) => ({ edit, caseId: request.id, scores }))),
            answers,
            baseAnswers: answers,
            at: new Date().toISOString(),
          },
        ],
        samples: [{ edits: count, norm: 0.1, entropyNats: 1, repetition: 0, immediate, applyMs: 100 }],
        failures: [],
        start: { entropyNats: 1, repetition: 0, ability: null, perplexity: null },
        cases: await blob(cases),
        editOverlays: [[overlay]],
        pause: null,
        healthy: null,
        place: "native",
      };
    },
    dispose: async () => undefined,
  };
}

/** Of calls that no test of the server asks for. */
async function notPlayed(): Promise<never> {
  throw new PalimpsestError("unsupported", "The stand-in for a model host does not play this call.");
}
