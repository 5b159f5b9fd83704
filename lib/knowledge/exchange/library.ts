/** The published library of relations (OneEdit): names, whether they have one object, their inverses and composition rules. */
import { z } from "zod";
import { parseInput } from "../../base";
import type { KnowledgeGraph } from "../graph/graph";
import type { GraphRelation, GraphRule } from "../graph/schema";
import { nameFrom } from "./rows";

const Entry = z.object({
  name: z.string().min(1),
  /** Empty counts as one to one, as in the original. */
  type: z.enum(["one2one", "one2many", ""]).default(""),
  reverse: z.string().default(""),
  /** "['president', 'wife']": a list in Python's spelling, or a list. */
  multihop: z.union([z.string(), z.array(z.string())]).default(""),
});

export interface RelationLibrary {
  readonly relations: readonly GraphRelation[];
  readonly rules: readonly GraphRule[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

/**
 * Throws `invalid_input` where the list is none. An inverse that does not lead back (father → child → parent) is left out and noted:
 * following it would state what nobody said.
 */
export function readRelationLibrary(source: unknown): RelationLibrary {
  const entries = parseInput(z.array(Entry), source).map((entry) => ({
    ...entry,
    id: nameFrom(entry.name),
    inverse: nameFrom(entry.reverse),
    parts: partsOf(entry.multihop),
  }));
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const notes: string[] = [];
  const relations = [...byId.values()].map(({ id, type, inverse }): GraphRelation => {
    const leadsBack = inverse !== "" && byId.get(inverse)?.inverse === id;
    if (inverse !== "" && !leadsBack)
      notes.push(`The inverse of "${id}" is "${inverse}", whose own inverse is another; it is not followed.`);
    return {
      id,
      label: id,
      functional: type !== "one2many",
      inverseFunctional: false,
      ...(leadsBack && { inverse }),
      irreflexive: false,
      temporal: false,
      templates: {},
    };
  });
  const rules = [...byId.values()].flatMap(({ id, parts }): GraphRule[] => {
    if (parts.length === 0) return [];
    const missing = parts.filter((part) => !byId.has(part));
    if (parts.length !== 2 || missing.length > 0) {
      notes.push(`The rule of "${id}" does not join two relations of the library: ${parts.join(", ")}.`);
      return [];
    }
    return [{ first: parts[0], second: parts[1], third: id }];
  });
  return { relations, rules, notes };
}

/** The relations of a graph in the published form, which keeps no types, templates or dates, and one rule of each relation. */
export function writeRelationLibrary(graph: KnowledgeGraph): string {
  const { relations, rules } = graph.content();
  const entries = relations.map(({ id, functional, inverse = "" }) => {
    const rule = rules.find(({ third }) => third === id);
    return {
      name: id,
      type: functional ? "one2one" : "one2many",
      reverse: inverse,
      multihop: rule === undefined ? "" : [rule.first, rule.second],
    };
  });
  return `${JSON.stringify(entries, null, 2)}\n`;
}

function partsOf(multihop: string | readonly string[]): string[] {
  const parts =
    typeof multihop === "string"
      ? [...multihop.matchAll(/'([^']+)'|"([^"]+)"/g)].map((m) => m[1] ?? m[2])
      : multihop;
  return parts.map(nameFrom);
}
