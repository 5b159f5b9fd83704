/** What runs measured as one long table: a line for each quantity of each checkpoint of each run, under each protocol. */
import type { ChartTable } from "@/components/charts/chart";
import { ScoreProtocol } from "@/components/charts/shared/score";
import { EDIT_FATES } from "@/lib/eval/results";
import { hasProtocols, measured, QUANTITIES, type NamedRun } from "../numbers";

const PROTOCOLS = ScoreProtocol.options;
const TEXT = (label: string) => ({ label, kind: "text" as const });
const NUMBER = (label: string) => ({ label, kind: "number" as const });

/** Columns have the same English names in every language: programs read them. */
const COLUMNS = [
  TEXT("run"),
  TEXT("id"),
  TEXT("method"),
  TEXT("model"),
  NUMBER("edits"),
  TEXT("quantity"),
  TEXT("protocol"),
  NUMBER("value"),
  NUMBER("low95"),
  NUMBER("high95"),
  NUMBER("n"),
  NUMBER("questions"),
  NUMBER("relations"),
  NUMBER("low95_by_relation"),
  NUMBER("high95_by_relation"),
  NUMBER("before"),
];

export function longTable(runs: readonly NamedRun[]): ChartTable {
  return {
    columns: COLUMNS,
    rows: runs.flatMap(({ run, name }) =>
      (run.state?.rows ?? []).flatMap((row) => [
        ...QUANTITIES.flatMap((quantity) => {
          // A quantity without protocols is written once.
          const isTwice = hasProtocols(quantity);
          const protocols = isTwice ? PROTOCOLS : PROTOCOLS.slice(0, 1);
          return protocols.flatMap((protocol) => {
            const found = measured(row, quantity, protocol);
            if (!found) return [];
            const { value, score, before } = found;
            return [
              [
                name,
                run.id,
                run.method,
                run.model,
                row.edits,
                quantity,
                isTwice ? protocol : "",
                value,
                score?.interval95[0] ?? null,
                score?.interval95[1] ?? null,
                score?.count ?? null,
                score?.questions ?? null,
                score?.clustered?.clusters ?? null,
                score?.clustered?.interval95[0] ?? null,
                score?.clustered?.interval95[1] ?? null,
                before,
              ],
            ];
          });
        }),
        ...PROTOCOLS.flatMap((protocol) =>
          EDIT_FATES.flatMap((fate) => {
            const count = row.fates?.[protocol]?.[fate];
            if (count === undefined) return [];
            const cells = [name, run.id, run.method, run.model, row.edits, `edits.${fate}`, protocol, count];
            return [[...cells, ...Array.from({ length: COLUMNS.length - cells.length }, () => null)]];
          }),
        ),
      ]),
    ),
  };
}
