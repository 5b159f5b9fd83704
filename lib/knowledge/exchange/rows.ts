/** Facts as rows of names, which every format of the exchange is read into and written from. */
import type { KnowledgeGraph } from "../graph/graph";

/** One fact by the names of its parts, and where it stands in its file. */
export interface FactRow {
  readonly line: number;
  readonly head: string;
  readonly relation: string;
  readonly tail: string;
}

/** What is wrong with a row. */
export interface RowFault {
  readonly line: number;
  readonly message: string;
}

export interface ReadFacts {
  readonly rows: readonly FactRow[];
  readonly faults: readonly RowFault[];
}

/** Underscores are spaces in the published files, and white space is one space. */
export const nameFrom = (text: string): string => text.replaceAll("_", " ").replace(/\s+/g, " ").trim();

/** Facts that somebody stated, by name, in the order of their ids. What follows from them is left out. */
export function statedRows(graph: KnowledgeGraph): Omit<FactRow, "line">[] {
  return graph
    .content()
    .facts.filter(({ stated }) => stated)
    .map(({ subject, relation, object }) => ({
      head: graph.entity(subject).name,
      relation,
      tail: graph.entity(object).name,
    }));
}
