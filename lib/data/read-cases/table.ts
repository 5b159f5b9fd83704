/** A table as text: tab, comma or semicolon between the cells, and a header that names the columns. */
import Papa from "papaparse";
import type { Fault } from "../fault";
import type { IsKnown, Located, Records } from "./records";

const SEPARATORS = ["\t", ",", ";"];

/** A text whose first line names no columns of a record that `isKnown` is no table. */
export function readTable(source: string, isKnown: IsKnown): Records {
  const text = source.replace(/\r\n?/g, "\n");
  const header = text.split("\n", 1)[0];
  const delimiter = SEPARATORS.find((separator) => header.includes(separator));
  const columns =
    delimiter === undefined ? [] : header.split(delimiter).map((name) => name.replace(/^\s*"?|"?\s*$/g, ""));
  if (columns.length === 0 || !isKnown(Object.fromEntries(columns.map((name) => [name, ""]))))
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
