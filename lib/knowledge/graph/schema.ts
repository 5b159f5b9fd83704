/** What a knowledge graph is made of: entities, relations with the properties that decide conflicts, rules and facts. */
import { z } from "zod";

const Text = z.string().trim().min(1).max(400);
const Id = z.string().trim().min(1).max(400);

/** What a sentence is written in. */
export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];

export const GraphEntity = z.object({
  /** Type and name: "country/France". */
  id: Id,
  type: Text,
  name: Text,
  /** The name in Chinese. */
  zh: Text.optional(),
  aliases: z.array(Text).default([]),
});
export type GraphEntity = z.infer<typeof GraphEntity>;

/** Every way in which a text may call it. */
export function namesOf({ name, zh, aliases }: Pick<GraphEntity, "name" | "zh" | "aliases">): string[] {
  return [name, ...(zh === undefined ? [] : [zh]), ...aliases];
}

/** Wordings of a relation in one language. `{}` is the subject. */
const Templates = z.object({
  /** Statements whose next words are the object: "The capital of {} is". */
  prompts: z.array(Text).min(1),
  /** "Question: What is the capital of {}? Answer:". */
  questions: z.array(Text).default([]),
  /** Whole sentences with `{object}` before `{}`: "{object} is the capital of {}." */
  objectFirst: z.array(Text).default([]),
});
export type Templates = z.infer<typeof Templates>;

export const GraphRelation = z.object({
  id: Id,
  /** "capital of a country". */
  label: Text,
  /** Entity types; any when absent. */
  domain: Text.optional(),
  range: Text.optional(),
  /** At most one object for a subject. */
  functional: z.boolean(),
  /** At most one subject for an object: a city is the capital of one country. */
  inverseFunctional: z.boolean().default(false),
  /** The relation that says the same the other way round; its own id when it is symmetric. */
  inverse: Id.optional(),
  /** Nothing is so related to itself. */
  irreflexive: z.boolean().default(false),
  /** It changes in time: a leader does, a birthplace does not. */
  temporal: z.boolean().default(false),
  /** By language; a relation without templates is worded by its label. */
  templates: z.partialRecord(z.enum(LANGUAGES), Templates).default({}),
});
export type GraphRelation = z.infer<typeof GraphRelation>;

/** first(x) = y and second(y) = z give third(x) = z. */
export const GraphRule = z.object({ first: Id, second: Id, third: Id });
export type GraphRule = z.infer<typeof GraphRule>;

export const GraphTriple = z.object({ subject: Id, relation: Id, object: Id });
export type GraphTriple = z.infer<typeof GraphTriple>;

/** YYYY, YYYY-MM or YYYY-MM-DD, of the calendar. */
export const GraphDate = z.union([
  z
    .string()
    .regex(/^\d{4}(-(0[1-9]|1[0-2]))?$/, "A year, a month such as 2026-01, or a day such as 2026-01-31."),
  z.iso.date("A day of the calendar, such as 2026-01-31."),
]);

export const GraphFact = GraphTriple.extend({
  /** Somebody said it; otherwise a rule or an inverse gives it. */
  stated: z.boolean(),
  /** Empty where whoever said it gave no name; absent where it came with the graph. */
  author: z.string().trim().max(400).optional(),
  source: Text.optional(),
  /** When it became true, and stopped being true. */
  from: GraphDate.optional(),
  until: GraphDate.optional(),
});
export type GraphFact = z.infer<typeof GraphFact>;

/** Everything of a graph, as plain data. */
export const GraphContent = z.object({
  entities: z.array(GraphEntity),
  relations: z.array(GraphRelation),
  rules: z.array(GraphRule).default([]),
  facts: z.array(GraphFact),
});
export type GraphContent = z.infer<typeof GraphContent>;
