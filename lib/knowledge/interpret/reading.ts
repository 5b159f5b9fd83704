/** What a sentence was understood to say, as data that is shown and sent. */
import { z } from "zod";
import { GraphDate, LANGUAGES } from "../graph/schema";
import { Statement } from "../ledger/events";

/** What a sentence asks for. */
export const Intent = z.enum(["edit", "delete", "query", "rollback", "batch", "unknown"]);
export type Intent = z.infer<typeof Intent>;

/** What one clause does with a fact; a correction withdraws one value and states another. */
export const Act = z.enum(["add", "delete", "correct", "query"]);
export type Act = z.infer<typeof Act>;

export const Assumption = z.enum([
  /** A name by an alias. */
  "alias",
  /** It was so, of something that changes in time: it may be no longer. */
  "past",
  /** A name that the graph does not have. */
  "newName",
  /** More than one relation or entity fits. */
  "ambiguous",
  /** A language model read it that the lab has named. */
  "reader",
]);
export type Assumption = z.infer<typeof Assumption>;

/** Why a reading is not certain, by what it costs. */
export const ASSUMPTIONS: Readonly<Record<Assumption, number>> = {
  alias: 0.95,
  past: 0.6,
  newName: 0.5,
  ambiguous: 0.4,
  reader: 0.5,
};

/** A slot as it was read: an entity of the graph, or words that name none. */
export const Filler = z.object({
  text: z.string(),
  /** Place in the sentence, in UTF-16 units. */
  span: z.object({ start: z.int(), end: z.int() }),
  /** Id. */
  entity: z.string().optional(),
  /** Ids of entities of the right type with a name nearly like it, or with this name, nearest first. */
  near: z.array(z.string()).optional(),
});
export type Filler = z.infer<typeof Filler>;

/** One reading of one clause. */
export const Reading = z.object({
  act: Act,
  relation: z.string(),
  subject: Filler,
  /** Absent in a query. */
  object: Filler.optional(),
  /** The value that a correction withdraws. */
  withdrawn: Filler.optional(),
  from: GraphDate.optional(),
  until: GraphDate.optional(),
  /** In [0, 1]. */
  confidence: z.number(),
  assumptions: z.array(Assumption),
});
export type Reading = z.infer<typeof Reading>;

export const Rollback = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("last") }),
  z.object({ kind: z.literal("plan"), plan: z.int() }),
  z.object({ kind: z.literal("author"), author: z.string() }),
  z.object({ kind: z.literal("today") }),
]);
export type Rollback = z.infer<typeof Rollback>;

export const Interpretation = z.object({
  intent: Intent,
  language: z.enum(LANGUAGES),
  /** The least of its readings. */
  confidence: z.number(),
  readings: z.array(Reading),
  /** What the readings state, where all of them are certain enough. */
  statements: z.array(Statement),
  rollback: Rollback.optional(),
  /** Other readings of an ambiguous sentence, and those with a name that the graph does not have. */
  alternatives: z.array(Reading),
});
export type Interpretation = z.infer<typeof Interpretation>;
