/** The published interchange of knowledge graphs: a header `head,relation,tail` and one fact a line (OneEdit's kg.csv). */
import Papa from "papaparse";
import type { KnowledgeGraph } from "../graph/graph";
import { nameFrom, statedRows, type FactRow, type ReadFacts, type RowFault } from "./rows";

const COLUMNS = ["head", "relation", "tail"] as const;

/** Blank lines are left out; every other line is a fact or a fault. */
export function readCsv(source: string): ReadFacts {
  const rows: FactRow[] = [];
  const faults: RowFault[] = [];
  const lines = source
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .split("\n");
  const header = cellsOf(lines[0]).map((cell) => cell.toLowerCase());
  if (COLUMNS.some((column, i) => header[i] !== column)) {
    const message = `The first line must be "${COLUMNS.join(",")}", and it is "${lines[0].slice(0, 80)}".`;
    return { rows, faults: [{ line: 1, message }] };
  }
  for (const [i, text] of lines.entries()) {
    if (i === 0 || text.trim() === "") continue;
    const line = i + 1;
    const cells = cellsOf(text);
    const [head, relation, tail] = cells.map(nameFrom);
    if (cells.length !== COLUMNS.length)
      faults.push({
        line,
        message: `There are ${cells.length} cells; a fact has three. Put a name with a comma in quotes.`,
      });
    else if (head === "" || relation === "" || tail === "")
      faults.push({ line, message: "A cell is empty; a fact has a head, a relation and a tail." });
    else rows.push({ line, head, relation, tail });
  }
  return { rows, faults };
}

export function writeCsv(graph: KnowledgeGraph): string {
  return `${Papa.unparse(statedRows(graph), { columns: [...COLUMNS], newline: "\n" })}\n`;
}

function cellsOf(line: string): string[] {
  const { data, errors } = Papa.parse<string[]>(line, { delimiter: "," });
  return errors.length > 0 ? [line] : (data[0] ?? []).map((cell) => cell.trim());
}
