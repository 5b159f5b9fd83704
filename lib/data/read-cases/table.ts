/** A table as text: tab, comma or semicolon between the cells, and a header that names the columns. */
import Papa from "papaparse";
import type { Fault } from "../fault";
import type { Located, Records } from "./records";

const SEPARATORS = ["\t", ",", ";"];
/** Without such a column, a text is no table of edits. */
const EXPECTED = /subject/i;

export function readTable(source: string): Records {
  const text = source.replace(/\r\n?/g, "\n");
  const header = text.split("\n", 1)[0];
  const delimiter = SEPARATORS.find((separator) => header.includes(separator));
  if (delimiter === undefined || !EXPECTED.test(header))
    return { records: [], faults: [{ line: 1, code: "noHeader" }] };

  const records: Located[] = [];
  const faults: Fault[] = [];
  let names: string[] | undefined;
  let line = 1;
  let start = 0;
  Papa.parse<string[]>(text, {
    delimiter,
    newline: "\n",
    step({ data: cells, errors, meta: { cursor } }, parser) {
      if (names === undefined) {
        names = cells.map((name) => name.trim());
        const again = names.find((name, index) => name !== "" && names?.indexOf(name) !== index);
        if (again !== undefined) {
          faults.push({ line, code: "sameColumn", values: { name: again } });
          parser.abort();
        }
      } else if (errors.length > 0) faults.push({ line, code: "badQuotes" });
      else if (cells.slice(names.length).some((cell) => cell.trim() !== ""))
        faults.push({ line, code: "tooManyCells", values: { cells: cells.length, columns: names.length } });
      else if (cells.some((cell) => cell.trim() !== ""))
        records.push({
          line,
          path: "",
          value: Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""])),
        });
      // A cell may have several lines, so lines are counted in the text and not by rows.
      line += text.slice(start, cursor).split("\n").length - 1;
      start = cursor;
    },
  });
  return { records, faults };
}
