/** Tables of an analysis on a terminal: of one version, or of two with the difference. */
import type { AnalysisTable } from "../../../lib/explain";
import { table } from "../context";

/** Lines of tables, each behind its title. */
export function linesOfTables(tables: readonly AnalysisTable[]): string[] {
  return tables.flatMap(({ title, columns, rows }) => [
    "",
    title,
    ...table(
      columns,
      rows.map((row) => row.map(cellText)),
    ),
  ]);
}

/** What the first version has more than the second, where both have the same rows and columns. */
export function differenceTables(
  tables: readonly AnalysisTable[],
  against: readonly AnalysisTable[],
): AnalysisTable[] {
  return tables.flatMap((ours, i): AnalysisTable[] => {
    const theirs = against[i];
    if (theirs?.columns.length !== ours.columns.length) return [];
    const byKey = new Map(theirs.rows.map((row) => [row[0], row]));
    const rows = ours.rows.flatMap((row) => {
      const other = byKey.get(row[0]);
      if (!other) return [];
      return [
        row.map((cell, c) => {
          const before = other[c];
          if (c === 0) return cell;
          if (typeof cell === "number" && typeof before === "number") return cell - before;
          return cell === before ? cell : `${before} → ${cell}`;
        }),
      ];
    });
    return rows.length === 0 ? [] : [{ title: `Difference: ${ours.title}`, columns: ours.columns, rows }];
  });
}

/** Whole numbers as they are, others to four figures. */
function cellText(cell: string | number): string {
  if (typeof cell === "string") return cell;
  if (Number.isInteger(cell)) return String(cell);
  if (Math.abs(cell) >= 1e-4) return cell.toFixed(4);
  return cell.toExponential(1);
}
