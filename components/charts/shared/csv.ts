import type { ChartTable } from "../chart";

/** The table as CSV (RFC 4180) with unrounded numbers, as the parts of a file. */
export async function csvFile({ columns, rows }: ChartTable): Promise<string[]> {
  const { default: Papa } = await import("papaparse");
  const text = Papa.unparse([columns.map(({ label }) => label), ...rows.map((row) => [...row])], {
    newline: "\r\n",
    // Texts may be tokens of a model, and spreadsheets run those that begin like a formula.
    escapeFormulae: true,
  });
  // The byte order mark tells spreadsheets that the text is UTF-8.
  return ["\uFEFF", text, "\r\n"];
}
