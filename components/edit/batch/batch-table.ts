/** A table as text: comma, semicolon or tab between the cells, a header in the first line, quotes as in RFC 4180. */
import type { Located } from "./batch-read";

const SEPARATORS = ["\t", ",", ";"] as const;
/** Without one of these in its header, a text is no table of edits. */
const EXPECTED = /subject/i;

/** One object a row, with the names of the header; null when the first line is no header. */
export function readTable(text: string): Located[] | null {
  const header = text.split("\n", 1)[0];
  const separator = SEPARATORS.find((sign) => header.includes(sign));
  if (separator === undefined || !EXPECTED.test(header)) return null;
  const [names, ...rows] = readRows(text, separator);
  return rows
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ""))
    .map(({ line, cells }) => ({
      line,
      value: Object.fromEntries(names.cells.map((name, index) => [name.trim(), cells[index] ?? ""])),
    }));
}

interface Row {
  readonly line: number;
  readonly cells: string[];
}

function readRows(text: string, separator: string): Row[] {
  const rows: Row[] = [];
  let row: Row = { line: 1, cells: [] };
  let cell = "";
  let isQuoted = false;
  let line = 1;
  const endCell = () => {
    row.cells.push(cell);
    cell = "";
  };
  const endRow = () => {
    endCell();
    rows.push(row);
    row = { line: line + 1, cells: [] };
  };
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (isQuoted) {
      if (sign === '"' && text[i + 1] === '"') cell += text[++i];
      else if (sign === '"') isQuoted = false;
      else cell += sign;
    } else if (sign === '"' && cell === "") isQuoted = true;
    else if (sign === separator) endCell();
    else if (sign === "\n") endRow();
    else if (sign !== "\r") cell += sign;
    if (sign === "\n") line++;
  }
  if (cell !== "" || row.cells.length > 0) endRow();
  return rows;
}
