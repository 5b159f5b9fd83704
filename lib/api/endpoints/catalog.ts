/** Catalogs as data, and the probes that a world can fill in. */
import { z } from "zod";
import { EditCase, EditRequest, WorldId, WorldLanguage } from "../../data";
import { SettingsSource } from "../../edit/settings/source";
import { Json } from "../../store";
import { defineEndpoint, NO_PARAMS } from "../endpoint";

/** A method as a page knows it: no code, a JSON Schema of its parameters. */
export const MethodCard = z.object({
  id: z.string(),
  name: z.string(),
  summary: z.string(),
  kind: z.string(),
  paper: z.object({ title: z.string(), year: z.int(), url: z.string() }),
  traits: z.object({ batch: z.boolean(), sequential: z.boolean(), gradient: z.boolean() }),
  /** JSON Schema with a default and a description for every field, and the published name as `alias`. */
  parameters: Json,
  /** In the order of preference: presets measured on this installation precede published ones. */
  presets: z.array(
    z.object({
      name: z.string(),
      models: z.array(z.string()),
      parameters: Json,
      source: z.enum(["published", "measured"]),
      /** Whether it comes with the method; others were measured on this installation. */
      isShipped: z.boolean(),
      /** Measured with it, on single edits of facts drawn at random, by generation; absent where nobody did. */
      scores: z
        .object({
          model: z.string(),
          edits: z.int(),
          /** Day, as "2026-11-30". */
          on: z.string(),
          metrics: z.record(
            z.string(),
            z.object({ mean: z.number(), interval95: z.tuple([z.number(), z.number()]) }),
          ),
        })
        .optional(),
    }),
  ),
  /** What the method is set to on the model that was asked for, and where that comes from. */
  settings: z
    .object({
      parameters: Json,
      source: SettingsSource,
      /** Settings that measuring it on the model tries. */
      tried: z.int(),
    })
    .optional(),
});
export type MethodCard = z.infer<typeof MethodCard>;

const MetricCard = z.object({
  id: z.string(),
  name: z.string(),
  summary: z.string(),
  formula: z.string(),
  version: z.int(),
  unit: z.string(),
  direction: z.enum(["higher", "lower", "either"]),
});

/** An analysis as a page knows it. */
const AnalysisCard = z.object({
  id: z.string(),
  name: z.string(),
  summary: z.string(),
  paper: z.object({ title: z.string(), year: z.int(), url: z.string() }),
  /** Parts of the question that it needs besides the prompt. */
  asks: z.array(z.string()),
  /** A part that one value of a parameter needs besides. */
  asksIf: z.object({ part: z.string(), parameter: z.string(), is: z.string() }).optional(),
  /** Whether one run reads two versions; "or-subject": two versions, or one with another subject. */
  isOfTwo: z.union([z.boolean(), z.literal("or-subject")]),
  /** Whether it follows the answer that each model gives. */
  isOwnAnswer: z.literal(true).optional(),
  /** JSON Schema with a default and a description for every field. */
  parameters: Json,
});
export type AnalysisCard = z.infer<typeof AnalysisCard>;

const Translated = z.object({ en: z.string(), zh: z.string() });

/** A way to choose the next token that changes no weight. */
const AidCard = z.object({
  id: z.string(),
  name: Translated,
  formula: Translated,
  source: z.string(),
  /** A weaker model, or questions that are not asked. */
  needs: z.enum(["amateur", "apart"]).optional(),
});

export const catalog = defineEndpoint({
  id: "catalog.get",
  summary: "Methods, metrics, analyses and decoding aids, with their definitions.",
  method: "GET",
  path: "/api/catalog",
  params: NO_PARAMS,
  /** Settings are those for this model; without one, or for a model that is not listed, cards have none. */
  input: z.object({ model: z.string().optional() }),
  output: z.object({
    methods: z.array(MethodCard),
    metrics: z.array(MetricCard),
    analyses: z.array(AnalysisCard),
    decodingAids: z.array(AidCard).optional(),
  }),
});

const WORLD_PARAMS = z.object({ worldId: WorldId });

/** Facts as the answer to `knownFacts` names them; those of the world's embedded model, flaws included, when absent. */
const KnownFacts = z.array(z.string().max(400)).max(20_000).optional();

export const suggestProbes = defineEndpoint({
  id: "worlds.probes",
  summary:
    "Rephrasings, neighbours and consequences of an edit, from the facts of the world that a model knows.",
  method: "POST",
  path: "/api/worlds/[worldId]/probes",
  params: WORLD_PARAMS,
  input: z.object({ request: EditRequest, known: KnownFacts }),
  /** With the true answer, where the world has one. */
  output: EditCase.omit({ request: true }).extend({ targetTrue: z.string().optional() }),
});

/** English where the world does not speak it. */
const Spoken = WorldLanguage.default("en");

const FactFound = z.object({
  relation: z.string(),
  label: z.string(),
  subject: z.string(),
  /** With "{}" for the subject. */
  prompt: z.string(),
  /** What the model says; absent where it was taught nothing. */
  answer: z.string().optional(),
  /** Set on a fact that the embedded model was taught wrongly, or not at all. */
  flaw: z.object({ kind: z.enum(["outdated", "wrong", "missing"]), truth: z.string() }).optional(),
  /** Other answers of the relation. */
  others: z.array(z.string()),
});
export type FactFound = z.infer<typeof FactFound>;

/** The entry to an edit: a fact by words of its subject, relation or answer. */
export const findFacts = defineEndpoint({
  id: "worlds.facts",
  summary:
    "Facts of the world that a model knows, found by subject, relation or answer; or those it was taught wrongly.",
  method: "POST",
  path: "/api/worlds/[worldId]/facts",
  params: WORLD_PARAMS,
  input: z.object({
    search: z.string().max(200).default(""),
    /** Those alone that the embedded model was taught wrongly or not at all. */
    flawed: z.boolean().default(false),
    limit: z.int().min(1).max(500).default(20),
    known: KnownFacts,
  }),
  output: z.object({ facts: z.array(FactFound), total: z.int() }),
});

/** A few real edits to start from, the first of which is the worked example. */
export const exampleCases = defineEndpoint({
  id: "worlds.examples",
  summary: "Worked examples of edits of facts that a model knows.",
  method: "POST",
  path: "/api/worlds/[worldId]/examples",
  params: WORLD_PARAMS,
  input: z.object({ language: Spoken, known: KnownFacts }),
  output: z.object({ cases: z.array(EditCase) }),
});

/** Random edits of known facts, with their probes: a batch to try a method on. */
export const drawCases = defineEndpoint({
  id: "worlds.draw",
  summary:
    "Random counterfactual edits of facts that a model knows, with their probes; a seed draws the same again.",
  method: "POST",
  path: "/api/worlds/[worldId]/random",
  params: WORLD_PARAMS,
  input: z.object({
    count: z.int().min(1).max(1000),
    seed: z.string().min(1).max(80).default("0"),
    language: Spoken,
    known: KnownFacts,
  }),
  output: z.object({ cases: z.array(EditCase) }),
});
