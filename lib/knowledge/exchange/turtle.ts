/** A graph as RDF in Turtle. Entities and relations are names in one namespace; labels of both languages are kept beside them. */
import { DataFactory, Parser, Writer } from "n3";
import type { KnowledgeGraph } from "../graph/graph";
import { nameFrom, type FactRow, type ReadFacts } from "./rows";

const ENTITY = "urn:palimpsest:entity:";
const RELATION = "urn:palimpsest:relation:";
const LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
const { literal, namedNode, quad } = DataFactory;

/** Stated facts, and the names of what they are about. */
export function writeTurtle(graph: KnowledgeGraph): Promise<string> {
  const writer = new Writer({ prefixes: { entity: ENTITY, relation: RELATION } });
  const { entities, facts } = graph.content();
  const entityNode = (id: string) => namedNode(ENTITY + encodeURIComponent(id));
  for (const { id, name, zh } of entities) {
    writer.addQuad(quad(entityNode(id), namedNode(LABEL), literal(name, "en")));
    if (zh !== undefined) writer.addQuad(quad(entityNode(id), namedNode(LABEL), literal(zh, "zh")));
  }
  for (const { subject, relation, object, stated } of facts) {
    if (!stated) continue;
    const predicate = namedNode(RELATION + encodeURIComponent(relation));
    writer.addQuad(quad(entityNode(subject), predicate, entityNode(object)));
  }
  return new Promise((resolve, reject) =>
    writer.end((error: Error | null, text: string) => (error === null ? resolve(text) : reject(error))),
  );
}

/** Facts of a Turtle file by the English labels of their parts, else by the last part of their addresses. */
export function readTurtle(source: string): ReadFacts {
  try {
    const quads = new Parser().parse(source);
    const labels = new Map(
      quads
        .filter(({ predicate, object }) => predicate.value === LABEL && isEnglish(object))
        .map(({ subject, object }) => [subject.value, object.value]),
    );
    const named = (value: string) => labels.get(value) ?? lastPart(value);
    const facts = quads.filter(({ predicate }) => predicate.value !== LABEL);
    const rows = facts.map(({ subject, predicate, object }, i): FactRow => ({
      line: i + 1,
      head: named(subject.value),
      relation: lastPart(predicate.value),
      tail: object.termType === "Literal" ? object.value : named(object.value),
    }));
    return { rows, faults: [] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = Number(/line (\d+)/.exec(message)?.[1] ?? 1);
    return { rows: [], faults: [{ line, message: `This is not Turtle: ${message}` }] };
  }
}

const isEnglish = (object: { readonly termType: string; readonly language?: string }): boolean =>
  object.termType === "Literal" && (object.language === "" || object.language === "en");

/** "urn:palimpsest:entity:city%2FRome" and "http://example.org/page#Rome" end in the name. */
function lastPart(address: string): string {
  const part = /[^/#:]*$/.exec(address)?.[0] ?? "";
  const text = decoded(part);
  return nameFrom(text.slice(text.lastIndexOf("/") + 1));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
