/**
 * What edits do to the facts around them, by class (docs/experiments/ripple.md):
 *
 *     npm run -s cli -- evaluate --method rome --limit 200 --out rome.json
 *     npx tsx scripts/experiments/ripple.ts rome.json memit.json
 *
 * Prints the share of probes in each class and kind, and for each method how many of them are as they should be, in what the
 * model writes by itself.
 */
import { readFileSync } from "node:fs";
import { METRICS, summarize, type ProbeResult } from "../../lib/eval";
import { passes, PROBE_GROUPS } from "../../lib/eval/results";
import type { EditOutcome } from "../../lib/store";

interface Evaluated {
  readonly cases: readonly unknown[];
  readonly outcomes: readonly EditOutcome[];
}

const print = (line = "") => process.stdout.write(`${line}\n`);
const percent = (share: number) => (100 * share).toFixed(1);

const files = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")) as Evaluated);
const results = files.flatMap(({ cases, outcomes }) =>
  outcomes.flatMap(({ method, verdict, failures = [] }) =>
    verdict ? [{ method, verdict, edits: cases.length, failed: failures.length }] : [],
  ),
);

function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): void {
  for (const row of [header, header.map(() => "---"), ...rows]) print(`| ${row.join(" | ")} |`);
  print();
}

const [largest] = [...results].sort((a, b) => b.edits - a.edits);
const probes = largest.verdict.probes;
print(`${largest.edits} edits, ${probes.length} probes`);
tableOf(
  ["group", "kind", "probes", "share, %", "edits with some, %"],
  PROBE_GROUPS.flatMap(({ id }) => {
    const ofGroup = probes.filter(({ group }) => group === id);
    const row = (kind: string, list: readonly ProbeResult[]) => [
      id,
      kind,
      String(list.length),
      percent(list.length / probes.length),
      percent(new Set(list.map(({ caseId }) => caseId)).size / largest.edits),
    ];
    const kinds = [...new Set(ofGroup.map(({ kind }) => kind))];
    return [
      row("all", ofGroup),
      ...(kinds.length > 1
        ? kinds.map((kind) =>
            row(
              kind,
              ofGroup.filter((one) => one.kind === kind),
            ),
          )
        : []),
    ];
  }),
);

print("Generated, mean over edits in %, with its 95 % interval");
tableOf(
  ["method", "edits", ...METRICS.all.filter(({ groups }) => groups.length === 1).map(({ id }) => id)],
  results.map(({ method, verdict, edits, failed }) => [
    method,
    failed > 0 ? `${edits} (${failed} changed nothing)` : String(edits),
    ...METRICS.all
      .filter(({ groups }) => groups.length === 1)
      .map(({ id }) => {
        const after = verdict.metrics.find(
          ({ metric, protocol }) => metric === id && protocol === "generation",
        )?.after;
        return after ? `${percent(after.mean)} (${after.interval95.map(percent).join("–")})` : "–";
      }),
  ]),
);

print("Generated, share of questions in %, by kind");
const kinds = [...new Set(probes.map(({ group, kind }) => `${group} · ${kind}`))];
tableOf(
  ["group · kind", ...results.map(({ method }) => method)],
  kinds.map((name) => [
    name,
    ...results.map(({ verdict }) => {
      const list = verdict.probes.filter(({ group, kind }) => `${group} · ${kind}` === name);
      const right = summarize(
        list.map(({ after }) => Number(passes(after, "generation"))),
        "fraction",
      );
      return right ? `${percent(right.mean)} of ${right.count}` : "–";
    }),
  ]),
);

print("Largest change of a weight, as a multiple of the weight: quartiles over edits");
tableOf(
  ["method", "25 %", "50 %", "75 %"],
  results.flatMap(({ method, verdict }) => {
    const sizes = verdict.weights.map(({ relative }) => relative).sort((a, b) => a - b);
    if (sizes.length === 0) return [];
    return [[method, ...[0.25, 0.5, 0.75].map((q) => sizes[Math.floor(q * (sizes.length - 1))].toFixed(3))]];
  }),
);
